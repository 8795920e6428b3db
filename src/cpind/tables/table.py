"""Table: what every format writes, whatever it is a table of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..measures import half_up


class Cell(NamedTuple):
    """`text` as printed; `decimals` None for words. `foreign`: words that come from the user's data."""

    text: str
    decimals: int | None = None
    foreign: bool = False


class Column(NamedTuple):
    """`heading` for people, `name` for programs (unique in its table). `width`: where a terminal breaks longer cells.
    `groups`: for people a cell that repeats the one above it is left blank, if those of the groups before it do too."""

    heading: str
    name: str
    is_number: bool = True
    width: int | None = None
    groups: bool = False


@dataclass(frozen=True)
class Table:
    """What every format writes: a title, columns, rows of cells, and the sentences under them.

    `records`: the same as a program wants it, unrounded, a dict a row; JSON writes these.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    records: tuple[dict[str, object], ...] = ()


BLANK = Cell("")


def count(value: float | None) -> Cell:
    """A count as a cell, blank where there is none."""
    return BLANK if value is None else Cell(half_up(value, 0), 0)


def with_decimals(value: float, decimals: int) -> Cell:
    """A number with so many decimals, or more if it was published with more."""
    decimals = max(decimals, len(repr(value).partition(".")[2].rstrip("0")))
    return Cell(half_up(value, decimals), decimals)
