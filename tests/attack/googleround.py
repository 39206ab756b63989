"""One round of the attack: events that Google should not send. Whatever comes with them, a sound event still arrives."""
import http.client
import json
import pathlib
import random
import re
import time

from mutations import mutated

TOGETHER = 50
PATIENCE = 60  # seconds
CUT = 150  # seconds within which an answer without end is given up (core/google/retrypolicy.h)
READS = ("/events/upcoming?days=90", "/events/upcoming?days=90&max_results=1", "/events/today", "/events?from=2030-01-01&to=2031-01-01",
         "/sync/status", "/sync/history?limit=50", "/sync/conflicts")
SLOW = 20  # seconds for a read, under sanitizers too
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ENDLESS = {
    "body": [OK + b"\r\n", b'{"items":[{"id":"' + b"a" * 65536],
    "chunked body": [OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"],
    "headers": [OK, b"X-Filling: " + b"y" * 8000 + b"\r\n"],
    "header": [OK + b"X-Filling: ", b"z" * 65536],
    "status line": [b"HTTP/1.1 200 ", b"O" * 65536],
    "chunk size": [OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65536],
}
MEMORY = 400  # MiB that the daemon may take for it, sanitizers included
DENSE = 2000  # MiB for hundreds of dense series, 32 MB of answer included; without sanitizers it is 290


class GoogleRound:
    name = "events of Google"

    def __init__(self, bed, seed, count, dense, endless):
        self.bed, self.count, self.dense, self.endless = bed, count, dense, endless
        self._random = random.Random(seed)
        self._sent, self._set_aside, self._memory = 0, 0, 0

    def run(self):
        faults = []
        ids = [self._google("POST", "calendars/primary/events", self._event(f"Mutant {i}"))["id"] for i in range(TOGETHER)]
        try:
            while self._sent < self.count and not faults and self.bed.daemon.poll() is None:
                faults += self._batch(ids)
        finally:
            self.bed.proxy.mutate = None
        faults = faults or self._dense() or self._endless()
        # Google's true word heals what it can: one more sync with sound answers must work.
        status, answer = self._ask("POST", "/sync/now", b"{}")
        if status not in (200, 202):
            faults.append(f"the sync fails although Google answers soundly again: {status} {answer[:300]}")
        return faults

    def report(self):
        return f"{self._sent} mutated events, {self._set_aside} errors reported, {self._memory} MiB at most for an endless answer"

    def _batch(self, ids):
        for event in ids:
            self._google("PATCH", f"calendars/primary/events/{event}", {"summary": f"Mutant {self._random.random()}"})
        good = self._google("POST", "calendars/primary/events", self._event("Sound"))["id"]

        def mutate(item):
            if item.get("id") not in ids:
                return item
            self._sent += 1
            return mutated(item, self._random)

        self.bed.proxy.mutate = mutate
        end = time.monotonic() + PATIENCE
        status, answer = self._sync(), None
        while time.monotonic() < end:
            answer = self._get(f"/events/{good}")
            if answer[0] == 200:
                break
            time.sleep(0.2)
            self._sync()
        if not answer or answer[0] != 200:
            return [f"a sound event beside mutated ones does not arrive (sync {status}, then {answer})"]
        if faults := self._reads("mutated events"):
            return faults
        self._set_aside = json.loads(self._get("/sync/status")[1]).get("errors", 0)
        return []

    def _reads(self, beside):
        for path in READS:
            begun = time.monotonic()
            status, body = self._get(path)
            seconds = time.monotonic() - begun
            if status != 200 or seconds > SLOW:
                return [f"{path} answers {status} {body[:300]!r} after {seconds:.1f} s beside {beside}"]
        return []

    def _dense(self):
        """Hundreds of series that repeat every minute or hour, now."""
        day = time.strftime("%Y-%m-%dT", time.gmtime(time.time() - 86400))
        ids = [self._google("POST", "calendars/primary/events", {
            "summary": f"Dense {i}", "recurrence": [f"RRULE:FREQ={('MINUTELY', 'SECONDLY', 'MINUTELY;INTERVAL=7', 'HOURLY')[i % 10 % 4]}"],
            "start": {"dateTime": f"{day}10:00:00Z", "timeZone": "UTC"}, "end": {"dateTime": f"{day}10:30:00Z", "timeZone": "UTC"}})["id"]
            for i in range(self.dense)]
        before = self._forgetPeak()
        status = self._sync()
        faults = self._reads(f"dense series (sync {status})")
        if (memory := self._mebibytes("VmHWM") - before) > DENSE:
            faults.append(f"dense series take {memory} MiB")
        for event in ids:
            self._google("DELETE", f"calendars/primary/events/{event}", {})
        self._sync()
        self._ask("POST", "/sync/plan/approve", b"{}")  # so many deletions wait for somebody
        return faults

    def _endless(self):
        faults = []
        for kind, pieces in list(ENDLESS.items())[:self.endless]:
            begun = time.monotonic()
            before = self._forgetPeak()
            self.bed.proxy.endless = pieces
            try:
                status, answer = self._ask("POST", "/sync/now", b"{}")
                while status == 202 and time.monotonic() < begun + CUT:  # it goes on
                    time.sleep(0.5)
                    if json.loads(self._get("/sync/status")[1])["state"] != "syncing":
                        break
            finally:
                self.bed.proxy.endless = None
            seconds = time.monotonic() - begun
            memory = self._mebibytes("VmHWM") - before
            self._memory = max(self._memory, memory)
            if seconds > CUT or memory > MEMORY:
                faults.append(f"an endless {kind}: {status} {answer[:200]} after {seconds:.0f} s, {memory} MiB")
        return faults

    def _process(self, name):
        return pathlib.Path(f"/proc/{self.bed.daemon.pid}/{name}")

    def _forgetPeak(self):
        """What the daemon has now, in MiB; its peak begins anew, see proc(5)."""
        self._process("clear_refs").write_text("5")
        return self._mebibytes("VmRSS")

    def _mebibytes(self, what):
        return int(re.search(rf"{what}:\s+(\d+) kB", self._process("status").read_text())[1]) // 1024

    @staticmethod
    def _event(title):
        return {"summary": title, "start": {"dateTime": "2030-03-01T10:00:00Z", "timeZone": "UTC"},
                "end": {"dateTime": "2030-03-01T11:00:00Z", "timeZone": "UTC"}}

    def _google(self, method, path, body):
        return self.bed.google(method, path, body)

    def _sync(self):
        return self._ask("POST", "/sync/now", b"{}")[0]

    def _get(self, path):
        return self._ask("GET", path)

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection(*self.bed.address, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()
