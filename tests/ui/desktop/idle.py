#!/usr/bin/env -S python3 -B
"""What the program costs while nobody looks: memory and wake-ups with 10,000 events. idle.py <folder of the programs>"""
import os
import pathlib
import sys
import time

from rig import Desktop, eventually

EVENTS = 10_000
MOST_MEGABYTES = 90  # resident
MOST_WAKEUPS = 1.0  # a second, all threads together
SPAN = 10  # seconds that are watched


def status_fields(path):
    return dict(line.split(":", 1) for line in path.read_text().splitlines())


def switches(process):
    """Each time that a thread of the process went to sleep, by thread."""
    counts = {}
    for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir():
        fields = status_fields(task / "status")
        counts[task.name] = fields["Name"].strip(), int(fields["voluntary_ctxt_switches"])
    return counts


def megabytes(process, field="VmRSS"):
    return int(status_fields(pathlib.Path(f"/proc/{process.pid}/status"))[field].split()[0]) / 1024


def watch(process, seconds):
    before = switches(process)
    begin = time.monotonic()
    time.sleep(seconds)  # here the time is what is measured
    span = time.monotonic() - begin
    woken = {}
    for task, (name, count) in switches(process).items():
        more = count - before.get(task, (name, 0))[1]
        if more:
            woken[f"{name} {task}"] = more / span
    return woken


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rests(process):
    """A thread that computes, or waits for a busy processor, does not go to sleep either: so it must not compute."""
    before = processor_seconds(process)
    woken = watch(process, 5)
    return sum(woken.values()) <= MOST_WAKEUPS and processor_seconds(process) - before < 0.1


def main(programs, span=SPAN, postgres=False):
    with Desktop(programs) as desktop:
        if postgres:
            desktop.start_postgres()
        credentials = str(desktop.credentials)
        desktop.start_google("--write-client-secrets", credentials, "--write-token", credentials)
        desktop.google("POST", "calendars/primary/bulk", {"count": EVENTS})
        desktop.start_program()
        desktop.wait_until_synced(EVENTS, 120)
        # Until what the sync set in motion has come to rest.
        for _ in range(2):  # twice: between two things to do it rests as well
            eventually(lambda: rests(desktop.process),
                       lambda: f"it does not come to rest: {watch(desktop.process, 5)}", 120)
        woken = watch(desktop.process, span)
        resident = megabytes(desktop.process)
        print(f"{resident:.1f} MB resident ({megabytes(desktop.process, 'RssAnon'):.1f} MB its own), "
              f"{sum(woken.values()):.2f} wake-ups a second: {woken}")
        assert resident < MOST_MEGABYTES, f"{resident:.1f} MB"
        assert sum(woken.values()) <= MOST_WAKEUPS, woken
        desktop.stop_program()
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
