"""Random recurrence rules with their occurrences according to python-dateutil, one JSON object a line.

usage: recurrence_oracle.py SEED COUNT

dateutil expands on the wall clock; what the wall clock is in UTC is asked of Python's zoneinfo, which takes a time that
does not exist with the offset before the gap and of a time that exists twice the first, as RFC 5545, 3.3.5 wants it.
Where dateutil itself departs from RFC 5545 its input is mended; each place says so.
"""
import datetime as clock
import json
import random
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo  # dateutil's own zones end in 2037

from dateutil.rrule import rrulestr

UTC = timezone.utc
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Europe/Dublin",
         "Antarctica/Troll",  # summer time in both halves of the world, by half an hour, backwards, by two hours
         "America/Sao_Paulo", "Europe/Moscow", "Africa/Casablanca", "Europe/Istanbul", "Asia/Tehran", "Africa/Cairo",
         "Asia/Pyongyang", "America/Caracas", "Pacific/Apia", "Asia/Kathmandu"]  # changed their rules


def some(values, most=3):
    return ",".join(str(v) for v in sorted(random.sample(list(values), random.randint(1, most))))


def days(most=3):
    return ",".join(random.sample(DAYS, random.randint(1, most)))


def nth_days(ordinals):
    return ",".join(f"{random.choice(ordinals)}{d}" for d in random.sample(DAYS, random.randint(1, 2)))


def by_month_day():
    return some([*range(1, 32), -1, -2, -3, -10, -29, -30, -31])


def yearly(parts):
    kind = random.randint(0, 7)
    if kind == 0:
        parts["BYMONTH"] = some(range(1, 13))
        parts["BYMONTHDAY"] = by_month_day()
    elif kind == 1:
        parts["BYMONTH"] = some(range(1, 13), 2)
        parts["BYDAY"] = nth_days([1, 2, 3, 4, 5, -1, -2, -5])
    elif kind == 2:
        parts["BYYEARDAY"] = some([1, 59, 60, 100, 200, 365, 366, -1, -100, -306, -307, -366])
    elif kind == 3:
        # dateutil errs where weeks cross New Year (RFC 5545, 3.3.10: weeks are numbered as ISO 8601 does): January 1,
        # 1994 is in week 52 of 1993, it says 53; of a first week named from the end, -52 or -53, it leaves out the days
        # before New Year. Those weeks are in tst_recurrence.
        parts["BYWEEKNO"] = some([1, 2, 10, 20, 30, 51, -1, -2, -51])
        if random.random() < 0.7:
            parts["BYDAY"] = days()
    elif kind == 4:
        parts.pop("BYMONTH", None)  # dateutil falls over the 53rd Monday of a month
        parts["BYDAY"] = nth_days([1, 2, 20, 52, 53, -1, -20, -53])
    elif kind == 5:
        parts["BYDAY"] = days(2)
    elif kind == 6:
        parts["BYMONTHDAY"] = by_month_day()
        if random.random() < 0.5:
            parts["BYDAY"] = days()
    # else: the start's own day


def monthly(parts):
    kind = random.randint(0, 4)
    if kind == 0:
        parts["BYMONTHDAY"] = by_month_day()
    elif kind == 1:
        parts["BYDAY"] = nth_days([1, 2, 3, 4, 5, -1, -2, -5])
    elif kind == 2:
        parts["BYDAY"] = days(5)
    elif kind == 3:
        parts["BYDAY"] = days(2)
        parts["BYMONTHDAY"] = some(range(1, 32), 8)


