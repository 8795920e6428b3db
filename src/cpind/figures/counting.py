"""One indicator counted on one basis: its tallies by period and group, and the caveats that its rows call for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..model.columns import Frame
from ..model.periods import Period
from .basis import Basis
from .choices import Choices
from .groupings import WHOLE, Grouping
from .indicators import CAVEATS, Caveat, Indicator
from .placing import Cache, Placed, place
from .statistics import Members, Tally


@dataclass(frozen=True)
class Count:
    """`tallies`: per period those of the whole area and of each group, each with the name of the split. `caveats`: each with
    the events of all the periods that it holds for, and of how many. `unrecognised`: how many of the events are in the
    group "Not recognised"."""

    tallies: list[list[tuple[str, list[Tally]]]]
    caveats: list[tuple[Caveat, int, int]]
    unrecognised: int


def count(
    indicator: Indicator,
    periods: Sequence[Period],
    basis: Basis,
    grouping: Grouping | None,
    choices: Choices,
    cache: Cache,
) -> Count:
    """Count the indicator on a basis. `cache` keeps the placed events for the other indicators of the same call."""
    placed = place(indicator, periods, basis, choices, cache)
    members = members_of(indicator, placed, choices)
    which = indicator.category
    splits = [indicator.statistic.tally(members, placed, WHOLE, which)]
    if grouping and not indicator.is_split:
        splits.append(indicator.statistic.tally(members, placed, grouping, which))
    return Count(
        [[(by, tallies[position]) for by, tallies in splits] for position in range(len(periods))],
        list(_caveats(indicator, placed, basis, choices)),
        _unrecognised(placed, indicator, grouping),
    )


def members_of(indicator: Indicator, placed: Placed, choices: Choices) -> Members:
    """Which of the placed events the indicator's figures are made of."""
    return indicator.statistic.members(indicator.function(placed.events, choices), placed)


def caveats_of(indicator: Indicator, basis: Basis) -> Iterable[Caveat]:
    """The caveats of an indicator, without those that the layout's own caution explains."""
    return (caveat for caveat in CAVEATS if indicator.code in caveat.codes and caveat.unless not in basis.cautions)


def _caveats(indicator: Indicator, placed: Placed, basis: Basis, choices: Choices) -> Iterable[tuple[Caveat, int, int]]:
    """Each caveat, how many events of the periods it holds for, and of how many."""
    for caveat in caveats_of(indicator, basis):
        if caveat.function not in placed.cache:
            concerned = caveat.function(placed.events, choices)
            is_about_all = concerned.dtype == bool
            placed.cache[caveat.function] = (
                placed.number_of(concerned == 1),
                placed.number_of(None if is_about_all else ~np.isnan(concerned)),
            )
        yield caveat, *placed.cache[caveat.function]


def rows_of_caveat(
    caveat: Caveat, indicator: Indicator, periods: Sequence[Period], basis: Basis, choices: Choices
) -> Frame:
    """The events that a caveat of the indicator counts, each once, with all the columns of their rows; of a snapshot
    with `at`, the first day on which it holds."""
    placed = place(indicator, periods, basis, choices)
    concerned = caveat.function(placed.events, choices) == 1
    positions, first = np.unique(placed.positions[concerned], return_index=True)
    frame = placed.source.frame.take(positions)
    further = {name: placed.source.column(name).take(positions) for name in placed.source.names if name not in frame}
    if indicator.is_snapshot:
        further["at"] = placed.dated[concerned][first]
    return frame.with_columns(**further)


def _unrecognised(placed: Placed, indicator: Indicator, grouping: Grouping | None) -> int:
    """How many events of the periods are in the group "Not recognised"."""
    if grouping is None or grouping.unknown is None or indicator.is_split:
        return 0
    codes = placed.codes(grouping, indicator.category)
    return placed.number_of(None if codes is None else codes == grouping.unknown)
