"""What a live extract holds, judged from its plans."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from ..model.columns import Frame
from ..model.dates import KEY_DAYS
from ..model.periods import add_months
from ..model.runs import distinct_values
from .beginnings import STRAYS, weigh
from .holding import (
    ACTIVE,
    CURRENT,
    EITHER,
    ENDED,
    FEWEST_PLANS,
    OPEN,
    SIBLINGS,
    STARTED,
    TOLERATED_DAYS,
    Holding,
    tolerance,
)

_FEWEST_TO_DOUBT = 8
"""With fewer plans, nothing is doubted."""

_YOUNG_MONTHS = 6
"""If there are twenty or more open plans and none is this old, some open plans are missing: usually half are this
old."""

_STOCK_MONTHS = 36
"""The stock is compared with that of so many month-ends: by then it has reached its usual size, and later ones show growth."""

_ENDED_IN_A_YEAR, _MAYBE_ENDED = 10, 5
"""If so many ended in the last year and no plan is open, the extract holds, or may hold, only ended plans: in England the stock
is four fifths of a year's ends."""

_BY_CHANCE = 0.001
_EITHER_BY_CHANCE, _MAYBE_EITHER, _MAYBE_OLDER = 1e-3, 0.01, 0.01
_WINDOW_DAYS = 3 * 365

_FEW_ENDED = 3


def judge(plans: Frame, as_at: date, families: np.ndarray) -> Holding | None:
    """What the plans show about the extract; None if there are fewer than twenty. `families` has a number for each
    plan's family, or for its child."""
    start, end = plans["start"].astype("datetime64[D]"), plans["end"].astype("datetime64[D]")
    if len(start) < FEWEST_PLANS:
        return None
    ends = np.sort(end[end >= start])
    if not len(ends):
        is_cut = start.min() > np.datetime64(add_months(as_at, -_YOUNG_MONTHS))
        return Holding(STARTED, start.min().item()) if is_cut else Holding(OPEN, as_at)
    if len(ends) >= _FEW_ENDED and _all_have_an_open_plan(plans["child"], end):
        return Holding(CURRENT, as_at)
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
    if since or (since := _since_of_ended(start, end, families, as_at)):
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


def _all_have_an_open_plan(child: np.ndarray, end: np.ndarray) -> bool:
    """Whether no child's plans have all ended, as those of most children have in a history."""
    return len(distinct_values(child[np.isnat(end)])) == len(distinct_values(child))


def _since_of_ended(start: np.ndarray, end: np.ndarray, families: np.ndarray, as_at: date) -> date | None:
    """The day since which the plans that have ended started, if only those that are open may have started earlier."""
    ended = ~np.isnat(end)
    return next(
        (weight.since for weight in weigh(start[ended], end[ended], families[ended], as_at) if weight.is_cut), None
    )


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
