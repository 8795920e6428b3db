"""Merge plans that a case system has cut in two: a plan that starts at most a few days after the previous one ends."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..model.columns import Categorical, Column, cells
from ..model.extract import TRACE
from ..model.runs import same_as_previous
from .merging import Merged

OF_THE_FIRST = ("previous_plans", "initial_category", "previous_plan_start", "previous_plan_end", *TRACE)
"""The columns that a merged plan takes from its first part; all others come from the last."""


def continues(child: np.ndarray, start: np.ndarray, end: np.ndarray, days: int) -> np.ndarray:
    """Which plans, in the order of child and start, start on the day on which the child's previous plan ends, or at
    most `days` days later."""
    follows = same_as_previous(child)
    gap = (start[1:] - end[:-1]).astype("timedelta64[D]")
    follows[1:] &= (gap >= np.timedelta64(0, "D")) & (gap <= np.timedelta64(days, "D"))
    return follows


class Bridged:
    """Plans, some of which are merged from parts: `first` and `last` are the positions of their parts in `merged`. It
    has the same methods as Merged."""

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
        """Child and start of every part, and the position of its plan."""
        return *self._merged.child_and_day, self._plan

    def of_rows(self) -> np.ndarray:
        """For each row of the extract, the position of its plan; -1 if it has none here."""
        events = self._merged.of_rows()
        return np.where(events >= 0, self._plan[events], -1)

    def column(self, name: str) -> Column:
        """A column of the rows, one value for each plan: the first part's, or the last one that is not blank."""
        column = self._merged.column(name)
        if name in OF_THE_FIRST:
            return column.take(self.first)
        known = _known(column)
        # The latest part so far with a value, if it belongs to the same plan.
        latest = np.maximum.accumulate(np.where(known, np.arange(len(known)), -1))[self.last]
        return column.take(np.where(latest >= self.first, latest, self.last))


def _known(column: Column) -> np.ndarray:
    if isinstance(column, Categorical):
        return column.filled()
    values = cells(column)
    return ~np.isnat(values) if values.dtype.kind == "M" else values >= 0
