"""Which plans had been reviewed on time by a day: the walk from review to review, for all plans at once.

The first review is due 3 calendar months after the plan's start, each next one 6 months after the one before.
[official: D6 footnote] DfE's own algorithm is not public: on the census window the reviews of the reporting year up to
the day count, and the last one before that year. [choice]
"""

from __future__ import annotations

import numpy as np

from .columns import Frame
from .dates import KEY_DAYS, add_months, by_day, days, key_of

FIRST_MONTHS, NEXT_MONTHS = 3, 6


def on_time(plans: Frame, reviews: Frame, at: np.ndarray, *, full_history: bool) -> np.ndarray:
    """Whether each plan had all its reviews by their due dates at the day `at`, and the next was not overdue.

    `plans`: columns start, and episode, the position that `reviews` know a plan by. `reviews`: columns plan and date,
    in their order, each day once (episodes.reviews). `full_history`: all reviews since the start, not the window.
    """
    held = days(reviews["date"])
    order = key_of(reviews["plan"], held)
    plan, start, at = plans["episode"], days(plans["start"]), days(at)
    year = by_day(at, _year_start)
    began = np.searchsorted(order, plan * KEY_DAYS)
    past = np.searchsorted(order, key_of(plan, at), side="right")
    if full_history:
        first, due = began, add_months(start, FIRST_MONTHS)
    else:
        first = np.searchsorted(order, key_of(plan, year))
        due = _first_due(start, year, first > began, _taken(held, first - 1))
    several = past > first
    late = np.zeros(len(held) + 1, np.int64)
    late[2:] = np.cumsum(held[1:] > add_months(held[:-1], NEXT_MONTHS))
    # Late ones among those after the first of the window, each against the one before it.
    overdue = np.where(several, late[past] - late[np.minimum(first + 1, past)], 0) > 0
    missed_first = several & (_taken(held, first) > due)
    last_due = np.where(several, add_months(_taken(held, past - 1), NEXT_MONTHS), due)
    return ~np.isnat(due) & ~missed_first & ~overdue & (at <= last_due)


def _first_due(start: np.ndarray, year: np.ndarray, has_earlier: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """When the first review of the window is due; missing where the plan began before the year before and no earlier
    review is known: then it is late."""
    year_before = add_months(year, -12)
    from_start = np.where(start >= year_before, add_months(start, FIRST_MONTHS), np.datetime64("NaT", "D"))
    return np.where((start < year) & has_earlier, add_months(earlier, NEXT_MONTHS), from_start)


def _taken(held: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The dates at these places; missing where a place lies outside."""
    inside = (places >= 0) & (places < len(held))
    taken = np.full(len(places), np.datetime64("NaT"), "datetime64[D]")
    taken[inside] = held[places[inside]]
    return taken


def _year_start(at: np.ndarray) -> np.ndarray:
    """1 April of the reporting year of each day."""
    month = at.astype("datetime64[M]").astype(np.int64)
    april = (month - 3) // 12 * 12 + 3
    return april.astype("datetime64[M]").astype("datetime64[D]")
