"""Turn the values of an indicator into numbers: one Statistic each for share, count, children, mean, median, bands and
percentiles.

A statistic says which events a figure is based on (`members`), and adds them up by period and group (`tally`). An
indicator's values are True or False, a number of days (NaN if the event is not in the denominator), or a band's
position (-1 if it is not in any band).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..model.measures import total_months
from ..model.runs import same_as_previous
from ..model.schema import NOT_RECOGNISED, NOT_RECORDED
from .groupings import Grouping
from .placing import Placed

_DROPPED = (NOT_RECORDED, NOT_RECOGNISED)
"""Groups that are dropped if they are empty."""

PERCENTILES = {25: "25th percentile", 50: "Median", 75: "75th percentile"}


@dataclass(frozen=True)
class Tally:
    """One group's numbers in one period, before they become a figure; `groups` has its label, or both labels with two
    groupings."""

    label: str
    numerator: float | None
    denominator: float | None
    value: float | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Members:
    """The placed events that a figure is based on.

    Attributes:
        counted: which of them are in the denominator (for a count, those counted).
        numerator: which of them are in the numerator.
        measured: what was measured for each, in days or bands, or None.
    """

    counted: np.ndarray
    numerator: np.ndarray
    measured: np.ndarray | None = None

    def within(self, mask: np.ndarray | None) -> Members:
        """The members that a mask keeps (None: all)."""
        return self if mask is None else Members(self.counted & mask, self.numerator & mask, self.measured)


Split = tuple[str, list[list[Tally]]]
"""The name of the split and, for each period, a tally of each group."""


@dataclass(frozen=True)
class Statistic:
    """A way of adding up.

    Attributes:
        name: its name.
        is_split: whether its rows are bands or percentiles, which can't be split by group.
        is_count: whether it has no denominator among the events.
        measures: the unit of what is measured for an event, "" if nothing is.
        once_a_child: whether only the latest of a child's events in a period counts.
        labels: the labels of bands or percentiles.
    """

    name: str
    is_split: bool = False
    is_count: bool = False
    measures: str = ""
    once_a_child: bool = False
    labels: tuple[str, ...] = ()

    def members(self, values: np.ndarray, placed: Placed) -> Members:
        """The events that a figure is based on."""
        if values.dtype == bool:
            return Members(np.ones(len(values), bool), values)
        known = ~np.isnan(values)
        return Members(known, known & (values > 0))

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        """The numbers by period and group. `which` is the initial or latest category of abuse, if groups depend on it."""
        codes, groups = placed.codes(grouping, which), len(grouping.labels)
        tops = placed.sums(members.numerator, codes, groups).tolist()
        bottoms = placed.sums(members.counted, codes, groups).tolist()
        return grouping.name, _by_period(tops, bottoms, grouping)


class _Count(Statistic):
    """The number of events for which the value is true."""

    def members(self, values: np.ndarray, placed: Placed) -> Members:
        return Members(values, values)

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        groups = len(grouping.labels)
        tops = placed.sums(members.numerator, placed.codes(grouping, which), groups).tolist()
        return grouping.name, _by_period(tops, [[None] * groups] * len(tops), grouping)


class _Children(_Count):
    """The number of children for whom the value is true; if a child has several plans open on one day, the latest start
    counts."""

    def members(self, values: np.ndarray, placed: Placed) -> Members:
        return super().members(values & _last_of_child(placed), placed)


class _Difference(Statistic):
    """The number of events for which the value is true, minus the number of the others."""

    def members(self, values: np.ndarray, placed: Placed) -> Members:
        return Members(np.ones(len(values), bool), values)

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        codes, groups = placed.codes(grouping, which), len(grouping.labels)
        tops = placed.sums(members.numerator, codes, groups)
        counts = placed.sums(members.counted, codes, groups)
        # Groups are dropped if they have no events, not if their difference is 0.
        rows = _by_period((2 * tops - counts).tolist(), counts.tolist(), grouping)
        return grouping.name, [[replace(tally, denominator=None) for tally in row] for row in rows]


class _Ratio(_Difference):
    """The number of events for which the value is true, divided by the number of the others."""

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        codes, groups = placed.codes(grouping, which), len(grouping.labels)
        tops = placed.sums(members.numerator, codes, groups).tolist()
        bottoms = placed.sums(members.counted & ~members.numerator, codes, groups).tolist()
        return grouping.name, _by_period(tops, bottoms, grouping)


class _Mean(Statistic):
    """The mean of days, in months. Whole days are added up, so that the order of rows can't matter."""

    def members(self, values: np.ndarray, placed: Placed) -> Members:
        known = ~np.isnan(values)
        return Members(known, known, values)

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        assert members.measured is not None
        codes, groups = placed.codes(grouping, which), len(grouping.labels)
        days = placed.sums(np.where(members.counted, members.measured, 0), codes, groups).tolist()
        tops = [[total_months(total) for total in row] for row in days]
        bottoms = placed.sums(members.counted, codes, groups).tolist()
        return grouping.name, _by_period(tops, bottoms, grouping)


