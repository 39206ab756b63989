#!/usr/bin/env python3
"""--export, --import and --backup of the real program: while it runs with a simulated Google, and afterwards.

    check_archive.py PROGRAM [icalendar]

With "icalendar" the calendar files are shown to python3-icalendar too; exits 4 with a reason where it is missing.
"""
import json
import os
import re
import select
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

EVENTS = [
    {"title": "Tea, with; signs\\ and\nlines ☕", "start_time": "2030-01-15T14:00:00", "end_time": "2030-01-15T15:00:00",
     "time_zone": "Europe/Berlin", "location": "Kitchen " + "x" * 200, "attendees": ["alice@example.com"],
     "reminders": [{"method": "popup", "minutes": 10}]},
    {"title": "Every week", "start_time": "2030-03-25T09:00:00", "end_time": "2030-03-25T09:30:00",
     "time_zone": "America/New_York", "recurrence": "RRULE:FREQ=WEEKLY;COUNT=10"},
    {"title": "Journey", "start_time": "2030-05-01", "end_time": "2030-05-04", "all_day": True},
]


class Service:
    def __init__(self, program, home):
        self.environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": f"{home}/data",
                            "XDG_CONFIG_HOME": f"{home}/config"}
        self.program, self.home = program, home
        self.process = subprocess.Popen([program, "--demo", "--port", "0"], cwd=home, env=self.environment, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
            line = self.process.stdout.readline()
            if not line:
                break
            if match := re.search(r"ready at (http://\S+)", line):
                self.url = match[1]
                return
        self.process.kill()
        raise SystemExit("the service did not become ready")

    def call(self, path, body=None, method=None):
        request = urllib.request.Request(self.url + path, method=method or ("POST" if body is not None else "GET"),
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], cwd=self.home, env=self.environment, text=True,
                              capture_output=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def tables_of(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder, "tables").iterdir())}


def check(service, home):
    database = f"sqlite://{home}/data/aria-calendar-sync/demo/calendar.db"
    made = [service.call("/events/create", event)["event"]["id"] for event in EVENTS]
    # One occurrence is moved, one deleted.
    service.call("/events/update", {"google_event_id": f"{made[1]}_20300401T130000Z", "title": "Later",
                                    "start_time": "2030-04-01T11:00:00", "end_time": "2030-04-01T11:30:00",
                                    "time_zone": "America/New_York"})
    service.call(f"/events/{made[1]}_20300408T130000Z", method="DELETE")

    # While the service runs.
    code, said = service.run("--backup", f"{home}/copy.db", "--database-url", database)
    if code or oct(os.stat(f"{home}/copy.db").st_mode & 0o777) != "0o600":
        yield f"--backup: {code} {said}"
    titles = sqlite3.connect(f"{home}/copy.db").execute("SELECT title FROM aria_calendar_events").fetchall()
    if ("Journey",) not in titles:
        yield f"the backup lacks events: {titles}"
    code, said = service.run("--export", f"{home}/out", "--database-url", database)
    if code:
        yield f"--export: {code} {said}"
    code, said = service.run("--import", f"{home}/out", "--database-url", database)
    if code != 69 and code != 73:
        yield f"--import into what is in use: {code} {said}"
    service.stop()

    new = f"sqlite://{home}/new/calendar.db"
    for arguments, wanted, words in (
            (("--import", f"{home}/out"), 0, "rows imported"), (("--import", f"{home}/out"), 73, "is not empty"),
            (("--export", f"{home}/out"), 73, f"{home}/out is not empty"), (("--export", f"{home}/again"), 0, "exported"),
            (("--import", f"{home}/nowhere"), 66, "manifest.json"), (("--backup", f"{home}/copy.db"), 73, "exists"),
            (("--export=",), 64, "--export"), (("--export", "a", "--backup", "b"), 64, "do not go together")):
        code, said = service.run(*arguments, "--database-url", new)
        if code != wanted or words not in said or "Traceback" in said:
            yield f"{' '.join(arguments)}: {code} {said}"
    if tables_of(f"{home}/out") != tables_of(f"{home}/again"):
        yield "an export of what was imported is another one"
    rows = sqlite3.connect(f"{home}/new/calendar.db").execute("SELECT count(*) FROM aria_calendar_unfolding").fetchone()
    if rows[0]:
        yield f"{rows[0]} events wait for their occurrences after an import"


def check_icalendar(folder):
    import icalendar  # noqa: PLC0415 (its absence is no fault of the other checks)
    manifest = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))
    if not manifest["calendars"]:
        yield "there are no calendar files"
    for entry in manifest["calendars"]:
        content = Path(folder, entry["file"]).read_bytes()
        if any(len(line) > 75 for line in content.split(b"\r\n")) or b"\n" in content.replace(b"\r\n", b""):
            yield f"{entry['file']}: a line is too long, or ends otherwise than with CR LF"
        calendar = icalendar.Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
        faults = [event.errors for event in events if event.errors]
        if faults:
            yield f"{entry['file']}: {faults}"
        defined = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
        used = set(re.findall(r"TZID=([^:;]+)[:;]", content.replace(b"\r\n ", b"").decode()))
        if used != defined:
            yield f"{entry['file']}: zones {used} are used, {defined} are defined"
        if sum("RECURRENCE-ID" not in event for event in events) != entry["events"]:
            yield f"{entry['file']}: {len(events)} events instead of {entry['events']}"
        for event in events:
            if not all(name in event for name in ("UID", "DTSTAMP", "DTSTART")):
                yield f"{entry['file']}: an event lacks what RFC 5545 demands: {event}"
        if entry["calendar_id"] == "primary":
            named = {str(event.get("SUMMARY")): event for event in events}
            tea = named.get(EVENTS[0]["title"])
            if tea is None or tea["LOCATION"] != EVENTS[0]["location"]:
                yield f"a text is not as it was: {list(named)}"
            elif tea["DTSTART"].dt.isoformat() != "2030-01-15T14:00:00+01:00":
                yield f"a time is not as it was: {tea['DTSTART'].dt}"
            later = named.get("Later")
            if later is None or later["RECURRENCE-ID"].dt.isoformat() != "2030-04-01T09:00:00-04:00":
                yield "the moved occurrence is not there"
            if "EXDATE" not in named["Every week"] or named["Journey"]["DTEND"].dt.isoformat() != "2030-05-04":
                yield "the deleted occurrence or the whole days are not there"


def main():
    with_icalendar = "icalendar" in sys.argv[2:]
    if with_icalendar:
        try:
            import icalendar  # noqa: F401, PLC0415
        except ImportError:
            debian = "/usr/bin/python3"
            if os.path.exists(debian) and os.path.realpath(sys.executable) != os.path.realpath(debian):
                os.execv(debian, [debian, *sys.argv])
            print("skipped: python3-icalendar is not installed")
            return 4
    with tempfile.TemporaryDirectory() as home:
        service = Service(sys.argv[1], home)
        try:
            faults = list(check(service, home))
        finally:
            service.stop()
        if with_icalendar and not faults:
            faults = list(check_icalendar(f"{home}/out"))
        if keep := os.environ.get("ARIA_KEEP_EXPORT"):
            subprocess.run(["cp", "-r", f"{home}/out", keep], check=True)
    print("\n".join(faults) or "what goes out comes in again")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
