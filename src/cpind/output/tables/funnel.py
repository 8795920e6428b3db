"""A funnel -> its table: the authority, its neighbours, or all authorities, each with its limits and place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ...analysis.funnel import AS_EXPECTED, OUTER, WARNING, Funnel, FunnelPlace, Hidden, NotPlaced
from ...benchmarks.measures import measure_of
from ...benchmarks.records import SUPPRESSED as SUPPRESSED_SYMBOL
from ...figures.facts import HIGHER, LOWER
from ...figures.result import SUPPRESSED
from ...model.measures import PERCENT, half_up
from ...model.wording import capital, listed
from ..charts.funnel import funnel_chart, lie, name_of
from .table import BLANK, Cell, Column, Table, count, with_decimals
from .tidy import cell_of

_MOST_NAMED = 8
"""The most authorities that a sentence names; for more it gives the number."""

_MOST_OF_ENGLAND = 100
"""A release has rows of about 150 authorities; a store with fewer than this holds only part of one."""

_FEW_LEFT_OUT = 0.1
"""The part of the authorities that may be left out before a sentence warns that the rest are not like all."""

_LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
_NOT_NUMBERS = ("indicator", "area", "period", "unit", "place", "judged", "source")


def funnel_table(funnel: Funnel, *, every: bool, remarks: tuple[str, ...] = ()) -> Table:
    """A row for each of all authorities if `every`, else for our own and the neighbours."""
    measure = measure_of(funnel.code)
    shown = _shown(funnel, every=every)
    levels = [(f"{level:g} %", f"{level:g}".replace(".", "")) for level in (WARNING, OUTER)]
    columns = (
        Column("", "area", False),
        Column("Number", "numerator"),
        Column("of", "denominator"),
        Column("%" if measure.measure is PERCENT else "Rate", "value"),
        *(Column(f"{end} {level}", f"{end.lower()}_{name}") for level, name in levels for end in ("Lower", "Upper")),
        Column("Place", "place", False),
    )
    rows = tuple(_row(place, measure.measure.decimals) for place in shown)
    title = f"{measure.title}, {funnel.period.label}: among {len(funnel.places)} authorities"
    records = tuple(_record(funnel, place) for place in shown)
    return Table(title, columns, rows, (*_notes(funnel), *remarks), records, draw=partial(funnel_chart, funnel))


def tidy_funnel(funnel: Funnel, *, every: bool, remarks: tuple[str, ...] = ()) -> Table:
    """The same rows with the columns that JSON has, unrounded."""
    records = tuple(_record(funnel, place) for place in _shown(funnel, every=every))
    names = tuple(records[0]) if records else ()
    columns = tuple(Column(name, name, name not in _NOT_NUMBERS) for name in names)
    rows = tuple(tuple(cell_of(name, record[name]) for name in names) for record in records)
    return Table("", columns, rows, (*_notes(funnel), *remarks), records, draw=partial(funnel_chart, funnel))


def _shown(funnel: Funnel, *, every: bool) -> list[FunnelPlace | Hidden]:
    """Our own published figure, that of the extract, then the others by name."""
    places = [place for place in funnel.places if every or place.number in (funnel.own, *funnel.neighbours)]
    own = [place for place in places if place.number == funnel.own]
    extract = [funnel.own_figure] if funnel.own_figure else []
    return [*own, *extract, *(place for place in places if place.number != funnel.own)]


def _row(place: FunnelPlace | Hidden, decimals: int) -> tuple[Cell, ...]:
    if isinstance(place, Hidden):
        blanks = (BLANK,) * len(_LIMITS)
        return Cell(name_of(place), foreign=True), *(Cell(SUPPRESSED_SYMBOL),) * 3, *blanks, Cell(SUPPRESSED)
    value = (
        Cell(half_up(place.value, decimals), decimals, value=place.value)
        if place.is_own_figure
        else with_decimals(place.value, decimals)
    )
    limits = (Cell(half_up(limit, decimals), decimals, value=limit) for limit in (*place.inner, *place.outer))
    verdict = ", ".join(filter(None, (place.place, place.judged)))
    return (
        Cell(name_of(place), foreign=True),
        count(place.numerator),
        count(place.denominator),
        value,
        *limits,
        Cell(verdict),
    )


def _record(funnel: Funnel, place: FunnelPlace | Hidden) -> dict[str, object]:
    shown = place if isinstance(place, FunnelPlace) else None
    limits = (*shown.inner, *shown.outer) if shown else (None,) * len(_LIMITS)
    return {
        "indicator": funnel.code,
        "area": place.area,
        "period": funnel.period.label,
        "numerator": shown and shown.numerator,
        "denominator": shown and shown.denominator,
        "value": shown and shown.value,
        "unit": measure_of(funnel.code).measure.unit,
        **dict(zip(_LIMITS, limits, strict=True)),
        "place": shown.place if shown else SUPPRESSED,
        "judged": (shown and shown.judged) or None,
        "source": "published" if shown and not shown.is_own_figure else "extract",
    }


def _notes(funnel: Funnel) -> Iterable[str]:
    number = len(funnel.places)
    phi = half_up(funnel.spread.phi, 1)
    yield _centre(funnel)
    if number + len(funnel.left_out) < _MOST_OF_ENGLAND:
        yield f"The store has {number} of England's 150 or so authorities for this year: import the whole release."
    yield (
        f"Over-dispersion: phi is {phi}, so authorities differ by more than chance (1.0)."
        if funnel.spread.tau > 0
        else f"Over-dispersion: phi is {phi}, so authorities do not differ by more than chance (1.0)."
    )
    outside = (
        f"{funnel.outside} of {number} {lie(funnel.outside)} outside the {OUTER:g} % limits with the spread between authorities in "
        f"them, {funnel.outside_alone} outside those of chance alone"
    )
    yield f"{outside}; {'the former' if funnel.is_adjusted else 'the latter'} are shown."
    yield f"Higher or lower: outside the {OUTER:g} % limits; else {AS_EXPECTED}."
    yield from _named_outside(funnel)
    if (
        funnel.own
        and funnel.own_place is None
        and not any(one.number == funnel.own and one.is_contradictory for one in funnel.left_out)
    ):
        yield "The authority's own counts are not published for this year."
    yield from _left_out(funnel)


def _centre(funnel: Funnel) -> str:
    """ "All these authorities together: 23.3 %; England as published: 23.3 %." """
    measure = measure_of(funnel.code).measure
    unit = " %" if measure is PERCENT else ""
    centre = half_up(funnel.spread.centre * measure.factor, measure.decimals)
    england = "" if funnel.england is None else with_decimals(funnel.england, measure.decimals).text
    return f"All these authorities together: {centre}{unit}" + (
        f"; England as published: {england}{unit}." if england else "."
    )


def _named_outside(funnel: Funnel) -> Iterable[str]:
    """ "Higher: A and B. Lower: C." where there are few."""
    outside = {which: [one.area for one in funnel.places if one.place == which] for which in (HIGHER, LOWER)}
    if sum(map(len, outside.values())) > _MOST_NAMED:
        return
    texts = [f"{capital(which)}: {_listed(areas)}." for which, areas in outside.items() if areas]
    if texts:
        yield " ".join(texts)


def _left_out(funnel: Funnel) -> Iterable[str]:
    """Who is left out and why, and what that does to the limits."""
    contradictory = [one for one in funnel.left_out if one.is_contradictory]
    others = [one for one in funnel.left_out if not one.is_contradictory]
    without_population = [one for one in others if one.has_count]
    without_counts = [one for one in others if not one.has_count]
    if contradictory:
        yield f"Left out, since their published figure is not that of their counts: {_names(funnel, contradictory)}."
    if without_population:
        yield f"Left out, since the store has no population of them: {_names(funnel, without_population)}."
    if not without_counts:
        return
    yield f"Left out, since their counts are not published (small ones are suppressed): {_names(funnel, without_counts)}."
    if len(without_counts) > _FEW_LEFT_OUT * (len(funnel.places) + len(funnel.left_out)):
        yield (
            f"More than a tenth are left out, and they are not like the rest{_leaning(funnel)}: a place outside the limits may "
            "rest on that."
        )


def _leaning(funnel: Funnel) -> str:
    """Which way the centre of the others differs from England's figure, as both are printed."""
    measure = measure_of(funnel.code).measure
    if funnel.england is None:
        return ""
    centre = float(half_up(funnel.spread.centre * measure.factor, measure.decimals))
    if centre == funnel.england:
        return ""
    return (
        f", so the centre and the limits lie {'higher' if centre > funnel.england else 'lower'} than England's figure"
    )


def _names(funnel: Funnel, left_out: list[NotPlaced]) -> str:
    """The names; of many the number, and which of them are neighbours."""
    if len(left_out) <= _MOST_NAMED:
        return _listed([one.area for one in left_out])
    neighbours = [one.area for one in left_out if one.number in funnel.neighbours]
    return f"{len(left_out)} authorities" + (f"; neighbours among them: {_listed(neighbours)}" if neighbours else "")


def _listed(areas: list[str]) -> str:
    """The names, with semicolons between them where one has a comma in it ("Bristol, City of")."""
    return "; ".join(areas) if any("," in area for area in areas) else listed(areas)
