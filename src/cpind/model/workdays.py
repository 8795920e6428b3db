"""Working days in England: weekdays that are not bank holidays, substitutes and one-off holidays included.

For the time limit of an initial child protection conference, the day of the strategy discussion is day 0, so
`working_days` counts the days in (start, end]. [official: census guide s4.12; that bank holidays are not
working days: choice, DfE says only "working days"]
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .bank_holidays import BANK_HOLIDAYS
from .dates import ONE_DAY, days


def working_days(start: np.ndarray, end: np.ndarray, *, weekends_only: bool = False) -> np.ndarray:
    """Working days in (start, end], element by element, as float64; NaN where either date is missing.

    Negative where the end lies before the start. A conference on a Saturday or a bank holiday has the
    number of the last working day before it. `weekends_only` counts bank holidays as working days, to
    reconcile with tools that forget them. Raises ValueError for dates before 1989 or after 2100.
    """
    start, end = days(start), days(end)
    counts = np.full(start.shape, np.nan)
    known = ~(np.isnat(start) | np.isnat(end))
    if not known.any():
        return counts
    first, last = start[known], end[known]
    origin, running = _running_count(
        _year_of(min(first.min(), last.min())), _year_of(max(first.max(), last.max())), weekends_only
    )
    counted = running[(last - origin).astype(np.int64)] - running[(first - origin).astype(np.int64)]
    # Two dates in the wrong order count as negative even with no working day between them.
    counts[known] = np.where(last < first, np.minimum(counted, -1), counted)
    return counts


def _year_of(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(int)) + 1970


@lru_cache(maxsize=8)
def _running_count(first_year: int, last_year: int, weekends_only: bool) -> tuple[np.datetime64, np.ndarray]:
    """The first day of these calendar years, and for each of their days how many working days there were up to it."""
    first, after = np.datetime64(f"{first_year}-01-01"), np.datetime64(f"{last_year + 1}-01-01")
    holidays = np.array([], "datetime64[D]") if weekends_only else _bank_holidays(first_year, last_year)
    return first, np.cumsum(np.is_busday(np.arange(first, after), holidays=holidays))


def day_after(start: np.ndarray, count: int) -> np.ndarray:
    """The day that is `count` working days after each start (day 0): the first on which `working_days` gives that
    number. Raises ValueError as it does, for dates in the first or the last year too."""
    start = days(start)
    if not len(start):
        return start
    first, last = _year_of(start.min()), _year_of(start.max())
    # Count from the working day on or before the start: a start at a weekend counts from there too.
    return np.busday_offset(start, count, roll="backward", holidays=_bank_holidays(first - 1, last + 1))


def last_day_within(start: np.ndarray, count: int) -> np.ndarray:
    """The last day on which `working_days` from each start is at most `count`: if a weekend or a bank holiday follows
    the count-th working day, the last day of these. Raises ValueError as `day_after` does."""
    return day_after(start, count + 1) - ONE_DAY


@lru_cache(maxsize=8)
def _bank_holidays(first_year: int, last_year: int) -> np.ndarray:
    """England's bank holidays in these calendar years. Raises ValueError for a year whose holidays are not known."""
    unknown = sorted({first_year, last_year} - set(BANK_HOLIDAYS))
    if unknown:
        raise ValueError(f"the bank holidays of {unknown[0]} are not known")
    days_of_years = (
        f"{year}-{day}" for year in range(first_year, last_year + 1) for day in BANK_HOLIDAYS[year].split()
    )
    return np.array(list(days_of_years), "datetime64[D]")
