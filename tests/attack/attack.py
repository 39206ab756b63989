#!/usr/bin/env -S python3 -B
"""Attacks the real programs and says what fell. Everything happens on loopback, in temporary folders, within bounds, and the
same for the same seed.

    attack.py PROGRAMS [--seed 1] [--requests 20000] [--events 4000] [--dense 300] [--endless 6] [--rows 1500] [--held 1000]
              [--streams 300] [--database sqlite|postgresql|both] [--health-limit 100] [--newcomer-limit 1000]

PROGRAMS is the folder of aria-calendar-syncd and google-calendar-simulator. Exit 0: it held.
"""
import argparse
import sys
import time

from bed import Bed
from googleround import GoogleRound
from health import HealthWatch
from heldround import HeldRound
from httpround import HttpRound
from rowsround import RowsRound
from streamround import StreamRound


def rounds(bed, options):
    """What is done to each database, one after the other. A round has name, run() -> texts of what was found, and report()."""
    return [HeldRound(bed, options.held, options.newcomer_limit / 1000), StreamRound(bed, options.seed, options.streams),
            HttpRound(bed, options.seed, options.requests), GoogleRound(bed, options.seed, options.events, options.dense, options.endless), RowsRound(bed, options.seed, options.rows)]


def attack(database, options):
    faults = []
    with Bed(options.programs, database) as bed:
        for attacking in rounds(bed, options):
            begun = time.monotonic()
            with HealthWatch(bed.address, options.health_limit / 1000) as watch:
                faults += attacking.run()
            print(f"{database}: {attacking.report()}; {time.monotonic() - begun:.0f} s; {watch.report()}", flush=True)
            if bed.daemon.poll() is None:
                faults += watch.faults[:20]
        end = bed.stop_daemon()
        log = bed.log(last=10_000_000)
        if end:
            faults.append(f"{end}\n{log[-4000:]}")
        faults += [line for line in log.splitlines() if "ERROR: AddressSanitizer" in line or "runtime error:" in line]
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=20000)
    parser.add_argument("--events", type=int, default=4000, help="mutated events of Google")
    parser.add_argument("--dense", type=int, default=300, help="series of Google that repeat every minute")
    parser.add_argument("--endless", type=int, default=6, help="kinds of answers of Google without end, a minute each from the third on")
    parser.add_argument("--rows", type=int, default=1500, help="absurd rows by SQL")
    parser.add_argument("--held", type=int, default=1000, help="connections that are never given back")
    parser.add_argument("--streams", type=int, default=300, help="event streams that are held at a time")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--health-limit", type=float, default=100, help="milliseconds")
    parser.add_argument("--newcomer-limit", type=float, default=1000, help="milliseconds")
    options = parser.parse_args()
    faults = []
    for database in ("sqlite", "postgresql"):
        if options.database in (database, "both"):
            faults += [f"{database}: {fault}" for fault in attack(database, options)]
    for fault in faults:
        print("FELL:", fault)
    print("it held" if not faults else f"{len(faults)} fell (seed {options.seed})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
