"""Counting: the episodes of a basis, placed among the periods, become numbers by group.

All periods of an indicator are counted in one pass: the episodes are placed between the sorted edges of the
periods, counted there by group, and a period is the difference of two running totals. A snapshot is the same: the
plans open at each date, stacked, are its episodes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from .basis import Basis
from .dates import days
from .groups import Grouping
from .indicators import CAVEATS, Caveat, Choices, Indicator
from .measures import total_months
from .periods import Period
from .reviewing import on_time
from .runs import like_the_one_before
from .schema import NOT_RECORDED
from .wording import counted

PERCENTILES = {25: "25th percentile", 50: "Median", 75: "75th percentile"}
WHOLE = Grouping("", ("",), lambda rows, at, which: np.zeros(len(rows), np.int32), ())
"""The grouping of an ungrouped figure: one group without a name."""


@dataclass(frozen=True)
class Tally:
    """One group's numbers in one period, before they are a figure."""

    label: str
    numerator: float | None
    denominator: float | None
    value: float | None = None


@dataclass(frozen=True)
class _Placed:
    """Episodes and their places among the periods. `place`: between which edges each is dated."""

    episodes: pd.DataFrame
    dated: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    edges: int

    def sums(self, weights: np.ndarray, codes: np.ndarray, groups: int) -> np.ndarray:
        """Per period (row) and group (column) the sum of the weights."""
        counts = np.bincount(self.place * groups + codes, weights, minlength=(self.edges + 1) * groups)
        running = counts.reshape(self.edges + 1, groups).cumsum(axis=0)
        return running[self.last] - running[self.first]

    def in_period(self, position: int) -> np.ndarray:
        return (self.place > self.first[position]) & (self.place <= self.last[position])

    def in_any_period(self) -> np.ndarray:
        covered = np.zeros(self.edges + 1, bool)
        for first, last in zip(self.first, self.last):
            covered[first + 1 : last + 1] = True
        return covered[self.place]


def count(
    indicator: Indicator,
    periods: list[Period],
    basis: Basis,
    grouping: Grouping | None,
    choices: Choices,
    shelf: dict,
) -> tuple[list[list[tuple[str, list[Tally]]]], list[tuple[Caveat, int, int]]]:
    """Per period the tallies of the whole area and of each group, each with the name of the split; and each
    caveat with the episodes of all the periods that it holds for, and of how many.

    `shelf` keeps the placed episodes for the other indicators of the same call.
    """
    key = (basis.label, indicator.episodes, indicator.dated, indicator.needs_reviews, tuple(periods))
    if key not in shelf:
        shelf[key] = (
            _open_plans(basis, periods, grouping, with_reviews=indicator.needs_reviews)
            if indicator.is_snapshot
            else _events(basis, indicator, periods)
        )
    placed: _Placed = shelf[key]
    values = np.asarray(indicator.function(placed.episodes, choices), np.float64)
    if indicator.statistic == "children":
        values = np.where(_last_of_child(placed.episodes), values, np.nan)
    splits = [_tallies(indicator, placed, values, WHOLE)]
    if grouping and not indicator.is_split:
        splits.append(_tallies(indicator, placed, values, grouping))
    per_period = [[(by, tallies[position]) for by, tallies in splits] for position in range(len(periods))]
    return per_period, list(_told(indicator, placed, choices))


def _events(basis: Basis, indicator: Indicator, periods: list[Period]) -> _Placed:
    """The episodes that have the indicator's date, placed among the periods."""
    episodes = getattr(basis, indicator.episodes)
    dated = days(episodes[indicator.dated])
    known = ~np.isnat(dated)
    if not known.all():  # only plans that ended have an end
        episodes, dated = episodes[known], dated[known]
    return _placed(episodes, dated, [(period.start, period.end) for period in periods])


def _open_plans(
    basis: Basis, periods: list[Period], grouping: Grouping | None, *, with_reviews: bool = False
) -> _Placed:
    """The plans open at each period's last day (or as-at, if earlier), one row per plan and such day, dated by it."""
    plans = basis.plans
    start, out = days(plans["start"]), days(plans["out"])
    at = [min(period.end, basis.as_at) for period in periods]
    found = {
        day: np.flatnonzero((start <= day) & ~(out <= day))
        for day in (np.datetime64(day, "D") for day in sorted(set(at)))
    }
    positions = np.concatenate(list(found.values()))
    dated = np.repeat(np.array(list(found), "datetime64[D]"), [len(rows) for rows in found.values()])
    columns = dict.fromkeys(["child", "start", "date_of_birth", *(grouping.columns if grouping else ())])
    taken = {name: plans[name].array.take(positions) for name in columns}
    episodes = pd.DataFrame({**taken, "at": dated.astype("datetime64[s]"), "episode": positions}, copy=False)
    if with_reviews:
        for name, full_history in (("on_time", False), ("on_time_ever", True)):
            episodes[name] = on_time(episodes, basis.reviews, dated, full_history=full_history)
    return _placed(episodes, dated, [(day, day) for day in at])


def _placed(episodes: pd.DataFrame, dated: np.ndarray, spans: list[tuple[date, date]]) -> _Placed:
    starts = np.array([start for start, _ in spans], "datetime64[D]")
    after = np.array([end + timedelta(days=1) for _, end in spans], "datetime64[D]")
    edges = np.unique(np.concatenate([starts, after]))
    place = np.searchsorted(edges, dated, side="right")
    return _Placed(episodes, dated, place, np.searchsorted(edges, starts), np.searchsorted(edges, after), len(edges))