class _Median(_Mean):
    """The median of days, in months."""

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        codes = placed.codes(grouping, which)
        return grouping.name, [
            list(self._medians(members, codes, chosen, grouping)) for chosen in placed.by_period(members.counted)
        ]

    @staticmethod
    def _medians(members: Members, codes: np.ndarray | None, chosen: np.ndarray, grouping: Grouping) -> Iterable[Tally]:
        assert members.measured is not None
        for code, label in enumerate(grouping.labels):
            own = members.measured[chosen if codes is None else chosen[codes[chosen] == code]]
            if len(own) or not _goes_if_empty(grouping, code):
                median = total_months(float(np.median(own))) if len(own) else None
                yield Tally(label, None, len(own), median, grouping.labels_at(code))


class _Percentiles(_Mean):
    """The values within which 25, 50 and 75 % of the events are, by nearest rank."""

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        assert members.measured is not None
        values = members.measured
        return "percentile", [list(self._ranks(values[chosen])) for chosen in placed.by_period(members.counted)]

    @staticmethod
    def _ranks(values: np.ndarray) -> Iterable[Tally]:
        ranked = np.sort(values)
        for percent, label in PERCENTILES.items():
            value = ranked[math.ceil(len(ranked) * percent / 100) - 1] if len(ranked) else None
            yield Tally(label, None, len(ranked), None if value is None else int(value))


@dataclass(frozen=True)
class Bands(Statistic):
    """The number of events in each band, with `labels` in order; all bands together are the denominator. If
    `of_children`, only the plan with the latest start counts of a child's plans open on one day."""

    name: str = "bands"
    is_split: bool = True
    of_children: bool = False

    def members(self, values: np.ndarray, placed: Placed) -> Members:
        banded = values >= 0
        if self.of_children:
            banded &= _last_of_child(placed)
        return Members(banded, banded, np.where(banded, values, -1))

    def tally(self, members: Members, placed: Placed, grouping: Grouping, which: str) -> Split:
        assert members.measured is not None
        banded = np.where(members.counted, members.measured, len(self.labels)).astype(np.int64)
        counts = placed.sums(None, banded, len(self.labels) + 1)[:, :-1]
        empty = {label for label, n in zip(self.labels, counts.sum(axis=0).tolist()) if label in _DROPPED and not n}
        return "band", [
            [Tally(label, n, sum(row)) for label, n in zip(self.labels, row) if label not in empty]
            for row in counts.tolist()
        ]


SHARE = Statistic("share")
COUNT_OF_EVENTS = _Count("count", is_count=True)
CHILDREN = _Children("children", is_count=True)
CHILDREN_IN_PERIOD = _Count("children", is_count=True, once_a_child=True)
DIFFERENCE = _Difference("difference", is_count=True)
RATIO = _Ratio("ratio")
MEAN = _Mean("mean", measures="days")
MEDIAN = _Median("median", measures="days")
PERCENTILE = _Percentiles("percentiles", is_split=True, measures="working days", labels=tuple(PERCENTILES.values()))


def bands(labels: Sequence[str], *, of_children: bool = False) -> Bands:
    """The statistic with these bands; "Not recorded" and "Not recognised" are dropped if they are empty."""
    return Bands(labels=tuple(labels), of_children=of_children)


def without_empty(per_period: list[list[Tally]], grouping: Grouping) -> list[list[Tally]]:
    """Drop "Not recorded" and "Not recognised" if they are empty in all periods; every other group stays, even if
    empty."""
    kept = [
        position
        for position, tallies in enumerate(zip(*per_period))
        if not _goes_if_empty(grouping, position) or any(t.numerator or t.denominator for t in tallies)
    ]
    return [[tallies[position] for position in kept] for tallies in per_period]


def _goes_if_empty(grouping: Grouping, position: int) -> bool:
    return any(label in _DROPPED for label in grouping.labels_at(position))


def _by_period(
    tops: list[list[float]], bottoms: Sequence[Sequence[float | None]], grouping: Grouping
) -> list[list[Tally]]:
    groups = [grouping.labels_at(position) for position in range(len(grouping.labels))]
    return without_empty(
        [
            [Tally(label, n, d, None, pair) for label, n, d, pair in zip(grouping.labels, top, bottom, groups)]
            for top, bottom in zip(tops, bottoms)
        ],
        grouping,
    )


def _last_of_child(placed: Placed) -> np.ndarray:
    """For each child, the plan with the latest start among those open on one day; the plans are in that order."""
    if _last_of_child not in placed.cache:
        last = np.ones(len(placed.events), bool)
        last[:-1] = ~same_as_previous(placed.events["child"], placed.events["at"])[1:]
        placed.cache[_last_of_child] = last
    last_of_child: np.ndarray = placed.cache[_last_of_child]
    return last_of_child
