"""A desktop of its own for a test: X server, session bus, panel, notification daemon, simulated Google and the program.

Nothing of the machine's own session is touched: folders, bus and display are new, and every process ends with the test.
Waiting is always for something to become true, never for time to pass.
"""
import contextlib
import ctypes
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "support"))
from postgrescluster import PostgresCluster  # noqa: E402

PATIENCE = 60  # seconds; a busy machine must not fail a test
PR_SET_PDEATHSIG = 1
LOG_NOTIFICATION = """#!/bin/sh
printf '%s | %s\\n' "$DUNST_SUMMARY" "$(printf %s "$DUNST_BODY" | tr '\\n' ' ')" >>"$NOTIFICATIONS"
"""
# dunst hands every notification that it shows to the script, and lets it stay.
DUNST_RULES = "[global]\nfollow = none\ndmenu = {}\n[urgency_normal]\ntimeout = 0\n[log]\nsummary = *\nscript = {}\n"
# Instead of a menu of a notification's actions: takes the one that the test has chosen.
CHOOSE_ACTION = """#!/bin/sh
grep -m 1 "^#$(cat "$CHOSEN_ACTION") "
"""


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def eventually(condition, what, limit=PATIENCE):
    """The first true answer of condition(); AssertionError with `what` (a text or a function) after `limit` seconds."""
    end = time.monotonic() + limit
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(what() if callable(what) else what)
        time.sleep(0.05)


