"""How the events of a figure lie in families: siblings are on plans together, so their events are not independent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..model.columns import Categorical
from .groupings import Grouping
from .indicators import Indicator
from .placing import Placed
from .statistics import Members

FAMILY = "family_id"


class Clusters(NamedTuple):
    """Of the events of a figure, y in the numerator and n in the denominator of each family: how many `families` there are,
    and the sums over families of y squared, of y times n, and of n squared. Of a count y and n are the same."""

    families: int
    numerator_squares: int
    products: int
    denominator_squares: int


Key = tuple[str, str]
"""The name of a split and a group's label, both "" of the whole area."""

_CLUSTERED = ("share", "count", "children", "bands")
"""The statistics of which an interval is made."""


def clusters_of(
    indicator: Indicator, members: Members, placed: Placed, groupings: Iterable[Grouping]
) -> list[dict[Key, Clusters]]:
    """For each period the clusters of the whole area and of each group; nothing where no event has a family.

    A child without a family is a family of its own. A child with several events is in one family.
    """
    if FAMILY not in placed.source.names or indicator.statistic.name not in _CLUSTERED:
        return []
    family = _family_codes(placed)
    if family is None:
        return []
    chosen_by_period = list(placed.by_period(members.counted))
    found: list[dict[Key, Clusters]] = [{} for _ in chosen_by_period]
    for grouping in groupings:
        labels = indicator.statistic.labels if indicator.is_split else grouping.labels
        is_banded = indicator.is_split and members.measured is not None
        by = "band" if is_banded else grouping.name
        codes = members.measured if is_banded else placed.codes(grouping, indicator.category)
        for clusters, chosen in zip(found, chosen_by_period):
            of_chosen = np.zeros(len(chosen), np.int64) if codes is None else codes[chosen].astype(np.int64)
            numerator = members.numerator[chosen]
            sums = _sums(family[chosen], numerator, of_chosen, len(labels), is_split=indicator.is_split)
            clusters |= {(by, label): one for label, one in zip(labels, sums)}
    return found


def _family_codes(placed: Placed) -> np.ndarray | None:
    """A number for each event's family, of children without one for the child; None where no event has a family: a census
    return says nothing of families, which is not to say that nobody has siblings."""
    if _family_codes not in placed.cache:
        family = placed.source.column(FAMILY).take(placed.positions)
        assert isinstance(family, Categorical)
        child = placed.events["child"].astype(np.int64)
        codes = np.where(family.codes >= 0, family.codes, len(family.texts) + child)
        placed.cache[_family_codes] = codes if family.filled().any() else None
    of_events: np.ndarray | None = placed.cache[_family_codes]
    return of_events


def _sums(
    family: np.ndarray, numerator: np.ndarray, codes: np.ndarray, groups: int, *, is_split: bool
) -> list[Clusters]:
    """The clusters of each group. `is_split`: the groups are bands, and a family's n is that of all of them."""
    cells, place = np.unique(family * groups + codes, return_inverse=True)
    group = cells % groups
    tops = np.bincount(place, numerator, minlength=len(cells))
    if is_split:
        sizes = np.unique(family, return_counts=True)[1]
        _, of_family = np.unique(cells // groups, return_inverse=True)
        bottoms = sizes[of_family].astype(float)
        families, squares = np.full(groups, len(sizes)), np.full(groups, float(sizes @ sizes))
    else:
        bottoms = np.bincount(place, minlength=len(cells)).astype(float)
        families, squares = np.bincount(group, minlength=groups), np.bincount(group, bottoms**2, groups)
    columns = families, np.bincount(group, tops**2, groups), np.bincount(group, tops * bottoms, groups), squares
    return [Clusters(*map(int, row)) for row in zip(*(column.tolist() for column in columns))]
