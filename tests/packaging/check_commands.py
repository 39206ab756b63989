#!/usr/bin/env python3
"""Runs the commands of README.md and docs/, as they stand there.

    check_commands.py SOURCE_DIR PROGRAM

Requests go to a real service with a simulated Google, SQL to a PostgreSQL of the test's own. What only root may do to a
machine is done below a temporary folder, with sudo, systemctl and apt replaced by programs that take note. Commands that
need a Google account are marked with "(account)", and those of another test stand in ELSEWHERE. A command that is none of
these is a fault.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from check_archive import Service

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from postgrescluster import PostgresCluster  # noqa: E402

DOCUMENTS = ("README.md", "docs/setup-guide.md", "docs/operations.md", "docs/export.md")
# Who else runs it: a test, or a script of packaging/.
ELSEWHERE = {
    "make run": "packaging/test-in-debian.sh", "make deb": "packaging/test-packages.sh",
    "sudo apt install": "packaging/test-packages.sh", "sudo cmake --install": "tests/packaging/check_install.py",
    "build/bin/aria-calendar-syncd": "tests/packaging/check_systemd.py",
    "sudo aria-calendar-sync-system --doctor": "packaging/try-under-systemd",
}
NO_COMMAND = re.compile(r"[A-Z_]+=|[a-z_]+=|#|\\password|\\connect|(CREATE|GRANT|REVOKE|ALTER) |[a-z_]+, |v_\w+,")
# Answers that are an error because the example names what the sample calendar does not have.
REFUSED = ("ID?calendar_id=team", "/events/respond", "/events/move")
SHIMS = ("sudo", "systemctl", "systemd-sysusers", "journalctl", "apt")


def blocks(text):
    """The indented blocks outside of lists, each as its lines."""
    block = []
    before = ""
    for line in [*text.split("\n"), ""]:
        if line.startswith("    ") and (block or not before.strip()):
            block.append(line[4:])
        else:
            if block:
                yield block
            block = []
        before = line if not block else ""


def commands(block):
    """Lines put together where a quote or a backslash at the end says that the command goes on."""
    part = ""
    for line in block:
        part += ("\n" if part else "") + line
        bare = re.sub(r"#.*", "", part) if "'" not in part.split("#")[0] else part
        if bare.rstrip().endswith("\\") or bare.count("'") % 2:
            continue
        yield part
        part = ""


def is_sql(command):
    return bool(re.match(r"(CREATE|GRANT|REVOKE|ALTER) ", command))


class Runner:
    def __init__(self, source, program, home):
        self.source, self.home = source, home
        self.service = Service(program, home)
        made = self.service.call("/events/create", {"title": "x", "start_time": "2030-01-15T14:00:00Z",
                                                    "end_time": "2030-01-15T15:00:00Z"})
        self.id = made["event"]["id"]
        shims = Path(home, "shims")
        shims.mkdir()
        for name in SHIMS:
            (shims / name).write_text(f'#!/bin/sh\necho "{name} $*" >>"{home}/noted"\n'
                                      + ('exec "$@"\n' if name == "sudo" else ""), encoding="utf-8")
            (shims / name).chmod(0o755)
        database = f"sqlite://{home}/data/aria-calendar-sync/demo/calendar.db"
        (shims / "aria-calendar-syncd").write_text(
            f'#!/bin/sh\nexec "{program}" --database-url "$ARIA_DATABASE" "$@"\n', encoding="utf-8")
        (shims / "aria-calendar-sync-system").write_text(
            f'#!/bin/sh\ncd {home}/var/lib/aria-calendar-sync\nexec aria-calendar-syncd "$@"\n', encoding="utf-8")
        for name in ("aria-calendar-syncd", "aria-calendar-sync-system"):
            (shims / name).chmod(0o755)
        # Folders that the machine has.
        for folder in ("etc", "var/lib/aria-calendar-sync", "var/backups"):
            Path(home, folder).mkdir(parents=True)
        for name in ("client_secrets.json", ".env", "settings.ini"):
            Path(home, name).write_text("# nothing\n", encoding="utf-8")
        self.environment = {**self.service.environment, "PATH": f"{shims}:{os.environ['PATH']}", "ARIA_DATABASE": database,
                            "ARIA_NEW": f"sqlite://{home}/new/calendar.db"}

    def run(self, command):
        """What is wrong with it; None: nothing."""
        text = command.replace("http://127.0.0.1:8068", self.service.url).replace("DELETE " + self.service.url + "/events/ID",
                                                                                 f"DELETE {self.service.url}/events/{self.id}")
        text = text.replace('"ID"', f'"{self.id}"').replace("DIR", f"{self.home}/out")
        text = re.sub(r"(?<![\w.])/(etc|var)/", rf"{self.home}/\1/", text)
        text = re.sub(r" -[og] aria-calendar-sync\b", "", text)
        environment = dict(self.environment)
        if "--import" in text:
            environment["ARIA_DATABASE"] = environment["ARIA_NEW"]
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=self.home, env=environment, text=True,
                              capture_output=True, timeout=120)
        if done.returncode:
            return f"exit {done.returncode}: {done.stdout}{done.stderr}"
        is_refused = done.stdout.lstrip().startswith('{"detail"')
        if command.startswith("curl") and is_refused != any(word in command for word in REFUSED):
            return f"the answer is {done.stdout}"
        return None


def run_database(cluster, home, statements, dumps):
    """The roles and rights of the setup guide, and a dump that comes back."""
    def psql(text, user="aria"):
        done = subprocess.run([cluster.binaries / "psql", "-h", cluster.folder, "-U", user, "-X", "-q", "-v", "ON_ERROR_STOP=1",
                               "-d", "aria", "-c", text], text=True, capture_output=True)
        return f"{text}: {done.stderr}" if done.returncode else None

    schema_is_made = False
    for statement in statements:
        if statement.startswith("CREATE DATABASE"):
            continue  # the cluster has it already
        if re.match(r"GRANT (SELECT|USAGE ON SEQUENCE|INSERT)", statement) and not schema_is_made:
            for script in sorted(Path(sys.argv[1], "sql/postgresql").glob("*.sql")):
                done = subprocess.run([cluster.binaries / "psql", "-h", cluster.folder, "-U", "aria_sync", "-X", "-q", "-d", "aria",
                                       "-f", script], text=True, capture_output=True)
                if done.returncode:
                    yield f"{script.name}: {done.stderr}"
            schema_is_made = True
        if "OWNER TO" in statement:  # in the guide these tables are the Python service's, in public
            statement = f"SET search_path = calendar; {statement}"
        owner = "aria_sync" if re.match(r"GRANT (SELECT|USAGE ON SEQUENCE|INSERT)", statement) else "aria"
        if fault := psql(statement, owner):
            yield fault
    for command in dumps:
        done = subprocess.run(["bash", "-c", command], cwd=home, text=True, capture_output=True,
                              env={**os.environ, "PATH": f"{cluster.binaries}:{os.environ['PATH']}", "PGHOST": str(cluster.folder),
                                   "PGUSER": "aria"})
        if done.returncode:
            yield f"{command}: {done.stderr}"


def check(source, program, home):
    statements, dumps, count = [], [], 0
    runner = Runner(source, program, home)
    try:
        for name in DOCUMENTS:
            for block in blocks((source / name).read_text(encoding="utf-8")):
                is_account = False
                for command in commands(block):
                    if is_sql(command.replace("\n", " ")) or statements and not statements[-1].rstrip().endswith(";"):
                        if statements and not statements[-1].rstrip().endswith(";"):
                            statements[-1] += " " + command
                        else:
                            statements.append(re.sub(r" *--.*", "", command))
                        continue
                    if "(account)" in command:
                        is_account = command.startswith("#")
                        continue
                    if is_account or NO_COMMAND.match(command):
                        is_account = False
                        continue
                    count += 1
                    other = next((file for start, file in ELSEWHERE.items() if command.startswith(start)), None)
                    if other:
                        if not (source / other).exists():
                            yield f"{name}: {other} is not there: {command}"
                    elif command.startswith("sudo -u postgres "):
                        dumps.append(command.removeprefix("sudo -u postgres "))
                    elif command.split()[0] in ("curl", "aria-calendar-syncd", "sudo", "openssl", "journalctl", "jq", *SHIMS):
                        if command.startswith("jq") and not shutil.which("jq"):
                            continue
                        if fault := runner.run(command):
                            yield f"{name}: {command}: {fault}"
                    else:
                        yield f"{name}: nothing runs this: {command}"
    finally:
        runner.service.stop()
    if count < 25 or len(statements) < 15:
        yield f"only {count} commands and {len(statements)} statements were found"
    cluster = PostgresCluster()
    try:
        yield from run_database(cluster, home, statements, dumps)
    finally:
        cluster.stop()


def main():
    with tempfile.TemporaryDirectory() as home:
        faults = list(check(Path(sys.argv[1]).resolve(), sys.argv[2], home))
    print("\n".join(faults) or "every command does what the documents say")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
