#!/usr/bin/env python3
"""Runs packaging/check-release with a make that only pretends, and reads its table.

    check_release.py SOURCE_DIR
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PRETENDS = """#!/bin/sh
echo "asked for $*"
case $1 in
lint) echo "core/x.cpp: not formatted"; echo "make: *** [Makefile:9: lint] Error 1"; exit 1 ;;
test) echo "100% tests passed, 0 tests failed out of 7"; echo "	  3 - packaging/usage_fish (Skipped)" ;;
oracle) echo "== lintian is not installed, so it is skipped" ;;
esac
"""


def main():
    source = Path(sys.argv[1]).resolve()
    script = source / "packaging/check-release"
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        make = Path(folder, "make")
        make.write_text(PRETENDS, encoding="utf-8")
        make.chmod(0o755)

        def run(*arguments):
            done = subprocess.run([script, "--logs", f"{folder}/logs", *arguments], text=True, timeout=120, cwd=folder,
                                  capture_output=True, env={**os.environ, "MAKE": str(make)})
            return done.returncode, done.stdout + done.stderr

        code, said = run("--only", "test,lint,oracle")
        table = {line.split()[0]: line.split()[1:] for line in said.split("\n\n")[-1].splitlines() if line.strip()}
        if code != 1 or [table.get(name, ["?"])[0] for name in ("test", "lint", "oracle")] != ["passed", "FAILED", "passed"]:
            faults.append(f"the table is wrong, exit {code}: {said}")
        if "out of 7, 1 skipped" not in " ".join(table.get("test", [])) or "it is skipped" not in " ".join(table.get("oracle", [])):
            faults.append(f"the table does not say what was skipped: {said}")
        if "failed out of 7" not in " ".join(table.get("test", [])) or "not formatted" not in " ".join(table.get("lint", [])):
            faults.append(f"the table does not say what happened: {said}")
        if "asked for oracle RULES=20000" not in Path(folder, "logs/oracle.log").read_text(encoding="utf-8"):
            faults.append("oracle is not asked for as it should be")
        if run("--only", "test")[0] != 0:
            faults.append("a good check does not exit with 0")
        for arguments in (("--only", "tset"), ("--nonsense",), ("--only",)):
            code, said = run(*arguments)
            if code != 64 or "check-release: " not in said:
                faults.append(f"{arguments}: {code} {said}")
    # Every target that it makes is there.
    targets = (source / "Makefile").read_text(encoding="utf-8")
    for line in script.read_text(encoding="utf-8").splitlines():
        if " MAKE " in line and line.split("MAKE ")[1].split()[0] + ":" not in targets:
            faults.append(f"make has no {line.split('MAKE ')[1].split()[0]}")
    print("\n".join(faults) or "the checks end with one table")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
