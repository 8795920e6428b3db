"""The years, quarters and months of a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...errors import UsageError
from .period import FIRST_YEAR, Period, month, part_of, quarter, reporting_year, year


def containing(day: date, kind: str) -> Period:
    """The whole year, quarter or month that contains the day."""
    if kind == "year":
        return year(reporting_year(day))
    if kind == "quarter":
        return quarter(reporting_year(day), (day.month - 4) % 12 // 3 + 1)
    return month(day.year, day.month)


def split(period: Period, kind: str) -> Iterator[Period]:
    """The years, quarters or months of a period, in order; one that is only partly within it is cut.

    The pieces partition the period, so counts of events add up to the whole.
    """
    day = period.start
    while day <= period.end:
        unit = containing(day, kind)
        if unit.start >= period.start and unit.end <= period.end:
            yield unit
        else:
            yield part_of(unit, max(unit.start, period.start), min(unit.end, period.end))
        day = unit.end + timedelta(days=1)


def last_complete(count: int, kind: str, as_at: date) -> list[Period]:
    """The last `count` whole years, quarters or months that end by as-at, in order. Raises UsageError before 1990."""
    units: list[Period] = []
    unit = containing(as_at, kind)
    if unit.end > as_at:
        unit = containing(unit.start - timedelta(days=1), kind)
    while len(units) < count:
        if unit.start.year < FIRST_YEAR:
            raise UsageError(f"--last {count}: that goes back before {FIRST_YEAR}")
        units.append(unit)
        unit = containing(unit.start - timedelta(days=1), kind)
    return units[::-1]
