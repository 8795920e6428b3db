"""How the events of a figure are clustered in families: siblings are on plans together, so events are not
independent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from ..model.columns import Categorical
from ..model.extract import Extract
from .groupings import Grouping
from .indicators import Indicator
from .placing import Placed
from .statistics import Members

FAMILY = "family_id"


class Clusters(NamedTuple):
    """How the events of a figure are clustered: each family has y events in the numerator and n in the denominator. For
    a count, y and n are equal.

    Attributes:
        families: how many there are.
        numerator_squares: the sum over families of y squared.
        products: the sum of y times n.
        denominator_squares: the sum of n squared.
        events: how many there are.
        alone: how many are of children without a family, each of whom counts as one.
        is_linked: whether the events' rows have no family, so that it comes from other rows of the same children.
    """

    families: int
    numerator_squares: int
    products: int
    denominator_squares: int
    events: int = 0
    alone: int = 0
    is_linked: bool = False


Key = tuple[str, str]
"""The name of a split and a group's label, both "" for the whole area."""

_CLUSTERED = ("share", "count", "children", "bands")
"""The statistics that can have an interval."""


def clusters_of(
    indicator: Indicator, members: Members, placed: Placed, groupings: Iterable[Grouping], extract: Extract
) -> list[dict[Key, Clusters]]:
    """For each period, the clusters of the whole area and of each group; empty if no event has a family.

    A child without a family is a family of its own. A child with several events is in one family. If no row of the
    events names a family, as in annual returns, the children's families come from the extract's other rows.
    """
    if FAMILY not in placed.source.names or indicator.statistic.name not in _CLUSTERED:
        return []
    families = _families(placed, extract)
    if families is None:
        return []
    chosen_by_period = list(placed.by_period(members.counted))
    chosen = np.concatenate(chosen_by_period)
    period = np.repeat(np.arange(len(chosen_by_period)), [len(one) for one in chosen_by_period])
    events = _Events(period, families.codes[chosen], members.numerator[chosen], families.known)
    found: list[dict[Key, Clusters]] = [{} for _ in chosen_by_period]
    for grouping in groupings:
        labels = indicator.statistic.labels if indicator.is_split else grouping.labels
        is_banded = indicator.is_split and members.measured is not None
        by = "band" if is_banded else grouping.name
        codes = members.measured if is_banded else placed.codes(grouping, indicator.category)
        group = np.zeros(len(chosen), np.int64) if codes is None else codes[chosen].astype(np.int64)
        sums = _sums(events, group, len(labels), periods=len(found), is_split=indicator.is_split)
        for position, clusters in enumerate(found):
            of_period = sums[position * len(labels) : (position + 1) * len(labels)]
            clusters |= {
                (by, label): Clusters._make((*row, families.is_linked)) for label, row in zip(labels, of_period)
            }
    return found


class _Events(NamedTuple):
    """The events of all periods, one after another, with an event in each of its periods.

    Attributes:
        period: the number of its period.
        family: the code of its family, or of its child.
        numerator: whether it is in the numerator.
        known: codes below this are families, the others are children without one.
    """

    period: np.ndarray
    family: np.ndarray
    numerator: np.ndarray
    known: int


class _Families(NamedTuple):
    """A number for each event's family, or for the child if it has none. Codes below `known` are families."""

    codes: np.ndarray
    known: int
    is_linked: bool


def _families(placed: Placed, extract: Extract) -> _Families | None:
    """The families of the placed events; None if no event has one: a census return has no families, which does not mean
    that nobody has siblings."""
    if _families not in placed.cache:
        placed.cache[_families] = _families_of(placed, extract)
    found: _Families | None = placed.cache[_families]
    return found


def _families_of(placed: Placed, extract: Extract) -> _Families | None:
    family = placed.source.column(FAMILY).take(placed.positions)
    assert isinstance(family, Categorical)
    child = placed.events["child"].astype(np.int64)
    codes, known = family.codes, len(family.texts)
    is_linked = not family.filled().any()
    if is_linked:
        of_child = extract.family_of_child
        codes, known = of_child.codes[child], len(of_child.texts)
    if not (codes >= 0).any():
        return None
    return _Families(np.where(codes >= 0, codes, known + child), known, is_linked)


def _sums(events: _Events, group: np.ndarray, groups: int, *, periods: int, is_split: bool) -> list[list[Any]]:
    """The fields of Clusters for each group and period, in one pass: a sort for each figure would take a tenth of the
    time of all figures. If `is_split`, the groups are bands, and a family's n counts its events in all bands."""
    slots, codes = periods * groups, int(events.family.max(initial=0)) + 1
    order, starts, cells = _runs((events.period * groups + group) * codes + events.family)
    tops = np.add.reduceat(events.numerator[order].astype(float), starts)
    slot, family = np.divmod(cells, codes)
    if is_split:
        _, firsts, whole = _runs(events.period * codes + events.family)
        sizes = np.diff(firsts, append=len(order)).astype(float)
        bottoms = sizes[np.searchsorted(whole, slot // groups * codes + family)]
        slot_of_n, family_of_n, n = whole // codes, whole % codes, sizes
    else:
        bottoms = np.diff(starts, append=len(order)).astype(float)
        slot_of_n, family_of_n, n = slot, family, bottoms
    of_n = (
        np.bincount(slot_of_n, weights, periods if is_split else slots)
        for weights in (np.ones(len(n)), n**2, n, n * (family_of_n >= events.known))
    )
    families, squares, all_events, alone = (np.repeat(one, groups) if is_split else one for one in of_n)
    top_squares, products = (np.bincount(slot, weights, slots) for weights in (tops**2, tops * bottoms))
    fields = np.stack([families, top_squares, products, squares, all_events, alone], axis=1)
    rows: list[list[Any]] = fields.astype(np.int64).tolist()
    return rows


def _runs(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An order that sorts the keys, where each distinct key starts in it, and the distinct keys in order."""
    order = np.argsort(keys)  # the order does not matter: whole numbers are summed
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return order, starts, ordered[starts]
