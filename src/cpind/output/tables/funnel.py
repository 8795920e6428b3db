"""A funnel -> its table: the authority, its neighbours, or all authorities, each with its limits and place."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.funnel import AS_EXPECTED, OUTER, WARNING, Funnel, Place
from ...benchmarks.measures import measure_of
from ...model.measures import PERCENT, half_up
from ...model.wording import listed
from .table import Cell, Column, Table, count, with_decimals

_MOST_NAMED = 8

_MOST_OF_ENGLAND = 100


def funnel_table(funnel: Funnel, *, every: bool, remarks: tuple[str, ...] = ()) -> Table:
    """A row each; `every`: all authorities, else our own and the neighbours."""
    measure = measure_of(funnel.code)
    shown = [place for place in funnel.places if every or place.number in (funnel.own, *funnel.neighbours)]
    shown.sort(key=lambda place: (place.number != funnel.own, place.is_own_figure, place.area))
    levels = [f"{level:g} %" for level in (WARNING, OUTER)]
    columns = (
        Column("", "area", False),
        Column("Number", "numerator"),
        Column("of", "denominator"),
        Column("%" if measure.measure is PERCENT else "Rate", "value"),
        *(Column(f"{end} {level}", f"{end.lower()} {level}") for level in levels for end in ("Lower", "Upper")),
        Column("Place", "place", False),
    )
    rows = tuple(_row(place, measure.measure.decimals) for place in shown)
    title = f"{measure.title}, {funnel.period.label}: among {len(funnel.places)} authorities"
    return Table(title, columns, rows, (*_notes(funnel), *remarks), tuple(_record(funnel, place) for place in shown))


def _row(place: Place, decimals: int) -> tuple[Cell, ...]:
    name = f"{place.area} (this extract)" if place.is_own_figure else place.area
    value = (
        Cell(half_up(place.value, decimals), decimals) if place.is_own_figure else with_decimals(place.value, decimals)
    )
    limits = (Cell(half_up(limit, decimals), decimals) for limit in (*place.inner, *place.outer))
    verdict = ", ".join(filter(None, (place.place, place.judged)))
    return Cell(name, foreign=True), count(place.numerator), count(place.denominator), value, *limits, Cell(verdict)


def _record(funnel: Funnel, place: Place) -> dict[str, object]:
    return {
        "indicator": funnel.code,
        "area": place.area,
        "period": funnel.period.label,
        "numerator": place.numerator,
        "denominator": place.denominator,
        "value": place.value,
        "unit": measure_of(funnel.code).measure.unit,
        "lower_95": place.inner[0],
        "upper_95": place.inner[1],
        "lower_998": place.outer[0],
        "upper_998": place.outer[1],
        "place": place.place,
        "judged": place.judged or None,
        "source": "extract" if place.is_own_figure else "published",
    }


def _notes(funnel: Funnel) -> Iterable[str]:
    measure = measure_of(funnel.code).measure
    centre = half_up(funnel.spread.centre * measure.factor, measure.decimals)
    phi = half_up(funnel.spread.phi, 1)
    yield f"All these authorities together: {centre}{' %' if measure is PERCENT else ''}."
    if len(funnel.places) < _MOST_OF_ENGLAND:
        yield f"The store has {len(funnel.places)} of England's some 150 authorities for this year: import the whole release."
    yield (
        f"Over-dispersion: phi is {phi}, so authorities differ by more than chance (1.0)."
        if funnel.spread.tau > 0
        else f"Over-dispersion: phi is {phi}, so authorities do not differ by more than chance (1.0)."
    )
    outside = (
        f"{funnel.outside} of {len(funnel.places)} lie outside the {OUTER:g} % limits with the spread between authorities in "
        f"them, {funnel.outside_alone} outside those of chance alone"
    )
    yield f"{outside}; {'the former' if funnel.is_adjusted else 'the latter'} are shown."
    yield f"Higher or lower: outside the {OUTER:g} % limits; else {AS_EXPECTED}."
    if funnel.own and funnel.own_place is None:
        yield "The authority's own counts are not published for this year."
    if funnel.left_out:
        names = (
            listed(funnel.left_out) if len(funnel.left_out) <= _MOST_NAMED else f"{len(funnel.left_out)} authorities"
        )
        yield f"Left out, since their counts are not published (small ones are suppressed): {names}."
