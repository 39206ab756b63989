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
    "extendedProperties": [{"private": {"a" * 50: "b" * 2000}}, {"shared": [1]}], "attachments": [[{"fileUrl": "javascript:x"}] * 30],
    "conferenceData": [{"entryPoints": [{"entryPointType": "video", "uri": "file:///etc/passwd"}]}, {"createRequest": 7}],
    "hangoutLink": TEXTS, "transparency": TEXTS, "organizer": [{"self": "yes"}], "iCalUID": TEXTS, "sequence": NUMBERS[:9], "eventType": TEXTS, "visibility": TEXTS,
}


def huge(item, random):
    """A copy that is larger than Google lets any event be."""
    kind = random.randrange(5)
    if kind == 0:
        return item | {"attendees": [{"email": f"guest{i}@example.com", "displayName": "Guest " * 5} for i in range(random.choice([1000, 20000]))]}
    if kind == 1:
        return item | {"recurrence": ["RRULE:FREQ=DAILY", *(f"EXDATE:20300{i % 9 + 1}01T100000Z" for i in range(30000))]}
    if kind == 2:
        return item | {"extendedProperties": {"private": {f"key{i}": "v" * 1000 for i in range(2000)}}}
    return item | {random.choice(["description", "summary", "location"]): "z" * random.choice([100_000, 1_100_000, 25_000_000])}


def mutated(item, random):
    """A copy in which one to three members are missing, wrong or absurd; seldom no event at all, or one without measure."""
    if random.random() < 0.05:
        return random.choice(WRONG)
    if random.random() < 0.004:
        return huge(item, random)
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
