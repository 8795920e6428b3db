"""Which plans a live extract holds, and which figures are incomplete because of it. What it holds is judged from the plans
themselves in judging.py.

active    plans active since a day: those that ended earlier are missing
started   plans started since a day: those that were running then are missing
either    plans started or ended since a day: those that have run throughout are missing
ended     plans that have ended, without those that are open
open      plans that are open, without those that have ended
current   plans of children with an open plan, without those of other children
lists     such plans of several days: which of them are open is not known
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import Frame
from ..model.periods import add_months
from .flags import HoldsOnly

if TYPE_CHECKING:
    from ..model.periods import Period
    from .indicators import Indicator

ACTIVE, STARTED, EITHER, ENDED = "active", "started", "either", "ended"
OPEN, CURRENT, LISTS = "open", "current", "lists"
KINDS = (ACTIVE, STARTED, ENDED)
"""The values of --holds."""

FEWEST_PLANS = 20
"""With fewer plans, what an extract holds is not judged."""

TOLERATED_DAYS = 31
"""A period may start this long before the first event and still count as covered."""

_INTERVALS = 3
SIBLINGS = 2
"""If families are not known, this many children count as one piece of evidence: siblings start and end together."""

_FEW_UNDATED = 3
_STOCK_YEARS, _LONG_YEARS = 2, 4
_STOCK, _LONG, _GAPS, _REPEATS = "stock", "long", "gaps", "repeats"
_STARTS, _ENDS, _REVIEWS = "starts", "ends", "reviews"
_WHOLE_AFTER_YEARS = {_STARTS: 0, _REPEATS: 0, _LONG: _LONG_YEARS}


@dataclass(frozen=True)
class Holding:
    """What an extract holds.

    Attributes:
        kind: one of the seven.
        since: the day that its kind names; None where it is not known.
        tolerated: the days that a period may begin before that day, since it is an estimate.
        is_given: whether the user said so, rather than the plans.
        other: what it may hold instead, if there are too few plans to tell.
        cut: the day since which those that have ended started, None if they are not cut.
        until: the last day on which plans ended that had started before the day since.
    """

    kind: str
    since: date | None
    tolerated: int = TOLERATED_DAYS
    is_given: bool = False
    other: Holding | None = None
    cut: date | None = None
    until: date | None = None

    def shortfall(self, indicator: Indicator, period: Period, as_at: date, has_no_number: bool) -> HoldsOnly | None:
        """What makes a figure of plans incomplete, besides what an "active since" extract lacks; None if it is
        complete.

        With `has_no_number`, the extract records no number of previous plans that can be relied on, so repeats are
        derived from the history.
        """
        aspects = _aspects(indicator)
        if self.kind == ENDED:
            if not aspects <= {_ENDS, _LONG} or indicator.is_snapshot:
                return HoldsOnly(ENDED, is_given=self.is_given)
            cut = Holding(STARTED, self.cut) if self.cut else None
            return cut.shortfall(indicator, period, as_at, has_no_number) if cut else None
        if self.kind in (OPEN, CURRENT):
            is_whole = aspects <= {_STOCK, _LONG} and indicator.is_snapshot and period.end >= as_at
            return None if is_whole else HoldsOnly(self.kind, is_given=self.is_given)
        if self.kind == LISTS:
            return HoldsOnly(LISTS)
        if self.kind == EITHER and not indicator.is_snapshot and aspects <= {_ENDS, _LONG, _STARTS, _REPEATS}:
            is_ended = bool(aspects & {_ENDS, _LONG})
            if not is_ended or (self.until and period.end <= self.until + timedelta(days=self.tolerated)):
                return None
        if self.kind not in (STARTED, EITHER) or self.since is None:
            return None
        if _GAPS in aspects or (_REPEATS in aspects and has_no_number):
            # A previous plan that ended in the last two years is missing only if it had run for two years or more.
            is_whole = indicator.needs_gap and period.start >= add_months(self.since, 12 * _LONG_YEARS)
            return None if is_whole else HoldsOnly(self.kind, self.since, lacks_earlier=True, is_given=self.is_given)
        years = max(_WHOLE_AFTER_YEARS.get(aspect, _STOCK_YEARS) for aspect in aspects)
        whole = add_months(self.since, 12 * years) if years else self.since - timedelta(days=self.tolerated)
        first = period.end if indicator.is_snapshot else period.start
        if first >= whole:
            return None
        return HoldsOnly(self.kind, self.since, whole if years else None, is_given=self.is_given)


def as_given(kind: str, plans: Frame, as_at: date) -> Holding:
    """What the user says that the extract holds, with the day that the plans show for it."""
    start, end = plans["start"].astype("datetime64[D]"), plans["end"].astype("datetime64[D]")
    ends = np.sort(end[end >= start])
    if kind == STARTED:
        return Holding(STARTED, start.min().item() if len(start) else None, is_given=True)
    return Holding(kind, ends[0].item() if len(ends) else as_at, tolerance(ends), is_given=True)


def lacks_history(plans: Frame, holding: Holding, indicator: Indicator, period: Period, *, has_previous: bool) -> bool:
    """Whether an extract of plans active since a day lacks too many earlier plans of the same children, for a figure
    that depends on them.

    Plans that ended within the previous two years are complete from two years after that day on; most earlier plans are
    there from four years after it on, and those still missing are gaps-not-known. A previous plan recorded in the
    plan's own row makes up for a missing one: `has_previous` says whether the extract records the number or the dates
    of previous plans.
    """
    if holding.kind not in (ACTIVE, EITHER) or holding.since is None:
        return False
    years = _STOCK_YEARS if indicator.needs_gap else _LONG_YEARS
    if period.start >= add_months(holding.since, 12 * years) - timedelta(days=holding.tolerated):
        return False
    if not has_previous:
        return True
    start = plans["start"].astype("datetime64[D]")
    is_repeat = (plans["recorded"] >= 1) & (start >= np.datetime64(period.start)) & (start <= np.datetime64(period.end))
    undated = int((is_repeat & np.isnat(plans["previous_start"]) & np.isnat(plans["previous_end"])).sum())
    return undated >= _FEW_UNDATED and undated * 10 > int(is_repeat.sum())


def tolerance(ends: np.ndarray) -> int:
    """31 days, or three mean intervals between the sorted ends if that is more, as in a small authority."""
    if len(ends) < FEWEST_PLANS // 2:
        return TOLERATED_DAYS
    return max(TOLERATED_DAYS, int(_INTERVALS * (ends[-1] - ends[0]).astype(int) / (len(ends) - 1)))


def _aspects(indicator: Indicator) -> set[str]:
    """The aspects of plans that a figure is about, so that new indicators of the same kind need no change here."""
    if indicator.needs_history:
        return {_GAPS}
    if "reviews" in indicator.tables:
        return {_REVIEWS}
    dates = [dated for table, dated in indicator.kinds if table == "plans"]
    # A figure that finds a child's plans around another event needs the plans running then.
    return {_aspect(indicator, dated) for dated in dates} or {_STOCK}


def _aspect(indicator: Indicator, dated: str) -> str:
    if dated == "start":
        return _REPEATS if "previous_plans" in indicator.uses else _STARTS
    if dated == "end":
        return _ENDS if indicator.statistic.is_count else _LONG
    is_of_children = getattr(indicator.statistic, "of_children", False)
    return _STOCK if indicator.statistic.is_count or is_of_children else _LONG
