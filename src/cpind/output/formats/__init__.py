"""How a table is written: table, csv, tsv, json, markdown, xlsx, one function each."""

from __future__ import annotations

from collections.abc import Callable

from ..tables import Table, harmless_table

Writer = Callable[[Table], "str | bytes"]

WRITERS: dict[str, Writer] = {}

FAITHFUL = ("json",)
"""Formats that spell out for themselves what is not harmless, so that it can be read again as it was."""


def writer(name: str) -> Callable[[Writer], Writer]:
    """Register the decorated function as the writer of a format."""

    def register(function: Writer) -> Writer:
        if name in WRITERS:
            raise ValueError(f"two formats are called {name}")
        WRITERS[name] = function
        return function

    return register


def write(table: Table, name: str) -> str | bytes:
    """The table in a format; xlsx is bytes, everything else text that ends in a line feed. Raises InputError for a table that
    a format can't hold."""
    from . import delimited, json, people, xlsx  # noqa: F401  (importing registers)

    return WRITERS[name](table if name in FAITHFUL else harmless_table(table))
