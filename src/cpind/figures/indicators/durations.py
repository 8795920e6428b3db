"""Bands of days; and DfE's of how long a plan lasted [91: data; 182: choice]."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...model import dates

DURATIONS = (
    "3 months or less",
    "More than 3 to 6 months",
    "More than 6 months to under 1 year",
    "1 to under 2 years",
    "2 years or more",
)
THREE_MONTHS_DAYS, TWO_YEARS_DAYS = 91, 730
_FIRST_DAYS = (THREE_MONTHS_DAYS + 1, 183, 365, TWO_YEARS_DAYS)


def duration_band(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Position in DURATIONS of end - start; an end before its start falls in the first."""
    return band_of(dates.days_between(start, end), _FIRST_DAYS)


def band_of(days: np.ndarray, first_days: Iterable[float]) -> np.ndarray:
    """How many bands lie before each number of days, from the first day of every band but the first; 0 for NaN."""
    band = np.zeros(len(days), np.int8)
    for first in first_days:
        band += days >= first
    return band
