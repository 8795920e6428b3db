"""TextTables -> Extract: one under another, and their rows dealt out to plans, conferences, enquiries and reviews.

One row of a flat file follows one child from section 47 enquiry to conference to plan; any stage may be blank. The
rows of other layouts say which stages they have. The bad cells of all files are refused together, with the first
twenty; or, if asked, taken as blank and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ..cells import MISSING_NUMBER
from ..errors import InputError
from ..extract import (
    CONFERENCE_COLUMNS,
    CONTEXT_COLUMNS,
    LIVE,
    NOTICED_COLUMNS,
    PLAN_COLUMNS,
    REVIEW_COLUMNS,
    TABLES,
    Extract,
)
from ..layouts import LAYOUTS
from ..schema import BY_NAME, EVENT_COLUMNS, plain
from .census_xml import LAYOUT as CENSUS
from .text_table import TextTable
from .typed import NEVER_BLANK, BadCell, dates_within, refusal, told_once, typed_frame

REFUSE, BLANK, LIST = "error", "blank", "list"
"""What to do with cells that can't be read: refuse the extract, go on without them, or go on and list them."""

_OF_THE_FILE = ("file", "row", "feeds")


def read_flat(tables: Sequence[TextTable], mapping: dict[str, str], *, bad_cells: str = REFUSE) -> Extract:
    """Several tables as one Extract.

    Raises InputError for a file that is no extract or has no event, and for cells that can't be read: any where
    `bad_cells` is REFUSE, but a blank child_id and an unreadable return_year also where it is BLANK. Where it is
    LIST such rows are left out and noticed.
    """
    bad: list[BadCell] = []
    own_names: dict[str, str] = {}
    frames = [typed_frame(table, mapping, bad, own_names) for table in tables]
    told = told_once(bad)
    blockers = [cell for cell in told if bad_cells == REFUSE or (bad_cells == BLANK and cell.column in NEVER_BLANK)]
    if blockers:
        raise InputError(refusal(blockers))
    for table, frame in zip(tables, frames):
        if table.feeds != TABLES:
            bits = sum(1 << place for place, name in enumerate(TABLES) if name in table.feeds)
            frame["feeds"] = np.full(len(frame), bits, np.int16)
    rows = _without_nobody(_stacked(frames), bad)
    if not len(rows):
        raise InputError(
            f"{', '.join(_names(tables))}: there is no section 47, conference or plan in it: nothing to count"
        )
    names = [name for name in rows.columns if name not in _OF_THE_FILE]
    own = tuple(name for name in names if name not in BY_NAME)
    years = {int(y) for y in rows["return_year"].unique()} if "return_year" in rows else {LIVE}
    layouts = _layouts(rows)
    return Extract(
        plans=_events(rows, "plans", ("plan_start", "plan_end"), PLAN_COLUMNS, own),
        conferences=_events(rows, "conferences", ("icpc_date",), CONFERENCE_COLUMNS, own),
        enquiries=_events(rows, "enquiries", ("s47_start",), ("s47_start",), own),
        reviews=_reviews(rows),
        columns=frozenset(names),
        return_years=tuple(sorted(years - {LIVE})),
        is_live=LIVE in years,
        own_columns=own,
        sources=tuple(_names(tables)),
        authority=_authority(rows),
        layouts=frozenset(name for _, name in layouts),
        live_layouts=frozenset(name for y, name in layouts if y == LIVE),
        census_years=frozenset(y for y, name in layouts if name == CENSUS and y != LIVE),
        remarks=tuple(
            [
                *(remark for table in tables for remark in table.remarks),
                *_unmatched(tables, mapping),
                *_partly_returns(rows),
            ]
        ),
        noticed=_noticed(rows, tables, told),
    )


def _names(tables: Iterable[TextTable]) -> Iterable[str]:
    return dict.fromkeys(table.name for table in tables)


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


def _without_nobody(rows: pd.DataFrame, bad: Iterable[BadCell]) -> pd.DataFrame:
    """The rows that have a child, and a return's year that can be read where one is written."""
    unusable = {(cell.file, cell.row) for cell in bad if cell.column in NEVER_BLANK}
    if not unusable:
        return rows
    kept = [(file, row) not in unusable for file, row in zip(rows["file"], rows["row"])]
    return rows[kept].reset_index(drop=True)


