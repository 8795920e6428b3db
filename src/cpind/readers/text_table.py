"""TextTable: a file, or one list of it, as headings and columns of text, whatever it was before. What readers hand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..extract import TABLES

FIRST_DATA_ROW = 2
"""The headings are row 1, as a spreadsheet counts."""


class Coded(NamedTuple):
    """A column as its distinct texts and, row by row, the position in them; "" is blank."""

    codes: np.ndarray
    texts: list[str]

    def mapped(self, change: Callable[[str], str]) -> Coded:
        """Each distinct text changed; one code for those that become the same."""
        return united(self.codes, [change(text) for text in self.texts])

    def listed(self) -> list[str]:
        """The text of every row."""
        return [self.texts[code] for code in self.codes.tolist()]


class Noticed(NamedTuple):
    """A row that a reader could not hand on, or doubts: the check that lists it, the row, whose it is and what it says."""

    check: str
    row: int
    child_id: str = ""
    values: str = ""


@dataclass(frozen=True)
class TextTable:
    """`columns[i]` belongs to `headings[i]`; `rows` are the numbers that a spreadsheet (or an editor) shows beside them.

    `title`: the sheet's, or the file's own name. `layout`: "" for a flat file, else census | annex-a | ssd: such a
    table may be empty. `feeds`: the tables of the extract that its rows belong to. `repeats`: headings whose cells say
    again what other rows say of the same child. `by_line`: `rows` are lines of a text. `remarks`: what must be said of the file. `noticed`: rows that are not in here, or are doubted.
    """

    name: str
    headings: list[str]
    columns: list[Coded]
    rows: np.ndarray
    title: str = ""
    layout: str = ""
    feeds: tuple[str, ...] = TABLES
    repeats: tuple[str, ...] = ()
    by_line: bool = False
    remarks: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


def numbered(first: int, count: int) -> np.ndarray:
    """Row numbers of rows that follow one another."""
    return np.arange(first, first + count, dtype=np.int32)


def coded(cells: Iterable[str]) -> Coded:
    """A column of texts as codes, in the order in which the texts first appear."""
    positions: dict[str, int] = {}
    codes = [positions.setdefault(cell, len(positions)) for cell in cells]
    return Coded(np.array(codes, np.int32), list(positions))


def constant(text: str, count: int) -> Coded:
    """A column with one text in every row."""
    return Coded(np.zeros(count, np.int32), [text])


def united(codes: np.ndarray, texts: list[str]) -> Coded:
    """One code for texts that are the same."""
    positions: dict[str, int] = {}
    codes_of_texts = [positions.setdefault(text, len(positions)) for text in texts]
    if len(positions) == len(texts):
        return Coded(codes, texts)
    return Coded(np.array(codes_of_texts, np.int32)[codes], list(positions))
