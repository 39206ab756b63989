#!/usr/bin/env python3
"""Measures the service as its callers see it, each figure beside a floor from the same run, and prints a table.

    tests/bench/measure.py BUILD [--events 100000] [--into docs/performance.md] [--database sqlite|postgresql|both]

BUILD is a build folder of the preset `release`. Needs wrk. The floors are bench/floor (see floor.cpp): a bare HTTP server
that gives the same bytes, and a program of one thread that downloads, parses and stores."""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "attack"))
from bed import Bed  # noqa: E402

SECONDS = 4
CONNECTIONS = 16
SMALL = "/events/upcoming?days=7&max_results=50"


def fetch(url, method="GET", body=None, timeout=600):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return answer.read()


def rate(url, script=None):
    """Answers a second, and how many were no 2xx."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *(["-s", str(script)] if script else []), url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if failed:
        raise SystemExit(f"{url}: {failed[0]}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


class Floor:
    """A bare server of the same bytes."""

    def __init__(self, program, body):
        self._file = tempfile.NamedTemporaryFile()
        self._file.write(body)
        self._file.flush()
        self._process = subprocess.Popen([program, "serve", self._file.name], stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().split()[-1]

    def rate(self):
        return rate(self.url + "/")

    def memory(self):
        return memory(self._process.pid, "VmRSS")

    def close(self):
        self._process.terminate()
        self._process.wait()
        self._file.close()


def memory(pid, name):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", text)[1]) / 1024


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wakeups(pid, seconds=20):
    """Voluntary context switches of all threads, a second."""
    def count():
        return sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.M)[1])
                   for task in pathlib.Path(f"/proc/{pid}/task").iterdir())
    time.sleep(60)  # after a commit the store looks often for half a minute, and then ever less
    before = count()
    time.sleep(seconds)
    return (count() - before) / seconds


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, measured, floor, ratio, must):
        self.rows.append((what, measured, floor, ratio, must))
        print("  ".join(map(str, self.rows[-1])), flush=True)

    def markdown(self):
        head = ["| what | measured | floor | ratio | wanted |", "|---|---|---|---|---|"]
        return "\n".join(head + ["| " + " | ".join(map(str, row)) + " |" for row in self.rows])


class Reads(threading.Thread):
    """Reads one after the other until told to end; `times` in ms."""

    def __init__(self, url):
        super().__init__()
        self.url, self.times, self._ended = url, [], threading.Event()

    def run(self):
        while not self._ended.wait(0.01):
            begun = time.perf_counter()
            fetch(self.url)
            self.times.append((time.perf_counter() - begun) * 1000)

    def end(self):
        self._ended.set()
        self.join()


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def fill(bed, count):
    """Events around now, an hour each, most of them in the past and the future outside what is asked for."""
    fetch(f"{bed.simulator}/control/calendars/primary/bulk", "POST",
          {"count": count, "startingAt": time.strftime("%Y-%m-%dT06:00:00Z", time.gmtime(time.time() - count * 1800))})


def prepared(floor, count, figures):
    """Fills the calendar that the service has not seen yet, and takes the floor's time."""
    def prepare(bed):
        fill(bed, count)
        token = json.loads((bed.credentials / "token.json").read_text())["token"]
        with tempfile.TemporaryDirectory() as folder:
            text = subprocess.run([floor, "sync", bed.simulator, token, f"{folder}/floor.db"], check=True,
                                  capture_output=True, text=True).stdout
        figures["floor"] = float(re.search(r"in ([\d.]+) s", text)[1])
        figures["begun"] = time.perf_counter()
    return prepare


def first_sync(table, bed, figures, count, database):
    """From the start of the service on an empty database until all events are there."""
    reads = Reads(bed.url + SMALL)
    reads.start()
    while True:
        status = json.loads(fetch(f"{bed.url}/sync/status"))
        if status["state"] != "syncing" and status["total_events"] >= count:
            break
        time.sleep(0.05)
    took = time.perf_counter() - figures["begun"]
    reads.end()
    least = figures["floor"]
    table.add(f"first sync of {count:,} events, {database}", f"{took:.1f} s", f"{least:.1f} s", f"{took / least:.2f}",
              "≤ 1.2" if database == "sqlite" else "≤ 2")
    table.add(f"the service's processor time for it, {database}", f"{cpu_seconds(bed.daemon.pid):.1f} s", "", "", "")
    table.add(f"reads meanwhile, {database}", f"p99 {percentile(reads.times, 0.99):.0f} ms of {len(reads.times)}", "", "", "< 20 ms")


