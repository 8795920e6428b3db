"""The children behind a figure: the members of an indicator, in the order of periods and days.

These are child-level data: only for commands that ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import UsageError
from ..figures.bases import Bases
from ..figures.groupings import Grouping
from ..figures.indicators import INDICATORS, Indicator
from ..figures.members import MemberList, members
from ..figures.placing import Cache
from ..figures.request import WHOLE_AREA, Request
from ..figures.scope import scope_of
from ..model.columns import Categorical, Frame
from ..model.extract import Extract
from ..model.periods import Period

NUMERATOR, DENOMINATOR, REST = "numerator", "denominator", "rest"
"""Which events of a figure are listed: `rest` are those in the denominator but not in the numerator."""

_COUNTS = ("count", "children")
_WITHOUT_REST = (*_COUNTS, "mean", "median", "bands", "percentiles")
"""The statistics whose members are all in the numerator."""


@dataclass(frozen=True)
class PeriodCount:
    """How many events of a period are in the numerator and in the denominator."""

    period: str
    numerator: int
    denominator: int

    @property
    def rest(self) -> int:
        """How many are in the denominator but not in the numerator."""
        return self.denominator - self.numerator


@dataclass(frozen=True)
class ChildList:
    """The events behind an indicator's figures that are listed.

    Attributes:
        indicator: the indicator.
        periods: the periods that have a basis.
        side: which events are listed, numerator | denominator | rest.
        rows: one for each event and period, with the columns of figures.members.MemberList.
        groups: the group of each row, by the name of the grouping; its band under "band".
        counts: the numbers of each period, whatever side is listed.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    side: str
    rows: Frame
    groups: Mapping[str, Categorical]
    counts: tuple[PeriodCount, ...]

    @property
    def has_rest(self) -> bool:
        """Whether an event can be in the denominator and not in the numerator."""
        return self.indicator.statistic.name not in _WITHOUT_REST


def children(
    extract: Extract,
    code: str,
    periods: Sequence[Period],
    request: Request = WHOLE_AREA,
    *,
    side: str | None = None,
    standing: Bases | None = None,
    cache: Cache | None = None,
) -> ChildList:
    """The events behind the figures of an indicator.

    If no `side` is named, it is the numerator of a count, the denominator of anything else. `cache` is as members takes
    it. Raises UsageError for the rest of an indicator that has none, UnavailableError where the input can't answer.
    """
    indicator = INDICATORS[code]
    name = indicator.statistic.name
    side = side or (NUMERATOR if name in _COUNTS else DENOMINATOR)
    if side == REST and name in _WITHOUT_REST:
        raise UsageError(f"--in rest: every one of the {indicator.counted} of {code} is in its numerator")
    listed = members(extract, code, periods, request, standing=standing, cache=cache)
    counts = tuple(_counts(listed))
    in_numerator = listed.rows["in_numerator"]
    masks = {NUMERATOR: in_numerator, REST: ~in_numerator, DENOMINATOR: np.ones(len(in_numerator), bool)}
    of_side = replace(listed, rows=listed.rows.where(masks[side]))
    ordered = replace(of_side, rows=of_side.rows.take(_order(of_side)))
    groups = _groups(ordered, scope_of(request.by, {}, extract).grouping)
    return ChildList(indicator, listed.periods, side, ordered.rows, groups, counts)


def _counts(listed: MemberList) -> Iterable[PeriodCount]:
    periods, in_numerator = listed.rows["period"], listed.rows["in_numerator"]
    places = {text: place for place, text in enumerate(periods.texts)}
    number = len(places) + 1  # the last one is for rows outside every period
    tops = np.bincount(periods.codes[in_numerator], minlength=number).tolist()
    bottoms = np.bincount(periods.codes, minlength=number).tolist()
    for period in listed.periods:
        place = places.get(period.label, number - 1)
        yield PeriodCount(period.label, tops[place], bottoms[place])


def _groups(listed: MemberList, grouping: Grouping | None) -> dict[str, Categorical]:
    """Each event's group under the name of its grouping, of two groupings both; of an indicator with bands its band."""
    group = listed.rows["group"]
    if listed.indicator.statistic.name == "bands":
        return {"band": group}
    if grouping is None or listed.indicator.is_split:
        return {}
    if not grouping.parts:
        return {grouping.name: group}
    pairs = dict(zip(grouping.labels, grouping.pairs))
    outer, inner = grouping.parts
    return {
        outer.name: group.mapped(lambda label: pairs[label][0]),
        inner.name: group.mapped(lambda label: pairs[label][1]),
    }


def _order(listed: MemberList) -> np.ndarray:
    """The order: by period, then day, then place in the files. In a snapshot, which has a single day, the plan's start
    is the day."""
    rows = listed.rows
    days = [rows[name] for name in (listed.day, "plan_start") if name in rows]
    by_file = np.array(sorted(range(len(rows["file"].texts)), key=list(rows["file"].texts).__getitem__), np.int64)
    rank = np.append(np.argsort(by_file), -1)  # a file's place by its name
    return np.lexsort([rows["row"], rank[rows["file"].codes], *reversed(days), rows["period"].codes])
