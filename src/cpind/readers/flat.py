"""Flat files -> Extract: one under another, and their rows dealt out to plans, conferences, enquiries and reviews.

One row follows one child from section 47 enquiry to conference to plan; any stage may be blank. The bad cells of
all files are refused together, with the first twenty; or, if asked, taken as blank and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ..cells import MISSING_NUMBER
from ..errors import InputError
from ..extract import CONFERENCE_COLUMNS, CONTEXT_COLUMNS, LIVE, PLAN_COLUMNS, Extract
from ..schema import BY_NAME, EVENT_COLUMNS, plain
from .text_table import TextTable
from .typed import NEVER_BLANK, BadCell, dates_within, refusal, typed_frame


def read_flat(tables: Sequence[TextTable], mapping: dict[str, str], *, blank_bad_cells: bool = False) -> Extract:
    """Several files as one Extract.

    Raises InputError for a file that is no extract, and for cells that can't be read unless
    `blank_bad_cells` (but never without a child_id, or with a return_year that can't be read).
    """
    bad: list[BadCell] = []
    own_names: dict[str, str] = {}
    frames = [typed_frame(table, mapping, bad, own_names) for table in tables]
    blockers = [cell for cell in bad if not blank_bad_cells or cell.column in NEVER_BLANK]
    if blockers:
        raise InputError(refusal(blockers))
    rows = _stacked(frames)
    names = [name for name in rows.columns if name not in ("file", "row")]
    own = tuple(name for name in names if name not in BY_NAME)
    years = {int(y) for y in rows["return_year"].unique()} if "return_year" in rows else {LIVE}
    return Extract(
        plans=_events(rows, ("plan_start", "plan_end"), PLAN_COLUMNS, own),
        conferences=_events(rows, ("icpc_date",), CONFERENCE_COLUMNS, own),
        enquiries=_events(rows, ("s47_start",), ("s47_start",), own),
        reviews=_reviews(rows),
        columns=frozenset(names),
        return_years=tuple(sorted(years - {LIVE})),
        is_live=LIVE in years,
        own_columns=own,
        sources=tuple(table.name for table in tables),
        left_out=tuple(
            [
                *filter(None, (table.remark for table in tables)),
                *_unmatched(tables, mapping),
                *_partly_returns(rows),
                *_left_out(rows, bad),
            ]
        ),
    )


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames one under another; a column that one of them lacks is missing in its rows."""
    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    rows = (
        frames[0]
        if len(frames) == 1
        else pd.DataFrame(
            {
                name: _stacked_column(name, [frame.get(name) for frame in frames], [len(frame) for frame in frames])
                for name in names
            },
            copy=False,
        )
    )
    if "return_year" in rows:
        rows["return_year"] = rows["return_year"].where(rows["return_year"] != MISSING_NUMBER, LIVE)
    return rows


def _stacked_column(name: str, parts: list[pd.Series | None], lengths: list[int]) -> object:
    present = next(part for part in parts if part is not None)
    if isinstance(present.dtype, pd.CategoricalDtype):
        filled = [pd.Categorical([None] * n) if part is None else part.array for part, n in zip(parts, lengths)]
        # All-blank categoricals have float categories; union wants one kind.
        filled = [
            part.set_categories(pd.Index([], dtype=object)) if len(part.categories) == 0 else part for part in filled
        ]
        return pd.api.types.union_categoricals(filled)
    missing = np.datetime64("NaT") if present.dtype.kind == "M" else MISSING_NUMBER
    return np.concatenate(
        [np.full(n, missing, present.dtype) if part is None else part.to_numpy() for part, n in zip(parts, lengths)]
    )


def _events(rows: pd.DataFrame, dates: tuple[str, ...], wanted: tuple[str, ...], own: tuple[str, ...]) -> pd.DataFrame:
    """The rows that have one of the dates, with the columns of that stage; an absent column is all missing."""
    known = [rows[name].notna().to_numpy() for name in dates if name in rows]
    chosen = np.logical_or.reduce(known) if known else np.zeros(len(rows), bool)
    everything = chosen.all()
    columns: dict[str, object] = {}
    for name in ("child_id", *wanted, *CONTEXT_COLUMNS, *own, "return_year", "file", "row"):
        if name in rows:
            columns[name] = rows[name].array if everything else rows[name].array[chosen]
        else:
            columns[name] = _missing(name, int(chosen.sum()))
    return pd.DataFrame(columns, copy=False)


def _missing(name: str, count: int) -> object:
    kind = BY_NAME[name].kind
    if kind in ("date", "birth"):
        return np.full(count, np.datetime64("NaT"), "datetime64[s]")
    if kind in ("flag", "number"):
        return np.full(count, MISSING_NUMBER, np.int16)
    if kind == "year":
        return np.full(count, LIVE, np.int16)
    return pd.Categorical.from_codes(np.full(count, -1, np.int8), pd.Index([], dtype=object))


def _reviews(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a review date, of the plan that its row holds."""
    columns = ["child_id", "plan_start", "review_date", "return_year", "file", "row"]
    texts = rows["review_dates"].array if "review_dates" in rows else _missing("review_dates", len(rows))
    owners, dates, _ = dates_within(list(texts.categories))
    # Each row takes all the dates of its text: lay out rows x dates by repetition.
    counts = np.bincount(owners, minlength=len(texts.categories))
    codes = texts.codes
    row_positions = np.flatnonzero(codes >= 0)
    per_row = counts[codes[row_positions]]
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])[codes[row_positions]] if len(counts) else np.array([], int)
    offsets = np.arange(per_row.sum()) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    reviews = (
        rows[[name for name in columns if name in rows]].take(np.repeat(row_positions, per_row)).reset_index(drop=True)
    )
    reviews["review_date"] = dates[np.repeat(first, per_row) + offsets].astype("datetime64[s]")
    for name in ("plan_start", "return_year"):
        if name not in reviews:
            reviews[name] = _missing(name, len(reviews))
    return reviews.loc[reviews["review_date"].notna(), columns].reset_index(drop=True)


def _unmatched(tables: Sequence[TextTable], mapping: dict[str, str]) -> Iterable[str]:
    """A heading that cpind.toml maps and no file has."""
    found = {plain(heading) for table in tables for heading in table.headings}
    for key, name in mapping.items():
        if key not in found:
            yield f"[columns] maps a heading to {name} that no file has"


def _partly_returns(rows: pd.DataFrame) -> Iterable[str]:
    """Rows without a return's year in a file that has returns: meant, or forgotten?"""
    if "return_year" not in rows:
        return
    for file, own in rows.groupby("file", observed=True)["return_year"]:
        blank = int((own == LIVE).sum())
        if 0 < blank < len(own):
            said = "row has no return_year and is" if blank == 1 else "rows have no return_year and are"
            yield f"{file}: {blank:,} {said} taken for the live extract"


def _left_out(rows: pd.DataFrame, bad: Iterable[BadCell]) -> Iterable[str]:
    count = len(list(bad))
    if count:
        yield f"{count:,} cell{'s' if count > 1 else ''} that can't be read taken as blank (--bad-dates blank)"
    idle = np.ones(len(rows), bool)
    for name in EVENT_COLUMNS:
        if name in rows:
            idle &= rows[name].isna().to_numpy()
    if idle.any():
        n = int(idle.sum())
        yield f"{n:,} row{'s hold' if n > 1 else ' holds'} no section 47, conference or plan date"
