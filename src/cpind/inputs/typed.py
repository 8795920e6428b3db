"""Turn a TextTable into typed columns; each distinct text of a column is parsed once.

Bad cells are collected, not guessed; the caller decides what to do about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import InputError
from ..model.columns import Categorical, constant
from ..model.date_texts import DateFormat
from ..model.schema import BY_NAME, recognise
from .bad_cells import NEVER_BLANK, BadCell
from .cell_values import dates_in_cells, parsed_column
from .column_names import name_columns
from .date_reading import DateReading
from .own_headings import TEST_IDENTIFIERS, may_say_kinds
from .row_kinds import USED_UP, LeftOut, meetings, sort_out, unclassified
from .text_table import TextTable, may_hold, tidied, without_blanks

Parts = dict[str, list[Any]]
"""The columns of a table by name, as in TextTable: one each, or two for births (with expected births)."""

Unreadable = tuple[str, int, np.ndarray]
"""A column's name, its place among the columns of this name, and the rows in which it can't be read."""


@dataclass(frozen=True)
class Typed:
    """A table's rows that are not completely blank.

    Attributes:
        columns: canonical and own columns by name, with file and row; a column of texts is a Categorical, any other a
            numpy array.
        count: the number of rows.
        usable: which rows have a child and, if they have a return's year, one that can be read.
        reviews, review_dates: the rows (from 0) and dates of cells that hold several dates; None if there is no such
            column.
        names: those of all columns of the file, in order.
        unread: the names of the columns that were not read.
        remarks: sentences on the headings.
        left_out: rows whose plan or conference is of another kind, by the check that lists them.
        own: the columns that are not cpind's, unchanged.
        two_digit_births: which births have a two-digit year; None if none can have one.
    """

    columns: dict[str, Any]
    count: int
    usable: np.ndarray
    reviews: np.ndarray | None = None
    review_dates: np.ndarray | None = None
    names: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    own: dict[str, Any] = field(default_factory=dict)
    two_digit_births: np.ndarray | None = None

    def narrowed(self, rows: np.ndarray) -> Typed:
        """Only some of the rows."""
        if rows.all():
            return self
        return Typed(
            columns={name: column[rows] for name, column in self.columns.items()},
            count=int(rows.sum()),
            usable=self.usable[rows],
            reviews=None if self.reviews is None else (np.cumsum(rows) - 1)[self.reviews],
            review_dates=self.review_dates,
            names=self.names,
            unread=self.unread,
            remarks=self.remarks,
            left_out=tuple((check, mine[rows]) for check, mine in self.left_out),
            own=self.own,
            two_digit_births=None if self.two_digit_births is None else self.two_digit_births[rows],
        )


def typed(
    table: TextTable,
    mapping: dict[str, str],
    bad: list[BadCell],
    own_names: dict[str, str],
    formats: Sequence[DateFormat] = (),
) -> Typed:
    """Turn a table into columns with canonical names and types. Raises InputError for a flat file that is not an
    extract or has no rows.

    Args:
        table: the table.
        mapping: plain heading -> column.
        bad: the cells that can't be read, of all files; those of the table are added.
        own_names: own headings without regard to case -> as the first file spelled them; those of the table are added.
        formats: the only forms that dates in text may have, if any are named; XML has its own.
    """
    named, remarks = name_columns(table, mapping, own_names)
    parts, unread = _tidied_parts(table, named)
    own = {name: (parts[name][0] if name in parts else None) for name in named if name not in BY_NAME}
    filled = _filled_rows(parts, len(table))
    if not (table.layout or filled.any()):
        raise InputError(f"{table.name} has headings and no rows: nothing to count")
    reading = DateReading(table, () if table.by_line else tuple(formats))
    reading.look_at(parts)
    columns, reviews, dates, unreadable = _parsed(parts, reading)
    doubtful = {} if table.layout else _doubtful(table, named, parts)
    if doubtful:
        from .own_kinds import look_for_kinds

        met = meetings(columns, reviews, dates)
        remarks = (*remarks, *look_for_kinds(doubtful, table.headings, named, mapping, met, table.name))
    unreadable += [(name, 0, blank) for name, blank in unclassified(columns)]
    usable = np.ones(len(table), bool)
    for name, place, rows in unreadable:
        if name in NEVER_BLANK:
            usable &= ~rows
        heading = table.headings[named[name][place]]
        bad += _bad_cells(reading, (name, heading), parts[name][place], rows & filled, parts["child_id"][0])
    reviews, dates, left_out = sort_out(columns, reviews, dates, len(table))
    if doubtful and {"plan_start", "plan_end"} <= columns.keys():
        from .ended_plans import look_for_ended

        remarks = (*remarks, *look_for_ended(doubtful, columns, table.name))
    names = dict.fromkeys(name for name in (*named, *columns) if name not in USED_UP)
    names |= {"review_dates": None} if reviews is not None else {}
    if table.layout:
        columns["source_layout"] = constant(table.layout, len(table))
    columns["file"] = constant(table.name, len(table))
    columns["row"] = table.rows
    return Typed(
        columns=columns,
        count=len(table),
        usable=usable,
        reviews=reviews,
        review_dates=dates,
        names=tuple(names),
        unread=unread,
        remarks=(*remarks, *reading.remarks()),
        left_out=tuple(left_out),
        own=own,
        two_digit_births=reading.two_digit_births(parts.get("date_of_birth", ())),
    ).narrowed(filled)


def _tidied_parts(table: TextTable, named: Mapping[str, Sequence[int]]) -> tuple[Parts, tuple[str, ...]]:
    """The columns by name, with tidied texts; and the names of those that were not read."""
    parts: Parts = {name: [table.columns[position] for position in positions] for name, positions in named.items()}
    unread = tuple(name for name, columns in parts.items() if columns[0] is None)
    tidy = {
        name: [without_blanks(tidied(column, identifiers=name == "child_id"), name) for column in columns]
        for name, columns in parts.items()
        if name not in unread
    }
    return tidy, unread


def _doubtful(table: TextTable, named: Mapping[str, Sequence[int]], parts: Parts) -> dict[str, Categorical]:
    """The columns by their headings that may say what a row is: the file's own, a "Category", which may be the kind of plan,
    and the child's identifier, if some may be those of test records."""
    found = {}
    for name, columns in parts.items():
        heading = name if name not in BY_NAME else table.headings[named[name][0]]
        is_child = name == "child_id" and may_hold(columns[0].texts, TEST_IDENTIFIERS)
        may_say = name not in BY_NAME or name == "latest_category"
        if isinstance(columns[0], Categorical) and (is_child or (may_say and may_say_kinds(heading))):
            found[heading] = columns[0]
    return found


