"""How many of a figure's events are new since an earlier one, and how many of the earlier ones are gone.

Only where two periods can share events: stocks, and periods that overlap. `cpind children` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..figures.bases import Bases
from ..figures.indicators import INDICATORS, Indicator
from ..figures.members import members
from ..figures.request import Request
from ..model.columns import Categorical, Frame
from ..model.extract import Extract
from ..model.measures import PERCENT
from ..model.periods import Period

_DAYS = ("plan_start", "icpc_date", "s47_start")
"""What distinguishes the events of a child."""


@dataclass(frozen=True)
class Overlap:
    """Events in both figures, those only in the later one, those only in the earlier one."""

    stayed: int
    entered: int
    left: int


@dataclass(frozen=True)
class Turnover:
    """Of the events counted (the denominator, or what a count counts), and of a percentage also those in the numerator."""

    counted: Overlap
    numerator: Overlap | None


def turnover(
    extract: Extract, code: str, base: Period, period: Period, request: Request, standing: Bases
) -> Turnover | None:
    """What came and went between two periods; None where they lie apart and can share no event."""
    indicator = INDICATORS[code]
    if not indicator.is_snapshot and base.end < period.start:
        return None
    before, after = (
        _events(indicator, members(extract, code, [one], request, standing=standing).rows) for one in (base, period)
    )
    is_share = indicator.measure is PERCENT and not indicator.is_split
    return Turnover(_compare(before[0], after[0]), _compare(before[1], after[1]) if is_share else None)


Event = tuple[str, ...]


def _events(indicator: Indicator, rows: Frame) -> tuple[set[Event], set[Event]]:
    """The events of a figure, and those in its numerator: a child and the event's day, or the child alone where children
    are counted."""
    children = rows["child_id"]
    assert isinstance(children, Categorical)
    columns: list[list[str]] = [children.listed()]
    if indicator.counted != "children":
        names = [name for name in (*_DAYS, "at") if name in rows and not (name == "at" and indicator.is_snapshot)]
        columns += [np.asarray(rows[name]).astype(str).tolist() for name in names]
    events = list(zip(*columns))
    return set(events), {event for event, counts in zip(events, np.asarray(rows["in_numerator"]).tolist()) if counts}


def _compare(before: set[Event], after: set[Event]) -> Overlap:
    return Overlap(len(before & after), len(after - before), len(before - after))
