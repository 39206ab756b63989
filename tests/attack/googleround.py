"""One round of the attack: events that Google should not send. Whatever comes with them, a sound event still arrives."""
import http.client
import json
import random
import time

from mutations import mutated

TOGETHER = 50
PATIENCE = 60  # seconds


class GoogleRound:
    name = "events of Google"

    def __init__(self, bed, seed, count):
        self.bed, self.count = bed, count
        self._random = random.Random(seed)
        self._sent, self._set_aside = 0, 0

    def run(self):
        faults = []
        ids = [self._google("POST", "calendars/primary/events", self._event(f"Mutant {i}"))["id"] for i in range(TOGETHER)]
        try:
            while self._sent < self.count and not faults and self.bed.daemon.poll() is None:
                faults += self._batch(ids)
        finally:
            self.bed.proxy.mutate = None
        # Google's true word heals what it can: one more sync with sound answers must work.
        status, answer = self._ask("POST", "/sync/now", b"{}")
        if status not in (200, 202):
            faults.append(f"the sync fails although Google answers soundly again: {status} {answer[:300]}")
        return faults

    def report(self):
        return f"{self._sent} mutated events, {self._set_aside} errors reported"

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
        for path in ("/events/upcoming?days=90", "/events/today", "/sync/status", "/sync/history?limit=50", "/sync/conflicts"):
            status, body = self._get(path)
            if status != 200:
                return [f"{path} answers {status} {body[:300]!r} after mutated events"]
        self._set_aside = json.loads(self._get("/sync/status")[1]).get("errors", 0)
        return []

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
