"""Layouts of tables that have a published form, each one decorated function in one module of this package.

A file's reader hands on a table as it stands; by its headings a layout recognises it here and brings it into the form of a
flat extract. A module put into this folder is found by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ...model.discovery import import_all
from ..text_table import TextTable

__all__ = ["KnownTable", "as_flat", "known_table", "layout", "registered_layouts"]

Convert = Callable[[list[TextTable]], list[TextTable]]
FindTable = Callable[[Sequence[str], str], str | None]


class KnownTable(NamedTuple):
    """A table of a layout: the layout's name (as model/layouts.py has it) and the table's, "List 5" or "ssd_person"."""

    layout: str
    table: str


@dataclass(frozen=True)
class TableLayout:
    """`find_table`: the name of the layout's table that has these headings and this title, or None. `convert`: all tables, of
    which it changes its own."""

    name: str
    order: int
    convert: Convert
    find_table: FindTable | None


_layouts: list[TableLayout] = []


def layout(name: str, *, order: int, find_table: FindTable | None = None) -> Callable[[Convert], Convert]:
    """Register a function that takes all tables and returns them with those of its layout brought into flat form. They go
    through the layouts by `order`. A layout whose tables have headings of their own names them by `find_table`."""

    def register(convert: Convert) -> Convert:
        _layouts.append(TableLayout(name, order, convert, find_table))
        return convert

    return register


@lru_cache(maxsize=1)
def registered_layouts() -> tuple[TableLayout, ...]:
    """All layouts, by their order."""
    import_all(__name__, __path__)
    return tuple(sorted(_layouts, key=lambda one: one.order))


def known_table(headings: Sequence[str], title: str = "") -> KnownTable | None:
    """Which layout's table has these headings; None for a flat extract."""
    for one in registered_layouts():
        if one.find_table and (table := one.find_table(headings, title)):
            return KnownTable(one.name, table)
    return None


def as_flat(tables: Sequence[TextTable]) -> list[TextTable]:
    """Every table as the rest of cpind knows it: lists of Annex A in its words, the tables of a dataset joined."""
    flat = list(tables)
    for one in registered_layouts():
        flat = one.convert(flat)
    return flat
