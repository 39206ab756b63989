#!/usr/bin/env python3
"""Shows the manual pages and completions to what reads them: man, bash, zsh, fish.

    check_usage.py man|bash|zsh|fish SOURCE_DIR USAGE_DIR

Exits 4 with a reason where that program is missing.
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = {"aria-calendar-sync": 1, "aria-calendar-syncd": 8}


def run(*command, **options):
    return subprocess.run(command, text=True, capture_output=True, timeout=60, **options)


def options_of(usage):
    """Names of all options, from the manual page's source."""
    text = (usage / "aria-calendar-syncd.8").read_text(encoding="utf-8").replace("\\-", "-")
    return re.findall(r"\\fB(--[a-z-]+)\\fR", text.split(".SH OPTIONS")[1].split(".SH EXIT")[0])


def rows(document, heading):
    """First and second cells of the table under a heading of README.md."""
    section = document.split(heading)[1].split("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| ") and not re.match(r"\| *(---|variable|code)", line):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def check_man(source, usage):
    readme = (source / "README.md").read_text(encoding="utf-8")
    for program, section in PROGRAMS.items():
        page = usage / f"{program}.{section}"
        # As lintian asks; "-l" is a file, not a name.
        shown = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-P", "cat", str(page),
                    env={"LC_ALL": "C.UTF-8", "MANWIDTH": "100", "PATH": "/usr/bin:/bin", "MANROFFSEQ": ""})
        if shown.returncode or shown.stderr.strip():
            yield f"{page}: {shown.stderr.strip()}"
        text = re.sub(r".\x08", "", shown.stdout)
        yield from (f"{page}: {name} is not shown" for name in options_of(usage) if name not in text)
        for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "SEE ALSO"):
            if not re.search(f"^{heading}$", text, re.M):
                yield f"{page}: there is no section {heading}"
        # README.md has the same exit codes.
        exits = " ".join(text.split("EXIT STATUS")[1].split("SIGNALS")[0].split())
        for code, meaning in rows(readme, "exit code says what to do about it"):
            if f"{code} {' '.join(meaning.split())}." not in exits:
                yield f"{page}: exit code {code} is not what README.md says: {meaning}"
    named = set(re.findall(r"`(CALENDAR_SYNC_\w+)`", readme.split("## Configuration")[1].split("\n## ")[0]))
    of_options = {"CALENDAR_SYNC_" + name[2:].replace("-", "_").upper() for name in options_of(usage)}
    yield from (f"README.md: {name} is not in the table of settings"
                for name in re.findall(r"CALENDAR_SYNC_\w+", page.read_text(encoding="utf-8").replace("\\-", "-"))
                if name not in named and name.strip("_") != "CALENDAR_SYNC")
    yield from (f"README.md: there is no option for {name}" for name in named if name not in of_options)


def bash_offers(usage, program, words):
    script = f"""source '{usage / program}.bash'
        COMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1}
        $(complete -p {program} | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        printf '%s\\n' "${{COMPREPLY[@]}}" """
    return run("bash", "--noprofile", "--norc", "-u", "-c", script, cwd=usage)


def check_bash(_, usage):
    for program in PROGRAMS:
        syntax = run("bash", "-n", f"{usage / program}.bash")
        if syntax.returncode:
            yield syntax.stderr
        for words, wanted in (
                ([program, "--"], options_of(usage)),
                ([program, "--log-f"], ["--log-format"]),
                ([program, "--log-format", "''"], ["text", "json"]),
                ([program, "--log-format", "="], ["text", "json"]),
                ([program, "--log-format", "=", "j"], ["json"]),
                ([program, "--conflict-resolution", "a"], ["aria_wins"]),
                ([program, "--env-file", "aria-calendar-syncd.b"], ["aria-calendar-syncd.bash"]),
                ([program, "--credentials-dir", "aria-calendar-syncd.b"], []),
                ([program, "--port", "''"], [])):
            answer = bash_offers(usage, program, words)
            if answer.stderr or sorted(filter(None, answer.stdout.split("\n"))) != sorted(wanted):
                yield f"bash, {words}: {answer.stdout.split()} {answer.stderr}"


def check_zsh(_, usage):
    for program in PROGRAMS:
        # The file as a completion function, with _arguments of our own that shows what it was given.
        script = f"""_arguments() {{ print -rl -- "$@" }}
            source '{usage / program}.zsh'"""
        shown = run("zsh", "-f", "-c", script)
        if shown.returncode or shown.stderr:
            yield f"zsh: {shown.stderr}"
        for name in options_of(usage):
            if not re.search(rf"^(\([^)]*\))?{name}=?\[[^\n]*\]", shown.stdout, re.M):
                yield f"zsh: {name} is not offered"
        if "--log-format=[Form of the log.]:word:(text json)" not in shown.stdout.splitlines():
            yield "zsh: the words of --log-format are not offered"


def check_fish(_, usage):
    for program in PROGRAMS:
        def offers(line, here=program):
            answer = run("fish", "--no-config", "-c", f"source '{usage / here}.fish'; complete -C '{line}'", cwd=usage)
            return answer.stderr, [one.split("\t")[0] for one in answer.stdout.splitlines()]
        for line, wanted in ((f"{program} --", options_of(usage)), (f"{program} --log-format ", ["text", "json"]),
                             (f"{program} --conflict-resolution=a", ["--conflict-resolution=aria_wins"]),
                             (f"{program} --port ", [])):
            errors, got = offers(line)
            if errors or not set(wanted) <= set(got) or (not wanted and got):
                yield f"fish, {line}: {got} {errors}"


def main():
    what, source, usage = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).resolve()
    if not shutil.which(what):
        print(f"skipped: {what} is not installed")
        return 4
    assert len(options_of(usage)) > 20, options_of(usage)
    faults = list({"man": check_man, "bash": check_bash, "zsh": check_zsh, "fish": check_fish}[what](source, usage))
    print("\n".join(faults) or f"{what} understands it")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
