"""Count one indicator on one basis: its tallies by period and group, and the caveats about its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..model.columns import Frame
from ..model.periods import Period
from ..model.schema import NOT_RECOGNISED
from .basis import Basis
from .choices import Choices
from .families import Clusters, Key, clusters_of
from .groupings import WHOLE
from .indicators import CAVEATS, Caveat, Indicator
from .placing import Cache, Placed, place
from .scope import Scope
from .statistics import Members, Tally


@dataclass(frozen=True)
class Count:
    """The numbers of an indicator on one basis.

    Attributes:
        tallies: for each period, those of the whole area and of each group, with the name of the split.
        caveats: each with the number of events that it applies to, over all periods, and the total.
        unrecognised: for each grouping, how many of the events are in its group "Not recognised".
        clusters: for each period, those of each figure, if asked for.
    """

    tallies: list[list[tuple[str, list[Tally]]]]
    caveats: list[tuple[Caveat, int, int]]
    unrecognised: dict[str, int]
    clusters: list[dict[Key, Clusters]]


def count(
    indicator: Indicator,
    periods: Sequence[Period],
    basis: Basis,
    scope: Scope,
    choices: Choices,
    cache: Cache,
    *,
    families: bool = False,
) -> Count:
    """Count the indicator on a basis, with the clusters of each figure if `families` is True.

    `cache` keeps the placed events for the other indicators of the same call.
    """
    placed = place(indicator, periods, basis, choices, cache)
    members = members_of(indicator, placed, scope, choices)
    groupings = [WHOLE] if indicator.is_split else [WHOLE, *scope.groupings]
    splits = [indicator.statistic.tally(members, placed, grouping, indicator.category) for grouping in groupings]
    return Count(
        [[(by, tallies[position]) for by, tallies in splits] for position in range(len(periods))],
        list(_caveats(indicator, placed, basis, scope, choices)),
        dict(_unrecognised(placed, members, indicator, scope)),
        clusters_of(indicator, members, placed, groupings, basis.extract) if families else [],
    )


def members_of(indicator: Indicator, placed: Placed, scope: Scope, choices: Choices) -> Members:
    """Which of the placed events the indicator's figures are based on."""
    members = indicator.statistic.members(indicator.function(placed.events, choices), placed)
    return members.within(scope.mask(placed, indicator.category))


def caveats_of(indicator: Indicator, basis: Basis) -> Iterable[Caveat]:
    """The caveats of an indicator, without those that a caution of the layout explains."""
    return (caveat for caveat in CAVEATS if indicator.code in caveat.codes and caveat.unless not in basis.cautions)


def _caveats(
    indicator: Indicator, placed: Placed, basis: Basis, scope: Scope, choices: Choices
) -> Iterable[tuple[Caveat, int, int]]:
    """Each caveat, with the number of events in the scope that it applies to, and the total."""
    mask = scope.mask(placed, indicator.category)
    for caveat in caveats_of(indicator, basis):
        key = caveat.function, indicator.category if scope.filters else ""
        if key not in placed.cache:
            concerned = caveat.function(placed.events, choices)
            about = None if concerned.dtype == bool else ~np.isnan(concerned)
            placed.cache[key] = placed.number_of(_both(concerned == 1, mask)), placed.number_of(_both(about, mask))
        yield caveat, *placed.cache[key]


def _both(one: np.ndarray | None, other: np.ndarray | None) -> np.ndarray | None:
    """The intersection of two masks; None is a mask of everything."""
    return other if one is None else one if other is None else one & other


def rows_of_caveat(
    caveat: Caveat, indicator: Indicator, periods: Sequence[Period], basis: Basis, choices: Choices
) -> Frame:
    """The events that a caveat of the indicator counts, each once, with all the columns of their rows; for a snapshot
    also with `at`, the first day on which the caveat applies."""
    placed = place(indicator, periods, basis, choices)
    concerned = caveat.function(placed.events, choices) == 1
    positions, first = np.unique(placed.positions[concerned], return_index=True)
    frame = placed.source.frame.take(positions)
    further = {name: placed.source.column(name).take(positions) for name in placed.source.names if name not in frame}
    if indicator.is_snapshot:
        further["at"] = placed.dated[concerned][first]
    return frame.with_columns(**further)


def _unrecognised(placed: Placed, members: Members, indicator: Indicator, scope: Scope) -> Iterable[tuple[str, int]]:
    """For each grouping with a group "Not recognised", how many events are in it; for an indicator with a band of that
    name, how many are in the band, under ""."""
    if NOT_RECOGNISED in (labels := indicator.statistic.labels) and members.measured is not None:
        yield "", placed.number_of(members.measured == labels.index(NOT_RECOGNISED))
    if scope.grouping is None or indicator.is_split:
        return
    mask = scope.mask(placed, indicator.category)
    for grouping in scope.grouping.parts or (scope.grouping,):
        codes = placed.codes(grouping, indicator.category)
        if grouping.unknown is not None and codes is not None:
            yield grouping.name, placed.number_of(_both(codes == grouping.unknown, mask))
