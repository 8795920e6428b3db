"""Extract -> cpind's own flat table: one row an event, under canonical headings; read again it gives the same figures.

A row of a file is one row here, with the stages that it had. A review that is a row of its own (census, SSD) joins its
plan's row. What the layout can't answer stays so: `source_layout` says which layout a row is from.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import pandas as pd

from .dates import days
from .extract import CONFERENCE_COLUMNS, LIVE, PLAN_COLUMNS, Extract
from .periods import year_label
from .schema import BY_NAME, FORMULA_STARTS

FORMATS = ("csv", "tsv", "xlsx")

_ROW = ["file", "row"]
_STAGES = (("plans", PLAN_COLUMNS), ("conferences", CONFERENCE_COLUMNS), ("enquiries", ("s47_start",)))


def written(extract: Extract, name: str) -> str | bytes:
    """The extract as a flat file in one of FORMATS; xlsx is bytes."""
    texts = flat_texts(extract)
    if name == "xlsx":
        return _workbook(texts)
    return texts.to_csv(index=False, sep="," if name == "csv" else "\t", lineterminator="\n")


def flat_texts(extract: Extract) -> pd.DataFrame:
    """One row an event, every cell a text: columns that the extract had, canonical ones first, in schema's order.

    Dates are ISO, flags 1 and 0, a return's year "2019/20"; a text that a spreadsheet would compute has an apostrophe
    before it, which reading takes away again.
    """
    rows = _rows(extract)
    columns = [name for name in BY_NAME if name in extract.columns or (name == "source_layout" and name in rows)]
    return pd.DataFrame({name: _texts(rows[name], name) for name in (*columns, *extract.own_columns)})


def _rows(extract: Extract) -> pd.DataFrame:
    """The tables put together again, a row for each row of a file, in the order of file and row."""
    stages = {name: getattr(extract, name) for name, _ in _STAGES}
    staged = {column for _, columns in _STAGES for column in columns}
    reviews = _reviews(extract)
    identity = [table[[c for c in table if c not in staged]] for table in stages.values()]
    rows = pd.concat([*identity, reviews[["child_id", "return_year", *_ROW]]]).drop_duplicates(_ROW)
    for name, columns in _STAGES:
        mine = [column for column in columns if column not in rows]
        rows = rows.merge(stages[name][[*_ROW, *mine]], how="left", on=_ROW)
        for column in set(columns) - set(mine):  # an enquiry without a conference
            rows[column] = rows[column].fillna(_looked_up(stages[name], column, rows))
    rows = rows.merge(reviews[[*_ROW, "review_dates", "plan_start"]], how="left", on=_ROW, suffixes=("", "_reviewed"))
    rows["plan_start"] = rows["plan_start"].fillna(rows.pop("plan_start_reviewed"))
    return rows.sort_values(_ROW, kind="stable", ignore_index=True)


def _looked_up(table: pd.DataFrame, column: str, rows: pd.DataFrame) -> pd.Series:
    return rows[_ROW].merge(table[[*_ROW, column]], how="left", on=_ROW)[column]


def _reviews(extract: Extract) -> pd.DataFrame:
    """The reviews of each plan's row, joined by semicolons; those of a plan in no row keep their own."""
    whose = ["child_id", "plan_start", "other_authority", "return_year"]
    plans = extract.plans[[*whose, *_ROW]]
    own = extract.reviews.merge(plans[_ROW].assign(_own=True), how="left", on=_ROW)["_own"].notna().to_numpy()
    first = plans[plans["plan_start"].notna()].drop_duplicates(whose)
    joined = extract.reviews.merge(first, how="left", on=whose, suffixes=("", "_of_plan"))
    elsewhere = ~own & joined["row_of_plan"].notna().to_numpy()
    reviews = extract.reviews.assign(
        file=np.where(elsewhere, joined["file_of_plan"].astype(object), extract.reviews["file"].astype(object)),
        row=np.where(elsewhere, joined["row_of_plan"], extract.reviews["row"]).astype(np.int32),
        review_dates=days(extract.reviews["review_date"]).astype(str),
    )
    keys = [*_ROW, "child_id", "plan_start", "return_year"]
    grouped = reviews.groupby(keys, observed=True, sort=False, dropna=False)["review_dates"].agg(";".join)
    return grouped.reset_index()


def _texts(column: pd.Series, name: str) -> np.ndarray:
    kind = BY_NAME[name].kind if name in BY_NAME else "text"
    if kind in ("date", "birth"):
        return np.where(column.isna(), "", days(column).astype(str))
    if kind in ("flag", "number"):
        return np.where(column.isna() | (column < 0), "", column.fillna(0).astype(int).astype(str))
    if kind == "year":
        return column.map(lambda y: "" if y == LIVE else year_label(int(y))).to_numpy(object)
    if kind == "dates":
        return column.fillna("").to_numpy(object)
    return _harmless(column.astype(object).where(column.notna(), ""))


def _harmless(texts: Iterable[str]) -> np.ndarray:
    return np.array([f"'{text}" if text[:1] in FORMULA_STARTS else text for text in texts], object)


def _workbook(texts: pd.DataFrame) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Extract")
    sheet.append(list(texts.columns))
    for row in texts.itertuples(index=False):
        sheet.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
