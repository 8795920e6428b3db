"""The tidy result: one row a figure, our own values unrounded. A public contract: columns are added, not changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...figures.result import Figure, Result
from ...model.wording import distinct
from ..words import basis_of, note_of, sentence
from .table import BLANK, Cell, Column, Table

COLUMNS = (
    "indicator",
    "area",
    "by",
    "group",
    "period",
    "start",
    "end",
    "numerator",
    "denominator",
    "value",
    "unit",
    "status",
    "basis",
    "note",
)
RATIO = "ratio"
"""Of a group's rate to the whole area's: behind the others, where asked for."""
NUMBERS = ("numerator", "denominator", "value", RATIO)
_WORDS = {"basis": basis_of, "note": note_of}


def record(figure: Figure, columns: Sequence[str] = COLUMNS) -> dict[str, object]:
    """A figure as a program wants it: numbers unrounded, dates as dates, None for what is missing."""
    return {name: _WORDS[name](figure) if name in _WORDS else getattr(figure, name) for name in columns}


def columns_asked_for(result: Result) -> tuple[str, ...]:
    """The columns of this result that only some have."""
    return (RATIO,) if any(figure.ratio is not None for figure in result.figures) else ()


def tidy(result: Result) -> Table:
    """One row a figure, the columns of COLUMNS, then those that were asked for."""
    names = (*COLUMNS, *columns_asked_for(result))
    columns = tuple(Column(name, name, name in NUMBERS) for name in names)
    records = tuple(record(figure, names) for figure in result.figures)
    rows = tuple(tuple(_cell(name, value) for name, value in row.items()) for row in records)
    return Table("", columns, rows, distinct(sentence(note.fact) for note in result.notes), records)


def _cell(name: str, value: object) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, (int, float)):
        text = format(Decimal(repr(value)), "f")  # never 5e-05
        return Cell(text, len(text.partition(".")[2]))
    return Cell(str(value), foreign=name in ("area", "by", "group", "note"))
