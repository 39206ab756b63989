#!/usr/bin/env python3
"""Runs each client of docs/integrating.md against a real service with its simulated Google.

    check_integrating.py SOURCE_DIR PROGRAM
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from check_n8n_requests import TOKEN, call, started

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


def blocks(text):
    """By name: ```python rest … ```"""
    return {name: code for _, name, code in re.findall(r"^```(\w+) (\w+)\n(.*?)^```$", text, re.M | re.S)}


def run(code, base, home):
    environment = os.environ | {"ARIA_CALENDAR_URL": base, "CALENDAR_SYNC_API_TOKEN": TOKEN,
                                "ARIA_CALENDAR_DATABASE": str(next(Path(home).rglob("calendar.db")))}
    return subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True,
                          timeout=120).stdout


def titles(base):
    status, history = call("GET", base + "/sync/history?limit=200", AUTHORIZED)
    assert status == 200, history
    return {(entry["after"] or {}).get("summary") for entry in history["history"]}


def wait_for(title, base):
    deadline = time.monotonic() + 60
    while title not in titles(base):
        assert time.monotonic() < deadline, f"{title} did not come to Google: {titles(base)}"
        time.sleep(0.2)


def main():
    root, program = Path(sys.argv[1]), sys.argv[2]
    found = blocks((root / "docs/integrating.md").read_text(encoding="utf-8"))
    assert set(found) == {"rest", "sql", "n8n"}, f"unknown or missing blocks: {set(found)}"
    for name in ("rest", "sql"):
        lines = [line for line in found[name].split("\n") if line.strip()]
        assert len(lines) <= 10, f"{name} has {len(lines)} lines"
    with tempfile.TemporaryDirectory() as home:
        process, base = started(program, home)
        try:
            assert "events in the coming week" in run(found["rest"], base, home)
            wait_for("Team Meeting", base)
            run(found["rest"], base, home)  # sent twice, it is one event
            listed = run(found["sql"], base, home)
            assert listed.count("Team Meeting") == 1 and "Dentist" in listed, listed
            wait_for("Dentist", base)
            node = json.loads(found["n8n"])["nodes"][0]["parameters"]
            assert node["url"].startswith("http://127.0.0.1:8068/")
            status, answer = call(node["method"], node["url"].replace("http://127.0.0.1:8068", base),
                                  AUTHORIZED | {"Content-Type": "application/json"}, json.loads(node["jsonBody"]))
            assert status in (200, 202), answer
        finally:
            process.terminate()
            process.wait(20)
    print("every client works")


if __name__ == "__main__":
    main()
