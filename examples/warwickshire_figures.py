"""What was published about Warwickshire's child protection plans, and the recount that proves the example.

The figures are those of the council's committee report of September 2020 (annual returns, quarters, districts) and the
Office for National Statistics' mid-year estimates. The children behind them are invented, by make_warwickshire.py;
`verify` recounts every figure from the files that it wrote.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

AS_AT = date(2020, 7, 31)
MONTH = 365.25 / 12  # days


class Totals(NamedTuple):
    """What one annual return says."""

    enquiries: int
    conferences: int
    in_time: int
    started: int
    repeats: int
    ended: int
    two_years: int
    open: int


RETURNS = {
    2016: Totals(1084, 618, 618, 579, 105, 639, 31, 473),
    2017: Totals(1290, 544, 418, 496, 103, 532, 26, 439),
    2018: Totals(1426, 727, 528, 674, 126, 544, 32, 561),
    2019: Totals(1205, 623, 518, 516, 96, 734, 22, 345),
    2020: Totals(1306, 482, 327, 425, 101, 473, 11, 295),
}


class Plans(NamedTuple):
    """Plans started up to a day: how many, repeat plans, those within two years of the last, the mean months between.

    `not_known` of the repeats have no dates for the plan before: they are in neither the within nor the mean."""

    last: date
    started: int
    repeats: int
    within: int
    not_known: int
    months: int


QUARTERS = (  # Q4 2017/18 to Q1 2020/21
    Plans(date(2018, 3, 31), 169, 26, 17, 0, 30),
    Plans(date(2018, 6, 30), 157, 19, 13, 0, 24),
    Plans(date(2018, 9, 30), 139, 30, 4, 1, 54),
    Plans(date(2018, 12, 31), 97, 15, 8, 0, 55),
    Plans(date(2019, 3, 31), 123, 32, 18, 0, 23),
    Plans(date(2019, 6, 30), 129, 22, 11, 0, 34),
    Plans(date(2019, 9, 30), 106, 33, 22, 0, 23),
    Plans(date(2019, 12, 31), 87, 23, 11, 2, 45),
    Plans(date(2020, 3, 31), 105, 25, 12, 1, 42),
    Plans(date(2020, 6, 30), 120, 38, 12, 3, 42),
)
MONTHS = {  # conferences held, held in time
    date(2020, 3, 1): (35, 19),
    date(2020, 4, 1): (50, 43),
    date(2020, 5, 1): (53, 50),
    date(2020, 6, 1): (39, 36),
    date(2020, 7, 1): (37, 30),
}
STOCK = {date(2018, 2, 28): 592, **{date(year, 3, 31): said.open for year, said in RETURNS.items()}, AS_AT: 330}

DISTRICTS = ("North Warwickshire", "Nuneaton & Bedworth", "Rugby", "Stratford", "Warwick")
DISTRICT_RATES = {  # of those five, per 10,000, as the report prints them
    date(2015, 3, 31): (51, 77, 42, 22, 45),
    date(2016, 3, 31): (35, 60, 39, 23, 45),
    date(2017, 3, 31): (39, 54, 37, 24, 39),
    date(2018, 3, 31): (47, 67, 36, 43, 51),
    date(2019, 3, 31): (22, 36, 23, 26, 23),
    date(2020, 3, 31): (17, 36, 24, 19, 20),
    date(2020, 7, 31): (22, 32, 33, 24, 16),
}
POPULATION = {  # ONS mid-year estimates of children aged 0-17, 2012 to 2019
    "Warwickshire": (111916, 111987, 112324, 112720, 113271, 114422, 115928, 117720),
    "North Warwickshire": (12419, 12354, 12302, 12236, 12300, 12465, 12639, 12812),
    "Nuneaton & Bedworth": (27267, 27240, 27089, 27228, 27460, 27755, 27967, 28333),
    "Rugby": (22324, 22514, 22930, 23156, 23406, 23701, 24086, 24568),
    "Stratford": (23208, 23111, 23076, 23020, 23199, 23525, 23919, 24455),
    "Warwick": (26697, 26768, 26927, 27079, 26905, 26976, 27317, 27552),
}
BENCHMARKS = {
    ("rates", "Statistical neighbours"): "39.4 35.7 34.4 34.7 TBC",
    ("rates", "England"): "43.1 43.3 45.3 43.7 TBC",
    ("two-year", "Statistical neighbours"): "2.6 3.3 3.8 3.7 TBC",
    ("two-year", "England"): "3.8 3.4 3.4 3.3 TBC",
    ("icpc", "Statistical neighbours"): "79.1 80.4 84.9 84.7 TBC",
    ("icpc", "England"): "76.7 77.2 76.9 78.7 TBC",
    ("repeats", "Statistical neighbours"): "19.0 18.9 21.6 22.0 TBC",
    ("repeats", "England"): "17.9 18.7 20.2 20.8 TBC",
}

BANK_HOLIDAYS = """
2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27 2012-12-25 2012-12-26
2013-01-01 2013-03-29 2013-04-01 2013-05-06 2013-05-27 2013-08-26 2013-12-25 2013-12-26
2014-01-01 2014-04-18 2014-04-21 2014-05-05 2014-05-26 2014-08-25 2014-12-25 2014-12-26
2015-01-01 2015-04-03 2015-04-06 2015-05-04 2015-05-25 2015-08-31 2015-12-25 2015-12-28
2016-01-01 2016-03-25 2016-03-28 2016-05-02 2016-05-30 2016-08-29 2016-12-26 2016-12-27
2017-01-02 2017-04-14 2017-04-17 2017-05-01 2017-05-29 2017-08-28 2017-12-25 2017-12-26
2018-01-01 2018-03-30 2018-04-02 2018-05-07 2018-05-28 2018-08-27 2018-12-25 2018-12-26
2019-01-01 2019-04-19 2019-04-22 2019-05-06 2019-05-27 2019-08-26 2019-12-25 2019-12-26
2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28
""".split()

Row = dict[str, str]


# --- days --------------------------------------------------------------------------------------

_CLOSED = frozenset(map(date.fromisoformat, BANK_HOLIDAYS))
_DAYS = (date(2004, 1, 1) + timedelta(n) for n in range((AS_AT - date(2004, 1, 1)).days + 1))
WORKDAYS = [day for day in _DAYS if day.weekday() < 5 and day not in _CLOSED]


def workdays(first: date, last: date) -> list[date]:
    """The working days from one day to another, both included."""
    return WORKDAYS[bisect_left(WORKDAYS, first) : bisect_right(WORKDAYS, last)]


def waited(start: date, end: date) -> int:
    """Working days after one day up to another."""
    return len(workdays(start + timedelta(1), end))


def workday_by(day: date) -> date:
    """The day itself or the last working day before it."""
    return WORKDAYS[bisect_right(WORKDAYS, day) - 1]


def add_months(day: date, months: int) -> date:
    """The same day some months on, clipped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1))


