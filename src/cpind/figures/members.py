"""The events behind a figure, row by row.

These are child-level data: only for commands that ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from ..errors import UnavailableError
from ..model.columns import Categorical, Column, Frame, constant, stacked, united
from ..model.extract import Extract
from ..model.periods import Period
from .bases import Bases, bases
from .basis import Basis
from .counting import caveats_of, members_of
from .default_periods import default_periods
from .derived import DERIVED
from .groupings import WHOLE, Grouping
from .indicators import INDICATORS, Indicator
from .placing import Cache, Placed, place
from .plan import plan
from .request import WHOLE_AREA, Request
from .scope import Scope, scope_of
from .statistics import Members

SHOWN_AS = {
    "start": "plan_start",
    "end": "plan_end",
    "recorded": "previous_plans",
    "previous_start": "previous_plan_start",
    "previous_end": "previous_plan_end",
    "clock": "timed_from",
}
"""The names of columns of events in lists for people; "date" is named after its table."""

EVENT_NAMES = {
    ("enquiries", "date"): "enquiry",
    ("conferences", "date"): "conference",
    ("plans", "start"): "plan started",
    ("plans", "end"): "plan ended",
    ("plans", "open"): "plan open",
}
"""The name of each kind of event, by its table and the date that places it."""

_DATES = {"conferences": "icpc_date", "enquiries": "s47_start"}
_CONTEXT = ("child_id", "family_id", "date_of_birth", "team", "district")
_TRACE = ("file", "row")


@dataclass(frozen=True)
class MemberList:
    """The members of an indicator's figures, for the periods that have a basis.

    Attributes:
        indicator: the indicator.
        periods: its periods.
        rows: a row for each period and event, with these columns in this order:
            period, basis;
            group: Categorical; for bands, the band;
            child_id, family_id, date_of_birth, team, district: those that the extract has;
            kind, at: what happened ("plan ended") and its day, if the indicator counts several kinds of events;
            the event's own columns;
            at: the day, of what is open at a date;
            in_numerator: bool;
            measured: in the indicator's unit (days, working days); NaN if not measured;
            caveats: the codes of the checks that doubt it;
            file, row.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    rows: Frame

    @property
    def day(self) -> str:
        """The column with the day that places an event in its period; "" if no row has one."""
        known = {**SHOWN_AS, "date": _DATES.get(self.indicator.events, "date"), "open": "at"}
        name = "at" if "at" in self.rows else known.get(self.indicator.dated, self.indicator.dated)
        return name if name in self.rows else ""


def members(
    extract: Extract,
    code: str,
    periods: Sequence[Period] | None = None,
    request: Request = WHOLE_AREA,
    *,
    standing: Bases | None = None,
    of_children: np.ndarray | None = None,
    cache: Cache | None = None,
) -> MemberList:
    """The events behind the figures of an indicator, for the periods that have a basis.

    For a share, mean or median these are the events in its denominator; for a count, those counted; for a count of
    children, the plan that represents each child. Every period has its whole area and groups: the number of a period's
    rows is the denominator (for a count, the numerator), and the number with `in_numerator` is the numerator.

    If `of_children` is given, as codes of the extract's column child_id, only their events are listed. `cache` keeps
    the placed events for other indicators with the same periods and choices. Raises UnavailableError if the input can't
    answer.
    """
    indicator = INDICATORS[code]
    standing = standing or bases(extract)
    chosen = list(periods) if periods is not None else default_periods((code,), standing)[0]
    for column in indicator.columns:
        if column not in extract.columns:
            raise UnavailableError(f"the extract has no column {column}", indicator=code)
    scope = scope_of(request.by, request.where, extract)
    steps = plan(indicator, chosen, standing, scope)
    parts: dict[int, Frame] = {}
    for basis, positions, of_basis in steps.by_basis():
        placed = place(indicator, of_basis, basis, request.choices, cache)
        frames = _of_periods(indicator, of_basis, basis, placed, scope, request, extract, of_children)
        parts |= dict(zip(positions, frames))
    in_order = [parts[position] for position in sorted(parts)] or [_NO_ROWS]
    rows = Frame({name: stacked([part[name] for part in in_order]) for name in in_order[0].names})
    return MemberList(indicator, tuple(step.period for step in steps.steps if step.basis), rows)


_NO_TEXT = Categorical(np.zeros(0, np.int32), [])
_NO_ROWS = Frame(
    {
        **dict.fromkeys(("period", "basis", "group", "child_id"), _NO_TEXT),
        "in_numerator": np.zeros(0, bool),
        "measured": np.zeros(0),
        "caveats": _NO_TEXT,
        "file": _NO_TEXT,
        "row": np.zeros(0, np.int32),
    }
)


