"""Whether the plans at the beginning of an extract were running before it, or whether it holds only plans started
since.

In an extract of plans active since a day, the plans open at the earliest end are as old as open plans usually are, and
few started long before, as most plans of that time have ended. In an extract of plans started since a day, no plan is
older than the extract, and its first weeks have as many starts as later ones. Both are weighed as probabilities.
[choice]
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from ..model.columns import Categorical
from ..model.runs import distinct_values
from .events import Events

STRAYS = 2
"""In an extract that is cut, up to this many of the oldest plans may be stray or wrongly dated."""

TELLING = -4.0
"""A probability (as a power of ten) this low, and this much lower than the alternative's, shows that an extract is
cut."""

_POSSIBLE, _EVEN, _NEAR = -3.0, math.log10(0.5), 0.5

_USUAL_DAYS = 730
_MOST_DAYS_LOOKED_AT = 24
_NEVER = np.int64(2**40)


class Weight(NamedTuple):
    """How likely the plans at the beginning are, as powers of ten: if the extract holds those `active` since a day, and
    if it holds those `started` since `since`."""

    since: date
    active: float
    started: float

    @property
    def is_cut(self) -> bool:
        """Whether the plans show that the extract holds only those started since a day."""
        return self.active < TELLING and self.active - self.started < TELLING

    @property
    def is_doubtful(self) -> bool:
        """Whether the plans may well be those started since a day, but are too few to tell."""
        is_likelier = self.active < _EVEN and self.active - self.started < _NEAR
        return is_likelier and self.started > _POSSIBLE and not self.is_cut


def weigh(start: np.ndarray, end: np.ndarray, families: np.ndarray, as_at: date) -> Iterable[Weight]:
    """The plans from the earliest start on, then without the oldest one, then without the two oldest.

    `families` has a number for each plan's family, or its child where none is known: siblings start together, so they
    are one piece of evidence.
    """
    day = start.astype("datetime64[D]").astype(np.int64)
    order = np.argsort(day.astype(np.uint16), kind="stable")  # KEY_DAYS are 16 bits, which numpy sorts in linear time
    order = order[~(end < start)[order]]  # a plan that ends before it starts was never open
    begin = day[order]
    over = end[order].astype("datetime64[D]").astype(np.int64)
    over[np.isnat(end[order])] = _NEVER
    last = int(np.datetime64(as_at).astype(np.int64))
    for strays in range(min(STRAYS + 1, len(begin))):
        if strays and begin[strays] == begin[strays - 1]:
            continue
        if weight := _weight(begin[strays:], over[strays:], families[order][strays:], last, strays):
            yield weight


def families_of(plans: Events) -> np.ndarray:
    """A number for each plan's family, or for the child if it has none."""
    child: np.ndarray = plans.frame["child"].astype(np.int64)
    try:
        family = plans.column("family_id")
    except KeyError:  # the column does not exist, or was not read because no figure needs it
        return child
    assert isinstance(family, Categorical)
    return np.where(family.filled(), family.codes.astype(np.int64), len(family.texts) + child)


def _weight(begin: np.ndarray, over: np.ndarray, families: np.ndarray, last: int, strays: int) -> Weight | None:
    """The weight of plans in order of start; the oldest `strays` are already left out."""
    since, first_end = int(begin[0]), int(over.min())
    if first_end >= last:
        return None
    age = first_end - since
    until = min(last, first_end + _USUAL_DAYS)
    begun, later = np.searchsorted(begin, (first_end, until), side="right").tolist()
    # Every plan that started by the earliest end was open on that day.
    n = len(distinct_values(families[:begun]))
    usual = len(distinct_values(families[begun:later])) / (until - first_end) * (age + 1)
    active = _binomial(strays, n + strays, _share_older(begin, over, age, first_end, last))
    day = np.datetime64(since, "D").item()
    return Weight(day, active, _poisson(n, usual))


def _share_older(begin: np.ndarray, over: np.ndarray, age: int, first_end: int, last: int) -> float:
    """The share of plans open on later, evenly spread days that are older than `age`: the median over these days."""
    count = min(_MOST_DAYS_LOOKED_AT, last - first_end)
    shares = []
    for day in np.linspace(first_end, last, count + 1)[1:].astype(np.int64).tolist():
        older, begun = np.searchsorted(begin, (day - age, day + 1), side="left").tolist()
        is_open = over[:begun] > day
        if is_open.any():
            shares.append(is_open[:older].sum() / (is_open.sum() + 1))  # never 1: one more plan might be younger
    return float(sorted(shares)[len(shares) // 2]) if shares else 0.0


def _binomial(most: int, n: int, share: float) -> float:
    """The probability, as a power of ten, of at most `most` of n, each with probability `share`."""
    if share <= 0 or most >= n:
        return 0.0
    log, other = math.log(share), math.log1p(-share)
    return _sum(
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * log + (n - k) * other
        for k in range(most + 1)
    )


def _poisson(most: int, mean: float) -> float:
    """The probability, as a power of ten, of at most `most` events if `mean` are usual."""
    if mean <= 0:
        return 0.0
    return _sum(k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(most + 1))


def _sum(logarithms: Iterable[float]) -> float:
    """The sum, as a power of ten, of numbers given by their logarithms."""
    logs = list(logarithms)
    top = max(logs)
    return min(0.0, (top + math.log(math.fsum(math.exp(log - top) for log in logs))) / math.log(10))
