"""Turn the texts of a column into values of its kind, parsing each distinct text once."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..model.columns import MISSING_NUMBER, Categorical, Column, coded, united
from ..model.day_lists import KINDS, cell_of, pieces_of
from .date_reading import DateReading
from .identifiers import rounded
from .text_table import DateLists, may_hold, texts_without_blanks


def parsed_column(name: str, kind: str, column: Column, reading: DateReading) -> tuple[Any, np.ndarray | None]:
    """A column as values of its kind, and which of its cells could not be read, if any."""
    if isinstance(column, np.ndarray):
        return column, None
    if kind in ("text", "identifier"):
        unreadable = None
        if name == "child_id":
            unreadable = ~column.filled()
            if may_hold(column.texts, ("\n#",)):  # Excel's #REF! and its like
                unreadable |= column.by_text(lambda text: text.startswith("#"), False)
            if (by_spreadsheet := rounded(column)) is not None:
                unreadable |= by_spreadsheet
        return column, unreadable
    if kind in KINDS:
        return _several_days(kind, column, reading)
    parsed = reading.parsed(column.texts, name, kind)
    nothing = np.datetime64("NaT") if parsed.values.dtype.kind == "M" else MISSING_NUMBER
    unreadable = np.append(parsed.bad, False)[column.codes] if parsed.bad.any() else None
    return np.append(parsed.values, nothing)[column.codes], unreadable


def _several_days(kind: str, column: Categorical, reading: DateReading) -> tuple[Categorical, np.ndarray | None]:
    """A column whose cells hold several days or spells, in the form of model/day_lists.py. A cell with a day that can't
    be read is blank, and counts as unreadable."""
    pieces = [pieces_of(text, kind) for text in column.texts]
    distinct = list(dict.fromkeys(piece for of_cell in pieces for piece in of_cell))
    parsed = reading.parsed(distinct, "review_dates", "dates")
    iso = dict(zip(distinct, np.datetime_as_string(parsed.values, unit="D").tolist() if len(distinct) else []))
    iso = {piece: "" if day == "NaT" else day for piece, day in iso.items()}
    bad = {piece for piece, is_bad in zip(distinct, parsed.bad.tolist()) if is_bad}
    is_bad = np.array([not bad.isdisjoint(of_cell) for of_cell in pieces] + [False], bool)
    cells = ["" if wrong else cell_of([iso[p] for p in of_cell], kind) for of_cell, wrong in zip(pieces, is_bad)]
    return united(column.codes, cells), is_bad[column.codes] if is_bad.any() else None


def dates_in_cells(
    column: Categorical | DateLists, reading: DateReading
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The dates in cells that hold several, separated by semicolons: the row of each date, the date, and which rows
    have a date that can't be read, if any."""
    if isinstance(column, DateLists):
        return column.rows, column.dates, None
    codes, texts = column.codes, list(column.texts)
    owners = np.repeat(np.arange(len(texts)), [text.count(";") + 1 for text in texts])
    pieces = texts_without_blanks(coded(piece.strip() for piece in ";".join(texts).split(";") if texts), "review_dates")
    dates, bad = parsed_column("review_dates", "dates", pieces, reading)
    unreadable = None
    if bad is not None:
        unreadable = np.zeros(len(texts) + 1, np.bool_)
        unreadable[owners[bad]] = True
        unreadable = unreadable[codes]
    known = ~np.isnat(dates)
    owners, dates = owners[known], dates[known]
    # Repeat each row once for each date of its text. The last code, which is the blank's, has no dates.
    counts = np.bincount(owners, minlength=len(texts) + 1)
    first = np.cumsum(counts) - counts
    per_row = counts[codes]
    rows = np.repeat(np.arange(len(codes)), per_row)
    offsets = np.arange(per_row.sum()) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    return rows, dates[np.repeat(first[codes], per_row) + offsets], unreadable
