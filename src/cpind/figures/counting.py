"""Counting: the events of a basis, placed among the periods, become numbers by group.

All periods of an indicator are counted in one pass: the events are placed between the sorted edges of the
periods, counted there by group, and a period is the difference of two running totals. A snapshot is the same: the
plans open at each date, stacked, are its events.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from ..model.columns import Frame
from ..model.dates import by_day
from ..model.measures import total_months
from ..model.periods import Period
from ..model.runs import same_as_previous
from ..model.schema import NOT_RECOGNISED, NOT_RECORDED
from ..model.wording import counted
from .basis import Basis
from .events import Events
from .groups import Grouping
from .indicators import CAVEATS, Caveat, Choices, Indicator
from .reviewing import on_time

PERCENTILES = {25: "25th percentile", 50: "Median", 75: "75th percentile"}
WHOLE = Grouping("", ("",), lambda rows, at, which: None, ())
"""The grouping of an ungrouped figure: one group without a name."""

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Tally:
    """One group's numbers in one period, before they are a figure."""

    label: str
    numerator: float | None
    denominator: float | None
    value: float | None = None


@dataclass(frozen=True)
class _Placed:
    """Events that are dated in one of the periods, and their places among these. `source`: what they are taken of, and
    the `positions` of them there. `place`: between which edges each is dated. `found`: what has been
    worked out of them, by the function that did."""

    events: Frame
    source: Events
    positions: np.ndarray
    dated: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    edges: int
    found: dict = field(default_factory=dict)

    def sums(self, weights: np.ndarray | None, codes: np.ndarray | None, groups: int) -> np.ndarray:
        """Per period (row) and group (column) the sum of the weights, the number of the events that a mask tells, or of
        all."""
        bins = self.place if codes is None else self.place * groups + codes
        if weights is not None and weights.dtype == bool:
            bins, weights = (bins if weights.all() else bins[weights]), None
        counts = np.bincount(bins, weights, minlength=(self.edges + 1) * groups)
        running = counts.reshape(self.edges + 1, groups).cumsum(axis=0)
        return running[self.last] - running[self.first]

    def by_period(self, chosen: np.ndarray) -> Iterable[np.ndarray]:
        """For each period the positions of the chosen events that are dated in it."""
        among = np.flatnonzero(chosen)
        place = self.place[among].astype(np.min_scalar_type(self.edges))  # of small numbers a sort in one pass
        order = among[np.argsort(place, kind="stable")]
        running = np.bincount(place, minlength=self.edges + 1).cumsum()
        for first, last in zip(running[self.first].tolist(), running[self.last].tolist()):
            yield order[first:last]

    def codes(self, grouping: Grouping, which: str) -> np.ndarray | None:
        """Each event's group; None where there is but one."""
        if not grouping.columns:
            return None
        if (key := (grouping.name, which)) in self.found:
            return self.found[key]
        columns = {name: self.source.column(name).take(self.positions) for name in grouping.columns}
        self.found[key] = grouping.codes(Frame(columns), self.dated, which)
        return self.found[key]


def count(
    indicator: Indicator,
    periods: list[Period],
    basis: Basis,
    grouping: Grouping | None,
    choices: Choices,
    cache: dict,
) -> tuple[list[list[tuple[str, list[Tally]]]], list[tuple[Caveat, int, int]], int]:
    """Per period the tallies of the whole area and of each group, each with the name of the split; each caveat with the
    events of all the periods that it holds for, and of how many; and how many of them are in the group
    "Not recognised".

    `cache` keeps the placed events for the other indicators of the same call.
    """
    placed = _place(indicator, periods, basis, choices, cache)
    values = indicator.function(placed.events, choices)
    if indicator.statistic == "children":
        if _last_of_child not in placed.found:
            placed.found[_last_of_child] = _last_of_child(placed.events)
        values = values & placed.found[_last_of_child]
    splits = [_tallies(indicator, placed, values, WHOLE)]
    if grouping and not indicator.is_split:
        splits.append(_tallies(indicator, placed, values, grouping))
    per_period = [[(by, tallies[position]) for by, tallies in splits] for position in range(len(periods))]
    return per_period, list(_told(indicator, placed, basis, choices)), _unrecognised(placed, indicator, grouping)


