"""Days of the calendar: months on, the end of a month, dates and months in words."""

from __future__ import annotations

import calendar
from datetime import date

from ...errors import UsageError

MONTH_NAMES = tuple(calendar.month_name[1:])
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}


def month_end(calendar_year: int, m: int) -> date:
    """The last day of a month."""
    return date(calendar_year, m, calendar.monthrange(calendar_year, m)[1])


def add_months(day: date, months: int) -> date:
    """The day this many calendar months later (or earlier), clipped to the month's end: 29 Feb 2020 + 24 = 28 Feb
    2022."""
    whole = day.year * 12 + day.month - 1 + months
    y, m = divmod(whole, 12)
    return date(y, m + 1, min(day.day, calendar.monthrange(y, m + 1)[1]))


def not_to_come(day: date, setting: str) -> date:
    """The day itself. Raises UsageError, with the setting's name, if it is after today: no extract can have that
    date."""
    if day > date.today():
        raise UsageError(f"{setting}: {long_date(day)} has not come yet; give the day on which the extract was drawn")
    return day


def long_date(day: date) -> str:
    """ "31 July 2020"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """ "31 Jul 2020"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"


def month_number(name: str) -> int:
    """1-12 of an English month's name or its first three letters; 0 for any other word."""
    number = _MONTH_NUMBERS.get(name[:3].lower(), 0)
    return number if number and MONTH_NAMES[number - 1].lower().startswith(name.lower()) else 0
