"""Layouts with a published form: each is one decorated function in one module of this package.

A reader returns a table unchanged. Here a layout recognises it by its headings and converts it to the form of a flat
extract. A module in this folder is found without being named anywhere.
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
    """A table of a layout: the name of the layout (as in model/layouts.py) and of the table: "List 5" or
    "ssd_person"."""

    layout: str
    table: str


@dataclass(frozen=True)
class TableLayout:
    """A layout that is registered.

    Attributes:
        name: its name, as in model/layouts.py.
        order: when it is applied.
        convert: takes all tables, and changes those of the layout.
        find_table: gives the name of the layout's table with these headings and this title, or None.
    """

    name: str
    order: int
    convert: Convert
    find_table: FindTable | None


_layouts: list[TableLayout] = []


def layout(name: str, *, order: int, find_table: FindTable | None = None) -> Callable[[Convert], Convert]:
    """Register a function that takes all tables and returns them with those of its layout in flat form. Layouts are
    applied by `order`. A layout recognises its tables with `find_table`, if they have distinctive headings."""

    def register(convert: Convert) -> Convert:
        _layouts.append(TableLayout(name, order, convert, find_table))
        return convert

    return register


@lru_cache(maxsize=1)
def registered_layouts() -> tuple[TableLayout, ...]:
    """All layouts, in order."""
    import_all(__name__, __path__)
    return tuple(sorted(_layouts, key=lambda one: one.order))


def known_table(headings: Sequence[str], title: str = "") -> KnownTable | None:
    """Which layout's table has these headings; None for a flat extract."""
    for one in registered_layouts():
        if one.find_table and (table := one.find_table(headings, title)):
            return KnownTable(one.name, table)
    return None


def as_flat(tables: Sequence[TextTable]) -> list[TextTable]:
    """Convert every table to flat form: lists of Annex A in cpind's words, the tables of a dataset joined."""
    flat = list(tables)
    for one in registered_layouts():
        flat = one.convert(flat)
    return flat
