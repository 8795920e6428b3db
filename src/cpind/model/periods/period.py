"""What a period is, and how one of each kind is made and labelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ...errors import UsageError
from .calendar_days import MONTH_NAMES, add_months, long_date, month_end, short_date

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""The calendar years in which the dates of an extract lie."""


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included, of the kind year | quarter | month | date | span | ytd | rolling."""

    kind: str
    start: date
    end: date
    label: str

    @property
    def reporting_year(self) -> int:
        """Y of the reporting year that contains the last day."""
        return reporting_year(self.end)


def reporting_year(day: date) -> int:
    """Y of the reporting year (1 April Y-1 to 31 March Y) that contains the day."""
    return day.year + (day.month >= 4)


def year(y: int) -> Period:
    """The reporting year to 31 March y."""
    return Period("year", date(y - 1, 4, 1), date(y, 3, 31), year_label(y))


def year_label(y: int) -> str:
    """2020 as "2019/20"."""
    return f"{y - 1}/{y % 100:02d}"


def quarter(y: int, q: int) -> Period:
    """Quarter q (1 = April-June) of the reporting year Y."""
    first_month = (4, 7, 10, 1)[q - 1]
    start = date(y - (q < 4), first_month, 1)
    end = month_end(start.year, first_month + 2)
    return Period("quarter", start, end, f"Q{q} {(y - 1) % 100:02d}/{y % 100:02d}")


def month(calendar_year: int, m: int) -> Period:
    """A calendar month, labelled "Mar-20"."""
    label = f"{MONTH_NAMES[m - 1][:3]}-{calendar_year % 100:02d}"
    return Period("month", date(calendar_year, m, 1), month_end(calendar_year, m), label)


def at(day: date) -> Period:
    """A single date, labelled "31 March 2020"."""
    return Period("date", day, day, long_date(day))


def span(start: date, end: date) -> Period:
    """From one day to another, both included; UsageError if the second comes first."""
    if end < start:
        raise UsageError(f"{start}..{end} ends before it starts: give the earlier date first")
    return Period("span", start, end, f"{start} to {end}")


def part_of(unit: Period, start: date, end: date) -> Period:
    """The days of a year, quarter or month from one to another: "Oct-26 to 19 Oct 2026", "Oct-26 from 5 Oct 2026"."""
    days = {
        (True, False): f" to {short_date(end)}",
        (False, True): f" from {short_date(start)}",
        (False, False): f", {short_date(start)} to {short_date(end)}",
    }
    return Period("span", start, end, unit.label + days.get((start == unit.start, end == unit.end), ""))


def year_to_date(as_at: date) -> Period:
    """1 April to as-at."""
    y = reporting_year(as_at)
    return Period("ytd", date(y - 1, 4, 1), as_at, f"{year_label(y)} to {short_date(as_at)}")


def rolling(period: Period, months: int) -> Period:
    """The `months` months to the end of the period: to 30 June 2020, twelve begin on 1 July 2019."""
    start = add_months(period.end + timedelta(days=1), -months)
    return Period("rolling", start, period.end, f"{months} months to {short_date(period.end)}")
