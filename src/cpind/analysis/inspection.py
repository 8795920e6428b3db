"""What is in the files, how it was understood, and what it can answer: the facts behind `cpind inspect`.

A line a fact, in the order in which a person would ask: the files, their headings, how they were joined, the extract's date
and what it holds, and each indicator with what it lacks. Nothing here shows a cell: of a column it says how many of its
cells are filled, and of dates of events the first and the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from ..errors import InputError, UnavailableError
from ..figures.as_at import booked
from ..figures.bases import Bases
from ..figures.engine import Request, compute, default_periods
from ..figures.indicators import INDICATORS
from ..figures.result import Figure
from ..inputs.column_names import name_columns
from ..inputs.layouts import known_table
from ..inputs.near_headings import LOOKED_AT, are_data, contents, doubt, nearest
from ..inputs.population import NoPopulation
from ..inputs.text_table import DateLists, TextTable, tidied
from ..model.cells import parse
from ..model.columns import Categorical
from ..model.extract import Extract
from ..model.layouts import LAYOUTS
from ..model.periods import long_date
from ..model.schema import BY_NAME, recognise

FILE, HEADING, JOIN, EXTRACT, INDICATOR, PROBLEM = "file", "heading", "join", "extract", "indicator", "problem"
ANSWERED, INCOMPLETE = "yes", "incomplete"


class Fact(NamedTuple):
    """A fact about the input.

    Attributes:
        section: one of the above.
        file, item: what it is about.
        reading: what it was taken for, or the answer.
        filled, of: of a heading, how many of its cells are filled, and how many there are.
        first, last: of a heading of events, the first and last date (ISO).
    """

    section: str
    file: str
    item: str
    reading: str
    filled: int | None = None
    of: int | None = None
    first: str = ""
    last: str = ""


class Reading(NamedTuple):
    """A heading of a file, at a position: the `column` that it is taken for, or "" and then the one that it is `near` and
    what its cells are ("dates", "counts", "flags"), as far as either can be said."""

    position: int
    heading: str
    column: str
    near: str = ""
    contents: str = ""


def readings_of(tables: Sequence[TextTable], mapping: dict[str, str]) -> list[tuple[TextTable, list[Reading]]]:
    """Each file (or sheet) with the reading of each of its headings; of a file whose first row holds data, none."""
    named = [{} if are_data(table.headings, table.columns) else _named(table, mapping) for table in tables]
    lacking = set(BY_NAME) - {name for names in named for name in names.values()}
    return [(table, list(_readings(table, names, lacking))) for table, names in zip(tables, named)]


def _readings(table: TextTable, names: dict[int, str], lacking: set[str]) -> Iterable[Reading]:
    if are_data(table.headings, table.columns):
        return
    own = 0
    for position, heading in enumerate(table.headings):
        if name := names.get(position):
            yield Reading(position, heading, name)
        elif heading:
            own += 1
            column = table.columns[position]
            held = contents(None if column is None else tidied(column))
            yield Reading(position, heading, "", nearest(heading, lacking) if own <= LOOKED_AT else "", held)


def of_tables(tables: Sequence[TextTable], mapping: dict[str, str]) -> Iterable[Fact]:
    """The files (or sheets), and their headings; of one whose first row holds data nothing of that row."""
    for table, readings in readings_of(tables, mapping):
        what = (
            f"{len(table):,} rows"
            if readings
            else f"{len(table):,} rows under a row of data: it has no row of headings"
        )
        yield Fact(FILE, table.name, layout_of(table), what)
        known = known_table(table.headings, table.title)
        of_dataset = known is not None and known.layout == "ssd"
        for reading in readings:
            yield _of_heading(table, reading, of_dataset)


def layout_of(table: TextTable) -> str:
    """The layout of a table: "flat", or a layout and which part of it the table is."""
    if table.layout:
        return LAYOUTS[table.layout].name
    known = known_table(table.headings, table.title)
    return f"{LAYOUTS[known.layout].name}, {known.table}" if known else "flat"


def _named(table: TextTable, mapping: dict[str, str]) -> dict[int, str]:
    """Position -> column, for each heading that is taken for a column; of a table that is refused, as its headings stand."""
    try:
        named, _ = name_columns(table, mapping, {})
    except InputError:
        return {place: name for place, heading in enumerate(table.headings) if (name := recognise(heading, mapping))}
    return {position: name for name, positions in named.items() for position in positions if name in BY_NAME}


def _of_heading(table: TextTable, reading: Reading, of_dataset: bool) -> Fact:
    column = table.columns[reading.position]
    column = None if column is None else tidied(column)
    if column is None:
        filled = None
    elif isinstance(column, np.ndarray):
        filled = int((~np.isnat(column)).sum())
    else:
        filled = int(column.filled().sum())
    first, last = _span(column, BY_NAME[reading.column].kind) if reading.column else ("", "")
    taken_for = reading.column or _own(reading, of_dataset)
    return Fact(HEADING, table.name, reading.heading, taken_for, filled, len(table), first, last)


def _own(reading: Reading, of_dataset: bool) -> str:
    """The reading of a heading that is not a column of cpind: an own column of the file; in a dataset's table, not read."""
    if of_dataset:
        return "not used"
    why = doubt(reading.contents, reading.near)
    return f"own column ({why})" if why else "own column"


