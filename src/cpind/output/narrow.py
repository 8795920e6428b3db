"""A table that is wider than the terminal, in parts below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .tables import Column, Table

GAP = 2
"""The spaces between two columns."""


_LINES_OF_LABELS = (40, 24)
"""The letters of a line of a label, where whole labels leave too little room for the numbers: the first that is short enough."""


def parts_of(table: Table, width: int) -> list[Table]:
    """The table in parts of at most `width` characters, each with the labels of the rows; the title is above the first part
    and the notes are below the last one.

    Only a table of labels and numbers is divided, between two periods: the numbers of one period stay together. If long labels
    leave no room for them, these are broken into lines. The table itself, if it fits, or if a part would not fit either.
    """
    labels = next((place for place, column in enumerate(table.columns) if column.is_number), 0)
    if not labels or not all(column.is_number for column in table.columns[labels:]):
        return [table]
    tried = (table, *(_with_broken_labels(table, labels, letters) for letters in _LINES_OF_LABELS))
    return next(filter(None, (_divided(one, labels, width) for one in tried)), [table])


def _with_broken_labels(table: Table, labels: int, letters: int) -> Table:
    broken = [column._replace(width=min(column.width or letters, letters)) for column in table.columns[:labels]]
    return replace(table, columns=(*broken, *table.columns[labels:]))


def _divided(table: Table, labels: int, width: int) -> list[Table]:
    """The parts; none if the numbers of a period do not fit beside the labels."""
    rows = list(table.rows)
    widths = [_width(column, [row[place].text for row in rows]) + GAP for place, column in enumerate(table.columns)]
    room = width + GAP - sum(widths[:labels])
    parts: list[list[int]] = [[]]
    for group in _groups(table.columns, labels):
        if sum(widths[place] for place in group) > room:
            return []
        if sum(widths[place] for place in (*parts[-1], *group)) > room:
            parts.append([])
        parts[-1] += group
    return [_part(table, rows, [*range(labels), *places], place, len(parts)) for place, places in enumerate(parts)]


def _width(column: Column, texts: Sequence[str]) -> int:
    longest = max(map(len, texts), default=0)
    return max(len(column.heading), min(longest, column.width or longest))


def _part(table: Table, rows: Sequence[Sequence], places: Sequence[int], number: int, count: int) -> Table:  # type: ignore[type-arg]
    return replace(
        table,
        title=table.title if number == 0 else "",
        lead=table.lead if number == 0 else (),
        notes=table.notes if number == count - 1 else (),
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in rows),
    )


def _groups(columns: Sequence[Column], first: int) -> list[list[int]]:
    """The places of the columns from the first one of numbers on: those of one period in a list of their own. Their names
    begin alike: "2019/20", "2019/20 lower", "2019/20 upper"."""
    groups: list[list[int]] = []
    period = ""
    for place in range(first, len(columns)):
        name = columns[place].name
        if groups and name.startswith(f"{period} "):
            groups[-1].append(place)
            continue
        groups.append([place])
        before, _, last = name.rpartition(" ")
        period = before if before and last.isalpha() and last.islower() else name
    return groups