def _filled_rows(parts: Parts, count: int) -> np.ndarray:
    """Which rows have a cell that is not blank."""
    filled = np.zeros(count, bool)
    for column in (column for columns in parts.values() for column in columns):
        if not filled.all():
            filled |= ~np.isnat(column) if isinstance(column, np.ndarray) else column.filled()
    return filled


def _parsed(
    parts: Parts, reading: DateReading
) -> tuple[dict[str, Any], np.ndarray | None, np.ndarray | None, list[Unreadable]]:
    """The columns as values of their kinds; the rows and dates of cells with several dates, if there is a column of
    them; and the cells that could not be read."""
    columns: dict[str, Any] = {}
    reviews = dates = None
    unreadable: list[Unreadable] = []
    for name, texts in parts.items():
        kind = BY_NAME[name].kind if name in BY_NAME else "text"
        for place, column in enumerate(texts):
            if kind == "dates":
                reviews, dates, rows = dates_in_cells(column, reading)
            else:
                values, rows = parsed_column(name, kind, column, reading)
                # The birth, or else the expected birth.
                columns[name] = np.where(np.isnat(columns[name]), values, columns[name]) if place else values
            if rows is not None:
                unreadable.append((name, place, rows))
    return columns, reviews, dates, unreadable


def _bad_cells(
    reading: DateReading, names: tuple[str, str], column: Categorical, rows: np.ndarray, children: Categorical
) -> Iterable[BadCell]:
    """The cells of a column in some rows, as BadCells; `names` are the column's name and its heading."""
    name, heading = names
    table, formats = reading.table, tuple(form.name for form in reading.formats)
    repeats = any(recognise(heading) == name for heading in table.repeats)
    kind = BY_NAME[name].kind
    for place in np.flatnonzero(rows).tolist():
        (text,), (child,) = (one.listed(slice(place, place + 1)) for one in (column, children))
        row = int(table.rows[place])
        yield BadCell(table.name, row, name, kind, text, child, table.by_line, repeats, formats, heading)