def rule(all_day):
    freq = random.choice(["DAILY", "DAILY", "WEEKLY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "MONTHLY", "YEARLY",
                          "YEARLY", "YEARLY"])
    if not all_day and random.random() < 0.05:
        return sub_daily()
    parts = {"FREQ": freq}
    if random.random() < 0.5:
        parts["INTERVAL"] = random.choice([1, 2, 2, 3, 4, 5, 6, 11, 13, 25])
    if random.random() < 0.25:
        parts["BYMONTH"] = some(range(1, 13), 4)
    if random.random() < 0.3:
        parts["WKST"] = random.choice(DAYS)
    if freq == "YEARLY":
        yearly(parts)
    elif freq == "MONTHLY":
        monthly(parts)
    elif freq == "WEEKLY":
        if random.random() < 0.8:
            parts["BYDAY"] = days(4)
    elif random.random() < 0.3:
        parts["BYDAY"] = days(4)
    elif random.random() < 0.2:
        parts["BYMONTHDAY"] = by_month_day()
    if not all_day:
        if random.random() < 0.1:
            parts["BYHOUR"] = some(range(0, 24))
        if random.random() < 0.1:
            parts["BYMINUTE"] = some([0, 15, 30, 45])
        if random.random() < 0.05:
            parts["BYSECOND"] = some([0, 20, 40])
    if random.random() < 0.2 and any(name.startswith("BY") for name in parts):
        parts["BYSETPOS"] = some([1, 2, 3, -1, -2], 2)
    return parts


def sub_daily():
    """Few, and no rare ones: dateutil looks for those second by second."""
    freq = random.choice(SUB_DAILY)
    parts = {"FREQ": freq}
    if freq != "SECONDLY" and random.random() < 0.5:
        parts["INTERVAL"] = random.choice([1, 2, 3, 4, 6, 15, 20, 90])
    if freq != "SECONDLY" and random.random() < 0.3:
        parts["BYDAY"] = days(4)
    if freq == "HOURLY" and random.random() < 0.3:
        parts["BYMONTHDAY"] = by_month_day()
    if freq != "SECONDLY" and random.random() < 0.5:
        parts["BYHOUR"] = some(range(0, 24))
    if random.random() < 0.3:
        parts["BYMINUTE"] = some([0, 15, 30, 45])
    if freq == "SECONDLY" or random.random() < 0.05:
        parts["BYSECOND"] = some([0, 20, 40])
    if random.random() < 0.2 and len(parts) > 2:
        parts["BYSETPOS"] = random.choice([1, 2, -1])
    return parts


def random_start(parts, all_day):
    start = datetime(random.randint(1990, 2026), random.randint(1, 12), random.randint(1, 28))
    if parts["FREQ"] in ("YEARLY", "MONTHLY") and random.random() < 0.15:
        start = random.choice([datetime(1996, 2, 29), datetime(2000, 2, 29), datetime(2024, 2, 29), datetime(2023, 1, 31),
                               datetime(2023, 5, 31), datetime(2020, 12, 31), datetime(2021, 1, 1)])
    if not all_day:
        hour = random.randint(0, 3) if random.random() < 0.4 else random.randint(0, 23)  # clocks change at night
        start = start.replace(hour=hour, minute=random.choice([0, 15, 30, 45]))
    return start


def window(parts, start):
    """Dense rules over a few days, rare ones over years; near the start, and far from it."""
    freq = parts["FREQ"]
    if freq == "SECONDLY":
        return start - timedelta(hours=1), start + timedelta(hours=random.choice([1, 5]))
    if freq in SUB_DAILY:
        ahead, long = [-1, 0, 3, 40] if freq == "HOURLY" else [-1, 0, 2], [1, 2]
    elif freq in ("DAILY", "WEEKLY"):
        ahead, long = [-1, 0, 3, 40, 400, 2000], [1, 30, 200]
    else:
        ahead, long = [-1, 0, 3, 40, 400, 2000, 9000], [1, 30, 400, 1500]
    begin = start + timedelta(days=random.choice(ahead), hours=random.choice([0, 0, 0, 5]))
    return begin, begin + timedelta(days=random.choice(long))


def mended_for_dateutil(parts, start):
    mended = dict(parts)
    # dateutil takes BYWEEKNO without BYDAY for all seven days; what a rule does not say comes from the start
    # (RFC 5545, 3.3.10, "Information, not contained in the rule").
    if "BYWEEKNO" in parts and "BYDAY" not in parts:
        mended["BYDAY"] = DAYS[start.weekday()]
    return mended


def wants_whole_first_set(parts):
    """BYSETPOS chooses from all of a period (RFC 5545, 3.3.10); dateutil begins its first week, hour or minute at the
    start, so there it chooses from a part."""
    return "BYSETPOS" in parts and parts["FREQ"] in ("WEEKLY", *SUB_DAILY)


