"""TextTable -> Extract: headings recognised, cells parsed, rows dealt out to plans, conferences and enquiries.

One row follows one child from section 47 enquiry to conference to plan; any stage may be blank. Each
distinct text of a column is parsed once. Every bad cell is collected, then the whole is refused with the
first twenty; or, if asked, taken as blank and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..cells import MISSING_NUMBER, describe, parse, remedy
from ..errors import InputError
from ..extract import LIVE, Extract
from ..schema import BY_NAME, EVENT_COLUMNS, accepted, plain, recognise
from .text_table import TextTable

SHOWN_BAD_CELLS = 20

PLAN_COLUMNS = ("plan_start", "plan_end", "previous_plans", "previous_plan_start", "previous_plan_end", "other_authority")
CONFERENCE_COLUMNS = ("icpc_date", "s47_start", "icpc_not_required", "icpc_target", "transfer_in", "referral_date")
CONTEXT_COLUMNS = (
    "family_id", "date_of_birth", "sex", "ethnicity", "district", "team", "authority", "initial_category", "latest_category",
)


@dataclass(frozen=True)
class BadCell:
    """A cell that can't be read; `said` tells of it without giving an identifier away."""

    file: str
    row: int
    column: str
    said: str


def read_flat(tables: Sequence[TextTable], mapping: dict[str, str], *, blank_bad_cells: bool = False) -> Extract:
    """Several files as one Extract.

    Raises InputError for a file that is no extract, and for cells that can't be read unless
    `blank_bad_cells` (a blank child_id is always one: a row of nobody can't be counted).
    """
    bad: list[BadCell] = []
    frames = [_typed(table, mapping, bad) for table in tables]
    blockers = [cell for cell in bad if not blank_bad_cells or cell.column == "child_id"]
    if blockers:
        raise InputError(_refusal(blockers))
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
        left_out=tuple([*filter(None, (table.remark for table in tables)), *_unmatched(tables, mapping), *_left_out(rows, bad)]),
    )


# --- one file: headings and cells -------------------------------------------------------------------


def _typed(table: TextTable, mapping: dict[str, str], bad: list[BadCell]) -> pd.DataFrame:
    """A file as a frame of canonical columns and types, wholly blank rows left out."""
    named = _name_columns(table, mapping)
    if len(table) == 0:
        raise InputError(f"{table.name} has headings and no rows: nothing to count")
    coded = {name: [_distinct(table.columns[position]) for position in positions] for name, positions in named.items()}
    filled = np.zeros(len(table), bool)
    for column in coded.values():
        for codes, texts in column:
            filled |= np.array([bool(text) for text in texts], bool)[codes]
    if not filled.any():
        raise InputError(f"{table.name} has headings and no rows: nothing to count")
    row_numbers = np.arange(table.first_row, table.first_row + len(table), dtype=np.int32)
    typed: dict[str, object] = {}
    for name, parts in coded.items():
        kind = BY_NAME[name].kind if name in BY_NAME else "text"
        values = []
        for codes, texts in parts:
            column, unreadable = _values(name, kind, codes, texts)
            values.append(column)
            bad += [
                BadCell(table.name, int(row_numbers[position]), name, f"{describe(texts[codes[position]], kind)}; {remedy(kind)}")
                for position in np.flatnonzero(unreadable[codes] & filled)
            ]
        typed[name] = values[0]
        for other in values[1:]:  # born, or else expected
            typed[name] = np.where(np.isnat(typed[name]), other, typed[name])
    typed["file"] = pd.Categorical.from_codes(np.zeros(len(table), np.int8), [table.name])
    typed["row"] = row_numbers
    frame = pd.DataFrame(typed, copy=False)
    return frame if filled.all() else frame[filled].reset_index(drop=True)


def _name_columns(table: TextTable, mapping: dict[str, str]) -> dict[str, list[int]]:
    """Canonical (or own) name -> positions of the columns that bear it; two only for birth and expected birth."""
    named: dict[str, list[int]] = {}
    for position, heading in enumerate(table.headings):
        name = recognise(heading, mapping)
        if name is None:
            if heading:
                named.setdefault(_unused(heading, named), []).append(position)
        elif name in named and BY_NAME[name].kind != "birth":
            first = table.headings[named[name][0]]
            raise InputError(
                f'{table.name}: two columns are both read as {name}: "{first}" and "{heading}"; rename one, or map the right one under [columns] in cpind.toml'
            )
        else:
            named.setdefault(name, []).append(position)
    if not any(name in named for name in EVENT_COLUMNS):
        raise InputError(
            f"{table.name} is no extract: none of its headings is a date of an event. It needs child_id and one or more of "
            + "; ".join(accepted(name) for name in EVENT_COLUMNS)
            + ". Other headings can be mapped under [columns] in cpind.toml"
        )
    if "child_id" not in named:
        raise InputError(
            f"{table.name} has no column child_id; it would be known as {accepted('child_id')}, or map your own heading under [columns] in cpind.toml"
        )
    return named


def _unused(heading: str, named: dict[str, list[int]]) -> str:
    name, count = heading, 1
    while name in named:
        count += 1
        name = f"{heading} ({count})"
    return name


