"""Facts of an inspection -> the table of them, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.inspection import Fact
from .table import BLANK, Cell, Column, Table

COLUMNS = (
    Column("", "section", False, groups=True),
    Column("File", "file", False, groups=True),
    Column("What", "item", False, 40),
    Column("Taken for", "reading", False, 60),
    Column("Filled", "filled"),
    Column("of", "of"),
    Column("First", "first", False),
    Column("Last", "last", False),
)
_FOREIGN = ("file", "item")


def facts_table(facts: Iterable[Fact]) -> Table:
    """A row for each fact."""
    facts = list(facts)
    rows = tuple(tuple(_cell(name, value) for name, value in zip(Fact._fields, fact)) for fact in facts)
    return Table("What is in the files, and what they can answer", COLUMNS, rows, (), tuple(f._asdict() for f in facts))


def _cell(name: str, value: object) -> Cell:
    if value is None:
        return BLANK
    return Cell(str(value), 0 if isinstance(value, int) else None, foreign=name in _FOREIGN)