def _span(column: Categorical | np.ndarray | DateLists | None, kind: str) -> tuple[str, str]:
    """The first and last date of a column of events; blank for dates of birth."""
    if kind not in ("date", "dates") or column is None:
        return "", ""
    if isinstance(column, Categorical):
        texts = [piece.strip() for text in column.texts for piece in (text.split(";") if kind == "dates" else [text])]
        days = parse(texts, kind).values
    else:
        days = column.dates if isinstance(column, DateLists) else column
    days = days[~np.isnat(days)]
    return (str(days.min()), str(days.max())) if len(days) else ("", "")


def of_extract(extract: Extract, standing: Bases, request: Request) -> Iterable[Fact]:
    """The facts of the extract: how files were joined, its date, what it covers and holds, which indicators it answers."""
    for join in extract.joins:
        yield Fact(JOIN, join.file, f"{join.kind} from {', '.join(join.sources)}", join.short, join.found, join.wanted)
    yield from _of_standing(extract, standing)
    for code in INDICATORS:
        yield _of_indicator(code, extract, standing, request)


def _of_indicator(code: str, extract: Extract, standing: Bases, request: Request) -> Fact:
    """Whether the extract answers an indicator, and for which default periods; else what is missing."""
    if missing := [name for name in INDICATORS[code].columns if name not in extract.columns]:
        return Fact(INDICATOR, "", code, f"no: the files have no {', '.join(missing)}")
    try:
        periods = default_periods((code,), standing)[0]
        result = compute(extract, (code,), periods, request, standing=standing)
    except UnavailableError as error:
        return Fact(INDICATOR, "", code, f"no: {error.reason}")
    figures = list(result.figures)
    if all(figure.value is None for figure in figures):
        return Fact(INDICATOR, "", code, f"no: {_why_none(figures[0])}")
    span = f"{figures[0].period} to {figures[-1].period}" if len(periods) > 1 else figures[0].period
    statuses = dict.fromkeys(figure.status for figure in figures)
    marked = ", ".join(status for status in statuses if status != "complete")
    answer = ANSWERED if "complete" in statuses else INCOMPLETE
    return Fact(INDICATOR, "", code, f"{answer}: {span}" + (f" ({marked})" if marked else ""))


def _why_none(figure: Figure) -> str:
    """Why a figure has no value."""
    if isinstance(figure.population, NoPopulation):
        return figure.population.value
    return figure.reason or "nothing to divide by"


def _of_standing(extract: Extract, standing: Bases) -> Iterable[Fact]:
    """The date of the extract and why, what is booked after it, what it holds, and from when each kind of event is
    covered; and the date of each return."""
    live = standing.live
    if live:
        why = (
            "as given"
            if standing.is_as_at_given
            else "the last day of something that can't be booked, or its month's end"
        )
        yield Fact(EXTRACT, "", "as at", f"{long_date(live.as_at)}: {why}")
        for sentence in () if standing.is_as_at_given else booked(extract, live.as_at):
            yield Fact(EXTRACT, "", "booked", sentence)
        for table, (day, files) in live.coverage.behind.items():
            yield Fact(EXTRACT, ", ".join(files), "drawn earlier", f"{table} to {long_date(day)}")
        if holding := live.coverage.holding:
            since = f" since {long_date(holding.since)}" if holding.since else ""
            how = "as given" if holding.is_given else "judged from the plans"
            yield Fact(EXTRACT, "", "holds", f"{_HOLDS[holding.kind]}{since}: {how}")
        for table in ("enquiries", "conferences", "plans"):
            first = live.coverage.first(table)
            if first and len(live.events(table).frame):
                yield Fact(EXTRACT, "", f"{table} covered from", long_date(first))
    for basis in standing.returns.values():
        yield Fact(EXTRACT, "", basis.label, f"as at {long_date(basis.as_at)}")


_HOLDS = {
    "active": "plans active",
    "started": "plans started",
    "either": "plans started or ended",
    "ended": "only plans that have ended",
    "open": "only plans that are open",
    "current": "plans of children with an open plan",
    "lists": "plans that were open on several days",
}
