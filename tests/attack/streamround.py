"""One round of the attack: event streams that are held, left and begun anywhere, while one that reads misses nothing."""
import contextlib
import json
import random
import re
import socket
import threading
import time

import wire
from hostile import EVENT_IDS

HOST = b"Host: localhost\r\n"
CHANGES = 20  # while each kind is held
PATIENCE = 60  # seconds
KINDS = ("not reading", "ended sending", "reset", "reading a little", "from an odd place")


def _opened(address):
    """A stream, and what has come of it. The places of those who left a moment ago may not be free yet."""
    end = time.monotonic() + PATIENCE
    while True:
        connection = socket.create_connection(address, timeout=PATIENCE)
        connection.sendall(b"GET /events/stream HTTP/1.1\r\n" + HOST + b"\r\n")
        begun = b""
        while b": connected" not in begun and (data := connection.recv(4096)):
            begun += data
            if b"Content-Length" in begun:  # refused
                break
        if b": connected" in begun:
            return connection, begun
        connection.close()
        if time.monotonic() > end:
            raise wire.Malformed(f"no stream is served: {begun[:300]!r}")
        time.sleep(0.2)


class Follower(threading.Thread):
    """Reads one stream as a client should; `titles` of what it was told, `ids` in their order."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.titles, self.ids = set(), []
        self._connection, self._text = _opened(address)
        self.start()

    def run(self):
        with contextlib.suppress(OSError):
            while data := self._connection.recv(65536):
                self._text += data
                *whole, self._text = self._text.split(b"\n\n")
                for frame in whole:
                    if match := re.search(rb"^id: (\d+)\nevent: \w+\ndata: (.*)$", frame, re.MULTILINE):
                        self.ids.append(int(match[1]))
                        self.titles.add(json.loads(match[2]).get("title"))

    def close(self):
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self.join(PATIENCE)
        self._connection.close()


class StreamRound:
    name = "event streams"

    def __init__(self, bed, seed, count):
        self.bed, self.count = bed, count
        self._random = random.Random(seed)
        self._served = self._refused = 0

    def run(self):
        faults = []
        for kind in KINDS:
            with contextlib.ExitStack() as held:
                follower = Follower(self.bed.address)
                held.callback(follower.close)
                for _ in range(self.count):
                    self._hold(held, kind)
                titles = [f"{kind} {i}" for i in range(CHANGES)]
                for title in titles:
                    faults += self._change(title)
                end = time.monotonic() + PATIENCE
                while not follower.titles.issuperset(titles) and time.monotonic() < end:
                    time.sleep(0.1)
                if missing := set(titles) - follower.titles:
                    faults.append(f"{kind}: who reads was not told of {len(missing)} of {CHANGES} changes")
                if follower.ids != sorted(follower.ids):
                    faults.append(f"{kind}: the messages are out of order")
            faults += self._place_is_free(kind)
        return faults

    def report(self):
        return f"{len(KINDS) * self.count} event streams, {self._served} served, {self._refused} refused"

    def _hold(self, held, kind):
        odd = self._random.choice(EVENT_IDS) if kind == "from an odd place" else ""
        header = b"Last-Event-ID: " + odd.encode() + b"\r\n" if odd else b""
        connection = held.enter_context(socket.create_connection(self.bed.address, timeout=PATIENCE))
        with contextlib.suppress(OSError):
            connection.sendall(b"GET /events/stream HTTP/1.1\r\n" + HOST + header + b"\r\n")
            begun = connection.recv(40)
            self._served += begun.startswith(b"HTTP/1.1 200 ")
            self._refused += not begun.startswith(b"HTTP/1.1 200 ")
            if kind == "ended sending":
                connection.shutdown(socket.SHUT_WR)
            elif kind == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, wire.RESET)
                connection.close()

    def _change(self, title):
        body = json.dumps({"title": title, "start_time": "2030-06-01T10:00:00Z", "end_time": "2030-06-01T11:00:00Z", "description": "d" * 8000})
        request = (b"POST /events/create HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
                   + body.encode())
        answers = wire.answers(wire.send(self.bed.address, [request], "half"), 0)
        return [] if [status for status, _ in answers] in ([200], [202]) else [f"a create beside streams: {answers}"]

    def _place_is_free(self, kind):
        """Whoever leaves gives its place back."""
        end = time.monotonic() + PATIENCE
        answers = []
        while time.monotonic() < end:
            answers = wire.answers(wire.send(self.bed.address, [b"GET /events/stream HTTP/1.1\r\n" + HOST + b"\r\n"], "taste"), 0)
            if [status for status, _ in answers] == [200]:
                return []
            time.sleep(0.2)
        return [f"{kind}: no stream is served any more: {answers}"]
