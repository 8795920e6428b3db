"""The children behind a figure, as a table: a row an event."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...analysis.children import DENOMINATOR, NUMERATOR, ChildList
from ...model.columns import Categorical, Column, cells
from ...model.dates import day_texts
from .labels import heading_of
from .table import Cell, Table
from .table import Column as TableColumn

_LEFT_OUT = ("in_numerator", "measured", "caveats", "file", "row", "basis")
_HEADINGS = {"child_id": "Child", "family_id": "Family", "icpc_date": "Conference", "s47_start": "Enquiry"}
COUNTED = {True: "yes", False: "no"}


def children_table(listed: ChildList, *, show_groups: bool) -> Table:
    """The rows of a list, child and family first, then the dates that decided, what was measured, whether it counts and which
    checks doubt it, and file and row."""
    columns = dict(_columns(listed, show_groups=show_groups))
    names = list(columns)
    heads = tuple(TableColumn(_heading(name), name, name in _numbers(listed)) for name in names)
    texts = [columns[name] for name in names]
    rows = tuple(tuple(_cell(text, name, listed) for text, name in zip(row, names)) for row in zip(*texts))
    records = tuple(
        dict(zip(names, (_value(text, name, listed) for text, name in zip(row, names)))) for row in zip(*texts)
    )
    title = listed.indicator.heading.format(when="")
    return Table(title, heads, rows, tuple(_notes(listed)), records)


def _columns(listed: ChildList, *, show_groups: bool) -> Iterable[tuple[str, list[str]]]:
    rows = listed.rows
    if len(listed.periods) > 1:
        yield "period", rows["period"].listed()
    if show_groups or listed.indicator.is_split:
        yield "group", rows["group"].listed()
    for name in rows.names:
        if name not in ("period", "group", *_LEFT_OUT) and not _is_empty(rows[name]):
            yield name, _texts(rows[name])
    measured = listed.indicator.measured
    unit = measured.unit if measured else listed.indicator.statistic.measures
    if unit:
        yield unit, ["" if np.isnan(value) else f"{value:g}" for value in rows["measured"].tolist()]
    if listed.side == DENOMINATOR and not listed.indicator.statistic.is_count and not listed.indicator.is_split:
        yield "counted", [COUNTED[value] for value in rows["in_numerator"].tolist()]
    if not _is_empty(rows["caveats"]):
        yield "caveats", rows["caveats"].listed()
    yield "file", rows["file"].listed()
    yield "row", [str(number) if number >= 0 else "" for number in rows["row"].tolist()]


def _is_empty(column: Column) -> bool:
    if isinstance(column, Categorical):
        return not column.filled().any()
    return bool(np.isnat(column).all()) if column.dtype.kind == "M" else False


def _texts(column: Column) -> list[str]:
    if isinstance(column, Categorical):
        return column.listed()
    if column.dtype.kind == "M":
        return day_texts(column).listed()
    if column.dtype == bool:
        return [COUNTED[value] for value in column.tolist()]
    return ["" if value < 0 else str(value) for value in column.tolist()]


def _numbers(listed: ChildList) -> tuple[str, ...]:
    measured = listed.indicator.measured
    return ("row", "previous_plans", "enquiries", measured.unit if measured else listed.indicator.statistic.measures)


def _heading(name: str) -> str:
    return _HEADINGS.get(name) or heading_of(name)


def _cell(text: str, name: str, listed: ChildList) -> Cell:
    if name in _numbers(listed):
        return Cell(text, len(text.partition(".")[2]) if text else None)
    is_date = name in listed.rows and cells(listed.rows[name]).dtype.kind == "M"
    return Cell(text, foreign=not is_date)


def _value(text: str, name: str, listed: ChildList) -> object:
    if name in _numbers(listed):
        return float(text) if "." in text else int(text) if text else None
    return text or None


def _notes(listed: ChildList) -> Iterable[str]:
    """How many are listed, and what they are of the printed figure."""
    for label, top, bottom in listed.counts:
        if listed.indicator.statistic.is_count:
            yield f"{label}: {top:,} {listed.indicator.counted}."
        elif listed.indicator.is_split or listed.indicator.statistic.measures:
            yield f"{label}: {bottom:,} {listed.indicator.counted}."
        else:
            which = {NUMERATOR: "the numerator", DENOMINATOR: "the denominator"}.get(listed.side, "the rest")
            number = {NUMERATOR: top, DENOMINATOR: bottom}.get(listed.side, bottom - top)
            yield f"{label}: {number:,} in {which} of {top:,} of {bottom:,}."
