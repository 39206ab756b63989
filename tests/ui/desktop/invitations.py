#!/usr/bin/env -S python3 -B
"""Invitations are answered in the notification and by keyboard. invitations.py <folder of the programs>

What counts is the answer that stands in Google in the end.
"""
import datetime
import sys

from rig import Desktop, eventually


ME = "anna.lindgren@example.com"  # the simulated account


def at(hour):
    """Tomorrow, so that the words do not depend on the time of the test."""
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
    return {"dateTime": f"{day}T{hour:02}:00:00Z", "timeZone": "UTC"}


def main(programs):
    with Desktop(programs) as desktop:
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        desktop.google("POST", "calendars/primary/events", {"summary": "Lunch", "start": at(12), "end": at(13)})
        desktop.start_program("--interval-seconds", "86400")
        desktop.wait_until_synced(1)

        def invite(title, hour):
            host = {"email": "bo@example.org", "displayName": "Bo Lee"}
            made = desktop.google("POST", "calendars/primary/events", {
                "summary": title, "start": at(hour), "end": at(hour + 1), "organizer": host,
                "attendees": [host | {"responseStatus": "accepted"}, {"email": ME}]})
            desktop.sync()
            return made["id"]

        def answer(event):
            found = [e for e in desktop.google("GET", "calendars/primary")["events"] if e["id"] == event]
            return [(g["responseStatus"], g.get("comment", "")) for g in found[0]["attendees"] if g["email"] == ME][0]

        def wait_for_answer(event, *wanted):
            eventually(lambda: answer(event) == wanted,
                       lambda: f"{answer(event)} instead of {wanted}\n{desktop.log('program')}")

        print("in the notification")
        talk = None

        def is_told():  # from the end of the first sync on
            nonlocal talk
            talk = invite("Talk", 9)
            return desktop.notified("^Bo Lee invites you: Talk", limit=5)
        desktop.repeat(is_told)
        desktop.invoke("Yes")
        wait_for_answer(talk, "accepted", "")

        print("on the card, with a note")
        review = invite("Review", 15)
        desktop.raise_agenda()
        desktop.keys("ctrl+f")
        desktop.type("Review")
        # Into the list, and then the card.
        desktop.keys_until(["Return"], lambda: desktop.windows("^Review"), lambda: f"no card: {desktop.titles()}")
        desktop.wait_for_window("^Review")
        # From Edit, where the keyboard is, back over No, Maybe and Yes, and the mail, to the note.
        desktop.keys(*["shift+Tab"] * 5)
        desktop.type("Five minutes late")
        desktop.keys("Tab", "Tab", "space")
        wait_for_answer(review, "accepted", "Five minutes late")
        desktop.keys("Tab", "Tab", "space")
        wait_for_answer(review, "declined", "Five minutes late")
        desktop.keys("Escape")
        desktop.wait_until_closed("^Review", back_to="^Agenda")
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
