"""Calendar arithmetic on whole columns of dates (numpy datetime64); missing stays missing."""

from __future__ import annotations

import numpy as np

ONE_DAY = np.timedelta64(1, "D")

KEY_DAYS = 2**20
"""More than the days that any date lies from 1970, so that a child and a day fit one sortable integer."""


def days(dates) -> np.ndarray:
    """A column of dates as datetime64[D]."""
    return np.asarray(dates).astype("datetime64[D]", copy=False)


def days_between(start, end) -> np.ndarray:
    """end - start in days as float64, NaN where either is missing."""
    difference = days(end) - days(start)
    # A missing date is the smallest integer; it must not pass for a very early day.
    return np.where(np.isnat(difference), np.nan, difference.astype(np.float64))


def add_months(dates, months: int) -> np.ndarray:
    """So many calendar months on, clipped to the month's end: 29 Feb 2020 + 24 months = 28 Feb 2022."""
    dates = days(dates)
    month = dates.astype("datetime64[M]")
    day_of_month = dates - month.astype("datetime64[D]")
    first = (month + months).astype("datetime64[D]")
    last = (month + months + 1).astype("datetime64[D]") - ONE_DAY
    return np.minimum(first + day_of_month, last)


def age(born, at) -> np.ndarray:
    """Completed years at a date as float64: -1 before birth, NaN where a date is missing.

    A child born on 29 February gains a year on 1 March where the year has no such day.
    """
    born, at = np.broadcast_arrays(days(born), days(at))
    years = at.astype("datetime64[Y]").astype(int) - born.astype("datetime64[Y]").astype(int)
    birthday_to_come = _day_of_year(at) < _day_of_year(born)
    completed = np.where(at < born, -1.0, years - birthday_to_come)
    return np.where(np.isnat(born) | np.isnat(at), np.nan, completed)


def _day_of_year(dates: np.ndarray) -> np.ndarray:
    """Month and day as one number that orders days within a year."""
    month = dates.astype("datetime64[M]")
    month_number = month.astype(int) % 12
    return month_number * 32 + (dates - month.astype("datetime64[D]")).astype(int)
