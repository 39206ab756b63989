#!/usr/bin/env -S python3 -B
"""A series that is changed, and then ended, from one occurrence on, by keyboard. following.py <folder of the programs>

What counts is what Google holds in the end: two series that together have every occurrence once.
"""
import datetime
import sys

from rig import Desktop, eventually


def series(desktop):
    """Title, lines and start of every living series in Google."""
    events = desktop.google("GET", "calendars/primary")["events"]
    return sorted((e["start"]["dateTime"][:10], e["summary"], e["recurrence"]) for e in events
                  if e.get("recurrence") and e["status"] != "cancelled")


def occurrences(desktop, days):
    """As the program itself shows them, by day."""
    events = desktop.api("GET", f"/events/upcoming?days={days}&tz=UTC")["events"]
    return [(e["start_time"][:10], e["title"]) for e in events]


def main(programs):
    tomorrow = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
    days = [str(tomorrow + datetime.timedelta(days=n)) for n in range(5)]
    with Desktop(programs) as desktop:
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        desktop.google("POST", "calendars/primary/events", {
            "summary": "Stand-up", "recurrence": ["RRULE:FREQ=DAILY;COUNT=5"],
            "start": {"dateTime": f"{tomorrow}T09:00:00Z", "timeZone": "UTC"},
            "end": {"dateTime": f"{tomorrow}T09:15:00Z", "timeZone": "UTC"}})
        desktop.start_program("--interval-seconds", "86400")
        desktop.wait_until_synced(1)
        assert [day for day, _ in occurrences(desktop, 7)] == days

        print("from the third on it has another title")
        desktop.raise_agenda()
        desktop.keys_until(["Home", "Down", "Down", "ctrl+e"], lambda: desktop.windows("^Open repeating event"),
                           lambda: f"no question: {desktop.titles()}")
        desktop.wait_for_window("^Open repeating event")
        desktop.keys("alt+f")
        desktop.wait_for_window("^Stand-up")
        desktop.keys("ctrl+a")
        desktop.type("Coffee")
        desktop.keys("Return")
        wanted = [(days[0], "Stand-up", [f"RRULE:FREQ=DAILY;UNTIL={days[2].replace('-', '')}T085959Z"]),
                  (days[2], "Coffee", ["RRULE:FREQ=DAILY;COUNT=3"])]
        eventually(lambda: series(desktop) == wanted,
                   lambda: f"{series(desktop)} instead of {wanted}\n{desktop.log('program')}")
        eventually(lambda: occurrences(desktop, 7) == list(zip(days, ["Stand-up"] * 2 + ["Coffee"] * 3)),
                   lambda: f"{occurrences(desktop, 7)}")

        print("and from the fourth on there is none")
        desktop.wait_until_closed("^Stand-up", back_to="^Agenda")
        desktop.keys_until(["Home", "Down", "Down", "Down", "Delete"],
                           lambda: desktop.windows("^Delete repeating event"),
                           lambda: f"no question: {desktop.titles()}")
        desktop.wait_for_window("^Delete repeating event")
        desktop.keys("alt+f")
        wanted[1] = (days[2], "Coffee", [f"RRULE:FREQ=DAILY;UNTIL={days[3].replace('-', '')}T085959Z"])
        eventually(lambda: series(desktop) == wanted,
                   lambda: f"{series(desktop)} instead of {wanted}\n{desktop.log('program')}")

        print("one undo takes the whole back")
        desktop.wait_until_closed("^Delete repeating event", back_to="^Agenda")
        desktop.keys_until(["ctrl+z"], lambda: series(desktop)[1][2] == ["RRULE:FREQ=DAILY;COUNT=3"],
                           lambda: f"not undone: {series(desktop)}")
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
