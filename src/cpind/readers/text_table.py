"""TextTable: a file, or one list of it, as headings and columns of text, whatever it was before. What readers hand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..extract import TABLES
from ..schema import unguarded

FIRST_DATA_ROW = 2
"""The headings are row 1, as a spreadsheet counts."""

_UNTIDY = ("\n ", "\n\t", "\n'", " \n", "\t\n", "\r", "\xa0", "ull\n", "ULL\n")
_FLOAT_LIKE = (".0\n",)
"""What one of a column's texts must hold, each on a line, for a change of it to be needed."""


class Coded(NamedTuple):
    """A column as its distinct texts and, row by row, the position in them; "" is blank."""

    codes: np.ndarray
    texts: list[str]

    def mapped(self, change: Callable[[str], str]) -> Coded:
        """Each distinct text changed; one code for those that become the same."""
        return united(self.codes, [change(text) for text in self.texts])

    def mapped_where(self, signs: Iterable[str], change: Callable[[str], str]) -> Coded:
        """The same, if any of them has one of the signs: most columns need no change, and are looked at as one text."""
        lines = "\n".join(["", *self.texts, ""])
        return self.mapped(change) if any(sign in lines for sign in signs) else self

    def tidied(self, *, identifiers: bool = False) -> Coded:
        """Without what a spreadsheet or a database leaves in a cell; of `identifiers` without Excel's ".0" too."""
        column = self.mapped_where(_UNTIDY, _tidy)
        return column.mapped_where(_FLOAT_LIKE, _identifier) if identifiers else column

    def taken(self, places: np.ndarray) -> Coded:
        """The cells of these rows, in their order; blank for a row -1. A text that none of them has goes."""
        texts = [*self.texts, ""]
        used, codes = np.unique(np.append(self.codes, len(self.texts))[places], return_inverse=True)
        return united(codes.astype(np.int32), [texts[code] for code in used.tolist()])

    def or_else(self, other: Coded) -> Coded:
        """The other column's cell where this one's is blank."""
        codes = np.where(self.filled(), self.codes, len(self.texts) + other.codes)
        return united(codes, [*self.texts, *other.texts])

    def filled(self) -> np.ndarray:
        """Which rows have a text."""
        return self.codes != self.texts.index("") if "" in self.texts else np.ones(len(self.codes), bool)

    def listed(self, mask: np.ndarray) -> list[str]:
        """The text of each row where the mask is true."""
        return [self.texts[code] for code in self.codes[mask].tolist()]


class Noticed(NamedTuple):
    """A row that a reader could not hand on, or doubts: the check that lists it, the row, whose it is and what it says;
    and its file, if it is not of the table's own."""

    check: str
    row: int
    child_id: str = ""
    values: str = ""
    file: str = ""


@dataclass(frozen=True)
class TextTable:
    """`columns[i]` belongs to `headings[i]`; `rows` are the numbers that a spreadsheet (or an editor) shows beside them.

    `title`: the sheet's, or the file's own name. `layout`: "" for a flat file, else census | annex-a | ssd: such a
    table may be empty. `feeds`: the tables of the extract that its rows belong to. `repeats`: headings whose cells say
    again what other rows say of the same child. `by_line`: `rows` are lines of a text. `remarks`: what must be said of
    the file. `noticed`: rows that are not in here, or are doubted.
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


def _tidy(text: str) -> str:
    """A cell without the blanks around it, and without the apostrophe that keeps a spreadsheet from computing it; a
    database's NULL is blank."""
    text = unguarded(text.replace("\xa0", " ").strip(" \t\r\n"))
    return "" if text.lower() == "null" else text


def _identifier(text: str) -> str:
    """Excel's 12345.0 is "12345"; "007" stays."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text
