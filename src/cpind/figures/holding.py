"""Which plans a live extract holds, judged from the plans themselves, and which figures are incomplete because of it.

active    plans active since a day: those that ended earlier are missing
started   plans started since a day: those that were running then are missing
either    plans started or ended since a day: those that have run throughout are missing
ended     plans that have ended, without those that are open
open      plans that are open, without those that have ended
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import Frame
from ..model.dates import KEY_DAYS
from ..model.periods import add_months
from ..model.runs import distinct_values
from .beginnings import STRAYS, weigh
from .facts import HoldsOnly

if TYPE_CHECKING:
    from ..model.periods import Period
    from .indicators import Indicator

ACTIVE, STARTED, EITHER, ENDED, OPEN = "active", "started", "either", "ended", "open"
KINDS = (ACTIVE, STARTED, ENDED)
"""The values of --holds."""

FEWEST_PLANS, _FEWEST_TO_DOUBT = 20, 8
"""With fewer plans than the first, nothing can be judged; with fewer than the second, nothing be doubted."""

TOLERATED_DAYS = 31
"""A period may start this long before the first event and still count as covered."""

_YOUNG_MONTHS = 6
"""If there are twenty or more open plans and none is this old, some open plans are missing: usually half are this
old."""

_STOCK_MONTHS = 36
"""The stock is compared with that of so many month-ends, by when it is as large as ever: later ones tell of growth."""

_INTERVALS = 3
_ENDED_IN_A_YEAR, _MAYBE_ENDED = 10, 5
"""If so many ended in the last year and no plan is open, the extract holds, or may hold, only ended plans: in England the stock
is four fifths of a year's ends."""

_BY_CHANCE = 0.001
_EITHER_BY_CHANCE, _MAYBE_EITHER, _MAYBE_OLDER = 1e-3, 0.01, 0.01
_WINDOW_DAYS = 3 * 365

SIBLINGS = 2
"""If families are not known, this many children count as one piece of evidence: siblings start and end together."""

_FEW_UNDATED = 3
_STOCK_YEARS, _LONG_YEARS = 2, 4
_STOCK, _LONG, _GAPS, _REPEATS, _STARTS, _ENDS, _REVIEWS = [
    "stock",
    "long",
    "gaps",
    "repeats",
    "starts",
    "ends",
    "reviews",
]
_WHOLE_AFTER_YEARS = {_STARTS: 0, _REPEATS: 0, _LONG: _LONG_YEARS}