def _place(
    indicator: Indicator, periods: list[Period], basis: Basis, choices: Choices, cache: dict | None = None
) -> _Placed:
    """The events that the indicator is about, placed; kept on the `cache` for others."""
    cache = {} if cache is None else cache
    key = (basis.label, indicator.events, indicator.dated, tuple(periods))
    if key not in cache:
        cache[key] = _open_plans(basis, periods) if indicator.is_snapshot else _dated_events(basis, indicator, periods)
    placed: _Placed = cache[key]
    if indicator.needs_reviews and "on_time" not in placed.events:
        held = on_time(placed.events, basis.reviews, placed.dated, full_history=choices.full_history)
        cache[key] = placed = replace(placed, events=placed.events.with_columns(on_time=held))
    return placed


def _dated_events(basis: Basis, indicator: Indicator, periods: list[Period]) -> _Placed:
    """The events that have the indicator's date in one of the periods."""
    source = basis.events(indicator.events)
    dated = source.frame[indicator.dated]
    edges, first, last = _edges([(period.start, period.end) for period in periods])
    place = _places(edges, dated)  # a missing date is placed last, behind every period
    positions = np.flatnonzero(_covered(first, last, len(edges))[place])
    events = source.frame if len(positions) == len(dated) else source.frame.take(positions)
    return _Placed(events, source, positions, dated[positions], place[positions], first, last, len(edges))


def _open_plans(basis: Basis, periods: list[Period]) -> _Placed:
    """The plans open at each period's last day (or as-at, if earlier), one row per plan and such day, dated by it."""
    source = basis.events("plans")
    start, out = source.frame["start"], source.frame["out"]
    at = [min(period.end, basis.as_at) for period in periods]
    # As integers, which are compared more quickly; a plan that is open still is out after every day.
    begins, over = start.view(np.int64), np.where(np.isnat(out), _NEVER, out.view(np.int64))
    found = {
        day: np.flatnonzero((begins <= day.astype(np.int64)) & (over > day.astype(np.int64)))
        for day in (np.datetime64(day, "D") for day in sorted(set(at)))
    }
    positions = np.concatenate(list(found.values()))
    dated = np.repeat(np.array(list(found), "datetime64[D]"), [len(rows) for rows in found.values()])
    columns = {
        "child": source.frame["child"][positions],
        "start": start[positions],
        "previous_start": source.frame["previous_start"][positions],
        "previous_end": source.frame["previous_end"][positions],
        "date_of_birth": source.column("date_of_birth")[positions],
        "at": dated,
        "event": positions,
    }
    edges, first, last = _edges([(day, day) for day in at])
    place = _places(edges, dated)
    return _Placed(Frame(columns), source, positions, dated, place, first, last, len(edges))


