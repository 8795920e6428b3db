"""Notes on flat extracts whose events seem to have been selected, though not so surely that figures are marked (selections.py)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..model.measures import RATE
from ..model.wording import name_key
from .derived.plans_of_conference import on_plan
from .facts import LIVE, Caution, Fact
from .plan import Plan
from .scope import Scope
from .selections import FEWEST_ALIKE, FEWEST_LED_ON, FEWEST_TO_JUDGE, fewest_alike

ALL_LED_TO_PLANS = Caution(
    "All conferences of the extract led to a plan. If those that led to none were not exported, numbers are too low, and "
    "percentages are of those that led to one."
)
REVIEWS_AMONG_THEM = Caution(
    "More than a quarter of the extract's conferences have no enquiry and are of children on a plan: review conferences seem to be among "
    "them. If so, these figures are wrong: map a column that tells them apart to conference_type, or leave them out."
)
ALIKE = (
    "All {events} of the extract are of one {column} ({text}): if it has others, the figures are not the whole area's."
)
RATE_OF_ONE = " A rate would be too low."
NAMED = {
    "team": "team",
    "district": "district",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "category": "category of abuse",
}
FEWEST_LED_TO_PLANS = 12
"""With fewer conferences, all may have led to a plan by chance."""


def notes_on_selection(plan: Plan, scope: Scope, area: str) -> Iterable[Fact]:
    """The notes on conferences that all led to a plan, on review conferences among the initial ones, and on events with the
    same value in a column."""
    yield from _led_to_plans(plan)
    yield from _reviews_among_conferences(plan)
    yield from _alike(plan, scope, area)


def _led_to_plans(plan: Plan) -> Iterable[Fact]:
    """A note on a live flat extract whose conferences all led to a plan, but are too few to tell whether others are
    missing."""
    live = plan.basis_of(LIVE)
    if not live or not live.is_flat or "conferences" not in {kind for kind, _ in plan.indicator.kinds}:
        return
    if FEWEST_LED_TO_PLANS <= live.coverage.selections.led_on("conferences") < FEWEST_LED_ON["conferences"]:
        yield ALL_LED_TO_PLANS


def _reviews_among_conferences(plan: Plan) -> Iterable[Fact]:
    """A note on a live flat extract, many of whose conferences have no enquiry and are of children on a plan."""
    live = plan.basis_of(LIVE)
    if (
        not live
        or not live.is_flat
        or not live.has_plans
        or "conferences" not in {kind for kind, _ in plan.indicator.kinds}
    ):
        return
    held = live.conferences
    has_none = np.isnat(held["clock"])
    if len(held) < FEWEST_TO_JUDGE or 4 * has_none.sum() <= len(held):
        return
    if 4 * (has_none & on_plan(held, live)).sum() > len(held):
        yield REVIEWS_AMONG_THEM


def _alike(plan: Plan, scope: Scope, area: str) -> Iterable[Fact]:
    """Notes on flat extracts whose events all have the same value in a column by which reports are filtered: the figures may
    not be the whole area's. A district with the area's own name is the whole area."""
    events = plan.indicator.events
    held = [basis for basis in plan.bases if len(basis.events(events).frame)]
    split = {name for names in scope.column_sets for name in names}
    noted = set[str]()
    for column in FEWEST_ALIKE:
        name = column.split("_")[-1]
        if column in split or name in noted:
            continue
        found = [basis.coverage.selections.alike(events, column) for basis in held]
        texts = {text for text, _ in found}
        if len(texts) != 1:
            continue
        (text,) = texts
        if not text or name_key(text) == name_key(area):
            continue
        if max(children for _, children in found) >= fewest_alike(column, text):
            noted.add(name)
            note = ALIKE.format(events=events, column=NAMED[name], text=text)
            yield Caution(note + (RATE_OF_ONE if plan.indicator.measure is RATE else ""))
