#!/usr/bin/env python3
"""Measures the service as its callers see it, each figure beside a floor from the same run, and prints a table.

    tests/bench/measure.py BUILD [--events 100000] [--into docs/performance.md] [--database sqlite|postgresql|both]
    tests/bench/measure.py BUILD --followed [ROUNDS] [--seconds 4] [--writes 0]

BUILD is a build folder of the preset `release`. Needs wrk. The floors are bench/floor (see floor.cpp): a bare HTTP server
that gives the same bytes, and a program of one thread that downloads, parses and stores.

--followed measures something else: the four read figures with one stream and the outgoing hook attached against the same
without them. Two services of their own, each with its own simulated Google and the same events, stand side by side: one is
followed (a client that reads its stream, a receiver that answers 204), the other is not and has no hook. Each round
measures each figure on both, the order changing from round to round, so that what the machine does besides falls on both
alike. The figure is the median of the rounds' ratios; it must not be below 0.95. With --writes N, N events a second are
changed through the API of each meanwhile, so that the stream and the hook have something to carry; without, they are
attached and idle.

A ratio of two rates has noise of its own: the last line of each figure says between which ratios half of the rounds lie,
and --followed 0 compares two services neither of which is followed, in eight rounds: that is what the machine's noise is
worth."""
import argparse
import contextlib
import http.server
import json
import os
import pathlib
import re
import sqlite3
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
PLAIN = (SMALL, "/events/today", "/sync/status")
# Different windows of upcoming, 3,690 of them.
WINDOWS = '''i = 0
request = function()
  i = (i + 1) % 3690
  return wrk.format("GET", "/events/upcoming?days=" .. (1 + i % 90) .. "&max_results=" .. (1 + math.floor(i / 90)))
end
'''


def fetch(url, method="GET", body=None, timeout=600):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return answer.read()


def rate(url, script=None, seconds=SECONDS):
    """Answers a second, and how many were no 2xx."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *(["-s", str(script)] if script else []), url]
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
    for path in PLAIN:
        body = fetch(bed.url + path)
        floor = Floor(floor_program, body)
        measured, least = rate(bed.url + path), floor.rate()
        floor.close()
        table.add(f"{path.split('?')[0]}, unchanged, {count:,} events, {database}", f"{measured:,.0f}/s", f"{least:,.0f}/s",
                  f"{measured / least:.2f}", "≥ 0.6")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(WINDOWS)
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


def pushed(bed):
    metrics = fetch(f"{bed.url}/metrics").decode()
    return sum(float(count) for count in re.findall(r'^aria_pushes_total{.*?outcome="synced".*?} (\S+)$', metrics, re.M))


def pushes(table, bed, database):
    """1,000 edits in one statement of ARIA's, at a Google that takes 50 ms for each batch of 50."""
    edits, delay, batches = 1000, 50, 20
    fetch(f"{bed.simulator}/control/faults", "POST",
          [{"match": {"method": "POST", "path": "/batch"}, "kind": "delay", "ms": delay, "times": 1_000_000}])
    edit = ("UPDATE aria_calendar_events SET title = title || ' edited' WHERE id IN"
            f" (SELECT id FROM aria_calendar_events WHERE title LIKE 'Event %' ORDER BY id LIMIT {edits})")
    before = pushed(bed)
    if bed.cluster:
        bed.cluster.query(edit)
    else:
        with contextlib.closing(sqlite3.connect(bed.home / "data/aria-calendar-sync/calendar.db", timeout=60)) as aria:
            aria.execute(edit)
            aria.commit()
    begun = time.perf_counter()
    while pushed(bed) < before + edits:
        time.sleep(0.1)  # the answer counts the events, which takes as long as a batch
    took, least = time.perf_counter() - begun, batches * delay / 1000
    table.add(f"{edits:,} edits pushed at {delay} ms, {database}", f"{took:.2f} s", f"{least:.2f} s", f"{took / least:.2f}", "≤ 1.0")


def resident(table, bed, floor_program, count, database):
    floor = Floor(floor_program, b"{}")
    fetch(floor.url + "/")
    time.sleep(3)
    measured, least = memory(bed.daemon.pid, "VmRSS"), floor.memory()
    floor.close()
    table.add(f"resident after it all, {count:,} events, {database}", f"{measured:.0f} MB", f"{least:.0f} MB", f"{measured / least:.1f}", "≤ 2")
    table.add(f"peak, {database}", f"{memory(bed.daemon.pid, 'VmHWM'):.0f} MB", "", "", "< 150 MB")
    table.add(f"wake-ups while idle, {database}", f"{wakeups(bed.daemon.pid):.2f}/s", "", "", "< 1/s")


class Receiver(contextlib.ExitStack):
    """Takes what the outgoing hook sends; `count` of messages."""

    def __init__(self):
        super().__init__()
        self.count = 0
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                receiver.count += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.callback(server.shutdown)


