#!/usr/bin/env python3
"""Runs each client of docs/integrating.md against a real service with its simulated Google.

    check_integrating.py SOURCE_DIR PROGRAM
"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from check_n8n_requests import TOKEN, call, started

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def blocks(text):
    """By name: ```python rest … ```"""
    return {name: code for _, name, code in re.findall(r"^```(\w+) (\w+)\n(.*?)^```$", text, re.M | re.S)}


def run(code, base, home):
    environment = os.environ | {"ARIA_CALENDAR_URL": base, "CALENDAR_SYNC_API_TOKEN": TOKEN,
                                "ARIA_CALENDAR_DATABASE": str(next(Path(home).rglob("calendar.db")))}
    return subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True,
                          timeout=120).stdout


class Listener:
    """A client that goes on until it is stopped; its lines are kept."""

    def __init__(self, code, **variables):
        self.lines = []
        self.process = subprocess.Popen([sys.executable, "-c", code], env=os.environ | variables, text=True,
                                        stdout=subprocess.PIPE)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def wait_for(self, *words):
        deadline = time.monotonic() + 60
        while not any(all(word in line for word in words) for line in list(self.lines)):
            assert time.monotonic() < deadline and self.process.poll() is None, f"{words} did not come: {self.lines}"
            time.sleep(0.1)

    def stop(self):
        self.process.kill()
        self.process.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for_port(port):
    deadline = time.monotonic() + 60
    while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def forge(port):
    """What is not signed with the secret is refused."""
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,Zm9yZ2Vk"}
    try:
        urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/", b"{}", headers), timeout=30)
    except urllib.error.HTTPError as error:
        return error.code
    return 204


def titles(base):
    status, history = call("GET", base + "/sync/history?limit=200", AUTHORIZED)
    assert status == 200, history
    return {(entry["after"] or {}).get("summary") for entry in history["history"]}


def wait_for(title, base):
    deadline = time.monotonic() + 60
    while title not in titles(base):
        assert time.monotonic() < deadline, f"{title} did not come to Google: {titles(base)}"
        time.sleep(0.2)


def wait_for_reader(base):
    """What happened before the stream was open is not told to somebody who names no id."""
    deadline = time.monotonic() + 60
    wanted = urllib.request.Request(base + "/metrics", headers=AUTHORIZED)
    while b"\naria_stream_subscribers 1" not in urllib.request.urlopen(wanted, timeout=30).read():
        assert time.monotonic() < deadline, "the stream was not opened"
        time.sleep(0.1)


def main():
    root, program = Path(sys.argv[1]), sys.argv[2]
    found = blocks((root / "docs/integrating.md").read_text(encoding="utf-8"))
    assert set(found) == {"rest", "sql", "stream", "hook", "n8n"}, f"unknown or missing blocks: {set(found)}"
    for name in ("rest", "sql", "stream", "hook"):
        lines = [line for line in found[name].split("\n") if line.strip()]
        assert len(lines) <= 11, f"{name} has {len(lines)} lines"
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        hook = Listener(found["hook"], ARIA_HOOK_PORT=str(port), CALENDAR_SYNC_NOTIFY_SECRET=SECRET)
        wait_for_port(port)
        assert forge(port) == 400
        process, base = started(program, home, CALENDAR_SYNC_NOTIFY_URL=f"http://127.0.0.1:{port}/",
                                CALENDAR_SYNC_NOTIFY_SECRET=SECRET)
        stream = Listener(found["stream"], ARIA_CALENDAR_URL=base, CALENDAR_SYNC_API_TOKEN=TOKEN)
        try:
            wait_for_reader(base)
            assert "events in the coming week" in run(found["rest"], base, home)
            wait_for("Team Meeting", base)
            run(found["rest"], base, home)  # sent twice, it is one event
            listed = run(found["sql"], base, home)
            assert listed.count("Team Meeting") == 1 and "Dentist" in listed, listed
            wait_for("Dentist", base)
            for title in ("Team Meeting", "Dentist"):
                stream.wait_for("created", title)
                hook.wait_for("event.created", title)
            node = json.loads(found["n8n"])["nodes"][0]["parameters"]
            assert node["url"].startswith("http://127.0.0.1:8068/")
            status, answer = call(node["method"], node["url"].replace("http://127.0.0.1:8068", base),
                                  AUTHORIZED | {"Content-Type": "application/json"}, json.loads(node["jsonBody"]))
            assert status in (200, 202), answer
        finally:
            stream.stop()
            hook.stop()
            process.terminate()
            process.wait(20)
    print("every client works")


if __name__ == "__main__":
    main()
