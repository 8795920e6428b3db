"""Calendar arithmetic on whole columns of dates (numpy datetime64); missing stays missing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from .columns import Categorical

ONE_DAY = np.timedelta64(1, "D")

_KEY_BITS = 16
KEY_DAYS = 2**_KEY_BITS
"""More than the days that any date of an extract lies after 1970, so that a child and a day fit one sortable integer."""

_CALENDAR = np.append(np.datetime64("NaT", "D"), np.arange("1900-01-01", "2150-01-01", dtype="datetime64[D]"))
_BEFORE = int(_CALENDAR[1].astype(np.int64)) - 1
"""The day before the first of _CALENDAR, which has more days than any date that is computed with, births and due dates
included. Its first place is that of a missing date."""

MANY_DATES = 50_000
"""About as many as there are days from 1990 to 2099: from here on a look-up is quicker."""


_YEAR = 12 * 32


def pack_key(owner: np.ndarray, dates: ArrayLike) -> np.ndarray:
    """A child's (or a plan's) number and a day as one integer, in the order of both."""
    key = np.asarray(owner).astype(np.int64)
    key *= KEY_DAYS
    key += days(dates).view(np.int64)
    return key


def unpack_key(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The owner and the day that pack_key packed into one integer."""
    return (key >> _KEY_BITS).astype(np.int32), (key & KEY_DAYS - 1).view("datetime64[D]")


def days(dates: ArrayLike) -> np.ndarray:
    """A column of dates as datetime64[D]."""
    return np.asarray(dates).astype("datetime64[D]", copy=False)


def day_texts(dates: np.ndarray) -> Categorical:
    """Each date as text that sorts, "2020-03-31"; blank if missing."""
    known = days(dates)
    known = known[~np.isnat(known)]
    if not len(known):
        return Categorical(np.full(len(dates), -1, np.int32), [])
    first = known.min()
    texts = np.arange(first, known.max() + ONE_DAY).astype(str).tolist()
    return Categorical(np.maximum((days(dates) - first).view(np.int64), -1), texts)


def days_between(start: ArrayLike, end: ArrayLike) -> np.ndarray:
    """end - start in days as float64, NaN if either is missing."""
    difference = days(end) - days(start)
    # A missing date is the smallest integer; it must not pass for a very early day.
    return np.where(np.isnat(difference), np.nan, difference.astype(np.float64))


def add_months(dates: ArrayLike, months: int) -> np.ndarray:
    """The dates this many calendar months later, clipped to the month's end: 29 Feb 2020 + 24 months = 28 Feb 2022."""
    return by_day(days(dates), lambda calendar: _months_on(calendar, months))


def by_day(dates: np.ndarray, function: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The function of each date. If there are many dates, it is worked out once for each day of the calendar."""
    if len(dates) < MANY_DATES:
        return function(dates)
    # A missing date is the smallest integer: its place is the first, where the missing day is.
    place = np.maximum(days(dates).view(np.int64), _BEFORE)
    place -= _BEFORE
    return function(_CALENDAR).take(place)


def _months_on(dates: np.ndarray, months: int) -> np.ndarray:
    month = dates.astype("datetime64[M]")
    day_of_month = dates - month.astype("datetime64[D]")
    first = (month + months).astype("datetime64[D]")
    last = (month + months + 1).astype("datetime64[D]") - ONE_DAY
    same_day: np.ndarray = np.minimum(first + day_of_month, last)
    return same_day


def age(born: ArrayLike, at: ArrayLike) -> np.ndarray:
    """Completed years at a date as float64: -1 before birth, NaN where a date is missing.

    A child born on 29 February gains a year on 1 March in years without that day.
    """
    born, at = np.broadcast_arrays(days(born), days(at))
    years = (by_day(at, _as_number) - by_day(born, _as_number)) // _YEAR
    completed = np.where(at < born, -1.0, years)
    return np.where(np.isnat(born) | np.isnat(at), np.nan, completed)


def _as_number(dates: np.ndarray) -> np.ndarray:
    """Year, month and day as one number, so that the whole years between two are those of the difference."""
    month = dates.astype("datetime64[M]")
    day_of_year = month.astype(np.int64) % 12 * 32 + (dates - month.astype("datetime64[D]")).astype(np.int64)
    number: np.ndarray = dates.astype("datetime64[Y]").astype(np.int64) * _YEAR + day_of_year
    return number
