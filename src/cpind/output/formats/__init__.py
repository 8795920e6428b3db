"""The formats of tables: a file for each, with one function that `@writer` registers.

Such a file is all that a format needs: the command line, its help, the suffixes of -o and the tests find it here. The
files are imported with the help of every command, so what is heavy is imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model.discovery import import_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...model.columns import Categorical
    from ..tables import Table

TableWriter = Callable[["Table"], "str | bytes"]
ColumnsWriter = Callable[["Mapping[str, Categorical]"], "str | bytes"]


@dataclass(frozen=True)
class Format:
    """A format and what it is like.

    Attributes:
        name: its name, as -f takes it.
        write: gives a table as text that ends in a line feed, or as bytes.
        suffixes: the file names that stand for it, each with its dot.
        for_people: whether it shows title and notes; other formats hold the rows alone, and their notes go to standard
            error.
        from_records: whether it writes `Table.records`, so that figures are always written tidily, and escapes control
            characters itself.
        encoding: that of a text file.
        write_columns: gives columns of texts by heading, for `cpind convert`; None for a format that cpind does not
            read.
        is_picture: whether it draws the chart of a table, and refuses a table without.
    """

    name: str
    write: TableWriter
    suffixes: tuple[str, ...]
    for_people: bool = False
    from_records: bool = False
    encoding: str = "utf-8"
    write_columns: ColumnsWriter | None = None
    is_picture: bool = False


FORMATS: dict[str, Format] = {}
"""By name, in alphabetical order."""


def writer(
    name: str,
    *,
    suffixes: tuple[str, ...],
    for_people: bool = False,
    from_records: bool = False,
    encoding: str = "utf-8",
    write_columns: ColumnsWriter | None = None,
    is_picture: bool = False,
) -> Callable[[TableWriter], TableWriter]:
    """Register the decorated function as the writer of a format. Raises ValueError for a name or suffix that is taken."""

    def register(function: TableWriter) -> TableWriter:
        if name in FORMATS:
            raise ValueError(f"two formats are called {name}")
        for suffix in suffixes:
            if other := format_of(suffix):
                raise ValueError(f"{suffix} stands for {other.name} already")
        FORMATS[name] = Format(name, function, suffixes, for_people, from_records, encoding, write_columns, is_picture)
        return function

    return register


def format_of(suffix: str) -> Format | None:
    """The format that a file's suffix stands for, whatever its case."""
    return next((format for format in FORMATS.values() if suffix.lower() in format.suffixes), None)


def write(table: Table, format: Format) -> str | bytes:
    """The table in a format. Raises InputError for a table that the format can't hold."""
    from ..tables import harmless_table

    return format.write(table if format.from_records else harmless_table(table))


import_all(__name__, __path__)