def _edges(spans: list[tuple[date, date]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The days on which a period begins or is over, in order; and of each period the places of these two."""
    starts = np.array([start for start, _ in spans], "datetime64[D]")
    after = np.array([end + timedelta(days=1) for _, end in spans], "datetime64[D]")
    edges = np.unique(np.concatenate([starts, after]))
    return edges, np.searchsorted(edges, starts), np.searchsorted(edges, after)


def _places(edges: np.ndarray, dated: np.ndarray) -> np.ndarray:
    """Behind how many of the edges each date lies; a missing one behind all."""
    return by_day(dated, lambda days: np.searchsorted(edges, days, side="right"))


def _covered(first: np.ndarray, last: np.ndarray, edges: int) -> np.ndarray:
    """Which of the places between edges lie in a period."""
    covered = np.zeros(edges + 1, bool)
    for begin, end in zip(first, last):
        covered[begin + 1 : end + 1] = True
    return covered


def _last_of_child(events: Frame) -> np.ndarray:
    """Of each child's plans open on one day the one with the later start; the plans come in that order."""
    last = np.ones(len(events), bool)
    last[:-1] = ~same_as_previous(events["child"], events["at"])[1:]
    return last


def _tallies(
    indicator: Indicator, placed: _Placed, values: np.ndarray, grouping: Grouping
) -> tuple[str, list[list[Tally]]]:
    """The name of the split and, per period, its tallies."""
    known = None if values.dtype == bool else ~np.isnan(values)
    if indicator.statistic == "bands":
        banded = np.where(values >= 0, values, len(indicator.labels)).astype(np.int64)
        counts = placed.sums(None, banded, len(indicator.labels) + 1)[:, :-1]
        return "band", [
            [Tally(label, n, sum(row)) for label, n in zip(indicator.labels, row)] for row in counts.tolist()
        ]
    codes = placed.codes(grouping, indicator.category)
    if indicator.statistic in ("median", "percentiles"):
        by = "percentile" if indicator.statistic == "percentiles" else grouping.name
        return by, [list(_ranked(indicator, values, codes, chosen, grouping)) for chosen in placed.by_period(known)]
    weights = values if known is None else np.where(known, values, 0)
    numerators = placed.sums(weights, codes, len(grouping.labels)).tolist()
    denominators = placed.sums(known, codes, len(grouping.labels)).tolist()
    if indicator.statistic == "mean":  # of days, kept whole until here so that the order of rows can't matter
        numerators = [[total_months(total) for total in row] for row in numerators]
    if indicator.statistic in ("count", "children"):
        per_period = [[Tally(label, n, None) for label, n in zip(grouping.labels, row)] for row in numerators]
    else:
        per_period = [
            [Tally(label, n, d) for label, n, d in zip(grouping.labels, top, bottom)]
            for top, bottom in zip(numerators, denominators)
        ]
    return grouping.name, _without_empty(per_period)


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
        own = values[chosen if codes is None else chosen[codes[chosen] == code]]
        if len(own) or label not in (NOT_RECORDED, NOT_RECOGNISED):
            yield Tally(label, None, len(own), total_months(float(np.median(own))) if len(own) else None)


def _without_empty(per_period: list[list[Tally]]) -> list[list[Tally]]:
    """ "Not recorded" and "Not recognised" go where no period has anything in them; every other group stays, empty or not."""
    empty = {
        tallies[0].label
        for tallies in zip(*per_period)
        if tallies[0].label in (NOT_RECORDED, NOT_RECOGNISED) and not any(t.numerator or t.denominator for t in tallies)
    }
    return [[tally for tally in tallies if tally.label not in empty] for tallies in per_period] if empty else per_period


def _told(indicator: Indicator, placed: _Placed, basis: Basis, choices: Choices) -> Iterable[tuple[Caveat, int, int]]:
    """Each caveat, how many events of the periods it holds for, and of how many."""
    for caveat in CAVEATS:
        if indicator.code in caveat.codes and caveat.unless not in basis.cautions:
            if caveat.function not in placed.found:
                concerned = caveat.function(placed.events, choices)
                is_about_all = concerned.dtype == bool
                placed.found[caveat.function] = (
                    _events(placed, concerned == 1),
                    _events(placed, None if is_about_all else ~np.isnan(concerned)),
                )
            yield caveat, *placed.found[caveat.function]


def listed(caveat: Caveat, indicator: Indicator, periods: list[Period], basis: Basis, choices: Choices) -> Frame:
    """The events that a caveat of the indicator counts, each once, with all the columns of their rows; of a snapshot
    with `at`, the first day on which it holds."""
    placed = _place(indicator, periods, basis, choices)
    hit = caveat.function(placed.events, choices) == 1
    positions, first = np.unique(placed.positions[hit], return_index=True)
    frame = placed.source.frame.take(positions)
    further = {name: placed.source.column(name).take(positions) for name in placed.source.names if name not in frame}
    if indicator.is_snapshot:
        further["at"] = placed.dated[hit][first]
    return frame.with_columns(**further)


def _events(placed: _Placed, chosen: np.ndarray | None) -> int:
    """How many different events are chosen (None: all); a plan open at several dates is one."""
    if "event" not in placed.events:
        return len(placed.events) if chosen is None else int(chosen.sum())
    seen = np.zeros(len(placed.source.frame), bool)
    seen[placed.positions if chosen is None else placed.positions[chosen]] = True
    return int(seen.sum())


def _unrecognised(placed: _Placed, indicator: Indicator, grouping: Grouping | None) -> int:
    """How many events of the periods are in the group "Not recognised"."""
    if grouping is None or grouping.unknown is None or indicator.is_split:
        return 0
    return _events(placed, placed.codes(grouping, indicator.category) == grouping.unknown)


def sentence(caveat: Caveat, n: int, total: int) -> str:
    """A caveat's text with its numbers, and the check that lists what it counts."""
    return f"{counted(caveat.text, n, total, check=caveat.check)}{caveat.many if n * 10 > total else ''}"
