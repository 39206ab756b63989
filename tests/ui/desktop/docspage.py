#!/usr/bin/env -S python3 -B
"""The page at /docs in a real browser, by keyboard, on a service with an API token.

docspage.py <folder of the programs>. Needs chromium and chromedriver: `make test-desktop` sees to that.
"""
import sys

from rig import Desktop, eventually
from webdriver import Browser

TOKEN = "token-of-this-test"
TAB, ENTER, BACKSPACE = "\ue004", "\ue007", "\ue003"
FOCUS = "const e = document.activeElement; return e.tagName === 'BODY' ? '' : (e.id || e.textContent)"
STATE = "return document.getElementById('state').textContent"
SHOWN = """return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.textContent)"""


def main(programs):
    with Desktop(programs) as desktop:
        desktop.start_google("--sample", "--write-client-secrets", str(desktop.credentials),
                             "--write-token", str(desktop.credentials))
        desktop.environment["CALENDAR_SYNC_API_TOKEN"] = TOKEN
        daemon = desktop.spawn("daemon", [desktop.programs / "aria-calendar-syncd", "--port", "0"])
        service = desktop._ready("daemon", daemon)
        browser = Browser(desktop)
        browser.open(service + "/docs")

        def says(text):
            eventually(lambda: text in browser.run(STATE), lambda: f"no {text!r}, but {browser.run(STATE)!r}", 20)

        def tab_to(text, limit=40):
            for _ in range(limit):
                browser.keys(TAB)
                if browser.run(FOCUS) == text:
                    return
            raise AssertionError(f"{text!r} is not reached with Tab; the keyboard is at {browser.run(FOCUS)!r}")

        print("without the token the page asks for it, and says so if it is a wrong one")
        says("An API token is needed")
        assert browser.run(FOCUS) == "token"
        browser.keys("wrong" + ENTER)
        says("does not know this API token")
        browser.keys(BACKSPACE * 5 + TOKEN + ENTER)
        says("calls. Each can be opened and tried.")
        # That it is refused without the token is said here too; nothing else is.
        assert all("401" in line for line in browser.complaints())

        print("a call is found, opened and sent by keyboard")
        tab_to("find")
        browser.keys("events upcoming")
        says("1 of ")
        assert browser.run(SHOWN, "main h2") == ["Events"], browser.run(SHOWN, "main h2")
        browser.keys(TAB + ENTER)
        tab_to("Try it")
        browser.keys(ENTER)
        tab_to("listEventsUpcoming-days")
        browser.keys("5")
        tab_to("Send")
        browser.keys(ENTER)
        eventually(lambda: browser.run(SHOWN, "main [role=status]")[0].startswith("200 after"), "no answer", 20)
        assert '"days_ahead": 5' in browser.run(SHOWN, "pre[aria-label=Answer]")[0]
        browser.run("document.activeElement.closest('details').open = false")

        print("a stream ends when another one is begun, and by its button")
        browser.run("document.getElementById('find').focus()")
        browser.keys(BACKSPACE * 20 + "stream")
        says("1 of ")
        browser.keys(TAB + ENTER)
        tab_to("Try it")
        browser.keys(ENTER)
        tab_to("Send")
        browser.keys(ENTER)
        eventually(lambda: subscribers(desktop, service) == 1, "nobody follows the stream", 20)
        browser.keys(ENTER)
        tab_to("Stop")
        eventually(lambda: subscribers(desktop, service) == 1, lambda: f"{subscribers(desktop, service)} streams", 20)
        browser.keys(ENTER)
        eventually(lambda: subscribers(desktop, service) == 0, "the stream goes on", 20)

        print("everything has a name, and in a narrow window nothing sticks out")
        browser.keys("")
        browser.run("document.getElementById('find').focus()")
        browser.keys(BACKSPACE * 10)
        says("Each can be opened")
        unnamed = browser.run("""return [...document.querySelectorAll('input, textarea')]
            .filter(e => !e.labels.length).map(e => e.id)""")
        assert not unnamed, unnamed
        browser.narrow(320)
        browser.run("document.querySelectorAll('main details').forEach(e => { e.open = true })")
        wide = browser.run("""return [...document.querySelectorAll('body *')].filter(e => !e.closest('.skip')
            && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(e => e.tagName + ' ' + e.textContent.slice(0, 60))""")
        assert not wide, wide[:5]

        print("the token is nowhere but in the page's memory")
        stored = browser.run("return [localStorage.length, sessionStorage.length, document.cookie]")
        assert stored == [0, 0, ""], stored
        foreign = browser.run("""return performance.getEntriesByType('resource').map(e => e.name)
            .filter(name => !name.startsWith(location.origin))""")
        assert not foreign, foreign
        assert not browser.complaints(), "the content security policy, or an error"
        browser.open(service + "/docs")
        says("An API token is needed")

        print("a service that is away is said")
        daemon.terminate()
        daemon.wait(10)
        browser.keys(TOKEN + ENTER)
        says("openapi.json cannot be read")
    print("ok")


def subscribers(desktop, service):
    text = desktop.run(["curl", "-s", "-H", f"Authorization: Bearer {TOKEN}", service + "/metrics"]).stdout
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("aria_stream_subscribers "))


if __name__ == "__main__":
    main(sys.argv[1])
