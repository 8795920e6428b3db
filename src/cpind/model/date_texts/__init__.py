"""Dates as people and systems write them: the forms that are read without being named, and those that must be named."""

from __future__ import annotations

from .formats import DateFormat, date_formats, iso_date_of, likely_formats
from .forms import FIRST_DAY_NUMBER, LAST_DAY_NUMBER, are_day_numbers, day_of_number, iso_date
from .swapped import may_be_swapped

__all__ = [
    "FIRST_DAY_NUMBER",
    "LAST_DAY_NUMBER",
    "DateFormat",
    "are_day_numbers",
    "date_formats",
    "day_of_number",
    "iso_date",
    "iso_date_of",
    "likely_formats",
    "may_be_swapped",
]