def iso(day: date | None) -> str:
    """A date as it is written, an unknown one as nothing."""
    return day.isoformat() if day else ""


def reporting_year(day: date) -> int:
    """2016 for a day in 2015/16."""
    return day.year + (day.month > 3)


def year_of(year: int) -> tuple[date, date]:
    """The first and the last day of a reporting year; the present one runs up to now."""
    return date(year - 1, 4, 1), min(date(year, 3, 31), AS_AT)


# --- the proof ---------------------------------------------------------------------------------


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def counted_open(rows: list[Row], day: date) -> list[str]:
    """The children with a plan open at a day."""
    at = day.isoformat()
    return [
        row["child_id"]
        for row in rows
        if row["plan_start"] and row["plan_start"] <= at and (not row["plan_end"] or row["plan_end"] > at)
    ]


def counted_in_time(rows: list[Row], first: date, last: date) -> tuple[int, int]:
    """Conferences held from one day to another, and those of them held within 15 working days."""
    held = [row for row in rows if row["icpc_date"] and first.isoformat() <= row["icpc_date"] <= last.isoformat()]
    clocks = [day_of(row["referral_date"] if row["transfer_in"] == "1" else row["s47_start"]) for row in held]
    waits = [waited(clock, day_of(row["icpc_date"])) for clock, row in zip(clocks, held, strict=True) if clock]
    timely = sum(wait <= 15 for wait in waits)
    return len({(row["child_id"], row["icpc_date"]) for row in held}), timely


