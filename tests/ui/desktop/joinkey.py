#!/usr/bin/env -S python3 -B
"""A key joins the next meeting while another program has the keyboard. joinkey.py <folder of the programs>

What counts is the address that the person's browser is asked to open.
"""
import datetime
import sys

from rig import Desktop, eventually


BROWSER = """#!/bin/sh
echo "$1" >>"{}"
"""


def main(programs):
    with Desktop(programs) as desktop:
        opened = desktop.folder / "opened"
        opened.touch()
        for name in ("xdg-open", "browser"):
            script = desktop.folder / name
            script.write_text(BROWSER.format(opened))
            script.chmod(0o700)
        desktop.environment["PATH"] = f"{desktop.folder}:{desktop.environment['PATH']}"
        desktop.environment["BROWSER"] = str(desktop.folder / "browser")
        desktop.started_before()
        settings = desktop.folder / "config" / "aria-calendar-sync" / "settings.ini"
        settings.write_text("[window]\njoin_key=Ctrl+Alt+J\n")
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)

        def at(minutes):
            return {"dateTime": (now + datetime.timedelta(minutes=minutes)).isoformat(), "timeZone": "UTC"}
        desktop.google("POST", "calendars/primary/events", {
            "summary": "Stand-up", "start": at(-5), "end": at(30), "location": "https://us02web.zoom.us/j/86541"})
        desktop.start_program("--interval-seconds", "86400")
        desktop.wait_until_synced(1)

        print("another program has the keyboard")
        desktop.spawn("other", ["xev", "-name", "Another program"])
        other = eventually(lambda: desktop.windows("^Another program"), "no other window")[0]
        desktop.run(["xdotool", "windowfocus", other])
        desktop.wait_for_window("^Another program")
        desktop.keys_until(["ctrl+alt+j"], lambda: "https://us02web.zoom.us/j/86541" in opened.read_text(),
                           lambda: f"opened: {opened.read_text()!r}\n{desktop.log('program')}")

        print("without it, another program gets the key")
        desktop.stop_program()
        settings.write_text("")
        desktop.start_program("--interval-seconds", "86400")
        before = opened.read_text()
        desktop.run(["xdotool", "windowfocus", other])
        desktop.wait_for_window("^Another program")
        desktop.keys_until(["ctrl+alt+j"], lambda: desktop.log("other").count("keysym 0x6a, j") > 0,
                           lambda: "the other program does not get the key: " + desktop.log("other")[-2000:])
        assert opened.read_text() == before, opened.read_text()
        desktop.stop_program()


if __name__ == "__main__":
    main(sys.argv[1])