def _of_periods(
    indicator: Indicator,
    periods: Sequence[Period],
    basis: Basis,
    placed: Placed,
    scope: Scope,
    request: Request,
    extract: Extract,
    of_children: np.ndarray | None,
) -> Iterable[Frame]:
    """The members of each period, as a frame."""
    of_figure = members_of(indicator, placed, scope, request.choices)
    if of_children is not None:
        of_figure = of_figure.within(np.isin(placed.events["child"], of_children))
    groups = _groups(indicator, placed, scope.grouping or WHOLE, of_figure.measured)
    measured = _measured(indicator, placed, of_figure, request)
    caveats = _caveats(indicator, placed, basis, request)
    for period, positions in zip(periods, placed.by_period(of_figure.counted)):
        if basis.coverage.is_all_before(period, indicator):
            positions = positions[:0]
        count = len(positions)
        yield Frame(
            {
                "period": constant(period.label, count),
                "basis": constant(basis.label, count),
                "group": groups[positions],
                **_context(placed, positions, extract),
                **_own(indicator, placed, positions),
                "in_numerator": of_figure.numerator[positions],
                "measured": np.full(count, np.nan) if measured is None else measured[positions],
                "caveats": caveats[positions],
                **{name: placed.source.column(name).take(placed.positions[positions]) for name in _TRACE},
            }
        )


def _measured(indicator: Indicator, placed: Placed, of_figure: Members, request: Request) -> np.ndarray | None:
    """What was measured for each event: what the indicator names, else the days of a mean or median."""
    if indicator.measured:
        return indicator.measured.function(placed.events, request.choices)
    return of_figure.measured if indicator.statistic.measures else None


def _groups(indicator: Indicator, placed: Placed, grouping: Grouping, measured: np.ndarray | None) -> Categorical:
    """Each event's group or, for an indicator with bands, its band."""
    labels = indicator.statistic.labels
    if indicator.statistic.name == "bands" and measured is not None:
        return Categorical(measured.astype(np.int32), labels)
    codes = None if indicator.is_split else placed.codes(grouping, indicator.category)
    if codes is None:
        return Categorical(np.full(len(placed.positions), -1, np.int32), [])
    return Categorical(codes.astype(np.int32), grouping.labels)


def _context(placed: Placed, positions: np.ndarray, extract: Extract) -> dict[str, Column]:
    """Columns on who and where, if the extract has them."""
    names = [name for name in _CONTEXT if name in extract.columns]
    return {name: placed.source.column(name).take(placed.positions[positions]) for name in names}


def _own(indicator: Indicator, placed: Placed, positions: np.ndarray) -> dict[str, Column]:
    """The event's own columns, under familiar names."""
    frame = placed.source.frame
    known = {**SHOWN_AS, "date": _DATES.get(indicator.events, "date")}
    own = {
        known.get(name, name): frame[name][placed.positions[positions]]
        for name in frame.names
        if name not in ("child", "out")
    }
    derived = {name: DERIVED[name].shown_as for name in indicator.derives if DERIVED[name].shown_as}
    own |= {shown_as: placed.events[name][positions] for name, shown_as in derived.items()}
    if indicator.beside:
        kinds = Categorical(
            placed.events["kind"][positions].astype(np.int32), [EVENT_NAMES[kind] for kind in indicator.kinds]
        )
        return {"kind": kinds, "at": placed.dated[positions], **own}
    return {**own, "at": placed.dated[positions]} if indicator.is_snapshot else own


def _caveats(indicator: Indicator, placed: Placed, basis: Basis, request: Request) -> Categorical:
    """The codes of the checks that doubt each event, joined by commas."""
    caveats = list(caveats_of(indicator, basis))
    doubts = [caveat.function(placed.events, request.choices) == 1 for caveat in caveats]
    # A bit for each caveat, so that the texts are joined once for each combination of them.
    bits = reduce(
        np.bitwise_or,
        (doubted.astype(np.int64) << number for number, doubted in enumerate(doubts)),
        np.zeros(len(placed.positions), np.int64),
    )
    combinations, codes = np.unique(bits, return_inverse=True)
    texts = [
        ", ".join(dict.fromkeys(caveat.check for number, caveat in enumerate(caveats) if bit >> number & 1))
        for bit in combinations.tolist()
    ]
    return united(codes.astype(np.int32), texts)