class Follower(threading.Thread):
    """One reader of the event stream; `count` of messages."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.count = 0
        self._answer = urllib.request.urlopen(url + "/events/stream", timeout=600)
        self.start()

    def run(self):
        for line in self._answer:
            self.count += line.startswith(b"event:")


class Writes(threading.Thread):
    """`each_second` edits of titles through the API of each service, until told to end."""

    def __init__(self, beds, each_second):
        super().__init__()
        self._beds, self._pause, self._ended = beds, 1 / each_second, threading.Event()

    def run(self):
        ids = [json.loads(fetch(bed.url + SMALL))["events"][-1]["google_event_id"] for bed in self._beds]
        turn = 0
        while not self._ended.wait(self._pause):
            turn += 1
            for bed, event in zip(self._beds, ids):
                fetch(f"{bed.url}/events/update", "POST", {"google_event_id": event, "title": f"Turn {turn}"})

    def end(self):
        self._ended.set()
        self.join()


def synced_bed(options, database, settings):
    """A service that has all events, and whose hook has told of them."""
    def prepare(bed):
        fill(bed, options.events)
        bed.environment |= settings
    bed = Bed(options.build / "bin", database, False, prepare)
    bed.url = "http://{}:{}".format(*bed.address)
    while True:
        status = json.loads(fetch(f"{bed.url}/sync/status"))
        if status["state"] != "syncing" and status["total_events"] >= options.events and not status["notify"]["pending"]:
            return bed
        time.sleep(0.1)


def followed(options, database):
    """Prints each figure with and without followers; whether all are good."""
    rounds = options.followed or 8
    with contextlib.ExitStack() as stack:
        receiver = stack.enter_context(Receiver())
        settings = {}
        if options.followed:
            settings = {"CALENDAR_SYNC_NOTIFY_URL": receiver.url, "CALENDAR_SYNC_NOTIFY_SECRET": "secret-of-this-measurement"}
        with_them = stack.enter_context(synced_bed(options, database, settings))
        without = stack.enter_context(synced_bed(options, database, {}))
        follower = Follower(with_them.url) if options.followed else None
        script = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".lua"))
        script.write(WINDOWS)
        script.flush()
        if options.writes:
            writes = Writes([with_them, without], options.writes)
            writes.start()
            stack.callback(writes.end)
        figures = [(path.split("?")[0], lambda bed, path=path: rate(bed.url + path, seconds=options.seconds)) for path in PLAIN]
        figures.append(("3,690 windows", lambda bed: rate(bed.url, script.name, options.seconds)))
        ratios = {name: [] for name, _ in figures}
        rates = {name: ([], []) for name, _ in figures}
        for turn in range(rounds):
            for name, measure in figures:
                pair = [None, None]
                for which in ((0, 1), (1, 0))[turn % 2]:
                    pair[which] = measure((with_them, without)[which])
                    rates[name][which].append(pair[which])
                ratios[name].append(pair[0] / pair[1])
        fine = True
        print(f"{options.events:,} events, {database}, {rounds} rounds of {options.seconds} s, "
              f"{options.writes} changes a second" + ("" if options.followed else ", nobody follows either"))
        for name, found in ratios.items():
            low, middle, high = statistics.quantiles(found, n=4) if len(found) > 1 else found * 3
            good = middle >= 0.95
            fine &= good
            print(f"  {name}: {statistics.median(rates[name][0]):,.0f}/s followed, {statistics.median(rates[name][1]):,.0f}/s "
                  f"not, ratio {middle:.3f} (half between {low:.3f} and {high:.3f}) {'ok' if good else 'BELOW 0.95'}")
        if follower:
            time.sleep(1)
            print(f"  the stream carried {follower.count} messages, the hook {receiver.count}")
        return fine


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--into", type=pathlib.Path, help="a document in which the table stands between two marks")
    parser.add_argument("--followed", type=int, nargs="?", const=8, metavar="ROUNDS",
                        help="the four read figures with one stream and the hook attached, against without; 0: without both")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of each measurement of --followed")
    parser.add_argument("--writes", type=int, default=0, help="changes a second while --followed measures")
    options = parser.parse_args()
    databases = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    if options.followed is not None:
        sys.exit(0 if all([followed(options, database) for database in databases]) else 1)
    floor = options.build.resolve() / "bench" / "floor"
    table = Table()
    for database in databases:
        figures = {}
        with Bed(options.build / "bin", database, False, prepared(floor, options.events, figures)) as bed:
            bed.url = "http://{}:{}".format(*bed.address)
            first_sync(table, bed, figures, options.events, database)
            answers(table, bed, floor, options.events, database)
            after_changes(table, bed, options.events, database)
            incremental(table, bed, options.events, database)
            pushes(table, bed, database)
            resident(table, bed, floor, options.events, database)
    if options.into:
        text = options.into.read_text()
        begin, end = "<!-- measured -->\n", "<!-- /measured -->"
        before, rest = text.split(begin)
        options.into.write_text(before + begin + table.markdown() + "\n" + end + rest.split(end, 1)[1])


if __name__ == "__main__":
    main()
