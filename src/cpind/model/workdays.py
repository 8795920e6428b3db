"""Working days in England: weekdays that are no bank holiday, substitutes and one-off holidays included.

The clock of an initial child protection conference: the day of the strategy discussion is day 0, so
`working_days` counts the days in (start, end]. [official: census guide s4.12; that bank holidays are no
working days: choice, DfE says only "working days"]
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np

from .dates import days


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
    years = [
        int(day.astype("datetime64[Y]").astype(int)) + 1970
        for day in (first.min(), first.max(), last.min(), last.max())
    ]
    origin, running = _running_count(min(years), max(years), weekends_only)
    counted = running[(last - origin).astype(np.int64)] - running[(first - origin).astype(np.int64)]
    # Two dates in the wrong order may have no working day between them; they are still in the wrong order.
    taken[known] = np.where(last < first, np.minimum(counted, -1), counted)
    return taken


@lru_cache(maxsize=8)
def _running_count(first_year: int, last_year: int, weekends_only: bool) -> tuple[np.datetime64, np.ndarray]:
    """The first day of these calendar years, and for each of their days how many working days there were up to it."""
    first, after = np.datetime64(f"{first_year}-01-01"), np.datetime64(f"{last_year + 1}-01-01")
    holidays = np.array([], "datetime64[D]") if weekends_only else _bank_holidays(first_year, last_year)
    return first, np.cumsum(np.is_busday(np.arange(first, after), holidays=holidays))


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
    calendar = _calendar_class()(subdiv="ENG", years=range(first_year, last_year + 1))
    return np.array(sorted(calendar), "datetime64[D]")


def _calendar_class() -> type:
    """The United Kingdom's calendar alone: its package imports those of all countries, which takes longer than to count the
    working days of ten thousand conferences."""
    import holidays

    source = Path(holidays.__path__[0], "countries", "united_kingdom.py")
    if source.is_file() and (spec := spec_from_file_location(f"{__name__}.united_kingdom", source)):
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.UnitedKingdom
    return holidays.UnitedKingdom
