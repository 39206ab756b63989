"""What is attacked: the daemon and the simulated Google in folders of their own, signed in, on either database."""
import contextlib
import ctypes
import json
import os
import pathlib
import re
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from googleproxy import GoogleProxy  # noqa: E402
from postgrescluster import PostgresCluster  # noqa: E402

PATIENCE = 120  # seconds; sanitizers are slow
PR_SET_PDEATHSIG = 1
WEBHOOK_HOST = "hooks.example.org"


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Bed(contextlib.ExitStack):
    """`address` of the service, `simulator` of Google. Everything ends with it. `prepare(self)`: called when Google is there
    and the service is not."""

    def __init__(self, programs, database, through_proxy=True, prepare=None):
        super().__init__()
        self.programs = pathlib.Path(programs).resolve()
        self.home = pathlib.Path(self.enter_context(tempfile.TemporaryDirectory(prefix="aria-attack-")))
        self.credentials = self.home / "credentials"
        self.cluster = None
        foreign = re.compile("^(CALENDAR_SYNC_|XDG_)")
        self.environment = {k: v for k, v in os.environ.items() if not foreign.match(k)} | {
            "HOME": str(self.home), "TZ": "UTC",
            "XDG_CONFIG_HOME": str(self.home / "config"), "XDG_DATA_HOME": str(self.home / "data"),
            "CALENDAR_SYNC_PORT": "0", "CALENDAR_SYNC_PUSH_WAIT_MS": "300", "CALENDAR_SYNC_LOG_LEVEL": "info",
            "CALENDAR_SYNC_WEBHOOK_BASE_URL": f"https://{WEBHOOK_HOST}",
            "CALENDAR_SYNC_CREDENTIALS_DIR": str(self.credentials)}
        if database == "postgresql":
            self.cluster = PostgresCluster()
            self.callback(self.cluster.stop)
            self.environment["CALENDAR_SYNC_DATABASE_URL"] = self.cluster.url
        self._google, self.simulator = self._start(
            "google-calendar-simulator", "--port", "0", "--state", str(self.home / "google.json"), "--sample",
            "--write-client-secrets", str(self.credentials), "--write-token", str(self.credentials))
        self.environment["CALENDAR_SYNC_GOOGLE_API_URL"] = self.simulator
        if through_proxy:
            self.proxy = GoogleProxy(self.simulator)
            self.callback(self.proxy.stop)
            self.environment["CALENDAR_SYNC_GOOGLE_API_URL"] = self.proxy.url
        self.environment["CALENDAR_SYNC_GOOGLE_REVOKE_URL"] = self.simulator + "/revoke"
        if prepare:
            prepare(self)
        self.daemon, self.url = self._start("aria-calendar-syncd")
        host, port = self.url.removeprefix("http://").split(":")
        self.address = (host, int(port))

    def _start(self, program, *options):
        log = open(self.home / f"{program}.log", "wb")
        self.callback(log.close)
        process = subprocess.Popen([self.programs / program, *options], cwd=self.home, env=self.environment, stderr=log,
                                   stdout=subprocess.PIPE, text=True, preexec_fn=_die_with_parent)
        self.callback(self._end, process)
        end = time.monotonic() + PATIENCE
        while select.select([process.stdout], [], [], max(0, end - time.monotonic()))[0]:
            line = process.stdout.readline()
            if not line:
                break
            if match := re.search(r"ready at (http://[^\s/]+)", line):
                return process, match[1]
        raise SystemExit(f"{program} did not become ready:\n{self.log(program)}")

    @staticmethod
    def _end(process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stdout.close()

    def log(self, program="aria-calendar-syncd", last=4000):
        return (self.home / f"{program}.log").read_text(errors="replace")[-last:]

    def google(self, method, path, body=None):
        """The simulator's control path; see tests/simulator/README.md."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.simulator}/control/{path}", data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or b"{}")

    def stored(self):
        """Everything that either side keeps, as text in which marks can be looked for."""
        tables = ("aria_calendar_events", "google_calendar_sync", "sync_history")
        if self.cluster:
            known = self.cluster.query("select table_name from information_schema.tables where table_schema = 'public'")
            rows = [row for table in known if table in tables or "event" in table or "history" in table
                    for row in self.cluster.query(f'select row_to_json(t)::text from "{table}" t')]
        else:
            with contextlib.closing(sqlite3.connect(f"file:{self.home}/data/aria-calendar-sync/calendar.db?mode=ro",
                                                    uri=True, timeout=30)) as database:
                known = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
                rows = [repr(row) for table in known if table in tables or "event" in table or "history" in table
                        for row in database.execute(f'select * from "{table}"')]
        rows.append(json.dumps(self.google("GET", "calendars/primary")))
        return "\n".join(rows)

    def stop_daemon(self):
        """Ends it as an administrator would; what is wrong with how it ended, or None."""
        if self.daemon.poll() is not None:
            return f"the daemon ended by itself with {self.daemon.returncode}"
        self.daemon.terminate()
        try:
            code = self.daemon.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return "the daemon did not end after SIGTERM"
        return None if code == 0 else f"the daemon ended with {code} after SIGTERM"
