"""The open work of a live extract, with the day by which each item is due: enquiries that wait for a conference, plans
that wait for their next review, and plans that pass a length.

The rules are those of the figures: an enquiry's conference is in time within 15 working days (icpc), a review by the walk of
`reviews`, two years are 730 days (two-year), months are calendar months. Events dated after the extract's date are booked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, cast

import numpy as np

from ..figures.as_at import booked_rows
from ..figures.basis import Basis
from ..figures.choices import PUBLISHED_DEFINITIONS
from ..figures.events import places_of_rows
from ..figures.groupings import WHOLE
from ..figures.indicators import INDICATORS
from ..figures.indicators.conferences import IN_TIME_DAYS
from ..figures.indicators.durations import TWO_YEARS_DAYS
from ..figures.placing import Placed, place
from ..figures.reviewing import next_due
from ..figures.scope import Scope
from ..model.columns import Categorical
from ..model.dates import add_months, pack_key
from ..model.extract import Extract
from ..model.periods import FIRST_YEAR, Period, at, span
from ..model.workdays import last_day_within
from .due_items import ENQUIRY, FIRST_REVIEW, KINDS, LENGTHS, MONTHS, NEXT_REVIEW, TWO_YEARS, Items, together

OLDER_MONTHS = 6
"""An enquiry without a conference that started this many calendar months or more before the extract's date is not open
work: it ended without one, or its conference is not recorded. [choice]"""


_NEVER = np.datetime64("NaT", "D")
_CONTEXT = ("child_id", "family_id", "team", "district")


class Waiting(NamedTuple):
    """The enquiries that wait for a conference, and how many do not: those that are `older`, without a conference and
    left out for their age, and those for which none was required."""

    items: Items
    older: int
    not_required: int


def select(code: str, period: Period, basis: Basis, scope: Scope) -> Placed:
    """The events that an indicator is about in a period and in the groups of the scope."""
    placed = place(INDICATORS[code], [period], basis, PUBLISHED_DEFINITIONS)
    mask = scope.mask(placed, INDICATORS[code].category)
    if mask is None:
        return placed
    kept = np.flatnonzero(mask)
    return Placed(
        placed.events.take(kept),
        placed.source,
        placed.positions[kept],
        placed.dated[kept],
        placed.place[kept],
        placed.first,
        placed.last,
        placed.edges,
    )


def groups_of(placed: Placed, code: str, scope: Scope) -> np.ndarray:
    """Each event's position among the labels of the grouping; 0 where there is none."""
    codes = placed.codes(scope.grouping or WHOLE, INDICATORS[code].category)
    return np.zeros(len(placed.positions), np.int64) if codes is None else codes.astype(np.int64)


# --- enquiries ----------------------------------------------------------------------------------------

LED_TO = "s47-to-conference"
"""The indicator that matches an enquiry with the conference that followed."""


def waiting_enquiries(extract: Extract, basis: Basis, scope: Scope) -> Waiting:
    """The enquiries of the last six months without a conference by the extract's date, each with the last day on which one
    is within 15 working days and the conference that is booked. An enquiry whose conference was not required is not waiting for one."""
    today = np.datetime64(basis.as_at, "D")
    placed = select(LED_TO, span(date(FIRST_YEAR, 1, 1), basis.as_at), basis, scope)
    child, start = placed.events["child"], placed.events["date"]
    is_held = ~np.isnat(placed.events["conference_date"])
    rows = basis.recorded["conferences"]
    rows = rows.where(~np.isnat(rows["s47_start"]) & (rows["icpc_date"] > today))
    booked = _earliest(pack_key(rows["child_id"].codes, rows["s47_start"]), rows["icpc_date"], pack_key(child, start))
    is_older = add_months(start, OLDER_MONTHS) <= today
    # A conference that is booked was required after all.
    flags = placed.source.column("icpc_not_required")
    is_excused = (flags[placed.positions] == 1) & np.isnat(booked)
    waits = ~is_held & ~is_excused
    chosen = np.flatnonzero(waits & ~is_older)
    plans = basis.plans
    with_plan = plans["child"][(plans["start"] <= today) & ~(plans["out"] <= today)]
    items = _items(
        np.full(len(chosen), KINDS.index(ENQUIRY)),
        placed,
        chosen,
        groups_of(placed, LED_TO, scope),
        extract,
        due=last_day_within(start[chosen], IN_TIME_DAYS),
        booked=booked[chosen],
        has_plan=np.isin(child[chosen], with_plan),
    )
    return Waiting(items, int((waits & is_older).sum()), int((~is_held & is_excused & ~is_older).sum()))


