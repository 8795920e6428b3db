"""Whether a live flat extract holds only children under an age: those who have grown older since are often left out. [choice]"""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from .facts import Under
from .holding import SIBLINGS

_FEWEST_AGES, _FEWEST_RECENT, _MOSTLY_KNOWN = 100, 30, 0.8
"""Of so many ages at an event, and of so many in the last year, something can be told, if so large a share of all is known."""

_YOUTHS, _YOUTHS_SHARE = 16, 0.03
"""In England one in twenty children on plans is 16 or older."""

_BY_CHANCE = 1e-4
"""That no older child is there is so unlikely where the extract is in doubt."""


def all_under(births: np.ndarray, days: np.ndarray, as_at: date) -> Under | None:
    """Of which children alone the events may be: those who are under an age today, or were at the event; None where it does not seem so.

    Where those who have grown older since are missing, the oldest at an event are the younger, the longer ago it was. The ages of the last
    year tell how many older ones were to be expected before it.
    """
    known = ~np.isnat(births)
    if known.sum() < _FEWEST_AGES or known.mean() < _MOSTLY_KNOWN:
        return None
    day = days[known].astype("datetime64[D]")
    age, since = (
        (b - a).astype("timedelta64[D]").astype(np.int64) / 365.25
        for a, b in ((births[known], day), (day, np.datetime64(as_at)))
    )
    oldest = float((age + since).max())
    recent = np.sort(age[since < 1])
    if len(recent) >= _FEWEST_RECENT:
        older = len(recent) - np.searchsorted(recent, oldest - since[since >= 1], side="right")
        if _is_telling(older.sum() / len(recent)):
            return Under(math.ceil(oldest), is_today=True)
    if age.max() < _YOUTHS and _is_telling(_YOUTHS_SHARE * len(age)):
        return Under(_YOUTHS, is_today=False)
    return None


def _is_telling(usual: float) -> bool:
    return math.exp(-usual / SIBLINGS) < _BY_CHANCE
