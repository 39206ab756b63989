#!/usr/bin/env -S python3 -B
"""Invitations are answered in the notification and by keyboard. invitations.py <folder of the programs>

What counts is the answer that stands in Google in the end.
"""
import datetime
import sys

from rig import Desktop, eventually


def at(hour):
    """Tomorrow, so that the words do not depend on the time of the test."""
    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
    return {"dateTime": f"{day}T{hour:02}:00:00Z", "timeZone": "UTC"}


def main(programs):
    with Desktop(programs) as desktop:
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        me = desktop.google("GET", "calendars/primary")["id"]
        desktop.google("POST", "calendars/primary/events", {"summary": "Lunch", "start": at(12), "end": at(13)})
        desktop.start_program("--interval-seconds", "86400")
        desktop.wait_until_synced(1)

        def invite(title, hour):
            anna = {"email": "anna@example.org", "displayName": "Anna Lee"}
            made = desktop.google("POST", "calendars/primary/events", {
                "summary": title, "start": at(hour), "end": at(hour + 1), "organizer": anna,
                "attendees": [anna | {"responseStatus": "accepted"}, {"email": me}]})
            desktop.sync()
            return made["id"]

        def answer(event):
            found = [e for e in desktop.google("GET", "calendars/primary")["events"] if e["id"] == event]
            return [(g["responseStatus"], g.get("comment", "")) for g in found[0]["attendees"] if g["email"] == me][0]

        def wait_for_answer(event, *wanted):
            eventually(lambda: answer(event) == wanted,
                       lambda: f"{answer(event)} instead of {wanted}\n{desktop.log('program')}")

        print("in the notification")
        talk = invite("Talk", 9)
        desktop.notified("^Anna Lee invites you: Talk")
        desktop.run(["dunstctl", "action", "1"])  # after the default one: Yes
        wait_for_answer(talk, "accepted", "")
        assert not desktop.windows("^Agenda"), "a window opens where nobody asked for one"

        print("on the card, with a note")
        review = invite("Review", 15)
        desktop.raise_agenda()
        desktop.keys_until(["End", "Return"], lambda: desktop.windows("^Review$"),
                           lambda: f"no card: {desktop.titles()}")
        desktop.wait_for_window("^Review$")
        # From Edit, where the keyboard is, back over No, Maybe and Yes, and the mail, to the note.
        desktop.keys(*["shift+Tab"] * 5)
        desktop.type("Five minutes late")
        desktop.keys("Tab", "Tab", "space")
        wait_for_answer(review, "accepted", "Five minutes late")
        desktop.keys("Tab", "Tab", "space")
        wait_for_answer(review, "declined", "Five minutes late")
        desktop.keys("Escape")
        desktop.wait_until_closed("^Review$", back_to="^Agenda")
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