def case():
    all_day = random.random() < 0.2
    parts = rule(all_day)
    start = random_start(parts, all_day)
    name = "UTC" if all_day else random.choice(ZONES)
    zone = ZoneInfo(name)
    instant = lambda wall: wall.replace(tzinfo=zone).astimezone(UTC)
    start = instant(start).astimezone(zone).replace(tzinfo=None)  # a start exists
    begin, end = window(parts, start)
    if all_day:
        begin, end = begin.replace(hour=0), end.replace(hour=0)

    ending, until = random.random(), None
    if ending < 0.25:
        parts["COUNT"] = random.randint(1, 40)
    elif ending < 0.5:
        until = start + timedelta(days=random.randint(0, 1500), hours=0 if all_day else random.choice([0, 0, 7]))
        parts["UNTIL"] = until.strftime("%Y%m%d") if all_day else instant(until).strftime("%Y%m%dT%H%M%SZ")

    # UNTIL is an instant (RFC 5545, 3.3.10), which dateutil cannot know without a zone: it is applied below.
    known = mended_for_dateutil({k: v for k, v in parts.items() if k != "UNTIL"}, start)
    clock.MAXYEAR = max(end.year, start.year) + 1  # where dateutil gives up a rule that matches nothing
    series = rrulestr("RRULE:" + ";".join(f"{k}={v}" for k, v in known.items()), dtstart=start)
    if wants_whole_first_set(parts) and next(iter(series), None) != start:
        return None
    if wants_whole_first_set(parts) and (start.weekday() != DAYS.index(parts.get("WKST", "MO"))
                                         or start.minute or start.second):
        return None
    margin = timedelta(days=2)
    walls = {w for w in series.between(begin - margin, end + margin, inc=True)
             if until is None or (w <= until if all_day else instant(w) <= instant(until))}
    # The start belongs to the series (RFC 5545, 3.8.5.3). Where the rule does not yield it, it is extra and COUNT does
    # not count it: so does Google's calendar, and dateutil too, but it leaves such a start out.
    walls.add(start)

    lines = ["RRULE:" + ";".join(f"{k}={v}" for k, v in parts.items())]
    if random.random() < 0.25:  # COUNT counts what EXDATE takes out, and not what RDATE adds
        inside = sorted(w for w in walls if begin <= w < end)[:30]
        holes = random.sample(inside, min(len(inside), random.randint(1, 3)))
        extra = [begin.replace(hour=0) + timedelta(days=random.randint(0, 20), hours=0 if all_day else 5,
                                                   minutes=0 if all_day else 7) for _ in range(random.randint(0, 2))]
        for kind, dates in (("EXDATE", holes), ("RDATE", extra)):
            if all_day and dates:
                lines.append(f"{kind};VALUE=DATE:" + ",".join(d.strftime("%Y%m%d") for d in dates))
            elif dates and random.random() < 0.5:
                lines.append(f"{kind}:" + ",".join(instant(d).strftime("%Y%m%dT%H%M%SZ") for d in dates))
            elif dates:
                lines.append(f"{kind};TZID={name}:" + ",".join(d.strftime("%Y%m%dT%H%M%S") for d in dates))
        gone = {instant(hole) for hole in holes}
        walls = {w for w in walls.union(extra) if instant(w) not in gone}
    form = "%Y-%m-%d" if all_day else "%Y-%m-%dT%H:%M:%SZ"
    first, last = instant(begin), instant(end)
    expected = sorted({instant(w).strftime(form) for w in walls if first <= instant(w) < last})
    return {"lines": lines, "start": instant(start).strftime(form), "zone": name, "expected": expected,
            "from": first.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": last.strftime("%Y-%m-%dT%H:%M:%SZ")}


def main():
    random.seed(int(sys.argv[1]))
    made = 0
    while made < int(sys.argv[2]):
        try:
            one = case()
        except ValueError:  # INTERVAL and BYHOUR never meet
            continue
        if one:
            print(json.dumps(one, separators=(",", ":")))
            made += 1


main()
