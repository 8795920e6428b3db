"""Which plans had been reviewed on time by a day, going from review to review for all plans at once.

The first review is due 3 calendar months after the plan's start, each next one 6 months after the one before.
[official: D6 footnote] DfE's own algorithm is not public. Here the reviews of the twelve months up to the day count,
and the last one before them. At 31 March that is the census window, the reviews of the reporting year; at any other day
the window has the same length, so that every figure has the same number of months in which a review can be late.
[choice]
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..model.columns import Frame
from ..model.dates import KEY_DAYS, ONE_DAY, add_months, days, pack_key
from ..model.threads import side_by_side

FIRST_MONTHS, NEXT_MONTHS, WINDOW_MONTHS = 3, 6, 12


def on_time(plans: Frame, reviews: Frame, at: np.ndarray, *, full_history: bool) -> np.ndarray:
    """Whether each plan had all its reviews by their due dates at the day `at`, and the next was not overdue.

    Args:
        plans: the columns start, and event, the plan's position as in `reviews`; fastest if plans of the same day are
            together.
        reviews: the columns plan and date, sorted and distinct (events.reviews).
        at: the day, for each plan.
        full_history: whether all reviews since the start count, not only those in the window.
    """
    plan, start, at = plans["event"], days(plans["start"]), days(at)
    first_due = add_months(start, FIRST_MONTHS)
    walk = _Walk(reviews["plan"], days(reviews["date"]), int(plan.max(initial=0)))
    begins = np.flatnonzero(np.append(True, at[1:] != at[:-1]))[: len(at)].tolist()
    runs = [slice(begin, end) for begin, end in zip(begins, [*begins[1:], len(at)])]
    tasks = (partial(walk.on_time, plan[run], start[run], first_due[run], at[run.start], full_history) for run in runs)
    return np.concatenate([np.zeros(0, bool), *side_by_side(tasks, len(plan))])


def next_due(plans: Frame, reviews: Frame, at: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """The day by which the next review of each plan is due at the day `at`, and whether it is the plan's first.

    `plans` and `reviews` as for `on_time`. A plan that had all its reviews on time remains on time up to and including
    this day, but not after it, if no other review is held.
    """
    plan, first_due = plans["event"], add_months(plans["start"], FIRST_MONTHS)
    walk = _Walk(reviews["plan"], days(reviews["date"]), int(plan.max(initial=0)))
    last = walk.past(plan, at)
    is_first = last == walk.began[plan]
    return np.where(is_first, first_due, walk.next_due[last - 1]), is_first


class _Walk:
    """The reviews in order, and for each the day by which the next is due. The day is missing in the place after the
    last review, which is also (as -1) the place before the first."""

    def __init__(self, plan: np.ndarray, held: np.ndarray, last_plan: int) -> None:
        nothing = np.datetime64("NaT", "D")
        self.key = pack_key(plan, held)
        self.began = np.searchsorted(self.key, np.arange(last_plan + 1) * KEY_DAYS)
        self.held = np.append(held, nothing)
        self.next_due = np.append(add_months(held, NEXT_MONTHS), nothing)
        # How many reviews up to a place were late by the review before them, of whatever plan that was.
        self.late = np.zeros(len(held) + 1, np.int32)
        self.late[2:] = np.cumsum(held[1:] > self.next_due[: max(len(held) - 1, 0)])

    def past(self, plan: np.ndarray, at: np.datetime64) -> np.ndarray:
        """For each plan, the place after its last review up to a day."""
        return np.searchsorted(self.key, plan * KEY_DAYS + at.astype(np.int64), side="right")

    def on_time(
        self, plan: np.ndarray, start: np.ndarray, first_due: np.ndarray, at: np.datetime64, full_history: bool
    ) -> np.ndarray:
        """Whether plans that are open at one day were reviewed on time."""
        began, begins = self.began[plan], plan * KEY_DAYS
        past = self.past(plan, at)
        first, due = began, first_due
        if not full_history:
            window = window_start(at)
            first = np.searchsorted(self.key, begins + window.astype(np.int64))
            # Missing, and so late, if the plan began before the window and no earlier review is known.
            due = np.where(start >= window_start(window - ONE_DAY), first_due, np.datetime64("NaT", "D"))
            due = np.where((start < window) & (first > began), self.next_due[first - 1], due)
        several = past > first
        missed_first = several & (self.held[first] > due)
        # Late reviews among those after the first in the window, each compared with the one before it.
        overdue = self.late[past] > self.late[np.minimum(first + 1, past)]
        last_due = np.where(several, self.next_due[past - 1], due)
        return ~np.isnat(due) & ~missed_first & ~overdue & (at <= last_due)


def window_start(at: np.datetime64) -> np.datetime64:
    """The first day of the twelve months up to a day: 1 April for a 31 March."""
    first: np.datetime64 = add_months(np.array([at + ONE_DAY]), -WINDOW_MONTHS)[0]
    return first
