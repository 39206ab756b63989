#!/usr/bin/env -S python3 -B
"""What the real daemon makes of files that are something else, are open to others, and of secrets on its command line.

    check_secrets.py PROGRAM
"""
import contextlib
import json
import os
import pathlib
import re
import select
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PATIENCE = 60  # seconds
AT_ONCE = 10  # seconds: a busy machine, but nothing that waits for a writer or reads a gigabyte
EX_CONFIG = 78
TOKEN = "token-of-this-test-0123456789"
SECRETS = {"installed": {"client_id": "a", "client_secret": "b", "auth_uri": "https://127.0.0.1/a", "token_uri": "https://127.0.0.1/t"}}


def put(kind, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "endless device":
        path.symlink_to("/dev/zero")
    elif kind == "dangling link":
        path.symlink_to(path.with_name("away"))
    elif kind == "link to itself":
        path.symlink_to(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
    elif kind == "huge file":
        with open(path, "wb") as file:
            file.truncate(1 << 30)


KINDS = ["folder", "pipe", "endless device", "dangling link", "link to itself", "socket", "huge file"]


class Home(contextlib.ExitStack):
    def __init__(self, program):
        super().__init__()
        self.program = pathlib.Path(program).resolve()
        self.path = pathlib.Path(self.enter_context(tempfile.TemporaryDirectory(prefix="aria-secrets-")))
        self.path.chmod(0o755)
        self.config = self.path / "config" / "aria-calendar-sync"
        self.data = self.path / "data" / "aria-calendar-sync"
        self.work = self.path / "work"
        self.work.mkdir()
        self.environment = {k: v for k, v in os.environ.items() if not re.match("CALENDAR_SYNC_|XDG_", k)} | {
            "HOME": str(self.path), "XDG_CONFIG_HOME": str(self.path / "config"), "XDG_DATA_HOME": str(self.path / "data"),
            "CALENDAR_SYNC_GOOGLE_API_URL": "http://127.0.0.1:9", "CALENDAR_SYNC_GOOGLE_REVOKE_URL": "http://127.0.0.1:9/r"}
        self.log = self.path / "log"

    def start(self, *options, umask=-1):
        """Address of the service, or its exit code where it does not start."""
        errors = self.enter_context(open(self.log, "wb"))
        self.process = subprocess.Popen([self.program, "--port", "0", *options], cwd=self.work, env=self.environment,
                                        stdout=subprocess.PIPE, stderr=errors, text=True, umask=umask)
        self.callback(self.end, self.process)
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise SystemExit("the service neither got ready nor ended")
        line = self.process.stdout.readline()
        match = re.search(r"ready at (http://\S+)", line)
        return match[1] if match else self.process.wait(PATIENCE)

    @staticmethod
    def end(process):
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()

    def said(self):
        return self.log.read_text(errors="replace")


def call(url, token=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=AT_ONCE) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def expect(condition, what, home):
    if not condition:
        raise SystemExit(f"{what}\n{home.said()}")


def memory_of(process):
    return int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1]) // 1024


def settings_that_are_no_files(program):
    for kind in KINDS:
        for name in (".env", "settings.ini", "token"):
            with Home(program) as home:
                path = {".env": home.work / ".env", "settings.ini": home.config / "settings.ini", "token": home.path / "token"}[name]
                put(kind, path)
                options = ["--api-token-file", str(path)] if name == "token" else []
                begun = time.monotonic()
                result = home.start(*options)
                expect(result == EX_CONFIG, f"{name} is a {kind}: {result}", home)
                expect(str(path) in home.said(), f"{name} is a {kind}: it is not named", home)
                expect(time.monotonic() - begun < AT_ONCE, f"{name} is a {kind}: took too long", home)


