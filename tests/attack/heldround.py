"""One round of the attack: connections that are held and never given back, while others want to be served."""
import contextlib
import resource
import socket
import time

import wire

HOST = b"Host: localhost\r\n"
STREAM = b"GET /events/stream HTTP/1.1\r\n" + HOST
STATUS = b"GET /sync/status HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /events/create HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
KINDS = {
    "silent": b"", "idle": STATUS, "half a request line": b"GE", "half a head": b"GET /sync/status HTTP/1.1\r\nHost: loc",
    "half a body": POST + b"Content-Length: 100\r\n\r\n{", "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{",
    "streams": STREAM + b"\r\n", "streams from the beginning": STREAM + b"Last-Event-ID: 0\r\n\r\n", "half a stream": STREAM,
    "reading no answers": b"GET /events/upcoming?days=30 HTTP/1.1\r\n" + HOST + b"\r\n",
}


# Its requests run until their answers are made: as many as may run at once can be running when a newcomer comes.
RUNNING = "reading no answers"


class HeldRound:
    name = "held connections"

    def __init__(self, bed, count, limit):
        """`limit`: seconds within which a newcomer has its answer."""
        self.bed, self.count, self.limit = bed, count, limit
        self.longest = {}
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < count + 100:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(count + 100, hard), hard))

    def run(self):
        faults = []
        for kind, data in KINDS.items():
            with contextlib.ExitStack() as held:
                for i in range(self.count):
                    connection = held.enter_context(socket.create_connection(self.bed.address, timeout=wire.PATIENCE))
                    connection.setblocking(False)
                    with contextlib.suppress(BlockingIOError, ConnectionError):
                        connection.send(data)
                    if i % 100 == 99:
                        faults += self._newcomer(f"{kind}, {i + 1} held")
        return faults

    def _newcomer(self, what):
        for attempt in range(2):  # twice, so that it is the service that is slow and not this machine for a moment
            seconds, answers = self._untilServed(again=what.startswith(RUNNING))
            if [status for status, _ in answers] != [200]:
                return [f"{what}: a newcomer gets {answers} for {seconds:.1f} s"]
            if seconds <= self.limit:
                break
        kind = what.split(",")[0]
        self.longest[kind] = max(self.longest.get(kind, 0), seconds)
        return [f"{what}: a newcomer waits {seconds:.1f} s"] if seconds > self.limit else []

    def _untilServed(self, again):
        """`again`: after a 503, as a client does."""
        begun = time.monotonic()
        while True:
            answers = wire.answers(wire.send(self.bed.address, [STATUS], "half"), 0)
            seconds = time.monotonic() - begun
            if not again or [status for status, _ in answers] != [503] or seconds > self.limit:
                return seconds, answers
            time.sleep(0.05)

    def report(self):
        return f"{self.count} connections held: " + ", ".join(f"{kind} {s * 1000:.0f} ms" for kind, s in self.longest.items())
