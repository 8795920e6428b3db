"""Tables for people: on a terminal, and in Markdown. The only formats with title and footnotes."""

from __future__ import annotations

from collections.abc import Iterable

from ..tables import BLANK, Cell, Table
from . import writer


@writer("table")
def table(table: Table) -> str:
    """Title, aligned columns, footnotes."""
    parts = [table.title, _grid(table, "simple", str), "\n".join(table.notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


@writer("markdown")
def markdown(table: Table) -> str:
    """A pipe table with the title above it in bold and the footnotes below."""
    title = f"**{_escaped(table.title)}**" if table.title else ""
    parts = [title, _grid(table, "pipe", _escaped), "  \n".join(map(_escaped, table.notes))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _grid(table: Table, style: str, written) -> str:
    if not table.rows:  # headings alone say nothing
        return ""
    import tabulate

    tabulate.MIN_PADDING = 0  # columns as wide as their text, no wider
    grid = tabulate.tabulate(
        [[written(_one_line(cell)) for cell in row] for row in _grouped(table)],
        headers=[written(column.heading) for column in table.columns],
        tablefmt=style,
        colalign=["right" if column.is_number else "left" for column in table.columns],
        disable_numparse=True,
        maxcolwidths=[column.width if style == "simple" else None for column in table.columns],
    )
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


def _one_line(cell: Cell) -> str:
    """A cell without line breaks; a label from the user's data cut where nobody would read on."""
    line = " ".join(cell.text.split()) if "\n" in cell.text or "\r" in cell.text else cell.text
    return line if len(line) <= 200 or not cell.foreign else f"{line[:197]}..."


def _escaped(text: str) -> str:
    for character in "\\|*_<`":
        text = text.replace(character, f"\\{character}")
    return text