@dataclass(frozen=True)
class Holding:
    """`kind`: one of the five. `since`: its X; None where it is not known. `tolerated`: the days that a period may begin
    before X, since X is an estimate. `is_given`: the user said so, rather than the plans. `other`: what it may hold
    instead, where too few plans are there to tell. `cut`: those that have ended are only those started since. `until`: the last
    day of plans started or ended since X."""

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

        `has_no_number`: the extract records no number of previous plans that can be relied on, so repeats are derived from the
        history.
        """
        aspects = _aspects(indicator)
        if self.kind == ENDED:
            if not aspects <= {_ENDS, _LONG} or indicator.is_snapshot:
                return HoldsOnly(ENDED, is_given=self.is_given)
            cut = Holding(STARTED, self.cut) if self.cut else None
            return cut.shortfall(indicator, period, as_at, has_no_number) if cut else None
        if self.kind == OPEN:
            is_whole = aspects <= {_STOCK, _LONG} and indicator.is_snapshot and period.end >= as_at
            return None if is_whole else HoldsOnly(OPEN, is_given=self.is_given)
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


def judge(plans: Frame, as_at: date, families: np.ndarray) -> Holding | None:
    """What the plans show about the extract; None if there are fewer than twenty. `families`: a number for each plan's
    family, or for its child."""
    start, end = plans["start"].astype("datetime64[D]"), plans["end"].astype("datetime64[D]")
    if len(start) < FEWEST_PLANS:
        return None
    ends = np.sort(end[end >= start])
    if not len(ends):
        is_cut = start.min() > np.datetime64(add_months(as_at, -_YOUNG_MONTHS))
        return Holding(STARTED, start.min().item()) if is_cut else Holding(OPEN, as_at)
    weights = list(weigh(start, end, families, as_at))
    since = next((weight.since for weight in weights if weight.is_cut), None)
    first, day = ends[0], np.datetime64(as_at)
    year_before = np.datetime64(add_months(as_at, -12))
    none_open = int((ends > year_before).sum()) if not np.isnat(end).any() else 0
    if none_open >= _ENDED_IN_A_YEAR:
        return Holding(ENDED, first.item(), tolerance(ends), cut=since)
    if (months := _month_ends(first, day)[:_STOCK_MONTHS]).size:
        stock, *later = _stock(start, end, np.append(first, months)).tolist()
        median = float(np.median(later))
        if stock < median / 4 and _at_most(stock, median) < _BY_CHANCE:
            return Holding(STARTED, since or start.min().item())
    if since:
        return Holding(STARTED, since)
    until, chance = _all_ended(start, end, families, first)
    either = Holding(EITHER, first.item(), tolerance(ends), until=until)
    if chance < _EITHER_BY_CHANCE:
        return either
    other = either if chance < _MAYBE_EITHER else None
    if weights and weights[0].is_doubtful:
        other = Holding(STARTED, weights[0].since, tolerance(ends))
    if other is None:
        oldest, chance = _older_missing(start, end, families, first, day)
        other = Holding(EITHER, oldest, tolerance(ends), until=until) if chance < _MAYBE_OLDER else None
    if none_open >= _MAYBE_ENDED:
        other = Holding(ENDED, first.item())
    return Holding(ACTIVE, first.item(), tolerance(ends), other=other)


def doubted(plans: Frame, as_at: date) -> Holding | None:
    """What fewer than twenty plans may be, instead of those active since a day; None if nothing suggests it. Siblings count
    separately, so that it makes no difference whether families were read."""
    start, end = plans["start"].astype("datetime64[D]"), plans["end"].astype("datetime64[D]")
    ends = end[end >= start]
    if not _FEWEST_TO_DOUBT <= len(start) < FEWEST_PLANS or not len(ends):
        return None
    in_the_year = ends > np.datetime64(add_months(as_at, -12))
    if not np.isnat(end).any() and int(in_the_year.sum()) >= _MAYBE_ENDED:
        return Holding(ENDED, ends.min().item())
    weight = next(iter(weigh(start, end, plans["child"], as_at)), None)
    return Holding(STARTED, weight.since) if weight and (weight.is_cut or weight.is_doubtful) else None


def _all_ended(
    start: np.ndarray, end: np.ndarray, families: np.ndarray, first: np.datetime64
) -> tuple[date | None, float]:
    """The last day on which a plan ended that had started well before the first day, if all of these have ended, and how likely
    that is by chance.

    The plans open on a day are as old as they have still to run, on the whole (renewal theory). So if all of them ran on for
    fewer days than some were old, each family of these is a coin that fell on the same side.
    """
    is_old = (start < first - np.timedelta64(TOLERATED_DAYS, "D")) & ~(end < first)
    if not is_old.any() or np.isnat(end[is_old]).any():
        return None, 1.0
    last = end[is_old].max()
    is_older = is_old & (first - start > last - first)
    until: date = last.item()
    return until, 0.5 ** min(len(distinct_values(families[is_older])), int(is_older.sum()) / SIBLINGS)


def _older_missing(
    start: np.ndarray, end: np.ndarray, families: np.ndarray, first: np.datetime64, day: np.datetime64
) -> tuple[date | None, float]:
    """The start of the oldest open plan, and how likely it is by chance that none is older.

    On average as many open plans are older than an age as the days by which the plans that end in a time exceed that age,
    together, divided by that time (renewal theory). The two that exceed it most do not count: a start may be wrong by decades.
    """
    is_open = np.isnat(end)
    window = int(min(day - first, np.timedelta64(_WINDOW_DAYS, "D")).astype(np.int64))
    if not is_open.any() or not window:
        return None, 1.0
    oldest = start[is_open].min()
    ended = np.flatnonzero(end > day - window)
    beyond = ((end[ended] - start[ended]) - (day - oldest)).astype(np.int64)
    order = np.argsort(beyond, kind="stable")[np.count_nonzero(beyond <= 0) :][:-STRAYS]
    long = ended[order]
    share = np.minimum(beyond[order] / window, 1.0)
    of_families = dict(zip(families[long].tolist(), share.tolist()))  # the longest of each, which comes last
    usual = min(float(share.sum()) / SIBLINGS, sum(of_families.values()))
    since: date = oldest.item()
    return since, math.exp(-usual)


def as_given(kind: str, plans: Frame, as_at: date) -> Holding:
    """What the user says that the extract holds, with the day that the plans show for it."""
    start, end = plans["start"].astype("datetime64[D]"), plans["end"].astype("datetime64[D]")
    ends = np.sort(end[end >= start])
    if kind == STARTED:
        return Holding(STARTED, start.min().item() if len(start) else None, is_given=True)
    return Holding(kind, ends[0].item() if len(ends) else as_at, tolerance(ends), is_given=True)


def lacks_history(plans: Frame, holding: Holding, indicator: Indicator, period: Period, *, has_previous: bool) -> bool:
    """Whether an extract of plans active since a day lacks too many earlier plans of the same children, for a figure
    that depends on them. `has_previous`: the extract records the number or the dates of previous plans.

    Plans that ended within the previous two years are complete from two years after that day on; most earlier plans are
    there from four years after it on, and those still missing are gaps-not-known. A previous plan recorded in the
    plan's own row makes up for a missing one.
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


def _stock(start: np.ndarray, end: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The number of plans open on each of the days; a plan that ends before it starts is never open."""
    out = np.maximum(end, start)[~np.isnat(end)]
    begun, over = (np.bincount(days_of.astype(np.int64), minlength=KEY_DAYS) for days_of in (start, out))
    return np.cumsum(begun - over)[days.astype(np.int64)]


def _month_ends(first: np.datetime64, last: np.datetime64) -> np.ndarray:
    months = np.arange(first.astype("datetime64[M]") + 1, last.astype("datetime64[M]") + 2)
    days = months.astype("datetime64[D]") - np.timedelta64(1, "D")
    return days[days <= last]


def _at_most(count: int, mean: float) -> float:
    """The probability of at most `count` if `mean` are usual (Poisson): in a small authority an empty stock proves
    nothing."""
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)) if mean > 0 else 1.0


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