def _fed(rows: pd.DataFrame, table: str) -> np.ndarray:
    """Which rows may belong to a table of the extract: -1, as a flat file's row has it, is all of them."""
    if "feeds" not in rows:
        return np.ones(len(rows), bool)
    return (rows["feeds"].to_numpy() >> TABLES.index(table)) & 1 == 1


def _events(
    rows: pd.DataFrame, table: str, dates: tuple[str, ...], wanted: tuple[str, ...], own: tuple[str, ...]
) -> pd.DataFrame:
    """The rows that have one of the dates, with the columns of that stage; an absent column is all missing."""
    known = [rows[name].notna().to_numpy() for name in dates if name in rows]
    chosen = (np.logical_or.reduce(known) if known else np.zeros(len(rows), bool)) & _fed(rows, table)
    everything = chosen.all()
    seldom = tuple(name for name in ("date_of_death", "source_layout") if name in rows)
    columns: dict[str, object] = {}
    for name in ("child_id", *wanted, *CONTEXT_COLUMNS, *seldom, *own, "return_year", "file", "row"):
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
    columns = ["child_id", *REVIEW_COLUMNS, "review_date", "return_year", "file", "row"]
    texts = rows["review_dates"].array if "review_dates" in rows else _missing("review_dates", len(rows))
    owners, dates, _ = dates_within(list(texts.categories))
    # Each row takes all the dates of its text: lay out rows x dates by repetition.
    counts = np.bincount(owners, minlength=len(texts.categories))
    codes = texts.codes
    row_positions = np.flatnonzero((codes >= 0) & _fed(rows, "reviews"))
    per_row = counts[codes[row_positions]]
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])[codes[row_positions]] if len(counts) else np.array([], int)
    offsets = np.arange(per_row.sum()) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    reviews = (
        rows[[name for name in columns if name in rows]].take(np.repeat(row_positions, per_row)).reset_index(drop=True)
    )
    reviews["review_date"] = dates[np.repeat(first, per_row) + offsets].astype("datetime64[s]")
    for name in (*REVIEW_COLUMNS, "return_year"):
        if name not in reviews:
            reviews[name] = _missing(name, len(reviews))
    return reviews.loc[reviews["review_date"].notna(), columns].reset_index(drop=True)


# --- what is said of the files ----------------------------------------------------------------------


def _layouts(rows: pd.DataFrame) -> set[tuple[int, str]]:
    """The layouts of the rows of each return, and of the live ones; a text that names none is a flat file's own."""
    years = rows["return_year"].to_numpy() if "return_year" in rows else np.full(len(rows), LIVE)
    if "source_layout" not in rows:
        return {(int(y), "") for y in np.unique(years)}
    pairs = pd.DataFrame({"year": years, "layout": rows["source_layout"].astype(object)}).drop_duplicates()
    return {(int(y), name if name in LAYOUTS else "") for y, name in pairs.itertuples(index=False)}


def _authority(rows: pd.DataFrame) -> str:
    """The authority, where all rows name the same."""
    if "authority" not in rows or rows["authority"].isna().any():
        return ""
    named = rows["authority"].unique()
    return str(named[0]) if len(named) == 1 else ""


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


def _noticed(rows: pd.DataFrame, tables: Iterable[TextTable], bad: Iterable[BadCell]) -> pd.DataFrame:
    """What readers noticed, the cells that can't be read, and the rows without any event."""
    found = [(n.check, table.name, n.row, n.child_id, n.values) for table in tables for n in table.noticed]
    found += [("unreadable", c.file, c.row, c.child_id, f'{c.column} "{c.text}"') for c in bad]
    idle = np.ones(len(rows), bool)
    for name in (*EVENT_COLUMNS, "review_dates"):
        if name in rows:
            idle &= rows[name].isna().to_numpy()
    quiet = rows.loc[idle, ["file", "row", "child_id"]].astype({"file": object, "child_id": object})
    noticed = pd.DataFrame(found, columns=list(NOTICED_COLUMNS))
    return pd.concat([noticed, quiet.assign(check="no-event", values="")]) if len(quiet) else noticed