def totals(rows: list[Row], year: int) -> Totals:
    """A year's figures, recounted from its rows."""
    first, last = map(iso, year_of(year))
    started = [row for row in rows if first <= row["plan_start"] <= last]
    ended = [row for row in rows if first <= row["plan_end"] <= last]
    long = [row for row in ended if (day_of(row["plan_end"]) - day_of(row["plan_start"])).days >= 730]
    enquiries = {(row["child_id"], row["s47_start"]) for row in rows if first <= row["s47_start"] <= last}
    conferences, timely = counted_in_time(rows, *year_of(year))
    repeats = sum(int(row["previous_plans"]) > 0 for row in started)
    return Totals(
        len(enquiries),
        conferences,
        timely,
        len(started),
        repeats,
        len(ended),
        len(long),
        len(set(counted_open(rows, year_of(year)[1]))),
    )


def previous_end(row: Row, history: dict[str, list[Row]]) -> date | None:
    """When the child's last plan before this one ended: in the history, else as the row remembers it."""
    earlier = [plan for plan in history[row["child_id"]] if plan["plan_start"] < row["plan_start"]]
    latest = max(earlier, key=lambda plan: plan["plan_start"], default=None)
    return day_of(latest["plan_end"] if latest else row["previous_plan_end"])


def repeats_between(rows: list[Row], first: date, last: date) -> Plans:
    """Plans started from one day to another, and the repeats among them as the report's quarters count them."""
    history: dict[str, list[Row]] = {}
    for row in rows:
        if row["plan_start"]:
            history.setdefault(row["child_id"], []).append(row)
    started = [row for row in rows if first.isoformat() <= row["plan_start"] <= last.isoformat()]
    repeats = [row for row in started if int(row["previous_plans"])]
    pairs = [(day_of(row["plan_start"]), previous_end(row, history)) for row in repeats]
    known = [(start, end) for start, end in pairs if end]
    within = sum(start <= add_months(end, 24) for start, end in known)
    mean = sum((start - end).days for start, end in known) / MONTH / len(known)
    return Plans(last, len(started), len(repeats), within, len(pairs) - len(known), int(mean + 0.5))


def expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{what}: {found}, published {wanted}")


def verify(folder: Path) -> None:
    """Recount every published figure from the files written; raise AssertionError at the first that is not met."""
    returns, live = read(folder / "returns.csv"), read(folder / "extract.csv")
    for year, wanted in RETURNS.items():
        expect(f"return {year}", totals([row for row in returns if row["return_year"] == str(year)], year), wanted)
    for day, wanted in STOCK.items():
        children = counted_open(live, day)
        expect(f"open at {day}", (len(children), len(set(children))), (wanted, wanted))
    for day, rates in DISTRICT_RATES.items():
        published = day.year - 1 - ((day.month, day.day) < (6, 30))  # the latest mid-year estimate out by then
        for district, wanted in zip(DISTRICTS, rates, strict=True):
            count = len(counted_open([row for row in live if row["district"] == district], day))
            rate = count * 10_000 / POPULATION[district][published - 2012]
            expect(f"{district} at {day}", int(rate + 0.5), wanted)
    for quarter in QUARTERS:
        first = add_months(quarter.last.replace(day=1), -2)
        expect(f"quarter to {quarter.last}", repeats_between(live, first, quarter.last), quarter)
    for first, wanted in MONTHS.items():
        expect(f"conferences of {first}", counted_in_time(live, first, add_months(first, 1) - timedelta(1)), wanted)
