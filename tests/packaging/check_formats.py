#!/usr/bin/env python3
"""Shows files that others read to their validators.

    check_formats.py desktop-file-validate|appstreamcli|systemd-analyze SOURCE_DIR BUILD_DIR

Exits 4 with a reason where that program is missing.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_EXPOSED = 2.0  # of the system unit, by systemd-analyze's measure (0: nothing, 10: everything)


def run(*command):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def check_desktop(source, _):
    with tempfile.TemporaryDirectory() as folder:
        for name in ("aria-calendar-sync", "autostart"):
            copy = Path(folder) / f"{name}.desktop"
            copy.write_bytes((source / f"packaging/desktop/{name}.desktop").read_bytes())
            status, said = run("desktop-file-validate", "--warn-kde", copy)
            if status or said:
                yield said


def check_metainfo(source, build):
    metainfo = build / "local.aria.CalendarSync.metainfo.xml"
    status, said = run("appstreamcli", "validate", "--no-net", metainfo)
    if status or re.search(r"^[EW]:", said, re.M):
        yield said
    text = metainfo.read_text(encoding="utf-8")
    if not re.search(r'<release version="[0-9.]+" date="[0-9]{4}-[0-9]{2}-[0-9]{2}"/>', text):
        yield "CHANGELOG.md has no date for this version"
    for picture in re.findall(r"<image>.*/(docs/images/[^<]+)</image>", text):
        if not (source / picture).exists():
            yield f"{picture} is not there"


def check_units(source, _):
    units = source / "packaging/systemd"
    status, said = run("systemd-analyze", "security", "--offline=true", units / "aria-calendar-sync.service")
    exposed = re.search(r"exposure level for \S+: ([0-9.]+)", said)
    if status or not exposed or float(exposed[1]) > MOST_EXPOSED:
        yield f"too exposed: {said.splitlines()[-1:]}"
    for unit in ("aria-calendar-sync.service", "aria-calendar-sync.user.service"):
        _, said = run("systemd-analyze", "verify", *(["--user"] if ".user." in unit else []), "--man=no", units / unit)
        # The program is not installed where this runs.
        yield from (line for line in said.splitlines() if unit in line and "is not executable" not in line)


def main():
    tool, source, build = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if not shutil.which(tool):
        print(f"skipped: {tool} is not installed")
        return 4
    checks = {"desktop-file-validate": check_desktop, "appstreamcli": check_metainfo, "systemd-analyze": check_units}
    faults = list(checks[tool](source, build))
    print("\n".join(faults) or f"{tool} is content")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
