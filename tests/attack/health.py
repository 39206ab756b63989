"""Asks /health all the while from a process of its own, each time on a fresh connection, and remembers how long it took."""
import multiprocessing
import socket
import time

PAUSE = 0.05  # seconds
REQUEST = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def _ask(address):
    begun = time.perf_counter()
    try:
        with socket.create_connection(address, timeout=10) as connection:
            connection.sendall(REQUEST)
            answer = connection.recv(65536)
    except OSError as error:
        return 10.0, f"/health: {error}"
    seconds = time.perf_counter() - begun
    return seconds, None if answer.startswith(b"HTTP/1.1 200 ") else f"/health answered {answer[:80]!r}"


def _watch(address, limit, ended, results):
    times, faults = [], []
    while not ended.is_set():
        seconds, fault = _ask(address)
        if not fault and seconds > limit:
            # Twice in a row, so that it is the service that was slow and not this machine for a moment.
            again, fault = _ask(address)
            if not fault and again > limit:
                fault = f"/health took {seconds * 1000:.0f} and {again * 1000:.0f} ms"
        times.append(seconds)
        if fault:
            faults.append(fault)
        ended.wait(PAUSE)
    results.put((times, faults))


class HealthWatch:
    """`with HealthWatch(address, limit) as watch: …`; then `watch.times` in seconds and `watch.faults`."""

    def __init__(self, address, limit):
        context = multiprocessing.get_context("fork")
        self._ended = context.Event()
        self._results = context.SimpleQueue()
        self._process = context.Process(target=_watch, args=(address, limit, self._ended, self._results), daemon=True)
        self.times, self.faults = [], []

    def __enter__(self):
        self._process.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self.times, self.faults = self._results.get()
        self._process.join()

    def report(self):
        ordered = sorted(self.times) or [0.0]
        percentile = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
        return f"/health {len(self.times)} times: 99 % within {percentile * 1000:.0f} ms, longest {ordered[-1] * 1000:.0f} ms"