def answers(table, bed, floor_program, count, database):
    for path in (SMALL, "/events/today", "/sync/status"):
        body = fetch(bed.url + path)
        floor = Floor(floor_program, body)
        measured, least = rate(bed.url + path), floor.rate()
        floor.close()
        table.add(f"{path.split('?')[0]}, unchanged, {count:,} events, {database}", f"{measured:,.0f}/s", f"{least:,.0f}/s",
                  f"{measured / least:.2f}", "≥ 0.6")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write('i = 0\nrequest = function()\n  i = (i + 1) % 3690\n  return wrk.format("GET", "/events/upcoming?days=" .. '
                     '(1 + i % 90) .. "&max_results=" .. (1 + math.floor(i / 90)))\nend\n')
        script.flush()
        floor = Floor(floor_program, fetch(f"{bed.url}/events/upcoming?days=45&max_results=20"))
        measured, least = rate(bed.url, script.name), floor.rate()
        table.add(f"3,690 windows of upcoming, {count:,} events, {database}", f"{measured:,.0f}/s", f"{least:,.0f}/s",
                  f"{measured / least:.2f}", "≥ 0.25")
        floor.close()


def after_changes(table, bed, count, database):
    event = json.loads(fetch(bed.url + SMALL))["events"][-1]["google_event_id"]
    times = []
    for i in range(100):
        fetch(f"{bed.url}/events/update", "POST", {"google_event_id": event, "title": f"Changed {i}"})
        begun = time.perf_counter()
        fetch(bed.url + SMALL)
        times.append((time.perf_counter() - begun) * 1000)
    table.add(f"a read right after a change, {count:,} events, {database}", f"p50 {statistics.median(times):.1f} ms", "", "", "≤ 5 ms")


def incremental(table, bed, count, database):
    events = json.loads(fetch(bed.url + "/events/upcoming?days=90&max_results=10"))["events"]
    times = []
    for turn in range(10):
        for event in events:
            fetch(f"{bed.simulator}/control/calendars/primary/events/{event['google_event_id']}", "PATCH", {"summary": f"Turn {turn}"})
        begun = time.perf_counter()
        fetch(f"{bed.url}/sync/now", "POST")
        times.append((time.perf_counter() - begun) * 1000)
    trips = []
    for _ in range(50):
        begun = time.perf_counter()
        fetch(bed.simulator + "/control/switches")
        trips.append((time.perf_counter() - begun) * 1000)
    least = statistics.median(trips)
    table.add(f"sync of 10 changes among {count:,}, {database}", f"{statistics.median(times):.1f} ms", f"{least:.1f} ms",
              f"{statistics.median(times) / least:.1f}", "≤ 5")


def resident(table, bed, floor_program, count, database):
    floor = Floor(floor_program, b"{}")
    fetch(floor.url + "/")
    time.sleep(3)
    measured, least = memory(bed.daemon.pid, "VmRSS"), floor.memory()
    floor.close()
    table.add(f"resident after it all, {count:,} events, {database}", f"{measured:.0f} MB", f"{least:.0f} MB", f"{measured / least:.1f}", "≤ 2")
    table.add(f"peak, {database}", f"{memory(bed.daemon.pid, 'VmHWM'):.0f} MB", "", "", "< 150 MB")
    table.add(f"wake-ups while idle, {database}", f"{wakeups(bed.daemon.pid):.2f}/s", "", "", "< 1/s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--into", type=pathlib.Path, help="a document in which the table stands between two marks")
    options = parser.parse_args()
    floor = options.build.resolve() / "bench" / "floor"
    table = Table()
    for database in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        figures = {}
        with Bed(options.build / "bin", database, False, prepared(floor, options.events, figures)) as bed:
            bed.url = "http://{}:{}".format(*bed.address)
            first_sync(table, bed, figures, options.events, database)
            answers(table, bed, floor, options.events, database)
            after_changes(table, bed, options.events, database)
            incremental(table, bed, options.events, database)
            resident(table, bed, floor, options.events, database)
    if options.into:
        text = options.into.read_text()
        begin, end = "<!-- measured -->\n", "<!-- /measured -->"
        before, rest = text.split(begin)
        options.into.write_text(before + begin + table.markdown() + "\n" + end + rest.split(end, 1)[1])


if __name__ == "__main__":
    main()
