#!/usr/bin/env python3
"""Installs the build with `cmake --install`, with DESTDIR and with a prefix of its own, and looks at what is there and
whether it runs.

    check_install.py BUILD_DIR CMAKE
"""
import os
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAMS = {"aria-calendar-sync": "man1/aria-calendar-sync.1.gz", "aria-calendar-syncd": "man8/aria-calendar-syncd.8.gz"}
# Below the prefix.
FILES = ["bin/aria-calendar-sync", "bin/aria-calendar-syncd", "sbin/aria-calendar-sync-system",
         "libexec/aria-calendar-sync/google-calendar-simulator",
         "lib/systemd/system/aria-calendar-sync.service", "lib/systemd/user/aria-calendar-sync.service",
         "lib/sysusers.d/aria-calendar-sync.conf", "share/applications/aria-calendar-sync.desktop",
         "share/metainfo/local.aria.CalendarSync.metainfo.xml",
         "share/icons/hicolor/scalable/apps/aria-calendar-sync.svg",
         "share/icons/hicolor/48x48/apps/aria-calendar-sync.png",
         "share/aria-calendar-sync/sql/sqlite/0001_initial.sql", "share/aria-calendar-sync/sql/postgresql/0001_initial.sql",
         "share/doc/aria-calendar-sync/README.md", "share/doc/aria-calendar-sync/docs/images/agenda.png",
         "share/doc/aria-calendar-sync/packaging/nginx/aria-calendar-sync.conf",
         *(f"share/man/{page}" for page in PROGRAMS.values()),
         *(f"share/bash-completion/completions/{name}" for name in PROGRAMS),
         *(f"share/fish/vendor_completions.d/{name}.fish" for name in PROGRAMS)]


def install(cmake, build, prefix, destdir=None):
    environment = dict(os.environ)
    environment.pop("DESTDIR", None)
    if destdir:
        environment["DESTDIR"] = str(destdir)
    done = subprocess.run([cmake, "--install", build, "--prefix", str(prefix)], env=environment, text=True,
                          capture_output=True, timeout=300)
    if done.returncode:
        raise SystemExit(f"cmake --install: {done.stdout[-2000:]}{done.stderr}")


def check_tree(root, prefix, autostart):
    for name in [f"{root}{prefix}/{file}" for file in FILES] + [f"{root}{autostart}"]:
        if not Path(name).is_file():
            yield f"{name} is not installed"
    for path in Path(f"{root}{prefix}").rglob("*"):
        mode = path.stat().st_mode & 0o777
        if mode & 0o022 or not mode & 0o004:
            yield f"{path} has mode {mode:o}"
    for kind in ("system", "user"):
        unit = Path(f"{root}{prefix}/lib/systemd/{kind}/aria-calendar-sync.service").read_text(encoding="utf-8")
        if f"\nExecStart={prefix}/bin/aria-calendar-syncd\n" not in unit:
            yield f"the {kind} unit starts something else"
        if str(root) and str(root) in unit:
            yield f"the {kind} unit names {root}"
    document = Path(f"{root}{prefix}/share/doc/aria-calendar-sync/README.md")
    for link in re.findall(r"\]\(((?!https?:|#)[^)#]+)", document.read_text(encoding="utf-8")):
        if not (document.parent / link).exists() and link != "LICENSE":
            yield f"README.md points at {link}, which is not installed"


def ready(program, home):
    """Whether the installed program finds its simulator and starts."""
    environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen([program, "--demo", "--port", "0"], cwd=home, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 60
        while select.select([process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
            line = process.stdout.readline()
            if not line or "ready at http://" in line:
                return bool(line)
        return False
    finally:
        process.terminate()
        _, said = process.communicate(timeout=30)
        if process.returncode:
            print(said)


def main():
    build, cmake = sys.argv[1], sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        install(cmake, build, "/usr", root)
        faults = list(check_tree(root, "/usr", "/etc/xdg/autostart/aria-calendar-sync.desktop"))
        if sorted(path.name for path in root.iterdir()) != ["etc", "usr"]:
            faults.append(f"something is installed beside /usr and /etc: {list(root.iterdir())}")
        prefix = Path(folder) / "opt"
        install(cmake, build, prefix)
        faults += check_tree("", prefix, prefix / "etc/xdg/autostart/aria-calendar-sync.desktop")
        for program in PROGRAMS:
            shown = subprocess.run([prefix / "bin" / program, "--version"], text=True, capture_output=True, timeout=60)
            if not re.fullmatch(rf"{program} [0-9.]+\n", shown.stdout):
                faults.append(f"{program} --version: {shown.stdout}{shown.stderr}")
        if not ready(prefix / "bin/aria-calendar-syncd", folder):
            faults.append("the installed service does not start with --demo")
    print("\n".join(faults) or "everything is where it belongs")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
