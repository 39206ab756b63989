#!/usr/bin/env python3
"""Sends what the n8n workflow sends, member by member and header by header, to a real service (with its simulated
Google) and checks that it is taken.

    check_n8n_requests.py SOURCE_DIR PROGRAM
"""
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from check_n8n_workflow import body_members, load, kind_of, service_path

TOKEN = "token-of-this-test"
SAMPLES = {
    "title": "Tea", "description": "With cake", "start_time": "2030-01-15T14:00:00", "end_time": "2030-01-15T15:00:00",
    "all_day": False, "time_zone": "Europe/Berlin", "location": "Kitchen", "attendees": ["alice@example.com"],
    "recurrence": "RRULE:FREQ=WEEKLY;COUNT=3", "reminders": [{"method": "popup", "minutes": 10}], "color_id": "3",
    "local_event_id": 4711, "send_updates": "none", "conference": False, "etag": None, "google_event_id": None,
    "calendar_id": "primary",
}
# How each member of the request shows in the event of the answer.
SHOWN = {"title": "summary", "description": "description", "location": "location", "color_id": "colorId"}


def started(program, home, **settings):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CALENDAR_SYNC_")}
    environment |= {"XDG_DATA_HOME": f"{home}/data", "XDG_CONFIG_HOME": f"{home}/config",
                    "CALENDAR_SYNC_API_TOKEN": TOKEN} | settings
    process = subprocess.Popen([program, "--demo", "--port", "0"], cwd=home, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while select.select([process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
        line = process.stdout.readline()
        if not line:
            break
        if match := re.search(r"ready at (http://\S+)", line):
            return process, match[1]
    process.kill()
    raise SystemExit("the service did not become ready")


def call(method, url, headers=None, body=None):
    request = urllib.request.Request(url, method=method, headers=headers or {},
                                     data=None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def check(base, workflow):
    nodes = {service_path(n["parameters"]["url"]): n["parameters"] for n in workflow["nodes"] if kind_of(n) == "httpRequest"}
    authorized = {"Authorization": f"Bearer {TOKEN}"}
    as_json = authorized | {"Content-Type": "application/json"}

    def members(path):
        return {member: SAMPLES[member] for member in body_members(nodes[path]["jsonBody"])}

    def expect(what, answer, status):
        print(f"{what}: {answer[0]}")
        if answer[0] not in status:
            raise SystemExit(f"{what}: {answer[0]} {answer[1]}")
        return answer[1]

    created = expect("create", call("POST", base + "/events/create", as_json, members("/events/create")), (200, 202))
    for member, shown in SHOWN.items():
        if created["event"].get(shown) != SAMPLES[member]:
            raise SystemExit(f"create: {member} was not taken: {created['event']}")
    if created["local_event_id"] != SAMPLES["local_event_id"] or len(created["event"]["attendees"]) != 1:
        raise SystemExit(f"create: {created}")

    event = created["google_event_id"]
    change = members("/events/update") | {"google_event_id": event, "location": "Garden"}
    updated = expect("update", call("POST", base + "/events/update", as_json, change), (200, 202))
    if updated["event"]["location"] != "Garden":
        raise SystemExit(f"update: {updated}")
    delete = next(path for path, parameters in nodes.items() if parameters["method"] == "DELETE")
    expect("delete", call("DELETE", base + delete.replace("{}", event), authorized), (200,))
    expect("deleted", call("GET", base + "/events/" + event, authorized), (404,))
    expect("without the token", call("DELETE", base + delete.replace("{}", event)), (401,))

    # A notification of a channel that is the service's own, with the headers under the names that the workflow uses.
    setup = expect("webhook set up", call("POST", base + "/webhook/setup", as_json,
                   {"webhook_url": "https://calendar.example.org/webhook"}), (200,))
    names = [h["name"] for h in nodes["/webhook"]["headerParameters"]["parameters"]]
    values = {"x-goog-channel-id": setup["channel"]["id"], "x-goog-resource-id": setup["channel"]["resourceId"],
              "x-goog-channel-token": "wrong", "x-goog-resource-state": "exists"}
    expect("wrong channel token", call("POST", base + "/webhook",
           {name: values.get(name.lower(), "1") for name in names}), (404,))


def main():
    source, program = Path(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as home:
        process, base = started(program, home)
        try:
            check(base, load(source))
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
    print("accepted")


if __name__ == "__main__":
    main()
