"""TextTable, which every reader returns: a file, or one list in it, as headings and columns of text."""

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
"""Signs of everything that `_tidy` and `_identifier` change: a column needs changing only if its texts, in lower case
and one in each line, contain one of these."""


class Noticed(NamedTuple):
    """A row that a reader could not use, or that is doubtful: the check that lists it, the row, its child and its
    values; and its file, if it is not the table's file."""

    check: str
    row: int
    child_id: str = ""
    values: str = ""
    file: str = ""


class DateLists(NamedTuple):
    """A column whose cells hold several dates, already parsed: the row (of `row_count`) of each date, and the date."""

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
    """A file, or one list in it, as columns of text.

    Attributes:
        name: its name in messages.
        headings: the headings, one for each column.
        columns: for each heading its column of texts; dates, if all of its cells have been read as dates; None, if it
            was not needed and not read.
        rows: the numbers that a spreadsheet (or an editor) shows beside the rows.
        title: that of the sheet, or the file's name.
        layout: "" for a flat file, else census | annex-a | ssd; a table of these may be empty.
        feeds: the tables of the extract that its rows belong to.
        repeats: headings whose cells repeat what other rows say of the same child.
        by_line: whether `rows` are lines of a text.
        own_dates: whether real dates of a workbook are written as 2020-03-31.
        remarks: sentences on the file.
        noticed: rows that are left out, or doubtful.
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
        """The columns of a table that has only columns of text."""
        columns = [column for column in self.columns if isinstance(column, Categorical)]
        assert len(columns) == len(self.columns)
        return columns


def numbered(first: int, count: int) -> np.ndarray:
    """Consecutive row numbers."""
    return np.arange(first, first + count, dtype=np.int32)


def tidied(column: Column | DateLists, *, identifiers: bool = False) -> Column | DateLists:
    """A column, with texts changed by `tidied_texts`; dates that are already read are unchanged."""
    return tidied_texts(column, identifiers=identifiers) if isinstance(column, Categorical) else column


def tidied_texts(column: Categorical, *, identifiers: bool = False) -> Categorical:
    """Remove what a spreadsheet or a database leaves in a cell; from `identifiers`, Excel's ".0" too."""
    column = _mapped_where(column, _UNTIDY, _tidy)
    return texts_without_blanks(_mapped_where(column, _FLOAT_LIKE, _identifier), "child_id") if identifiers else column


def without_blanks(column: Column | DateLists, name: str) -> Column | DateLists:
    """A column, with texts changed by `texts_without_blanks`; dates that are already read are unchanged."""
    return texts_without_blanks(column, name) if isinstance(column, Categorical) else column


def texts_without_blanks(column: Categorical, name: str) -> Categorical:
    """The column `name` with blanks for texts that mean a blank in it: "n/a", "-", "none"."""
    blanks = blanks_of(name)
    if not blanks or not has_any(column.texts, blanks):
        return column
    return column.mapped(lambda text: "" if is_blank(text, name) else text)


def has_any(texts: Sequence[str], wanted: Collection[str]) -> bool:
    """Whether any of the texts, in lower case, is one of those wanted."""
    if is_one_of := getattr(texts, "is_one_of", None):
        return bool(is_one_of(wanted))
    return any(len(text) <= LONGEST and text.lower() in wanted for text in texts)


def matching(texts: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """The texts that the pattern (valid in RE2 too) matches fully."""
    if matched := getattr(texts, "matching", None):
        return list(matched(pattern.pattern))
    # One search in all texts shows of most columns that none matches.
    if not re.search(f"^(?:{pattern.pattern})$", "\n".join(texts), pattern.flags | re.MULTILINE):
        return []
    return [text for text in texts if pattern.fullmatch(text)]


def _mapped_where(column: Categorical, signs: Iterable[str], change: Callable[[str], str]) -> Categorical:
    """Change each text, if any contains one of the signs. Most columns need no change, which one search in all texts
    shows."""
    return column.mapped(change) if may_hold(column.texts, signs) else column


def may_hold(texts: Sequence[str], signs: Iterable[str]) -> bool:
    """Whether any of the texts, in lower case, may contain one of the signs; a line feed in a sign means the beginning
    or end of a text."""
    if may_hold_any := getattr(texts, "may_hold", None):  # ArrowTexts, in which texts adjoin and contain no line feed
        return bool(may_hold_any([bare for sign in signs if (bare := sign.strip("\n"))]))
    lines = "\n".join(["", *texts, ""]).lower()
    return any(sign in lines for sign in signs)


def _tidy(text: str) -> str:
    """A cell without surrounding blanks and without the apostrophe that keeps a spreadsheet from computing it; NULL
    from a database is blank."""
    text = unescape_formula(text.replace("\xa0", " ").strip(" \t\r\n"))
    return "" if text.lower() == "null" else text


def _identifier(text: str) -> str:
    """An identifier: Excel's 12345.0 becomes "12345"; "007" is unchanged."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text
