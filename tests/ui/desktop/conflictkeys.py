#!/usr/bin/env -S python3 -B
"""Conflicts that are made and settled by keyboard alone. conflictkeys.py <folder of the programs>"""
import datetime
import sys

from rig import Desktop, eventually


def add_event(desktop, title, hours):
    start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return desktop.google("POST", "calendars/primary/events", {
        "summary": title, "start": {"dateTime": start.isoformat()},
        "end": {"dateTime": (start + datetime.timedelta(hours=1)).isoformat()}})["id"]


def title_in_google(desktop, event):
    return desktop.google("GET", f"calendars/primary/events/{event}")["summary"]


def conflicts(desktop):
    return desktop.api("GET", "/sync/conflicts")["conflicts"]


def make_conflict(desktop, event, google, aria):
    """The event, first in the agenda, gets one title in Google's web page and one in the program's editor."""
    desktop.google("PATCH", f"calendars/primary/events/{event}", {"summary": google})
    desktop.raise_agenda()
    desktop.keys_until(["t", "ctrl+e"], lambda: desktop.windows("^Lunch"),
                       lambda: f"no editor: {desktop.titles()}")
    desktop.wait_for_window("^Lunch")  # a window that is shown may not have the keyboard yet
    desktop.keys("ctrl+a")
    desktop.type(aria)
    desktop.keys("Return")
    eventually(lambda: [c["title"] for c in conflicts(desktop) if c["google_event_id"] == event],
               lambda: f"no conflict: {desktop.api('GET', '/events/' + event)}\n{desktop.log('program')}")


def main(programs):
    with Desktop(programs) as desktop:
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        lunch = add_event(desktop, "Lunch", 2)
        desktop.start_program("--conflict-resolution", "manual", "--interval-seconds", "86400")
        desktop.wait_until_synced(1)

        print("both sides change the title: a conflict, and the desktop is told")
        make_conflict(desktop, lunch, "Lunch in the park", "Lunch at home")
        desktop.notified("changed both in ARIA and in Google")
        print("two keys settle it: ARIA's side")
        desktop.raise_agenda()
        desktop.keys("F10", "f")
        desktop.wait_for_window("^Review conflicts")
        desktop.keys_until(["ctrl+1", "Return"], lambda: not conflicts(desktop), "the conflict stays")
        eventually(lambda: title_in_google(desktop, lunch) == "Lunch at home",
                   lambda: "in Google it is " + title_in_google(desktop, lunch))
        desktop.keys("Escape")
        desktop.wait_until_closed("^Review conflicts")

        print("field by field: Google's side")
        desktop.notifications.write_text("")
        make_conflict(desktop, lunch, "Lunch in town", "Lunch tomorrow")
        desktop.notified("changed both in ARIA and in Google")  # only then the menu leads to it
        desktop.raise_agenda()
        desktop.keys("F10", "f")
        desktop.wait_for_window("^Review conflicts")
        # From the list the fields follow: ARIA's side of the first one, and to the right of it Google's.
        desktop.keys_until(["Tab", "Right", "space", "Return"], lambda: not conflicts(desktop), "the conflict stays")
        event = desktop.api("GET", f"/events/{lunch}")["event"]
        assert event["title"] == title_in_google(desktop, lunch) == "Lunch in town", event
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
