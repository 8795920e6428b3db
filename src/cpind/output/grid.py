"""The rows of a table as a grid of aligned text; each format adds title and notes itself."""

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

    `written` spells a text as the format does. `width` gives the width at which the cells of a column are broken into
    lines, None for a column that is not broken.
    """
    if not table.rows:
        return ""
    if style == "simple" and (lines_at_once := _plain_lines(table, width)):
        return "\n".join(lines_at_once)
    import tabulate

    headings = [written(column.heading) for column in table.columns]
    # tabulate adds two spaces to headings passed as such; as the first row they are as wide as their text.
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
    if style == "simple":  # which, without headings, has a rule below the rows too
        rows.pop()
    return "\n".join(line.rstrip() for line in (heading, rule, *rows)).rstrip("\n")


def _plain_lines(table: Table, width: Callable[[Column], int | None]) -> list[str]:
    """The lines that tabulate would make, in a fraction of the time: its import alone is as long as reading three thousand rows.
    None for a table with letters that may be wider than one column, or with a cell to be broken."""
    from .tables import LongRows

    rows = table.rows if isinstance(table.rows, LongRows) else LongRows.of(list(_without_repetition(table)))
    texts = [[_cut(cell).strip() for cell in cells] for _, cells in rows.columns]
    headings = [column.heading.strip() for column in table.columns]
    if not all(text.isascii() and text.isprintable() for column in (headings, *texts) for text in column):
        return []
    widths = [
        max([len(heading), *(len(mine[place]) for place in set(places))])
        for heading, mine, (places, _) in zip(headings, texts, rows.columns)
    ]
    limits = map(width, table.columns)
    if any(limit and longest > max(limit, len(heading)) for limit, longest, heading in zip(limits, widths, headings)):
        return []
    pads = [f"{{:{'>' if column.is_number else '<'}{width}}}" for column, width in zip(table.columns, widths)]
    first = "  ".join(pad.format(heading) for pad, heading in zip(pads, headings))
    rule = "  ".join("-" * width for width in widths)
    lines = rows.lines(lambda _, place: map(pads[place].format, texts[place]), "  ")
    return [line.rstrip() for line in (first, rule, *lines)]


def _without_repetition(table: Table) -> Iterable[list[Cell]]:
    """The rows, with blanks where a grouping column only repeats the row above."""
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