def _earliest(keys: np.ndarray, dates: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The earliest date of each wanted key, missing if it has none."""
    order = np.lexsort((dates, keys))
    keys, dates = keys[order], np.append(dates[order], _NEVER)
    position = np.searchsorted(keys, wanted)
    known = position < len(keys)
    known[known] = keys[position[known]] == wanted[known]
    return dates[np.where(known, position, len(keys))]


# --- plans --------------------------------------------------------------------------------------------


def waiting_reviews(extract: Extract, basis: Basis, scope: Scope) -> Items:
    """The open plans, each with the day by which its next review is due, and the first review that is booked after the
    extract's date."""
    placed = open_plans(basis, scope)
    plan = np.asarray(placed.events["event"], np.int64)
    due, is_first = next_due(placed.events, basis.reviews, np.datetime64(basis.as_at, "D"))
    rows = booked_rows(basis.recorded["reviews"], "review_date", basis.as_at)
    of_plan = places_of_rows(rows, basis.events("plans")).astype(np.int64)
    booked = _earliest(of_plan, rows["review_date"].astype("datetime64[D]"), plan)
    return _items(
        np.where(is_first, KINDS.index(FIRST_REVIEW), KINDS.index(NEXT_REVIEW)),
        placed,
        np.arange(len(plan)),
        groups_of(placed, OPEN_PLANS, scope),
        extract,
        due=due,
        booked=booked,
    )


OPEN_PLANS = "two-year-open"
"""An indicator whose events are the open plans, each once."""


def open_plans(basis: Basis, scope: Scope) -> Placed:
    """The plans that are open at the extract's date."""
    return select(OPEN_PLANS, at(basis.as_at), basis, scope)


def plans_by_length(extract: Extract, basis: Basis, scope: Scope) -> Items:
    """The open plans, once for each length, with the day on which they pass it."""
    placed = open_plans(basis, scope)
    start, groups, every = (
        placed.events["start"],
        groups_of(placed, OPEN_PLANS, scope),
        np.arange(len(placed.positions)),
    )
    return together(
        [
            _items(np.full(len(every), KINDS.index(length)), placed, every, groups, extract, due=passes)
            for length, passes in _passes(start)
        ]
    )


def _passes(start: np.ndarray) -> Iterable[tuple[str, np.ndarray]]:
    for months, length in zip(MONTHS, LENGTHS):
        yield length, add_months(start, months)
    yield TWO_YEARS, start + np.timedelta64(TWO_YEARS_DAYS, "D")


# --- rows ---------------------------------------------------------------------------------------------


def _items(
    kind: np.ndarray,
    placed: Placed,
    chosen: np.ndarray,
    groups: np.ndarray,
    extract: Extract,
    *,
    due: np.ndarray,
    booked: np.ndarray | None = None,
    has_plan: np.ndarray | None = None,
) -> Items:
    positions = placed.positions[chosen]

    def texts(name: str) -> Categorical:
        return cast(Categorical, placed.source.column(name)).take(positions)

    return Items(
        kind=kind.astype(np.int8),
        group=groups[chosen],
        start=placed.events["start" if "start" in placed.events else "date"][chosen],
        due=due,
        booked=np.full(len(chosen), _NEVER) if booked is None else booked,
        has_plan=np.zeros(len(chosen), bool) if has_plan is None else has_plan,
        file=texts("file"),
        row=np.asarray(placed.source.column("row"))[positions],
        context={name: texts(name) for name in _CONTEXT if name in extract.columns},
    )