def call(method, url, body=None, headers=None):
    """Status and JSON of an HTTP request; status 0 where nobody answers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")
    except OSError:
        return 0, {}


class Desktop(contextlib.ExitStack):
    def __init__(self, programs):
        super().__init__()
        self.programs = pathlib.Path(programs)
        self.folder = pathlib.Path(self.enter_context(tempfile.TemporaryDirectory(prefix="aria-desktop-")))
        self.credentials = self.folder / "credentials"
        self.notifications = self.folder / "notifications"
        self.notifications.touch()
        self.service = self.google_url = self.process = None
        self._starts = 0
        foreign = re.compile("^(CALENDAR_SYNC_|XDG_|QT_|DBUS_|WAYLAND_|DESKTOP|GNOME_|KDE_|LC_|LANGUAGE|BROWSER)")
        self.environment = {k: v for k, v in os.environ.items() if not foreign.match(k)} | {
            "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder / "run"), "LANG": "C.UTF-8", "TZ": "UTC",
            "XDG_CONFIG_HOME": str(self.folder / "config"), "XDG_DATA_HOME": str(self.folder / "data"),
            "QT_QPA_PLATFORM": "xcb", "NOTIFICATIONS": str(self.notifications),
            "CHOSEN_ACTION": str(self.folder / "action"),
            "CALENDAR_SYNC_CREDENTIALS_DIR": str(self.credentials)}
        (self.folder / "run").mkdir(mode=0o700)
        self.credentials.mkdir(mode=0o700)
        self._start_session()

    def spawn(self, name, command, **options):
        """A process that ends with the test; its output is in <folder>/<name>.log."""
        log = self.enter_context(open(self.folder / f"{name}.log", "wb"))
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT, preexec_fn=_die_with_parent, **options)
        self.callback(self._end, process)
        return process

    @staticmethod
    def _end(process):
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _first_line(self, name, command, option):
        """What the process writes to a descriptor of ours once it is ready; option(fd) names the descriptor."""
        read, write = os.pipe()
        self.spawn(name, command + option(write), pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as line:
            return line.readline().strip()

    def _start_session(self):
        display = self._first_line("xserver", ["Xvfb", "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                   lambda fd: ["-displayfd", str(fd)])
        assert display, "no X server: " + self.log("xserver")
        self.environment["DISPLAY"] = ":" + display
        address = self._first_line("bus", ["dbus-daemon", "--session", "--nofork"],
                                   lambda fd: [f"--print-address={fd}"])
        assert address, "no session bus: " + self.log("bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        script = self.folder / "notified"
        script.write_text(LOG_NOTIFICATION)
        script.chmod(0o700)
        rules = self.folder / "dunstrc"
        chooser = self.folder / "choose"
        chooser.write_text(CHOOSE_ACTION)
        chooser.chmod(0o700)
        rules.write_text(DUNST_RULES.format(chooser, script))
        self.spawn("dunst", ["dunst", "-config", str(rules)])
        self.spawn("panel", ["trayer", "--edge", "top", "--align", "left", "--widthtype", "request", "--height", "24"])
        eventually(lambda: self.run(["dunstctl", "count"]).returncode == 0,
                   lambda: "no notification daemon: " + self.log("dunst"))

    def run(self, command):
        return subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)

    def _ready(self, name, process):
        def address():
            assert process.poll() is None, f"{name} ended with {process.returncode}: {self.log(name)}"
            return re.search(r"ready at (http://\S+)", self.log(name))
        return eventually(address, lambda: f"{name} does not get ready: {self.log(name)}")[1].rstrip("/")

    def start_google(self, *options):
        process = self.spawn("google", [self.programs / "google-calendar-simulator", "--port", "0", *options])
        self.google_url = self._ready("google", process)
        self.environment["CALENDAR_SYNC_GOOGLE_API_URL"] = self.google_url
        self.environment["CALENDAR_SYNC_GOOGLE_REVOKE_URL"] = self.google_url + "/revoke"

    def start_postgres(self):
        """A private server for the program; its files end with the test."""
        cluster = PostgresCluster()
        self.callback(cluster.stop)
        self.environment["CALENDAR_SYNC_DATABASE_URL"] = cluster.url

    def started_before(self):
        """No first start, which would open the agenda by itself."""
        state = self.folder / "config" / "aria-calendar-sync" / "ui.ini"
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text("[window]\nstarted=true\n")

    def start_program(self, *options):
        self.process = self.spawn("program", [self.programs / "aria-calendar-sync", "--port", "0", *options])
        self.service = self._ready("program", self.process)

    def wait_for_restart(self, starts):
        """The service within the program is ready for the `starts`-th time, at any free port."""
        def addresses():
            return re.findall(r"ready at (http://\S+)", self.log("program"))
        eventually(lambda: len(addresses()) >= starts, lambda: f"no restart: {self.log('program')}")
        self.service = addresses()[-1].rstrip("/")

    def stop_program(self):
        self.process.terminate()
        assert self.process.wait(5) == 0, f"the program ended with {self.process.returncode}: {self.log('program')}"

    def api(self, method, path, body=None):
        status, answer = call(method, self.service + path, body)
        assert 200 <= status < 300, f"{method} {path}: {status} {answer}\n{self.log('program')}"
        return answer

    def google(self, method, path, body=None):
        """The simulator's control path: what a person does in Google's web page."""
        status, answer = call(method, self.google_url + "/control/" + path, body)
        assert 200 <= status < 300, f"{method} {path}: {status} {answer}"
        return answer

    def sync(self):
        self.api("POST", "/sync/now")

    def wait_until_synced(self, count, limit=PATIENCE):
        def isSynced():
            code, status = call("GET", self.service + "/sync/status")
            if code == 503:  # the first sync of many events on a busy machine: the database is waited for
                return False
            assert code == 200, f"/sync/status: {code} {status}\n{self.log('program')}"
            return status["last_sync_time"] and status["state"] == "idle" and status["total_events"] >= count
        eventually(isSynced, lambda: f"not in step: {self.api('GET', '/sync/status')}\n{self.log('program')}", limit)

    # ---- windows and keys

    def windows(self, title):
        found = self.run(["xdotool", "search", "--onlyvisible", "--name", title]).stdout.split()
        return found

    def wait_for_window(self, title):
        """Shown and with the keyboard."""
        def focused():
            shown = self.run(["xdotool", "getwindowfocus", "getwindowname"])
            return re.search(title, shown.stdout)
        eventually(focused, lambda: f"no window {title!r} with the keyboard; it is at "
                   + repr(self.run(["xdotool", "getwindowfocus", "getwindowname"]).stdout)
                   + " of " + repr(self.titles()) + "\n" + self.log("program"))

    def wait_until_closed(self, title, back_to=None):
        """There is no window manager here that gives the keyboard to the window beneath."""
        eventually(lambda: not self.windows(title), lambda: f"{title!r} stays: {self.titles()}")
        if back_to:
            self.run(["xdotool", "windowfocus", eventually(lambda: self.windows(back_to), back_to)[0]])
            self.wait_for_window(back_to)

    def titles(self):
        return [self.run(["xdotool", "getwindowname", w]).stdout.strip() for w in self.windows(".")]

    def raise_agenda(self):
        """As a person does from the launcher: a second start hands over to the running one."""
        self._starts += 1
        second = self.spawn(f"start{self._starts}", [self.programs / "aria-calendar-sync", "--port", "0"])
        assert second.wait(PATIENCE) == 0, self.log(f"start{self._starts}")
        self.wait_for_window("^Agenda")

    def keys(self, *keys):
        assert self.run(["xdotool", "key", "--delay", "20", *keys]).returncode == 0

    def type(self, text):
        assert self.run(["xdotool", "type", "--delay", "10", text]).returncode == 0

    @staticmethod
    def repeat(attempt):
        """Until it does not fail any more."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return attempt()
            except AssertionError:
                if time.monotonic() > end:
                    raise

    def keys_until(self, keys, condition, what):
        """Presses the keys until the condition is true: a window that is just being filled may not take the first."""
        def attempt():
            self.keys(*keys)
            return eventually(condition, what, 8)  # shorter, and a slow machine gets them twice
        return self.repeat(attempt)

    def notified(self, pattern, limit=PATIENCE):
        return eventually(lambda: re.search(pattern, self.notifications.read_text(), re.MULTILINE),
                          lambda: f"no notification {pattern!r} among {self.notifications.read_text()!r}\n"
                          + self.log("program"), limit)

    def invoke(self, label):
        """The action of that name, of a notification on the screen."""
        (self.folder / "action").write_text(label)
        assert self.run(["dunstctl", "context"]).returncode == 0

    def picture(self, path):
        """Of the whole screen."""
        assert self.run(["import", "-window", "root", str(path)]).returncode == 0
