"""Plans that a case system has cut in two, made one: a plan that starts at most so many days after the one before ends."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..model.columns import Categorical, Column, cells
from ..model.extract import TRACE
from ..model.runs import same_as_previous
from .merging import Merged

OF_THE_FIRST = ("previous_plans", "initial_category", "previous_plan_start", "previous_plan_end", *TRACE)
"""What a plan of several rows takes from the first of them; everything else is the last one's."""


def continues(child: np.ndarray, start: np.ndarray, end: np.ndarray, days: int) -> np.ndarray:
    """Which plans, in the order of child and start, start on the day on which the child's plan before them ends, or at most
    so many days later."""
    follows = same_as_previous(child)
    gap = (start[1:] - end[:-1]).astype("timedelta64[D]")
    follows[1:] &= (gap >= np.timedelta64(0, "D")) & (gap <= np.timedelta64(days, "D"))
    return follows


class Bridged:
    """Events of plans of which some are one: `first` and `last` are the positions of their parts among the `merged`
    ones. Offers what Merged does."""

    def __init__(self, merged: Merged, follows: np.ndarray) -> None:
        self._merged, self.part = merged, merged.part
        self.first = np.flatnonzero(~follows)
        self.last = np.append(self.first[1:], len(follows)) - 1
        self._plan = np.cumsum(~follows) - 1

    @cached_property
    def child_and_day(self) -> tuple[np.ndarray, np.ndarray]:
        """Each plan's child, as a code, and the start of its first part."""
        child, day = self._merged.child_and_day
        return child[self.first], day[self.first]

    @cached_property
    def parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Child and start of every part, and the position of the plan that it is a part of."""
        return *self._merged.child_and_day, self._plan

    def of_rows(self) -> np.ndarray:
        """For each row of the extract the position of its plan, -1 where it has none here."""
        events = self._merged.of_rows()
        return np.where(events >= 0, self._plan[events], -1)

    def column(self, name: str) -> Column:
        """A column of the rows, one value a plan: the first part's, or the last one's that says something."""
        column = self._merged.column(name)
        if name in OF_THE_FIRST:
            return column.take(self.first)
        known = _known(column)
        # The latest part up to each that says something, if it is one of the same plan.
        latest = np.maximum.accumulate(np.where(known, np.arange(len(known)), -1))[self.last]
        return column.take(np.where(latest >= self.first, latest, self.last))


def _known(column: Column) -> np.ndarray:
    if isinstance(column, Categorical):
        return column.filled()
    values = cells(column)
    return ~np.isnat(values) if values.dtype.kind == "M" else values >= 0
