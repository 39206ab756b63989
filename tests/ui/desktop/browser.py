#!/usr/bin/env -S python3 -B
"""The first start: from client_secrets.json over the Sign-in button and a real browser to the first event.

browser.py <folder of the programs>. Needs chromium and chromedriver: `make test-desktop` sees to that.
"""
import datetime
import sys

from rig import Desktop, call, eventually
from webdriver import Browser


def main(programs):
    with Desktop(programs) as desktop:
        downloads = desktop.folder / "downloads"
        desktop.start_google("--write-client-secrets", str(downloads))
        start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
        desktop.google("POST", "calendars/primary/events", {
            "summary": "Tea with Anna", "start": {"dateTime": start.isoformat()},
            "end": {"dateTime": (start + datetime.timedelta(hours=1)).isoformat()}})

        # What the program finds as the person's browser: it hands the address to the real one below.
        opened = desktop.folder / "opened"
        opener = desktop.folder / "bin" / "xdg-open"
        opener.parent.mkdir()
        opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{opened}"\n')
        opener.chmod(0o700)
        desktop.environment["PATH"] = f"{opener.parent}:{desktop.environment['PATH']}"

        print("without a client file the assistant opens by itself")
        desktop.start_program()
        desktop.wait_for_window("^Connect to Google")
        print("the file is chosen by keyboard")
        desktop.keys("alt+c")
        desktop.wait_for_window("^Choose client_secrets.json")
        desktop.type(str(downloads / "client_secrets.json"))
        # The first Return may be that of the list of names that complete what is typed.
        desktop.keys_until(["Return"], lambda: not desktop.windows("^Choose client_secrets.json"), "no file is chosen")
        desktop.wait_until_closed("^Choose client_secrets.json", back_to="^Connect to Google")
        desktop.keys_until(["alt+n"], (desktop.credentials / "client_secrets.json").exists,
                           "the client file is not put in its place")
        print("the Sign-in button opens the browser")
        desktop.keys_until(["alt+g"], lambda: opened.exists() and opened.read_text().endswith("\n"),
                           lambda: "no browser is opened: " + desktop.log("program"))
        url = opened.read_text().split("\n")[0]
        browser = Browser(desktop)
        browser.open(url)
        assert "An app wants to access your Google Account" in browser.text(), browser.text()
        print("Allow leads back to the program")
        browser.click("button[value=allow]")
        eventually(lambda: browser.url().startswith(desktop.service + "/auth/callback"),
                   lambda: "the browser is at " + browser.url())
        assert desktop.api("GET", "/auth/status")["credentials_valid"], browser.text()
        print("the browser says: " + browser.text().replace("\n", " · "))

        print("nothing is synced before the choices are made")
        assert desktop.api("GET", "/sync/status")["total_events"] == 0
        # The service starts again with what was chosen, on a port of its own choice.
        before = desktop.log("program").count("ready at")
        desktop.wait_for_window("^Connect to Google")
        desktop.keys_until(["alt+y"], lambda: desktop.log("program").count("ready at") > before
                           or total(desktop) > 0, lambda: "the sync does not begin: " + desktop.log("program"))
        desktop.service = desktop.log("program").rsplit("ready at ", 1)[1].split()[0].rstrip("/")
        print("the first event arrives")
        desktop.wait_until_synced(1)
        titles = [event["title"] for event in desktop.api("GET", "/events/upcoming")["events"]]
        assert titles == ["Tea with Anna"], titles
        print("the assistant's last button opens the agenda")
        desktop.keys_until(["alt+a"], lambda: desktop.windows("^Agenda"), lambda: f"no agenda: {desktop.titles()}")
        desktop.stop_program()
    print("ok")


def total(desktop):
    status, answer = call("GET", desktop.service + "/sync/status")
    return answer["total_events"] if status == 200 else 0


if __name__ == "__main__":
    main(sys.argv[1])
