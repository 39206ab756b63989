"""One round of the attack: absurd rows by SQL. Whatever stands beside it, a sound row reaches Google."""
import contextlib
import json
import random
import sqlite3
import time

import wire
from hostile import MAILS, RULES, TEXTS, TIMES, ZONES

TOGETHER = 100
PATIENCE = 60  # seconds
SLOW = 30  # seconds for a read; a sanitized program took 15 where 3,600 rows, some of a megabyte, lay in one hour
READS = ("/events/upcoming?days=90", "/events/today", "/events?from=2030-01-01&to=2031-01-01&limit=500", "/events?from=2030-01-01&to=2031-01-01&q=a",
         "/sync/status", "/sync/history?limit=200", "/sync/conflicts", "/sync/plan")
COLUMNS = {
    "title": TEXTS, "description": TEXTS, "location": TEXTS, "start_time": [*TIMES, "infinity", "-infinity", "4713-01-01 BC", "1e9"],
    "end_time": [*TIMES, "infinity", "epoch"], "all_day": ["true", "false"], "time_zone": ZONES,
    "attendees": [json.dumps(MAILS), '"x"', "{}", "[1,[2]]", "null"], "recurrence": [json.dumps([rule]) for rule in RULES] + ["[]", "[[]]"],
    "reminders": ["[]", "{}", '[{"method":"fax","minutes":-5}]', '[{"minutes":1e300}]', "7"], "color_id": TEXTS[:6], "status": TEXTS[:6],
    "google_event_id": ["", "ABC", "a" * 2000, "x@y"],
    "id": ["0", "-5", "4503599627370496", "9007199254740993", "4611686018427387905", "9223372036854775806", "9223372036854775807",
           "-9223372036854775808"],
    "end_time_zone": ZONES, "visibility": ["private", "secret", *TEXTS[:6]], "transparency": ["transparent", *TEXTS[:6]],
    "calendar_id": ["primary", "", "nobody@example.com"], "recurring_event_id": ["abc", *TEXTS[:6]],
    "original_start": ["2030-04-01", "2030-04-31", *TIMES], "source": ["google", "aria", *TEXTS[:4]], "sync_status": ["synced", *TEXTS[:6]],
    "revision": ["0", "-1", "9223372036854775807"], "created_at": TIMES, "updated_at": TIMES, "deleted_at": TIMES,
}
# By SQL a text can have any length, and what is JSON any content.
LONG = ["title", "description", "location", "time_zone", "color_id", "visibility", "transparency", "status", "recurring_event_id", "original_start",
        "google_event_id", "attendees", "recurrence", "reminders", "start_time"]
MEGABYTE = 1_000_000


class RowsRound:
    name = "rows"

    def __init__(self, bed, seed, count):
        self.bed, self.count = bed, count
        self._random = random.Random(seed)
        self._written, self._refused = 0, 0
        self.slowest = (0, "")

    def run(self):
        faults = []
        while self._written + self._refused < self.count and not faults and self.bed.daemon.poll() is None:
            for _ in range(TOGETHER):
                self._absurd()
            faults += self._sound() or self._reads()
        return faults

    def _reads(self):
        faults = []
        for path in READS:
            begun = time.monotonic()
            answers = wire.answers(wire.send(self.bed.address, [b"GET " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"], "half"), 0)
            seconds = time.monotonic() - begun
            self.slowest = max(self.slowest, (seconds, path))
            if [status for status, _ in answers] != [200] or seconds > SLOW:
                faults.append(f"{path} answers {str(answers)[:300]} after {seconds:.1f} s beside absurd rows")
        return faults

    def report(self):
        return (f"{self._written} absurd rows, {self._refused} more that the database itself refused;"
                f" {self.slowest[0]:.1f} s for {self.slowest[1]}")

    def _absurd(self):
        row = {"title": "Absurd", "start_time": "2030-04-01T10:00:00Z", "end_time": "2030-04-01T11:00:00Z", "time_zone": "UTC"}
        for name in self._random.sample(sorted(COLUMNS), self._random.randint(1, 4)):
            row[name] = self._random.choice([*COLUMNS[name], None])
        if self._random.random() < 0.02:
            row[self._random.choice(LONG)] = self._random.choice(["x", "[", "é ", '{"a":']) * MEGABYTE
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
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self._execute("INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
                              f" ('{title}', '2030-05-01T10:00:00Z', '2030-05-01T11:00:00Z', 'UTC')")
                break
            except sqlite3.OperationalError as error:
                # SQLite gives no id after the last one of all, until the row that took it is taken up (docs/sync.md).
                if "full" not in str(error) or time.monotonic() > end:
                    return [f"a sound row beside absurd ones is refused: {error}"]
                time.sleep(0.2)
        while time.monotonic() < end:
            if title in json.dumps(self.bed.google("GET", "calendars/primary")):
                return []
            time.sleep(0.2)
        return [f"a sound row beside absurd ones does not reach Google within {PATIENCE} s"]

    @staticmethod
    def _literal(text):
        if text is None:
            return "NULL"
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
