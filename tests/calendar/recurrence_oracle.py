"""Random recurrence rules with their occurrences according to python-dateutil, one JSON object a line.

usage: recurrence_oracle.py SEED COUNT
Wall times, in UTC or in zones with summer time in either hemisphere or with rules that changed: an occurrence at a wall
time that does not exist, or exists twice, is left to other tests, and so are rules by the hour in such zones.
"""
import json
import random
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo  # dateutil's own zones end in 2037

from dateutil import tz
from dateutil.rrule import rrulestr, rruleset

ZONES = ["UTC", "UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Sao_Paulo", "Europe/Moscow",
         "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia"]
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
        if random.random() < 0.05 and parts["FREQ"] == "YEARLY":
            start = datetime(random.choice([1992, 1996, 2000, 2020, 2024]), 2, 29, start.hour, start.minute)
        sub_daily = parts["FREQ"] in ("HOURLY", "MINUTELY")
        name = "UTC" if sub_daily else random.choice(ZONES)
        zone = ZoneInfo(name)
        ending = random.random()
        if ending < 0.25:
            parts["COUNT"] = random.randint(1, 40)
        elif ending < 0.5:
            last = (start + timedelta(days=random.randint(0, 1500))).replace(tzinfo=zone)
            parts["UNTIL"] = last.astimezone(tz.UTC).strftime("%Y%m%dT%H%M%SZ")
        text = ";".join(f"{k}={v}" for k, v in parts.items())
        naive = dict(parts)
        if "UNTIL" in parts:
            naive["UNTIL"] = last.strftime("%Y%m%dT%H%M%S")
        try:
            rule_dates = rrulestr("RRULE:" + ";".join(f"{k}={v}" for k, v in naive.items()), dtstart=start)
            dates = rule_dates
        except ValueError:  # interval and BYHOUR never meet
            continue
        # What COUNT means for a start that its rule does not match is undefined; such rules are left out.
        if "COUNT" in parts and next(iter(dates), None) != start:
            continue
        begin = start + timedelta(days=random.choice([-1, 0, 3, 40] if sub_daily else [-1, 0, 3, 40, 400, 2000, 9000]))
        end = begin + timedelta(days=random.choice([1, 3] if sub_daily else [1, 30, 400, 1500]))
        lines = ["RRULE:" + text]
        extra, holes = [], []
        if random.random() < 0.25:  # COUNT counts what EXDATE takes out, and not what RDATE adds
            inside = dates.between(begin, end, inc=True)[:30]
            holes = random.sample(inside, min(len(inside), random.randint(1, 3)))
            extra = [begin + timedelta(days=random.randint(0, 20), hours=5, minutes=7)]
            dates = rruleset()
            dates.rrule(rule_dates)
            for hole in holes:
                dates.exdate(hole)
            for one in extra:
                dates.rdate(one)
            text_of = lambda time: time.strftime("%Y%m%dT%H%M%S")
            of_zone = "" if name == "UTC" else f";TZID={name}"
            end_mark = "Z" if name == "UTC" else ""
            lines += [f"EXDATE{of_zone}:" + ",".join(text_of(h) + end_mark for h in holes)] if holes else []
            lines += [f"RDATE{of_zone}:" + ",".join(text_of(e) + end_mark for e in extra)]
        found = [d.replace(tzinfo=zone) for d in dates.between(begin, end, inc=True) if d < end]
        if any(not tz.datetime_exists(d) or tz.datetime_ambiguous(d) for d in found + [start.replace(tzinfo=zone)]):
            continue
        form = lambda time: time.replace(tzinfo=zone).astimezone(tz.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        print(json.dumps({"rule": lines, "start": form(start), "zone": name, "from": form(begin), "to": form(end),
                          "startIsHole": start in holes, "expected": sorted({form(d) for d in found})}))
        made += 1


main()
