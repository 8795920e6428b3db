"""The tidy result: one row a figure, our own values unrounded. A public contract: columns are added, not changed."""

from __future__ import annotations

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
NUMBERS = ("numerator", "denominator", "value")
_WORDS = {"basis": basis_of, "note": note_of}


def record(figure: Figure) -> dict[str, object]:
    """A figure as a program wants it: numbers unrounded, dates as dates, None for what is missing."""
    return {name: _WORDS[name](figure) if name in _WORDS else getattr(figure, name) for name in COLUMNS}


def tidy(result: Result) -> Table:
    """One row a figure, the columns of COLUMNS."""
    columns = tuple(Column(name, name, name in NUMBERS) for name in COLUMNS)
    records = tuple(map(record, result.figures))
    rows = tuple(tuple(_cell(name, value) for name, value in row.items()) for row in records)
    return Table("", columns, rows, distinct(sentence(note.fact) for note in result.notes), records)


def _cell(name: str, value: object) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, (int, float)):
        text = format(Decimal(repr(value)), "f")  # never 5e-05
        return Cell(text, len(text.partition(".")[2]))
    return Cell(str(value), foreign=name in ("area", "by", "group", "note"))