def _distinct(cells: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Codes and distinct texts of a column, blanks around a text (non-breaking ones too) taken off."""
    codes, distinct = pd.factorize(cells)
    texts = [text.strip(" \t\r\n\xa0") for text in distinct.tolist()]
    if len(set(texts)) < len(texts):
        again, texts_index = pd.factorize(np.array(texts, object))
        codes, texts = again[codes], texts_index.tolist()
    return codes.astype(np.int32), texts


def _values(name: str, kind: str, codes: np.ndarray, texts: list[str]) -> tuple[object, np.ndarray]:
    """One column as values of its kind, and which of its distinct texts could not be read."""
    if kind in ("text", "identifier", "dates"):
        unreadable = np.zeros(len(texts), bool)
        if name == "child_id":
            unreadable = np.array([not text for text in texts], bool)
        elif kind == "dates":
            unreadable = np.array([parse(_pieces(text), kind).bad.any() for text in texts], bool)
        return _categorical(codes, texts), unreadable
    parsed = parse(texts, kind)
    values = parsed.values[codes]
    return (values.astype("datetime64[s]") if kind in ("date", "birth") else values), parsed.bad


def _categorical(codes: np.ndarray, texts: list[str]) -> pd.Categorical:
    """Texts as categories, blank as missing."""
    if "" in texts:
        blank = texts.index("")
        texts = texts[:blank] + texts[blank + 1 :]
        codes = np.where(codes == blank, -1, codes - (codes > blank))
    return pd.Categorical.from_codes(codes, pd.Index(texts, dtype=object))


def _refusal(bad: list[BadCell]) -> str:
    bad = sorted(bad, key=lambda cell: (cell.file, cell.row))
    count = len(bad)
    lines = [f"{count:,} cell{'s' if count > 1 else ''} can't be read:"]
    lines += [f"  {cell.file}, row {cell.row}, {cell.column}: {cell.said}" for cell in bad[:SHOWN_BAD_CELLS]]
    if count > SHOWN_BAD_CELLS:
        lines.append(f"  ... and {count - SHOWN_BAD_CELLS:,} more")
    if all(cell.column != "child_id" for cell in bad):
        lines.append("Put them right, or go on without them, as blank, by --bad-dates blank.")
    return "\n".join(lines)


# --- all files together -----------------------------------------------------------------------------


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames one under another; a column that one of them lacks is missing in its rows."""
    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    rows = frames[0] if len(frames) == 1 else pd.DataFrame({
        name: _stacked_column(name, [frame.get(name) for frame in frames], [len(frame) for frame in frames]) for name in names
    }, copy=False)
    if "return_year" in rows:
        rows["return_year"] = rows["return_year"].where(rows["return_year"] != MISSING_NUMBER, LIVE)
    return rows


def _stacked_column(name: str, parts: list[pd.Series | None], lengths: list[int]) -> object:
    present = next(part for part in parts if part is not None)
    if isinstance(present.dtype, pd.CategoricalDtype):
        filled = [pd.Categorical([None] * n) if part is None else part.array for part, n in zip(parts, lengths)]
        # All-blank categoricals have float categories; union wants one kind.
        filled = [part.set_categories(pd.Index([], dtype=object)) if len(part.categories) == 0 else part for part in filled]
        return pd.api.types.union_categoricals(filled)
    missing = np.datetime64("NaT") if present.dtype.kind == "M" else MISSING_NUMBER
    return np.concatenate([
        np.full(n, missing, present.dtype) if part is None else part.to_numpy() for part, n in zip(parts, lengths)
    ])


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
    if "review_dates" not in rows:
        empty = _events(rows, (), ("plan_start", "icpc_date"), ())
        return empty.rename(columns={"icpc_date": "review_date"})[columns]
    texts = rows["review_dates"].array
    split = [_pieces(text) for text in texts.categories]
    owners = np.repeat(np.arange(len(split)), [len(pieces) for pieces in split])
    pieces, distinct = pd.factorize(np.array([piece for pieces in split for piece in pieces], object))
    dates = parse(list(distinct), "dates").values[pieces] if len(pieces) else np.array([], "datetime64[D]")
    # Each row takes all the dates of its text: lay out rows x dates by repetition.
    counts = np.bincount(owners, minlength=len(split))
    codes = texts.codes
    row_positions = np.flatnonzero(codes >= 0)
    per_row = counts[codes[row_positions]]
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])[codes[row_positions]] if len(split) else np.array([], int)
    offsets = np.arange(per_row.sum()) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    reviews = rows[[name for name in columns if name in rows]].take(np.repeat(row_positions, per_row)).reset_index(drop=True)
    reviews["review_date"] = dates[np.repeat(first, per_row) + offsets].astype("datetime64[s]")
    for name in ("plan_start", "return_year"):
        if name not in reviews:
            reviews[name] = _missing(name, len(reviews))
    return reviews.loc[reviews["review_date"].notna(), columns].reset_index(drop=True)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def _unmatched(tables: Sequence[TextTable], mapping: dict[str, str]) -> Iterable[str]:
    """A heading that cpind.toml maps and no file has."""
    found = {plain(heading) for table in tables for heading in table.headings}
    for key, name in mapping.items():
        if key not in found:
            yield f"[columns] maps a heading to {name} that no file has"


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
