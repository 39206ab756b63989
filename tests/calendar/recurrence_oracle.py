"""Random recurrence rules with their occurrences according to python-dateutil, one JSON object a line.

usage: recurrence_oracle.py SEED COUNT
Wall times only: what daylight saving time does to them is tested elsewhere.
"""
import json
import random
import sys
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
random.seed(int(sys.argv[1]))


def some(values, most=3):
    return ",".join(str(v) for v in sorted(random.sample(list(values), random.randint(1, most))))


def day_list(most=3):
    return ",".join(random.sample(DAYS, random.randint(1, most)))


def positioned(limit):
    return ",".join(f"{random.choice([1, 2, 3, 4, -1, -2][:limit])}{d}" for d in random.sample(DAYS, random.randint(1, 2)))


def rule():
    freq = random.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY", "HOURLY", "MINUTELY"])
    parts = {"FREQ": freq}
    if random.random() < 0.5:
        parts["INTERVAL"] = random.randint(1, 5)
    if random.random() < 0.25:
        parts["BYMONTH"] = some(range(1, 13))
    if freq == "WEEKLY":
        if random.random() < 0.8:
            parts["BYDAY"] = day_list(4)
        if random.random() < 0.3:
            parts["WKST"] = random.choice(DAYS)
    elif freq == "MONTHLY":
        kind = random.randint(0, 4)
        if kind == 0:
            parts["BYMONTHDAY"] = some([*range(1, 32), -1, -2, -3])
        elif kind == 1:
            parts["BYDAY"] = positioned(6)
        elif kind == 2:
            parts["BYDAY"] = day_list(5)
            parts["BYSETPOS"] = random.choice([1, 2, -1, -2])
        elif kind == 3:
            parts["BYDAY"] = day_list(2)
            parts["BYMONTHDAY"] = some(range(1, 32), 8)
    elif freq == "YEARLY":
        kind = random.randint(0, 4)
        if kind == 0:
            parts["BYMONTH"] = some(range(1, 13))
            parts["BYMONTHDAY"] = some([*range(1, 32), -1])
        elif kind == 1:
            parts["BYMONTH"] = some(range(1, 13), 2)
            parts["BYDAY"] = positioned(6)
        elif kind == 2:
            parts.pop("BYMONTH", None)
            parts["BYYEARDAY"] = some([1, 59, 60, 100, 200, 365, 366, -1, -100])
        elif kind == 3:
            parts.pop("BYMONTH", None)
            parts["BYWEEKNO"] = some([2, 10, 20, 30, 51])  # libical loses days of weeks that cross the year
            parts["BYDAY"] = day_list(2)
    elif freq == "DAILY":
        if random.random() < 0.3:
            parts["BYDAY"] = day_list(4)
        if random.random() < 0.2:
            parts["BYHOUR"] = some(range(0, 24))
    else:
        if random.random() < 0.5:
            parts["BYHOUR"] = some(range(0, 24))
        if random.random() < 0.3:
            parts["BYDAY"] = day_list(3)
        if random.random() < 0.3:
            parts["BYMINUTE"] = some([0, 15, 30, 45])
    return parts


def main():
    made = 0
    while made < int(sys.argv[2]):
        parts = rule()
        start = datetime(random.randint(1990, 2024), random.randint(1, 12), random.randint(1, 28),
                         random.randint(0, 23), random.choice([0, 15, 30, 45]))
        ending = random.random()
        if ending < 0.25:
            parts["COUNT"] = random.randint(1, 40)
        elif ending < 0.5:
            parts["UNTIL"] = (start + timedelta(days=random.randint(0, 1500))).strftime("%Y%m%dT%H%M%SZ")
        text = ";".join(f"{k}={v}" for k, v in parts.items())
        naive = text.replace("Z;", ";").rstrip("Z") if "UNTIL" in parts else text
        try:
            dates = rrulestr("RRULE:" + naive, dtstart=start)
        except ValueError:  # interval and BYHOUR never meet
            continue
        # What COUNT means for a start that its rule does not match is undefined; such rules are left out.
        if "COUNT" in parts and next(iter(dates), None) != start:
            continue
        sub_daily = parts["FREQ"] in ("HOURLY", "MINUTELY")
        begin = start + timedelta(days=random.choice([-1, 0, 3, 40] if sub_daily else [-1, 0, 3, 40, 400, 2000, 9000]))
        end = begin + timedelta(days=random.choice([1, 3] if sub_daily else [1, 30, 400, 1500]))
        expected = [d.strftime("%Y-%m-%dT%H:%M:%SZ") for d in dates.between(begin, end, inc=True) if d < end]
        print(json.dumps({"rule": "RRULE:" + text, "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                          "from": begin.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
                          "expected": expected}))
        made += 1


main()
