#!/usr/bin/env -S python3 -B
"""What others change in Google's web page is said on the desktop. notices.py <folder of the programs>"""
import datetime
import sys

from rig import Desktop


def at(hour, minute=0):
    """Tomorrow, so that the words do not depend on the time of the test."""
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
    return {"dateTime": f"{day}T{hour:02}:{minute:02}:00Z"}


def main(programs):
    with Desktop(programs) as desktop:
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        meeting = desktop.google("POST", "calendars/primary/events", {
            "summary": "Team Meeting", "start": at(14), "end": at(15)})["id"]
        desktop.started_before()
        desktop.start_program("--interval-seconds", "86400")
        desktop.wait_until_synced(1)

        print("from the end of the first sync on changes are told")
        count = 0

        def is_told():
            nonlocal count
            count += 1
            desktop.google("POST", "calendars/primary/events", {
                "summary": f"Call {count}", "start": at(8), "end": at(8, 30)})
            desktop.sync()
            desktop.notified(r"Call \d", limit=5)
            return True
        desktop.repeat(is_told)
        print("moved")
        desktop.google("PATCH", f"calendars/primary/events/{meeting}", {"start": at(15), "end": at(16)})
        desktop.sync()
        desktop.notified(r"Team Meeting.* moved .*14:00.*15:00")
        assert "New: Team Meeting" not in desktop.notifications.read_text(), "the first sync is told"
        print("its action opens the agenda")
        assert not desktop.windows("^Agenda")
        desktop.run(["dunstctl", "action", "0"])
        desktop.wait_for_window("^Agenda")
        print("new")
        desktop.google("POST", "calendars/primary/events", {"summary": "Standup", "start": at(9), "end": at(9, 15)})
        desktop.sync()
        desktop.notified("New: Standup")
        print("cancelled")
        desktop.google("DELETE", f"calendars/primary/events/{meeting}", {})
        desktop.sync()
        desktop.notified("Cancelled: Team Meeting")
        print("never for one's own edits")
        own = desktop.api("POST", "/events/create", {
            "title": "Dentist", "start_time": at(11)["dateTime"], "end_time": at(12)["dateTime"]})
        desktop.google("POST", "calendars/primary/events", {"summary": "Later", "start": at(17), "end": at(18)})
        desktop.sync()
        desktop.notified("New: Later")
        assert own["success"] and "Dentist" not in desktop.notifications.read_text(), "one's own edit is told"
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
