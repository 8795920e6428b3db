"""Working days in England: weekdays that are no bank holiday, substitutes and one-off holidays included.

The clock of an initial child protection conference: the day of the strategy discussion is day 0, so
`working_days` counts the days in (start, end]. [official: census guide s4.12; that bank holidays are no
working days: choice, DfE says only "working days"]
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .dates import ONE_DAY, days


def working_days(start: np.ndarray, end: np.ndarray, *, weekends_only: bool = False) -> np.ndarray:
    """Working days in (start, end], element by element, as float64; NaN where either date is missing.

    Negative where the end lies before the start. A conference on a Saturday or a bank holiday has the
    number of the last working day before it. `weekends_only` counts bank holidays as working days, to
    reconcile with tools that forget them.
    """
    start, end = days(start), days(end)
    taken = np.full(start.shape, np.nan)
    known = ~(np.isnat(start) | np.isnat(end))
    if not known.any():
        return taken
    first, last = start[known], end[known]
    none = np.array([], "datetime64[D]")
    # busday_count counts [a, b): one day on at both ends makes it (a, b].
    counted = np.busday_count(
        first + ONE_DAY,
        last + ONE_DAY,
        holidays=none
        if weekends_only
        else _bank_holidays(
            int(min(first.min(), last.min()).astype("datetime64[Y]").astype(int)) + 1970,
            int(max(first.max(), last.max()).astype("datetime64[Y]").astype(int)) + 1970,
        ),
    )
    # Two dates in the wrong order may have no working day between them; they are still in the wrong order.
    taken[known] = np.where(last < first, np.minimum(counted, -1), counted)
    return taken


def day_after(start: np.ndarray, count: int) -> np.ndarray:
    """The day that is so many working days after each start, day 0: the first on which `working_days` says so many."""
    start = days(start)
    if not len(start):
        return start
    first, last = (int(day.astype("datetime64[Y]").astype(int)) + 1970 for day in (start.min(), start.max()))
    # From the working day on or before the start, which a weekend's clock counts from too.
    return np.busday_offset(start, count, roll="backward", holidays=_bank_holidays(first - 1, last + 1))


@lru_cache(maxsize=8)
def _bank_holidays(first_year: int, last_year: int) -> np.ndarray:
    """England's bank holidays of these calendar years, observed days included, from `holidays`."""
    from holidays.countries import UnitedKingdom

    calendar = UnitedKingdom(subdiv="ENG", years=range(first_year, last_year + 1))
    return np.array(sorted(calendar), "datetime64[D]")
