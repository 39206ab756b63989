"""Values that no calendar should hold, and JSON made of them; the same for the same seed."""
import copy

from hostile import MAILS, NUMBERS, RULES, TEXTS, TIMES, ZONES

WRONG = [None, True, False, [], {}, [[]], [None], {"": ""}, [{"": {}}], *TEXTS[:10], *[n for n in NUMBERS if n == n and abs(n) < 1e300]]
MEMBERS = {
    "summary": TEXTS, "description": TEXTS, "location": TEXTS, "status": ["confirmed", "cancelled", "gone", ""],
    "start": [{"date": t} for t in TIMES] + [{"dateTime": t, "timeZone": z} for t in TIMES for z in ZONES], "etag": TEXTS,
    "end": [{"date": t} for t in TIMES] + [{"dateTime": t} for t in TIMES], "updated": TIMES, "recurrence": [[r] for r in RULES],
    "attendees": [[{"email": m}] for m in MAILS] + [[{"email": m} for m in MAILS] * 50], "colorId": TEXTS, "id": TEXTS,
    "recurringEventId": TEXTS, "originalStartTime": [{"dateTime": t} for t in TIMES], "reminders": [{"useDefault": "x"}],
    "organizer": [{"self": "yes"}], "iCalUID": TEXTS, "sequence": NUMBERS[:9], "eventType": TEXTS, "visibility": TEXTS,
}


def mutated(item, random):
    """A copy in which one to three members are missing, wrong or absurd; seldom no event at all."""
    if random.random() < 0.05:
        return random.choice(WRONG)
    changed = copy.deepcopy(item)
    for _ in range(random.randint(1, 3)):
        name = random.choice([*MEMBERS, *changed])
        kind = random.random()
        if kind < 0.15:
            changed.pop(name, None)
        elif kind < 0.4:
            changed[name] = random.choice(WRONG)
        else:
            changed[name] = random.choice(MEMBERS.get(name, WRONG))
    return changed
