"""Table: the content that every format writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, overload

from ...model.harmless import shown
from ...model.measures import half_up

if TYPE_CHECKING:
    from ..charts.chart import Chart


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        text: as it is printed.
        decimals: those of a number, None for words.
        foreign: whether these are words that come from the user's data.
        value: the number unrounded, None where it is the one printed.
    """

    text: str
    decimals: int | None = None
    foreign: bool = False
    value: float | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a symbol in the place of one."""
        if self.foreign:
            return False
        has_digits = re.fullmatch(r"[-+]?[0-9.,]+( or fewer| to [0-9]+)?", self.text) is not None
        return self.decimals is not None or len(self.text) < 4 or has_digits


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        heading: its heading for people.
        name: its name for programs, unique in its table.
        is_number: whether it has numbers.
        width: where a terminal breaks longer cells.
        groups: whether, for people, a cell that repeats the one above it is left blank, if those of the groups before
            it do too.
    """

    heading: str
    name: str
    is_number: bool = True
    width: int | None = None
    groups: bool = False


@dataclass(frozen=True)
class LongRows(Sequence[tuple[Cell, ...]]):
    """The rows of a long list, kept as columns: of each the distinct cells, and row by row the place in them (-1 the last).
    Writers work on the distinct cells; iterating gives rows."""

    columns: tuple[tuple[Sequence[int], Sequence[Cell]], ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[Cell]]) -> LongRows:
        """Any rows in this form, each cell as distinct."""
        return cls(tuple((range(len(rows)), cells) for cells in zip(*rows, strict=True)))

    def __len__(self) -> int:
        return len(self.columns[0][0]) if self.columns else 0

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return zip(*(map(cells.__getitem__, places) for places, cells in self.columns))

    @overload
    def __getitem__(self, row: int) -> tuple[Cell, ...]: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[tuple[Cell, ...]]: ...

    def __getitem__(self, row: int | slice) -> tuple[Cell, ...] | Sequence[tuple[Cell, ...]]:
        if isinstance(row, slice):
            return LongRows(tuple((places[row], cells) for places, cells in self.columns))
        return tuple(cells[places[row]] for places, cells in self.columns)

    def mapped(self, function: Callable[[Cell], Cell]) -> LongRows:
        """The rows with every cell changed."""
        return LongRows(tuple((places, [function(cell) for cell in cells]) for places, cells in self.columns))

    def lines(self, written: Callable[[Sequence[Cell], int], Iterable[str]], between: str) -> Iterable[str]:
        """A line for each row. `written` gives the texts of the distinct cells of a column, whose position it is given
        too."""
        texts = [list(written(cells, place)) for place, (_, cells) in enumerate(self.columns)]
        by_row = (map(mine.__getitem__, places) for mine, (places, _) in zip(texts, self.columns))
        return map(between.join, zip(*by_row))


@dataclass(frozen=True)
class Table:
    """What every format writes.

    Attributes:
        title: its title.
        columns: its columns.
        rows: its rows of cells.
        notes: the sentences under it.
        records: the same as a program wants it, unrounded, a dict for each row; JSON writes these.
        lead: sentences to be read before the rows.
        draw: gives a table of figures as a chart, when it is asked for.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()
    records: tuple[dict[str, object], ...] = ()
    lead: tuple[str, ...] = ()
    draw: Callable[[], Chart | None] | None = None


BLANK = Cell("")


def harmless_table(table: Table) -> Table:
    """The table as every format but JSON writes it: no text of it commands a terminal or breaks a row."""
    return replace(
        table,
        title=shown(table.title),
        columns=tuple(
            column._replace(heading=shown(column.heading), name=shown(column.name)) for column in table.columns
        ),
        rows=table.rows.mapped(_harmless)
        if isinstance(table.rows, LongRows)
        else tuple(tuple(_harmless(cell) for cell in row) for row in table.rows),
        notes=tuple(map(shown, table.notes)),
        lead=tuple(map(shown, table.lead)),
    )


def _harmless(cell: Cell) -> Cell:
    text = shown(cell.text)
    return cell if text is cell.text else cell._replace(text=text)


NOTE = "note"


def with_remarks(table: Table, remarks: Sequence[str], *, in_rows: bool) -> Table:
    """The table with the remarks among its notes.

    If `in_rows`, they are also in the column "note" of every row and record, added if the table has none, so that they
    stay in a file that holds the rows alone.
    """
    if not remarks:
        return table
    notes = {note.removesuffix(".") for note in table.notes}
    table = replace(table, notes=(*(f"{text}." for text in remarks if text not in notes), *table.notes))
    if not in_rows:
        return table
    text = "; ".join(remarks)
    names = [column.name for column in table.columns]
    place = names.index(NOTE) if NOTE in names else len(names)
    columns = table.columns if NOTE in names else (*table.columns, Column("Note", NOTE, False))
    rows = tuple(
        (
            *row[:place],
            Cell(_joined(text, row[place].text if place < len(row) else ""), foreign=True),
            *row[place + 1 :],
        )
        for row in table.rows
    )
    records = tuple({**record, NOTE: _joined(text, str(record.get(NOTE) or ""))} for record in table.records)
    return replace(table, columns=columns, rows=rows, records=records)


def _joined(first: str, second: str) -> str:
    return f"{first}; {second}" if second else first


def count(value: float | None) -> Cell:
    """A count as a cell; None is blank."""
    return BLANK if value is None else Cell(half_up(value, 0), 0)


def with_decimals(value: float, decimals: int) -> Cell:
    """A number with this many decimals, or more if it was published with more."""
    decimals = max(decimals, len(repr(value).partition(".")[2].rstrip("0")))
    return Cell(half_up(value, decimals), decimals)
