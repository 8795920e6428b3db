"""DfE's bands of how long a plan lasted, in days; [91: data; 182: choice]."""

from __future__ import annotations

import numpy as np

from .. import dates

DURATIONS = (
    "3 months or less",
    "More than 3 to 6 months",
    "More than 6 months to under 1 year",
    "1 to under 2 years",
    "2 years or more",
)
_FIRST_DAYS = (92, 183, 365, 730)


def duration_band(start, end) -> np.ndarray:
    """Position in DURATIONS of end - start; an end before its start falls in the first."""
    return np.searchsorted(_FIRST_DAYS, dates.days_between(start, end), side="right")
