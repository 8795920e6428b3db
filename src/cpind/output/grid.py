"""The rows of a table as a grid of aligned text; the title and the notes are the format's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .tables import Cell, Column, Table

LONGEST_LABEL = 200
"""A longer label of the user's data is cut: nobody would read on."""


def grid(
    table: Table,
    style: str,
    *,
    written: Callable[[str], str] = str,
    width: Callable[[Column], int | None] = lambda column: None,
) -> str:
    """The headings and rows in one of tabulate's styles; "" for a table without rows.

    `written`: how the format spells a text. `width`: where the cells of a column are broken into lines; None nowhere.
    """
    if not table.rows:
        return ""
    import tabulate

    headings = [written(column.heading) for column in table.columns]
    # tabulate leaves two blanks beside headings of its own; as the first row they are as wide as their text.
    lines = tabulate.tabulate(
        [headings, *([written(_cut(cell)) for cell in row] for row in _without_repetition(table))],
        tablefmt=style,
        colalign=["right" if column.is_number else "left" for column in table.columns],
        disable_numparse=True,
        maxcolwidths=[
            limit and max(limit, len(heading)) for limit, heading in zip(map(width, table.columns), headings)
        ],
    ).splitlines()
    rule, heading, *rows = lines
    if style == "simple":  # which, without headings of its own, has a rule below the rows, too
        rows.pop()
    return "\n".join(line.rstrip() for line in (heading, rule, *rows)).rstrip("\n")


def _without_repetition(table: Table) -> Iterable[list[Cell]]:
    """The rows, without what only repeats the row above in the columns that group them."""
    above: tuple[Cell, ...] = ()
    for row in table.rows:
        cells = list(row)
        for place, column in enumerate(table.columns):
            if not (column.groups and above and row[place] == above[place]):
                break
            cells[place] = cells[place]._replace(text="")
        yield cells
        above = row


def _cut(cell: Cell) -> str:
    if len(cell.text) <= LONGEST_LABEL or not cell.foreign:
        return cell.text
    return f"{cell.text[: LONGEST_LABEL - 3]}..."
