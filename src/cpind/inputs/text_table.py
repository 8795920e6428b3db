"""TextTable: a file, or one list of it, as headings and columns of text, whatever it was before. What readers hand on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..model.columns import Categorical, Column
from ..model.extract import TABLES
from ..model.harmless import unescape_formula
from ..model.vocabulary import is_blank
from ..model.vocabulary.blanks import LONGEST, blanks_of

_UNTIDY = ("\n ", "\n\t", "\n'", "\n\n", " \n", "\t\n", "\r", "\xa0", "\nnull\n")
_FLOAT_LIKE = (".0\n",)
"""What one of a column's texts must hold, in small letters and each on a line, for a change of it to be needed: all that
`_tidy` and `_identifier` change."""


class Noticed(NamedTuple):
    """A row that a reader could not use, or doubts: the check that lists it, the row, its child and its values; and its file,
    if that is not the table's own."""

    check: str
    row: int
    child_id: str = ""
    values: str = ""
    file: str = ""


class DateLists(NamedTuple):
    """A column of cells that hold several dates, each read: the row (of `row_count`) and the date."""

    rows: np.ndarray
    dates: np.ndarray
    row_count: int

    def filled(self) -> np.ndarray:
        """Which rows have a date."""
        filled = np.zeros(self.row_count, bool)
        filled[self.rows] = True
        return filled


@dataclass(frozen=True)
class TextTable:
    """`columns[i]` belongs to `headings[i]`: texts; or dates, where all of its cells have been read as such; None where
    it was not asked for and not read. `rows` are the numbers that a spreadsheet (or an editor) shows beside them.

    `own_dates`: dates of a workbook's own stand in it as 2020-03-31. `title`: the sheet's, or the file's own name. `layout`: "" for a flat file, else census | annex-a | ssd: such a
    table may be empty. `feeds`: the tables of the extract that its rows belong to. `repeats`: headings whose cells
    repeat what other rows say of the same child. `by_line`: `rows` are lines of a text. `remarks`: sentences on the
    file. `noticed`: rows that are not in here, or are doubted.
    """

    name: str
    headings: list[str]
    columns: Sequence[Column | DateLists | None]
    rows: np.ndarray
    title: str = ""
    layout: str = ""
    feeds: tuple[str, ...] = TABLES
    repeats: tuple[str, ...] = ()
    by_line: bool = False
    own_dates: bool = False
    remarks: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def texts(self) -> list[Categorical]:
        """The columns of a table that holds nothing but texts."""
        columns = [column for column in self.columns if isinstance(column, Categorical)]
        assert len(columns) == len(self.columns)
        return columns


def numbered(first: int, count: int) -> np.ndarray:
    """Row numbers of rows that follow one another."""
    return np.arange(first, first + count, dtype=np.int32)


def tidied(column: Column | DateLists, *, identifiers: bool = False) -> Column | DateLists:
    """A column of texts as `tidied_texts` leaves it; dates that are read already stay."""
    return tidied_texts(column, identifiers=identifiers) if isinstance(column, Categorical) else column


def tidied_texts(column: Categorical, *, identifiers: bool = False) -> Categorical:
    """Without what a spreadsheet or a database leaves in a cell; of `identifiers` without Excel's ".0" too."""
    column = _mapped_where(column, _UNTIDY, _tidy)
    return texts_without_blanks(_mapped_where(column, _FLOAT_LIKE, _identifier), "child_id") if identifiers else column


def without_blanks(column: Column | DateLists, name: str) -> Column | DateLists:
    """A column of texts as `texts_without_blanks` leaves it; dates that are read already stay."""
    return texts_without_blanks(column, name) if isinstance(column, Categorical) else column


def texts_without_blanks(column: Categorical, name: str) -> Categorical:
    """The column `name` without what stands for a blank in it: "n/a", "-", "none"."""
    blanks = blanks_of(name)
    if not blanks or not has_any(column.texts, blanks):
        return column
    return column.mapped(lambda text: "" if is_blank(text, name) else text)


def has_any(texts: Sequence[str], wanted: Collection[str]) -> bool:
    """Whether any of the texts is, in small letters, one of the wanted."""
    if is_one_of := getattr(texts, "is_one_of", None):
        return bool(is_one_of(wanted))
    return any(len(text) <= LONGEST and text.lower() in wanted for text in texts)


def matching(texts: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """The texts that the pattern, which must be one that RE2 knows too, matches whole."""
    if matched := getattr(texts, "matching", None):
        return list(matched(pattern.pattern))
    return [text for text in texts if pattern.fullmatch(text)]


def _mapped_where(column: Categorical, signs: Iterable[str], change: Callable[[str], str]) -> Categorical:
    """Each text changed, if any of them has one of the signs: most columns need no change, and are looked at as one
    text."""
    return column.mapped(change) if may_hold(column.texts, signs) else column


def may_hold(texts: Sequence[str], signs: Iterable[str]) -> bool:
    """Whether any of the texts, in small letters, may have one of the signs; a line feed in a sign is where a text begins
    or ends."""
    if may_hold_any := getattr(texts, "may_hold", None):  # which has no line feed in any, and nothing between them
        return bool(may_hold_any([bare for sign in signs if (bare := sign.strip("\n"))]))
    lines = "\n".join(["", *texts, ""]).lower()
    return any(sign in lines for sign in signs)


def _tidy(text: str) -> str:
    """A cell without the blanks around it, and without the apostrophe that keeps a spreadsheet from computing it; a
    database's NULL is blank."""
    text = unescape_formula(text.replace("\xa0", " ").strip(" \t\r\n"))
    return "" if text.lower() == "null" else text


def _identifier(text: str) -> str:
    """Excel's 12345.0 is "12345"; "007" stays."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text
