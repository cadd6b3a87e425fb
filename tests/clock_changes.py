"""What Python's zoneinfo says of the days on which clocks are changed: the answers
that `tests/clock_changes.rs` compares with. `fixtures/clock-changes.txt` is what this
prints for 400; another number of moves may be asked for.

    python3 tests/clock_changes.py 400 > fixtures/clock-changes.txt
"""

import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAYS = [
    ("Europe/Riga", date(2026, 3, 29)),
    ("Europe/Riga", date(2026, 10, 25)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 4)),
    ("America/Santiago", date(2026, 9, 6)),
]


def instants(wall, zone):
    """Both readings of a wall time that lead back to it, in order of time."""
    found = set()
    for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc)
        if at.astimezone(zone).replace(tzinfo=None) == wall:
            found.add(at)
    return sorted(found)


def shown(at):
    return at.strftime("%Y-%m-%dT%H:%MZ")


def offset(at, zone):
    minutes = int(at.astimezone(zone).utcoffset().total_seconds()) // 60
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    return f"{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def print_day(name, day):
    """Each stretch of times of the day that are alike: never, or so many instants."""
    zone = ZoneInfo(name)
    midnight = datetime(day.year, day.month, day.day)
    stretches = []
    for minute in range(0, 24 * 60, 5):
        wall = midnight + timedelta(minutes=minute)
        now = instants(wall, zone)
        then = stretches[-1] if stretches else None
        since = timedelta(minutes=minute - then[0]) if then else None
        if not then or [it + since for it in then[2]] != now:
            stretches.append([minute, minute, now])
        else:
            then[1] = minute
    for first, last, at in stretches:
        said = " ".join(shown(it) + offset(it, zone) for it in at) or "never"
        print(f"day {name} {day} {first} {last} {said}")


def change(zone, day):
    """The moment at which the clock is set on that day."""
    at = datetime(day.year, day.month, day.day, tzinfo=timezone.utc) - timedelta(days=1)
    step = timedelta(minutes=30)
    while (at + step).astimezone(zone).utcoffset() == at.astimezone(zone).utcoffset():
        at += step
    return at + step


def print_move(rng):
    """A visit somewhere around a change, the same time a day later, and how the clock
    stands when it then is over."""
    name, day = rng.choice(DAYS)
    zone = ZoneInfo(name)
    near = rng.choice([rng.randrange(-320, 20), rng.randrange(-20, 20)])
    start = change(zone, day) + timedelta(minutes=5 * near)
    wall = start.astimezone(zone)
    later = wall.replace(tzinfo=None, fold=0) + timedelta(days=1)
    minutes = 5 * rng.randrange(1, 61)
    found = instants(later, zone)
    said = "never"
    if found:
        end = (found[0] + timedelta(minutes=minutes)).astimezone(zone)
        said = f"{shown(found[0])} {end:%Y-%m-%dT%H:%M} {end.fold}"
    print(f"move {name} {shown(start)} {wall:%Y-%m-%dT%H:%M} {wall.fold} {minutes} {said}")


for zone_name, changes in DAYS:
    print_day(zone_name, changes)
random_moves = random.Random(20261025)
for _ in range(int(sys.argv[1])):
    print_move(random_moves)
