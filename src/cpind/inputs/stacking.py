"""Stack typed tables, and assign rows to the tables of the extract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..model.columns import LIVE, MISSING_NUMBER, Categorical, Column, Rows, cells, constant, stacked
from ..model.extract import TABLES
from ..model.layouts import LAYOUTS
from ..model.runs import distinct_values
from .typed import Typed

EVENT_DATES = {"plans": ("plan_start", "plan_end"), "conferences": ("icpc_date",), "enquiries": ("s47_start",)}
"""The dates of each table; a row with any of them is an event."""


def stack(parts: list[Typed]) -> tuple[Rows, np.ndarray, np.ndarray]:
    """Stack the tables, with missing values for columns that a table lacks; also return all their reviews."""
    count = sum(part.count for part in parts)
    unread = frozenset().union(*(part.unread for part in parts))
    names = dict.fromkeys(name for part in parts for name in part.columns if name not in unread)
    columns: dict[str, Any] = {
        name: _stacked_column([p.columns.get(name) for p in parts], [p.count for p in parts]) for name in names
    }
    if "return_year" in columns:
        years = columns["return_year"]
        columns["return_year"] = np.where(years == MISSING_NUMBER, np.int16(LIVE), years)
    first = np.cumsum([0, *(part.count for part in parts[:-1])])
    none, no_dates = np.array([], np.int64), np.array([], "datetime64[D]")
    reviews = [
        none if part.reviews is None else part.reviews + start if start else part.reviews
        for part, start in zip(parts, first)
    ]
    dates = [no_dates if part.review_dates is None else part.review_dates for part in parts]
    return Rows(columns, count, unread), cells(stacked(reviews)), cells(stacked(dates))


def _stacked_column(parts: list[Column | None], lengths: list[int]) -> Column:
    present = next(part for part in parts if part is not None)
    return stacked([_blank(present, n) if part is None else part for part, n in zip(parts, lengths)])


def _blank(like: Column, count: int) -> Column:
    if isinstance(like, Categorical):
        return constant("", count)
    return np.full(count, np.datetime64("NaT") if like.dtype.kind == "M" else MISSING_NUMBER, like.dtype)


def feeds_bits(feeds: Iterable[str]) -> int:
    """Tables of the extract as the bits of one number."""
    return sum(1 << TABLES.index(name) for name in feeds)


def feeding(rows: Rows, table: str) -> np.ndarray:
    """Which rows may belong to a table of the extract; -1, for a row of a flat file, means all tables."""
    if "feeds" not in rows:
        return np.ones(len(rows), bool)
    is_fed: np.ndarray = (rows["feeds"] >> TABLES.index(table)) & 1 == 1
    return is_fed


def event_rows(rows: Rows, table: str, usable: np.ndarray) -> np.ndarray | None:
    """The rows that have one of the table's dates; None if all have."""
    known = [~np.isnat(cells(rows[name])) for name in EVENT_DATES[table] if name in rows]
    chosen = np.logical_or.reduce([np.zeros(len(rows), bool), *known]) & usable & feeding(rows, table)
    return None if chosen.all() else np.flatnonzero(chosen)


def layouts_of(rows: Rows) -> set[tuple[int, str]]:
    """The layouts of the rows of each return and of the live rows; a text that is not a layout belongs to a flat
    file."""
    if "return_year" not in rows and "source_layout" not in rows:
        return {(LIVE, "")}
    years = rows["return_year"]
    if "source_layout" not in rows:
        return {(int(y), "") for y in distinct_values(years)}
    layouts = rows["source_layout"]
    named = ["", *layouts.texts]
    pairs = distinct_values(years.astype(np.int64) * len(named) + layouts.codes.astype(np.int64) + 1)
    years_and_names = ((int(pair) // len(named), named[pair % len(named)]) for pair in pairs)
    return {(y, name if name in LAYOUTS else "") for y, name in years_and_names}