def _last_of_child(episodes: pd.DataFrame) -> np.ndarray:
    """Of each child's plans open on one day the one with the later start; the plans come in that order."""
    last = np.ones(len(episodes), bool)
    last[:-1] = ~like_the_one_before(episodes["child"].to_numpy(), episodes["at"].to_numpy())[1:]
    return last


def _tallies(
    indicator: Indicator, placed: _Placed, values: np.ndarray, grouping: Grouping
) -> tuple[str, list[list[Tally]]]:
    """The name of the split and, per period, its tallies."""
    known = ~np.isnan(values)
    if indicator.statistic == "bands":
        banded = np.where(values >= 0, values, len(indicator.labels)).astype(np.int64)
        counts = placed.sums(np.ones(len(banded)), banded, len(indicator.labels) + 1)[:, :-1]
        return "band", [
            [Tally(label, n, sum(row)) for label, n in zip(indicator.labels, row)] for row in counts.tolist()
        ]
    codes = grouping.codes(placed.episodes, placed.dated, indicator.category)
    if indicator.statistic in ("median", "percentiles"):
        by = "percentile" if indicator.statistic == "percentiles" else grouping.name
        return by, [
            list(_ranked(indicator, values, codes, placed.in_period(p) & known, grouping))
            for p in range(len(placed.first))
        ]
    numerators = placed.sums(np.where(known, values, 0), codes, len(grouping.labels)).tolist()
    denominators = placed.sums(known.astype(float), codes, len(grouping.labels)).tolist()
    if indicator.statistic == "mean":  # of days, kept whole until here so that the order of rows can't matter
        numerators = [[total_months(total) for total in row] for row in numerators]
    if indicator.statistic in ("count", "children"):
        per_period = [[Tally(label, n, None) for label, n in zip(grouping.labels, row)] for row in numerators]
    else:
        per_period = [
            [Tally(label, n, d) for label, n, d in zip(grouping.labels, top, bottom)]
            for top, bottom in zip(numerators, denominators)
        ]
    return grouping.name, _without_empty_not_recorded(per_period)


def _ranked(
    indicator: Indicator, values: np.ndarray, codes: np.ndarray, chosen: np.ndarray, grouping: Grouping
) -> Iterable[Tally]:
    """The median of each group, in months; or the percentiles of all, by nearest rank."""
    if indicator.statistic == "percentiles":
        ranked = np.sort(values[chosen])
        for percent, label in PERCENTILES.items():
            value = ranked[math.ceil(len(ranked) * percent / 100) - 1] if len(ranked) else None
            yield Tally(label, None, len(ranked), None if value is None else int(value))
        return
    for code, label in enumerate(grouping.labels):
        own = values[chosen & (codes == code)]
        if len(own) or label != NOT_RECORDED:
            yield Tally(label, None, len(own), total_months(float(np.median(own))) if len(own) else None)


def _without_empty_not_recorded(per_period: list[list[Tally]]) -> list[list[Tally]]:
    """ "Not recorded" goes where no period has anything in it; every other group stays, empty or not."""
    last = [tallies[-1] for tallies in per_period]
    if all(tally.label == NOT_RECORDED and not tally.numerator and not tally.denominator for tally in last):
        return [tallies[:-1] for tallies in per_period]
    return per_period


def _told(indicator: Indicator, placed: _Placed, choices: Choices) -> Iterable[tuple[Caveat, int, int]]:
    """Each caveat, how many episodes of the periods it holds for, and of how many."""
    inside = placed.in_any_period()
    for caveat in CAVEATS:
        if indicator.code in caveat.codes:
            concerned = np.asarray(caveat.function(placed.episodes, choices), np.float64)
            total, hit = inside & ~np.isnan(concerned), inside & (concerned == 1)
            yield caveat, _episodes(placed, hit), _episodes(placed, total)


def listed(caveat: Caveat, indicator: Indicator, periods: list[Period], basis: Basis, choices: Choices) -> pd.DataFrame:
    """The episodes that a caveat of the indicator counts, each once, with all the columns of their table; of a snapshot
    with `at`, the first day on which it holds."""
    placed = _open_plans(basis, periods, None) if indicator.is_snapshot else _events(basis, indicator, periods)
    hit = placed.in_any_period() & (np.asarray(caveat.function(placed.episodes, choices), np.float64) == 1)
    found = placed.episodes[hit]
    if indicator.is_snapshot:
        found = found.drop_duplicates("episode")
        return basis.plans.iloc[found["episode"]].assign(at=found["at"].to_numpy())
    return found


def _episodes(placed: _Placed, chosen: np.ndarray) -> int:
    """How many different episodes; a plan open at several dates is one."""
    if "episode" in placed.episodes:
        return len(np.unique(placed.episodes["episode"].to_numpy()[chosen]))
    return int(chosen.sum())


def sentence(caveat: Caveat, n: int, total: int) -> str:
    """A caveat's text with its numbers, and the check that lists what it counts."""
    return f"{counted(caveat.text, n, total, check=caveat.check)}{caveat.many if n * 10 > total else ''}"
