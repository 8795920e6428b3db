"""Whether a live flat extract holds only children under an age: exports often leave out those who have grown older.
[choice]"""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from .flags import Under
from .holding import SIBLINGS

_FEWEST_AGES, _FEWEST_RECENT, _MOSTLY_KNOWN = 30, 30, 0.8
"""The fewest ages at an event from which anything can be concluded, the fewest in the last year that stand for those at all
events, and the share that must be known."""

_USUAL_AGES = np.interp(np.linspace(0.005, 0.995, 100), [0, 0.1, 0.36, 0.64, 0.95, 1], [0, 1, 5, 10, 16, 18])
"""Ages at the event where there are fewer: DfE's bands of children on plans in England, evenly spread within them."""

_YOUTHS, _YOUTHS_SHARE = 16, 0.03
"""In England one in twenty children on plans is 16 or older."""

_LIMITS, _BY_CHANCE, _BY_CHANCE_AT_A_LIMIT = (16, 18), 1e-4, 0.01
"""The extract is in doubt if it is less likely than this that no older child is there by chance. Reports leave out children
from 16 or from 18 on more often than from other ages."""


def all_under(births: np.ndarray, days: np.ndarray, as_at: date) -> Under | None:
    """The age under which all children of the events seem to be, today or at the event; None if there does not seem to
    be one.

    If children who have since grown older are missing, the oldest at an event are younger the longer ago the event was.
    The ages in the last year show how many older ones should be expected before it.
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
    usual = recent if len(recent) >= _FEWEST_RECENT else _USUAL_AGES
    older = len(usual) - np.searchsorted(usual, oldest - since[since >= 1], side="right")
    if _is_telling(older.sum() / len(usual), math.ceil(oldest)):
        return Under(math.ceil(oldest), is_today=True)
    if age.max() < _YOUTHS and _is_telling(_YOUTHS_SHARE * len(age), _YOUTHS):
        return Under(_YOUTHS, is_today=False)
    return None


def _is_telling(usual: float, under: int) -> bool:
    """Whether it is too unlikely that no child is as old as this, if so many usually are."""
    return math.exp(-usual / SIBLINGS) < (_BY_CHANCE_AT_A_LIMIT if under in _LIMITS else _BY_CHANCE)
