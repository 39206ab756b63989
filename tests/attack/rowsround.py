"""One round of the attack: absurd rows by SQL. Whatever stands beside it, a sound row reaches Google."""
import contextlib
import json
import random
import sqlite3
import time

from hostile import MAILS, RULES, TEXTS, TIMES, ZONES

TOGETHER = 100
PATIENCE = 60  # seconds
COLUMNS = {
    "title": TEXTS, "description": TEXTS, "location": TEXTS, "start_time": [*TIMES, "infinity", "-infinity", "4713-01-01 BC", "1e9"],
    "end_time": [*TIMES, "infinity", "epoch"], "all_day": ["true", "false"], "time_zone": ZONES,
    "attendees": [json.dumps(MAILS), '"x"', "{}", "[1,[2]]", "null"], "recurrence": [json.dumps([rule]) for rule in RULES] + ["[]", "[[]]"],
    "reminders": ["[]", "{}", '[{"method":"fax","minutes":-5}]', '[{"minutes":1e300}]', "7"], "color_id": TEXTS[:6], "status": TEXTS[:6],
    "google_event_id": ["", "ABC", "a" * 2000, "x@y"], "id": ["0", "-5", "4503599627370496", "9007199254740993"],
}


class RowsRound:
    name = "rows"

    def __init__(self, bed, seed, count):
        self.bed, self.count = bed, count
        self._random = random.Random(seed)
        self._written, self._refused = 0, 0

    def run(self):
        faults = []
        while self._written + self._refused < self.count and not faults and self.bed.daemon.poll() is None:
            for _ in range(TOGETHER):
                self._absurd()
            faults += self._sound()
        return faults

    def report(self):
        return f"{self._written} absurd rows, {self._refused} more that the database itself refused"

    def _absurd(self):
        row = {"title": "Absurd", "start_time": "2030-04-01T10:00:00Z", "end_time": "2030-04-01T11:00:00Z", "time_zone": "UTC"}
        for name in self._random.sample(sorted(COLUMNS), self._random.randint(1, 4)):
            row[name] = self._random.choice(COLUMNS[name])
        kind = self._random.random()
        names = sorted(row)
        values = ", ".join(self._literal(row[name]) for name in names)
        sql = f"INSERT INTO aria_calendar_events ({', '.join(names)}) VALUES ({values})"
        if kind < 0.3:  # a row that lives already
            changed = [name for name in names if name != "id"]
            sql = ("UPDATE aria_calendar_events SET " + ", ".join(f"{name} = {self._literal(row[name])}" for name in changed)
                   + " WHERE id = (SELECT max(id) FROM aria_calendar_events WHERE title <> 'Sound')")
        try:
            self._execute(sql)
            self._written += 1
        except Exception:  # the database guards itself; that is no fault
            self._refused += 1

    def _sound(self):
        title = f"Sound {self._random.random()}"
        self._execute("INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
                      f" ('{title}', '2030-05-01T10:00:00Z', '2030-05-01T11:00:00Z', 'UTC')")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if title in json.dumps(self.bed.google("GET", "calendars/primary")):
                return []
            time.sleep(0.2)
        return [f"a sound row beside absurd ones does not reach Google within {PATIENCE} s"]

    @staticmethod
    def _literal(text):
        # What SQL cannot be told at all (NUL, lone surrogates) is left out.
        plain = "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")
        return "'" + plain.replace("'", "''") + "'"

    def _execute(self, sql):
        if self.bed.cluster:
            self.bed.cluster.query(sql)
            return
        path = f"{self.bed.home}/data/aria-calendar-sync/calendar.db"
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as database:
            database.execute(sql)
            database.commit()
