"""One round of the attack: hostile HTTP requests at the API."""
import concurrent.futures
import threading
import time

import wire
from hostile import Generator

AT_ONCE = 8
RESUME = b"POST /sync/resume HTTP/1.1\r\nHost: localhost\r\n\r\n"


class HttpRound:
    name = "requests"

    def __init__(self, bed, seed, count):
        self.bed, self.count = bed, count
        self._generator = Generator(seed)
        self._lock = threading.Lock()
        self._left = count
        self.statuses = {}
        self.faults = []
        self._refused, self._never = {}, {}
        self._slowest = []

    def run(self):
        """Texts that say what was found; none: it held."""
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for work in [pool.submit(self._attack) for _ in range(AT_ONCE)]:
                work.result()
        wire.send(self.bed.address, [RESUME], "half")  # some of them have paused it
        stored = self.bed.stored()
        for marks, what in ((self._refused, "refused"), (self._never, "hidden in another request")):
            self.faults += [f"stored though it was {what}: {sent[:600]!r}" for mark, sent in marks.items() if mark in stored]
        return self.faults

    def report(self):
        return f"{self.count} requests: " + ", ".join(f"{status} × {times}" for status, times in sorted(self.statuses.items())) + "".join(
            f"; {seconds:.1f} s for {size} bytes …{end!r}" for seconds, size, end in self._slowest if seconds > 1)

    def _attack(self):
        while True:
            with self._lock:
                if self._left == 0 or len(self.faults) >= 20 or self.bed.daemon.poll() is not None:
                    return
                self._left -= 1
                case = self._generator.case()
            self._send(case)

    def _send(self, case):
        sent = b"".join(case.pieces)
        begun = time.monotonic()
        try:
            received = wire.send(self.bed.address, case.pieces, case.end)
            answers = wire.answers(received, case.heads)
            if case.end == "half" and not answers and sent.strip():
                raise wire.Malformed("no answer")
        except (wire.Malformed, OSError) as error:
            with self._lock:
                self.faults.append(f"{error!r} after {len(sent)} bytes {sent[:600]!r}")
            return
        with self._lock:
            self._slowest = sorted([*self._slowest, (time.monotonic() - begun, len(sent), sent[-300:])])[-3:]
            for status, _ in answers:
                self.statuses[status] = self.statuses.get(status, 0) + 1
            if case.mark and case.never:
                self._never[case.mark] = sent
            elif case.mark and answers and all(status >= 400 for status, _ in answers):
                self._refused[case.mark] = sent
