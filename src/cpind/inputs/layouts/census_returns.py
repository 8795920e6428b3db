"""Check census returns that are read together: keep authorities apart, and refuse to read a return twice."""

from __future__ import annotations

from dataclasses import replace

from ...errors import InputError
from ...model.periods import year_label
from ..census import LAYOUT
from ..text_table import TextTable
from . import layout


@layout(LAYOUT, order=40)
def as_flat(tables: list[TextTable]) -> list[TextTable]:
    """Keep the children of several authorities apart by writing "201/12345", as each authority has its own identifiers;
    the returns of a single authority are unchanged. Raises InputError for two files of the same return, which would
    count everything twice."""
    returns: dict[tuple[str, str], str] = {}
    for table in tables:
        if table.layout == LAYOUT:
            key = _constant(table, "authority"), _constant(table, "return_year")
            if returns.setdefault(key, table.name) != table.name:
                authority = f" of authority {key[0]}" if key[0] else ""
                raise InputError(
                    f"{returns[key]} and {table.name} are both the return of {year_label(int(key[1]))}{authority}: "
                    "read one of them"
                )
    authorities = sorted({authority for authority, _ in returns} - {""})
    if len(authorities) < 2:
        return tables
    remark = (
        f"Returns of {len(authorities)} authorities are counted together ({', '.join(authorities)}); "
        "--by authority tells them apart"
    )
    qualified = [
        _qualified(table, _constant(table, "authority")) if table.layout == LAYOUT else table for table in tables
    ]
    return [replace(qualified[0], remarks=(*qualified[0].remarks, remark)), *qualified[1:]]


def _constant(table: TextTable, heading: str) -> str:
    """The header's value in a column, "" if it has none."""
    return next(iter(table.texts()[table.headings.index(heading)].texts), "")


def _qualified(table: TextTable, authority: str) -> TextTable:
    columns = table.texts()
    place = table.headings.index("child_id")
    columns[place] = columns[place].mapped(lambda text: f"{authority}/{text}")
    return replace(table, columns=columns)
