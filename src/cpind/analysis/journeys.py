"""A child's journey: enquiries, conferences, plans and reviews in order, and the figures that each is counted in.

These are child-level data: only for commands that ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from ..errors import UnavailableError
from ..figures.bases import Bases
from ..figures.basis import Basis
from ..figures.indicators import INDICATORS
from ..figures.members import EVENT_NAMES, MemberList, members
from ..figures.placing import Cache
from ..figures.request import WHOLE_AREA, Request
from ..model.columns import as_texts, cells
from ..model.extract import Extract
from ..model.periods import Period, reporting_year, year

ENQUIRY, CONFERENCE, PLAN_STARTED, PLAN_ENDED, PLAN_OPEN = EVENT_NAMES.values()
REVIEW = "review"
KINDS = (ENQUIRY, CONFERENCE, PLAN_STARTED, REVIEW, PLAN_ENDED, PLAN_OPEN)
"""The kinds of steps, in their order on one day. A plan is open at the last day of a reporting year, or at as-at, if a figure
counts it there."""

_OWN = {"enquiries": ENQUIRY, "conferences": CONFERENCE, "plans": PLAN_STARTED}


class Happening(NamedTuple):
    """Something that happened to a child: the child as a code of the extract, the position in KINDS, the day."""

    child: int
    day: date
    kind: int


@dataclass(frozen=True)
class JourneyStep:
    """An event of a child.

    Attributes:
        child: the child's identifier.
        day: its day.
        kind: one of KINDS.
        year: the reporting year of its day.
        counted_in: the indicators of whose figures in that year it is in the numerator (of a count, mean or median:
            counted).
        only_in_denominator: the indicators in whose denominator it is alone.
    """

    child: str
    day: date
    kind: str
    year: str
    counted_in: tuple[str, ...] = ()
    only_in_denominator: tuple[str, ...] = ()


@dataclass(frozen=True)
class Journeys:
    """Each child's steps in the order of days, and the lines, from 1, with an identifier that is not here."""

    steps: tuple[JourneyStep, ...]
    unknown: tuple[int, ...]


def journeys(extract: Extract, identifiers: Sequence[str], standing: Bases, request: Request = WHOLE_AREA) -> Journeys:
    """The journeys of these children, in the order of the identifiers, each child once; blank identifiers are ignored."""
    texts = extract.rows["child_id"].texts
    wanted = set(identifiers) - {""}
    codes = {text: code for code, text in enumerate(texts) if text in wanted}
    unknown = tuple(line for line, text in enumerate(identifiers, 1) if text and text not in codes)
    ordered = [codes[text] for text in dict.fromkeys(identifiers) if text in codes]
    if not ordered:
        return Journeys((), unknown)
    happened = _happenings(standing, np.array(ordered, np.int64))
    numerators, denominators = _figures(extract, standing, request, np.array(ordered, np.int64), happened)
    place = {code: number for number, code in enumerate(ordered)}
    in_order = sorted({*happened, *numerators, *denominators}, key=lambda one: (place[one.child], one.day, one.kind))
    return Journeys(
        tuple(
            JourneyStep(
                texts[one.child],
                one.day,
                KINDS[one.kind],
                year(reporting_year(one.day)).label,
                tuple(numerators.get(one, ())),
                tuple(denominators.get(one, ())),
            )
            for one in in_order
        ),
        unknown,
    )


def _happenings(standing: Bases, children: np.ndarray) -> set[Happening]:
    """What happened to these children, from the live history and the returns."""
    happened: set[Happening] = set()
    for basis in filter(None, (standing.live, standing.union)):
        for kind, child, day in _of_basis(basis):
            mine = np.isin(child, children) & ~np.isnat(day)
            happened |= _keys(child[mine], day[mine], kind)
    return happened


def _of_basis(basis: Basis) -> Iterable[tuple[str, np.ndarray, np.ndarray]]:
    """Each kind of event: its children and days."""
    plans, reviews = basis.plans, basis.reviews
    yield ENQUIRY, basis.enquiries["child"], basis.enquiries["date"]
    yield CONFERENCE, basis.conferences["child"], basis.conferences["date"]
    yield PLAN_STARTED, plans["child"], plans["start"]
    yield REVIEW, plans["child"][reviews["plan"]], reviews["date"]
    yield PLAN_ENDED, plans["child"], plans["end"]


def _keys(child: np.ndarray, day: np.ndarray, kind: str) -> set[Happening]:
    return {Happening(*pair, KINDS.index(kind)) for pair in zip(child.tolist(), day.tolist())}


Figures = dict[Happening, list[str]]


def _figures(
    extract: Extract, standing: Bases, request: Request, children: np.ndarray, happened: set[Happening]
) -> tuple[Figures, Figures]:
    """For each event, the figures of its reporting year with it in the numerator, and those with it only in the
    denominator."""
    numerators: Figures = {}
    denominators: Figures = {}
    periods = _years(standing, happened)
    if not periods:
        return numerators, denominators
    cache: Cache = {}
    code_of = {text: code for code, text in zip(children.tolist(), _texts(extract, children))}
    for code in INDICATORS:
        try:
            listed = members(extract, code, periods, request, standing=standing, of_children=children, cache=cache)
        except UnavailableError:
            continue
        for happening, is_in_numerator in _happenings_of(listed, code_of):
            figures = numerators if is_in_numerator else denominators
            figures.setdefault(happening, []).append(code)
    return numerators, denominators


def _texts(extract: Extract, children: np.ndarray) -> list[str]:
    return [extract.rows["child_id"].texts[code] for code in children.tolist()]


def _years(standing: Bases, happened: set[Happening]) -> list[Period]:
    """The reporting years from the first event to as-at."""
    last = max(basis.as_at for basis in (standing.live, standing.union) if basis)
    first = min((one.day for one in happened), default=None)
    return [year(y) for y in range(reporting_year(first), reporting_year(last) + 1)] if first else []


def _happenings_of(listed: MemberList, code_of: dict[str, int]) -> Iterable[tuple[Happening, bool]]:
    """Each member as what happened, and whether it is in the numerator."""
    if not listed.day:
        return
    indicator, rows = listed.indicator, listed.rows
    own = EVENT_NAMES.get((indicator.events, indicator.dated), _OWN[indicator.events])
    kinds = as_texts(rows["kind"]).listed() if indicator.beside else [own] * len(rows)
    days = cells(rows[listed.day]).tolist()
    for identifier, day, kind, is_in_numerator in zip(
        rows["child_id"].listed(), days, kinds, rows["in_numerator"].tolist()
    ):
        # A difference counts all its events, one kind of them negatively.
        is_counted = is_in_numerator or indicator.statistic.name == "difference"
        yield Happening(code_of[identifier], day, KINDS.index(kind)), is_counted
