"""What the store holds, and one indicator of it: the authority, its neighbours, their average, region, England."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ...benchmarks.areas import NEIGHBOURS, areas_of
from ...benchmarks.comparing import areas_named
from ...benchmarks.measures import measure_of
from ...benchmarks.published import SYMBOLS, Published
from ...benchmarks.records import FIGURE, LOCAL, NEIGHBOUR, POPULATION, Record
from ...benchmarks.store import load
from ...benchmarks.view import View
from ...errors import UnavailableError
from ...model.measures import COUNT, half_up
from ...model.periods import Period, parse_range, parse_year
from .scorecard_words import RANGE_OF_RANKS, rank_text
from .table import BLANK, Cell, Column, Table, with_decimals

DEFAULT_YEARS = 5


def contents_table(path: Path) -> Table:
    """A line for each indicator of each release: years, areas; and for populations and neighbour sets."""
    records = load(path)
    groups: dict[tuple[str, str, str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.record, record.indicator, record.release, record.vintage), []).append(record)
    listed = []
    for (kind, indicator, release, vintage), mine in groups.items():
        periods = sorted({record.period for record in mine}) if kind != NEIGHBOUR else []
        listed.append(
            {
                "what": {FIGURE: indicator, POPULATION: "population 0-17", NEIGHBOUR: "neighbours"}[kind],
                "vintage": vintage,
                "release": release,
                "periods": f"{periods[0]} to {periods[-1]}" if len(periods) > 1 else "".join(periods),
                "authorities": len({record.code for record in mine if record.level == LOCAL}),
                "other areas": len({record.area for record in mine if record.level != LOCAL}),
                "without a figure": sum(not record.value[:1].isdigit() for record in mine),
            }
        )
    names = list(listed[0]) if listed else ["what"]
    numbers = ("authorities", "other areas", "without a figure")
    columns = tuple(Column(name.capitalize(), name, name in numbers) for name in names)
    rows = tuple(tuple(_cell(record[name]) for name in names) for record in listed)
    known = areas_of(records)
    sets = ", ".join(sorted(known.sets)) or "none"
    notes = (f"Neighbour sets: {sets}. cpind benchmarks show INDICATOR prints one, beside the neighbours.",)
    return Table(f"Published figures in {path.name}", columns, rows, notes, tuple(listed))


def show_table(
    view: View, code: str, *, years: Sequence[str] = (), compare: Sequence[str] = (), rank: bool = False
) -> Table:
    """The published figures of an indicator, with a column for each year.

    The rows are the authority, each neighbour by name, their average, other authorities of `compare`, the region and
    England; with `rank`, also the rank among all authorities, its quartile, and the place among the neighbours. An
    indicator that is published by groups has these rows for each group.

    Raises UnavailableError where the store has no figure of the indicator, and OptionError for an unknown area.
    """
    known = view.years(code)
    if not known:
        raise UnavailableError(
            view.missing(code).rstrip(".")
            or f"the store has no {code} in vintage {view.vintage}: cpind benchmarks lists what it has"
        )
    periods = _periods(years, known)
    compared = areas_named(view, compare)
    names = view.known.names
    neighbours = (names.get(number, number) for number in view.neighbours)
    areas = dict.fromkeys([view.area, *neighbours, *compared, *view.areas])
    groups = view.groups(code)
    records = tuple(
        record for group in groups for area in areas for record in _records(view, code, area, periods, group)
    )
    rows: list[tuple[Cell, ...]] = []
    symbols: set[str] = set()
    for group in groups:
        for area in areas:
            figures = [view.find(code, area, period, group=group) for period in periods]
            if any(figures):
                label = f"{group}: {area}" if group else area
                rows.append((Cell(label, foreign=True), *map(_published_cell, figures)))
            symbols |= {figure.text for figure in figures if figure}
        if rank:
            rows += _rank_rows(view, code, periods, group)
    columns = (Column("", "area", False), *(Column(period.label, period.label) for period in periods))
    measure = measure_of(code)
    notes = [*view.remarks((code,), periods), *(f"{s}: {meaning}." for s, meaning in SYMBOLS.items() if s in symbols)]
    if rank:
        notes += _range_sentences(view, code, periods, groups)
    if rank and not measure.good:
        notes.append("No rank: neither a high nor a low figure is good in itself.")
    return Table(f"{measure.title}, as published", columns, tuple(rows), tuple(notes), records)


def _periods(years: Sequence[str], known: set[str]) -> list[Period]:
    """The years asked for, by default the latest in the store."""
    chosen = [period for text in years for period in parse_range(text, parse_year)]
    return chosen or [parse_year(label) for label in sorted(known)[-DEFAULT_YEARS:]]


def _records(view: View, code: str, area: str, periods: Sequence[Period], group: str) -> Iterable[dict[str, object]]:
    is_own = area == view.area
    for period in periods:
        figure = view.find(code, area, period, group=group)
        if figure is None:
            continue
        record = view.record(code, area, period, group=group) if area != NEIGHBOURS else None
        place = view.rank(code, period, group=group) if is_own else None
        yield {
            "indicator": code,
            "area": area,
            "group": group,
            "period": period.label,
            "numerator": int(record.numerator) if record and record.numerator else None,
            "denominator": int(record.denominator) if record and record.denominator else None,
            "value": figure.value,
            "published": figure.text,
            "unit": measure_of(code).measure.unit,
            "rank": place.place if place and place.is_exact else None,
            "among": place.among if place else None,
            "quarter": place.band if place else None,
            "among_neighbours": view.place_among_neighbours(code, period, group=group) if is_own else None,
            "vintage": view.vintage,
            "source": figure.source,
            "rank_from": place.place if place else None,
            "rank_to": place.last if place else None,
            "suppressed": place.suppressed if place else None,
        }


def _range_sentences(view: View, code: str, periods: Sequence[Period], groups: Sequence[str]) -> Iterable[str]:
    """Why a rank is a range, if one is."""
    ranks = (view.rank(code, period, group=group) for period in periods for group in groups)
    if any(rank and not rank.is_exact for rank in ranks):
        yield RANGE_OF_RANKS


def _rank_rows(view: View, code: str, periods: Sequence[Period], group: str) -> Iterable[tuple[Cell, ...]]:
    ranks = [view.rank(code, period, group=group) for period in periods]
    of = f"{group}: " if group else ""
    if any(ranks):
        yield (
            Cell(f"{of}Rank among authorities, 1 the best"),
            *(Cell(rank_text(r)) for r in ranks),
        )
        yield (Cell(f"{of}Quartile, A is the best"), *(Cell(r.band if r else "") for r in ranks))
    if measure_of(code).measure is not COUNT:
        places = (view.place_among_neighbours(code, period, group=group) for period in periods)
        yield (Cell(f"{of}Among its neighbours"), *map(Cell, places))


def _cell(value: object) -> Cell:
    return Cell(str(value), 0) if isinstance(value, int) else Cell(str(value))


def _published_cell(figure: Published | None) -> Cell:
    """A published figure as it was published."""
    if figure is None:
        return BLANK
    decimals = measure_of(figure.indicator).measure.decimals
    if figure.value is None:
        return Cell(figure.text)
    return (
        Cell(half_up(figure.value, decimals), decimals) if figure.is_average else with_decimals(figure.value, decimals)
    )
