"""Annual returns made from published counts: plans, enquiries and conferences that give these counts back.

Every child is a number. A count that is None (suppressed, not available) is nobody's business: something possible is
made of it. Standard library only; nothing of the package under test.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (
    "return_year child_id s47_start icpc_date plan_start plan_end previous_plans initial_category latest_category "
    "review_dates"
).split()

CATEGORIES = ("NEG", "EMO", "PHY", "MUL", "SAB")
"""The codes of the categories of abuse, of which each plan takes two in turn."""

Row = dict[str, str]
Counts = Mapping[str, int | None]


class Impossible(ValueError):
    """No set of plans has these counts: the published ones contradict each other."""


def rows_of(year: int, counts: Counts) -> list[Row]:
    """The return of one year with these counts: s47, icpc, days_10, days_15 (conferences within), start, end, at31, subsequent,
    two_years_open, two_years, three_months, reviewed. Raises Impossible."""
    known = {name: value or 0 for name, value in counts.items()}
    stages = [*_conferences(year, known), *_plans(year, known, counts)]
    return [{"return_year": str(year), "child_id": f"{year}-{n}", **stage} for n, stage in enumerate(stages)]


def write(path: Path, rows: Iterable[Row]) -> None:
    """Rows as a flat CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _conferences(year: int, known: dict[str, int]) -> Iterator[Row]:
    """Conferences on a Friday, with the enquiry's start on the Monday as many weeks before as it takes; the rest of the
    enquiries alone. Where there are fewer enquiries than conferences, some began before the year."""
    late = known["icpc"] - known["days_10"] - known["days_15"]
    if late < 0:
        raise Impossible("more conferences in time than conferences")
    weeks = [2] * known["days_10"] + [3] * known["days_15"] + [6] * late
    # Friday 4 weeks into November: far from every bank holiday, however many weeks back.
    friday = _weekday(date(year - 1, 11, 20), 4)
    early = _weekday(date(year - 1, 4, 1), 4)
    before = max(len(weeks) - known["s47"], 0)
    # The earliest Friday of the year whose enquiry lies before 1 April; long waits first, they reach back furthest.
    weeks.sort(reverse=True)
    for number, taken in enumerate(weeks):
        day = early if number < before else friday
        start = day - timedelta(weeks=taken) + timedelta(days=3)
        yield {"s47_start": str(start), "icpc_date": str(day)}
    for number in range(known["s47"] - len(weeks) + before):
        yield {"s47_start": str(date(year - 1, 5, 1) + timedelta(number % 300))}


def _plans(year: int, known: dict[str, int], counts: Counts) -> Iterator[Row]:
    end_of_year, first = date(year, 3, 31), date(year - 1, 4, 1)
    recent = known["at31"] - known["three_months"]
    middling = known["three_months"] - known["two_years_open"]
    short = known["end"] - known["two_years"]
    # Of those that started in the year: the recent ones, of the middling as many as needed, then short ones ended.
    wanted = known["start"] - recent
    in_year = min(max(wanted, 0), middling)
    ended_in_year = wanted - in_year
    if min(recent, middling, short, wanted) < 0 or ended_in_year > short:
        raise Impossible(f"{year}: started, ended and open plans contradict each other")
    reviewed = [number < known["reviewed"] for number in range(known["three_months"])]
    if known["reviewed"] > known["three_months"]:
        raise Impossible("more plans reviewed than open")
    repeats = [number < known["subsequent"] for number in range(known["start"])]
    if known["subsequent"] > known["start"]:
        raise Impossible("more repeat plans than plans")
    started = iter(repeats)
    turn = itertools.count()

    def plan(start: date, end: date | None = None, *, on_time: bool = False) -> Row:
        number = int(next(started)) if start >= first else 0
        reviews = _reviews(start, first) if on_time else []
        place = next(turn)
        return {
            "plan_start": str(start),
            "plan_end": str(end or ""),
            "previous_plans": str(number),
            "initial_category": CATEGORIES[place * place % len(CATEGORIES)],
            "latest_category": CATEGORIES[place % len(CATEGORIES)],
            "review_dates": ";".join(map(str, reviews)),
        }

    for _ in range(recent):
        yield plan(end_of_year - timedelta(40))
    for number in range(known["three_months"]):
        days = 800 if number < known["two_years_open"] else 200 if number < known["two_years_open"] + in_year else 500
        yield plan(end_of_year - timedelta(days), on_time=reviewed[number])
    for number in range(known["end"]):
        end = date(year, 2, 14)
        days = 100 if number < ended_in_year else 400 if number < short else 800
        yield plan(end - timedelta(days), end)


def _reviews(start: date, first: date) -> list[date]:
    """Reviews that are on time on the census window."""
    if start >= first:
        return [start + timedelta(80)]
    return [first + timedelta(days) for days in (-30, 120, 290)]


def _weekday(day: date, weekday: int) -> date:
    """The first such weekday on or after a day."""
    return day + timedelta((weekday - day.weekday()) % 7)
