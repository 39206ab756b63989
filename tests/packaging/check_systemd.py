#!/usr/bin/env python3
"""Plays systemd for the real service: a socket for notifications, a watchdog, and a folder of credentials.

    check_systemd.py PROGRAM
"""
import json
import os
import re
import select
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TOKEN = "0123456789abcdef0123456789abcdef"
CLIENT = {"installed": {"client_id": "id", "client_secret": "from-systemd",
                        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
                        "token_uri": "https://oauth2.googleapis.com/token", "redirect_uris": ["http://localhost"]}}


def status_of(url, token=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def heard(listening, wanted, seconds=60):
    """Everything that was said until `wanted` was."""
    said = []
    deadline = time.monotonic() + seconds
    while wanted not in said and select.select([listening], [], [], max(0, deadline - time.monotonic()))[0]:
        said += listening.recv(4096).decode().split("\n")
    return said


def faults_in(program, home):
    secrets = f"{home}/secrets"
    os.mkdir(secrets, 0o700)
    with open(f"{secrets}/api-token", "w", encoding="utf-8") as file:
        file.write(TOKEN + "\n")
    os.chmod(f"{secrets}/api-token", 0o440)  # how systemd's files look where it uses access control lists
    with open(f"{secrets}/client_secrets.json", "w", encoding="utf-8") as file:
        json.dump(CLIENT, file)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(f"{home}/notify")
    environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "NOTIFY_SOCKET": f"{home}/notify",
                   "WATCHDOG_USEC": "300000", "CREDENTIALS_DIRECTORY": secrets,
                   "CALENDAR_SYNC_CREDENTIALS_DIR": f"{home}/credentials"}
    with open(f"{home}/log", "wb") as log:
        stream = os.fstat(log.fileno())
        environment["JOURNAL_STREAM"] = f"{stream.st_dev}:{stream.st_ino}"
        process = subprocess.Popen([program, "--port", "0"], cwd=home, env=environment, stdout=subprocess.PIPE,
                                   stderr=log)
        said = heard(listening, "READY=1") + heard(listening, "WATCHDOG=1") + heard(listening, "WATCHDOG=1")
        if said.count("WATCHDOG=1") < 2 or "READY=1" not in said:
            yield f"the service says {said}"
        url = next((one.split(" at ")[1] for one in said if one.startswith("STATUS=Listening")), None)
        if url is None:
            yield f"the service does not say where it listens: {said}"
        else:
            if (status_of(f"{url}/sync/status"), status_of(f"{url}/sync/status", TOKEN)) != (401, 200):
                yield "systemd's API token is not the one that counts"
        with open(f"{home}/credentials/client_secrets.json", encoding="utf-8") as file:
            if json.load(file) != CLIENT:
                yield "systemd's client is not in the credentials folder"
        process.terminate()
        if process.wait(timeout=10) != 0 or "STOPPING=1" not in heard(listening, "STOPPING=1"):
            yield f"the end is not as it should be: {process.returncode}"
    with open(f"{home}/log", encoding="utf-8") as file:
        lines = file.read().splitlines()
    if bad := [line for line in lines if not re.match(r"<[3-7]>aria\.\w+ ", line)]:
        yield f"lines that the journal does not know the level of: {bad}"
    if warnings := [line for line in lines if line.startswith("<4>")]:
        yield f"warnings: {warnings}"
    with open(f"{home}/refusal", "wb") as log:
        stream = os.fstat(log.fileno())
        environment["JOURNAL_STREAM"] = f"{stream.st_dev}:{stream.st_ino}"
        subprocess.run([program, "--port", "none"], cwd=home, env=environment, stderr=log, timeout=30, check=False)
    with open(f"{home}/refusal", encoding="utf-8") as file:
        refusal = file.read()
    if not refusal.startswith("<3>aria-calendar-syncd: "):
        yield f"why it does not start is no error in the journal: {refusal}"


def main():
    with tempfile.TemporaryDirectory() as home:
        faults = list(faults_in(sys.argv[1], home))
    print("\n".join(faults) or "systemd is served")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