def credentials_that_are_no_files(program):
    for kind in KINDS:
        with Home(program) as home:
            for name in ("token.json", "client_secrets.json"):
                put(kind, home.config / "credentials" / name)
            url = home.start()
            expect(isinstance(url, str), f"a {kind} for the credentials: exit {url}", home)
            begun = time.monotonic()
            status, answer = call(url + "/auth/status")
            expect(status == 200 and not answer["credentials_valid"] and not answer["client_secrets_configured"],
                   f"a {kind} for the credentials: {answer}", home)
            status, answer = call(url + "/auth/url?redirect_uri=http://127.0.0.1:1/")
            expect(status == 400 and " is " in answer["detail"] and str(home.path) not in answer["detail"],
                   f"a {kind} for client_secrets.json: {status} {answer}", home)
            expect(call(url + "/sync/status")[1]["state"] == "needs_auth", f"a {kind} for token.json", home)
            expect(time.monotonic() - begun < AT_ONCE, f"a {kind} for the credentials: took too long", home)
            expect(memory_of(home.process) < 500, f"a {kind} for the credentials: {memory_of(home.process)} MB", home)


def files_open_to_others(program):
    with Home(program) as home:
        credentials = home.config / "credentials"
        credentials.mkdir(parents=True)
        (credentials / "client_secrets.json").write_text(json.dumps(SECRETS))
        (credentials / "client_secrets.json").chmod(0o644)
        (credentials / "token.json").write_text(json.dumps({"token": "a", "refresh_token": "b", "client_id": "a", "client_secret": "b"}))
        (credentials / "token.json").chmod(0o666)
        credentials.chmod(0o777)
        (home.config / "settings.ini").write_text("log_level=info\n")
        (home.config / "settings.ini").chmod(0o666)
        (home.work / ".env").write_text(f"CALENDAR_SYNC_API_TOKEN={TOKEN}\n")
        (home.work / ".env").chmod(0o644)
        url = home.start(umask=0)
        expect(isinstance(url, str), f"exit {url}", home)
        expect(call(url + "/sync/status", TOKEN)[0] == 200, "the token of .env", home)
        secrets = [credentials, *credentials.iterdir(), home.config / "settings.ini", home.data, *home.data.iterdir()]
        for path in secrets:
            mode = stat.S_IMODE(path.stat().st_mode)
            expect(mode & 0o077 == 0, f"{path} has mode {mode:o}", home)
        expect(any(path.name.endswith("-wal") for path in secrets), "there is no -wal to look at", home)
        for name in ("client_secrets.json", "token.json", "settings.ini", "credentials was open"):
            expect(name in home.said(), f"nothing is said of {name}", home)
        expect(re.search(r"\.env is open .*chmod 600", home.said()), "nothing is said of .env", home)


def secrets_on_the_command_line(program):
    def visible(home):
        return pathlib.Path(f"/proc/{home.process.pid}/cmdline").read_text()

    with Home(program) as home:
        url = home.start("--api-token", TOKEN)
        expect(TOKEN not in visible(home), "the token can be read in /proc", home)
        expect("--api-token" in visible(home), "the option itself may be seen", home)
        expect("--api-token-file" in home.said(), "the log does not say how to do it better", home)
        expect(TOKEN not in home.said(), "the token is in the log", home)
        expect(call(url + "/sync/status", TOKEN)[0] == 200 and call(url + "/sync/status")[0] == 401, "the token works", home)
    with Home(program) as home:
        result = home.start("--database-url=postgresql://aria:pass-word@127.0.0.1:9/none")
        expect(result != 0 and "pass-word" not in home.said(), "the password is in the log", home)
        expect("can be read by other users" in home.said(), "the log does not warn of the password", home)
    for where in ("option", "environment"):
        with Home(program) as home:
            file = home.path / "token"
            file.write_text(TOKEN + "\n")
            file.chmod(0o644)
            options = ["--api-token-file", str(file)] if where == "option" else []
            if where == "environment":
                home.environment["CALENDAR_SYNC_API_TOKEN_FILE"] = str(file)
            url = home.start(*options)
            expect(call(url + "/sync/status", TOKEN)[0] == 200 and call(url + "/sync/status")[0] == 401, f"token by {where}", home)
            expect(f"{file} is open" in home.said(), "nothing is said of a token file open to others", home)


def main():
    for check in (settings_that_are_no_files, credentials_that_are_no_files, files_open_to_others, secrets_on_the_command_line):
        check(sys.argv[1])
        print(f"{check.__name__}: as it should be")


if __name__ == "__main__":
    main()
