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
TARGET_COLUMNS = ("target", "against")
"""After the others, where a target is set for any of the indicators."""

NUMBERS = ("numerator", "denominator", "value", "target")
_WORDS = {"basis": basis_of, "note": note_of}


def record(figure: Figure) -> dict[str, object]:
    """A figure as a program wants it: numbers unrounded, dates as dates, None for what is missing."""
    return {name: _WORDS[name](figure) if name in _WORDS else getattr(figure, name) for name in COLUMNS}


def target_record(figure: Figure) -> dict[str, object]:
    """A figure's target, and on | near | off; None for what is missing."""
    assessed = figure.assessed
    return {"target": assessed.target.value if assessed else None, "against": (assessed and assessed.verdict) or None}


def tidy(result: Result) -> Table:
    """One row a figure, the columns of COLUMNS."""
    records: tuple[dict[str, object], ...] = tuple(map(record, result.figures))
    names = list(COLUMNS)
    if any(figure.assessed for figure in result.figures):
        names += TARGET_COLUMNS
        records = tuple(one | target_record(figure) for one, figure in zip(records, result.figures))
    columns = tuple(Column(name, name, name in NUMBERS) for name in names)
    rows = tuple(tuple(_cell(name, value) for name, value in row.items()) for row in records)
    return Table("", columns, rows, distinct(sentence(note.fact) for note in result.notes), records)


def _cell(name: str, value: object) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, (int, float)):
        text = format(Decimal(repr(value)), "f")  # never 5e-05
        return Cell(text, len(text.partition(".")[2]))
    return Cell(str(value), foreign=name in ("area", "by", "group", "note"))
