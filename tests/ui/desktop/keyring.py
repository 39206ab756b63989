#!/usr/bin/env -S python3 -B
"""The sign-in in a real keyring (Secret Service): moved there, read back by another start. keyring.py <folder>"""
import shutil
import subprocess
import sys

from rig import Desktop, eventually

PASSWORD = "only for this test"


def start_keyring(desktop):
    """The daemon of GNOME on the test's own bus; its files are in the test's own folder."""
    daemon = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"],
                              env=desktop.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    desktop.callback(daemon.wait)
    desktop.callback(daemon.terminate)
    daemon.stdin.write(PASSWORD.encode())
    daemon.stdin.close()
    eventually(lambda: "org.freedesktop.secrets" in desktop.run(
        ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
         "org.freedesktop.DBus.ListNames"]).stdout, "no keyring on the bus")


def kept(desktop):
    """What the keyring holds of the program, as another program sees it."""
    return desktop.run(["secret-tool", "search", "--all", "server", "aria-calendar-sync"]).stdout


def main(programs):
    with Desktop(programs) as desktop:
        assert shutil.which("gnome-keyring-daemon"), "gnome-keyring is not installed"
        credentials = str(desktop.credentials)
        token = desktop.credentials / "token.json"
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        desktop.google("POST", "calendars/primary/bulk", {"count": 3})
        desktop.environment["XDG_CURRENT_DESKTOP"] = "GNOME"
        start_keyring(desktop)
        desktop.start_program()
        desktop.wait_until_synced(3)
        assert token.exists() and "refresh_token" not in kept(desktop)

        print("the person moves the sign-in to the keyring")
        desktop.raise_agenda()
        desktop.keys("F10", "e")
        desktop.wait_for_window("^Settings")
        desktop.keys("alt+k")
        desktop.keys("alt+o")  # on GNOME, Return presses what has the focus
        eventually(lambda: not token.exists(), lambda: f"token.json stays\n{desktop.log('program')}")
        eventually(lambda: "refresh_token" in kept(desktop), lambda: f"not in the keyring: {kept(desktop)!r}")
        desktop.wait_for_restart(2)
        eventually(lambda: desktop.api("GET", "/auth/status")["credentials_valid"], "signed out")
        desktop.stop_program()

        print("another start finds it there")
        desktop.google("POST", "calendars/primary/bulk", {"count": 2})
        desktop.start_program()
        eventually(lambda: desktop.api("GET", "/auth/status")["credentials_valid"],
                   lambda: f"not signed in\n{desktop.log('program')}")
        desktop.wait_until_synced(5)
        assert not token.exists(), "token.json is back"

        print("signing out empties it")
        desktop.api("POST", "/auth/revoke")
        eventually(lambda: "refresh_token" not in kept(desktop), lambda: f"still there: {kept(desktop)!r}")
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
