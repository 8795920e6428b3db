"""Tables for people: on a terminal, and in Markdown. The only formats with title and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..tables import BLANK, Cell, Table
from . import writer

_MARKUP = re.compile(r"[\\|*_<>`\[\]~$@]|&(?=#|[A-Za-z0-9]+;)|:(?=//)|(?<=[Ww]{3})\.")
"""What Markdown, or GitHub's, makes more of than a character: an address alone is a link there."""

_BEGINS_A_BLOCK = re.compile(r"^(\s*[0-9]*)([#+=.)-])")
"""How a heading or a list begins."""


@writer("table")
def table(table: Table) -> str:
    """Title, aligned columns, footnotes."""
    parts = [table.title, _grid(table, "simple", str), "\n".join(table.notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


@writer("markdown")
def markdown(table: Table) -> str:
    """A pipe table with the title above it in bold and the footnotes below."""
    title = f"**{_escaped(table.title)}**" if table.title else ""
    parts = [title, _grid(table, "pipe", _escaped), "  \n".join(map(_as_line, table.notes))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _grid(table: Table, style: str, written) -> str:
    if not table.rows:  # headings alone say nothing
        return ""
    import tabulate

    padding, tabulate.MIN_PADDING = tabulate.MIN_PADDING, 0  # columns as wide as their text, no wider
    try:
        grid = tabulate.tabulate(
            [[written(_cut(cell)) for cell in row] for row in _grouped(table)],
            headers=[written(column.heading) for column in table.columns],
            tablefmt=style,
            colalign=["right" if column.is_number else "left" for column in table.columns],
            disable_numparse=True,
            maxcolwidths=[column.width if style == "simple" else None for column in table.columns],
        )
    finally:
        tabulate.MIN_PADDING = padding
    return "\n".join(line.rstrip() for line in grid.splitlines()).rstrip("\n")


def _grouped(table: Table) -> Iterable[list[Cell]]:
    """The rows, without what only repeats the row above in the columns that group them."""
    above: tuple[Cell, ...] = ()
    for row in table.rows:
        shown = list(row)
        for place, column in enumerate(table.columns):
            if not (column.groups and above and row[place] == above[place]):
                break
            shown[place] = BLANK
        yield shown
        above = row


def _cut(cell: Cell) -> str:
    """A cell's text; a label from the user's data cut where nobody would read on."""
    return cell.text if len(cell.text) <= 200 or not cell.foreign else f"{cell.text[:197]}..."


def _escaped(text: str) -> str:
    """The text as Markdown shows it, letter by letter: no link, image, heading, list, mathematics or HTML is made of it."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _as_line(note: str) -> str:
    return _BEGINS_A_BLOCK.sub(r"\1\\\2", _escaped(note))
