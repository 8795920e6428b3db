"""Extract -> cpind's own flat table, a row for each row of a flat input, and for each event of the other layouts, under
canonical headings; read again it gives the same figures.

A review that is a row of its own (census, SSD) joins its plan's row. What the layout can't answer stays so:
`source_layout` says which layout a row is from.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..model.columns import LIVE, Column, Part, cells
from ..model.dates import days
from ..model.extract import TABLES, Extract
from ..model.harmless import escape_formula, shown
from ..model.periods import year_label
from ..model.schema import BY_NAME


def flat_texts(extract: Extract) -> pd.DataFrame:
    """Every cell a text: columns that the extract had, canonical ones first, in schema's order.

    Dates are ISO, flags 1 and 0, a return's year "2019/20"; a text that a spreadsheet would compute has an apostrophe
    before it, which reading takes away again, and control characters are spelt out.
    """
    entries, reviews = _reviewed(extract)
    columns = [name for name in BY_NAME if name in extract.columns]
    made = {}
    for name in (*columns, *extract.own_columns):
        made[name] = reviews if name == "review_dates" else _texts(extract.rows[name].take(entries), name)
    return pd.DataFrame(made).rename(columns=lambda name: escape_formula(shown(name)))


def _reviewed(extract: Extract) -> tuple[np.ndarray, np.ndarray]:
    """The entries to write, in their order, and the reviews of each, joined by semicolons."""
    rows, count = extract.rows, len(extract.rows)
    has_event = np.zeros(count, bool)
    for table in TABLES[:-1]:
        has_event[extract.part(table)["entry"]] = True
    reviews = extract.part("reviews")
    entry = reviews["entry"]
    # A row of a flat file is kept even if nothing in it can be counted; one that is a review joins its plan's row.
    kept = has_event | (rows["feeds"] < 0) if "feeds" in rows else np.ones(count, bool)
    alone = ~has_event[entry]
    if alone.any():
        kept[entry[alone]] = False
        entry = np.where(alone, _plans_row(extract), entry)
        kept[entry] = True
    order = np.lexsort((reviews["review_date"], entry))
    texts = days(reviews["review_date"][order]).astype(str).tolist()
    joined = np.full(count, "", object)
    owners, first = np.unique(entry[order], return_index=True)
    for owner, begin, end in zip(owners.tolist(), first.tolist(), [*first[1:].tolist(), len(texts)]):
        joined[owner] = ";".join(texts[begin:end])
    entries = np.flatnonzero(kept)
    return entries, joined[entries]


def _plans_row(extract: Extract) -> np.ndarray:
    """For each review the first row of the same child, plan start, authority and return that is a plan's; the review's own
    row where there is none."""
    whose = ("child_id", "plan_start", "other_authority", "return_year")

    def of(part: Part) -> pd.DataFrame:
        return pd.DataFrame({name: cells(part[name]) for name in whose})

    plans, reviews = extract.part("plans"), extract.part("reviews")
    plans = plans.where(~np.isnat(plans["plan_start"]))
    known = of(plans).assign(_entry=plans["entry"]).drop_duplicates(list(whose))
    found = of(reviews).merge(known, how="left", on=list(whose))["_entry"].to_numpy()
    return np.where(np.isnan(found), reviews["entry"], found).astype(np.int64)


def _texts(column: Column, name: str) -> np.ndarray:
    kind = BY_NAME[name].kind if name in BY_NAME else "text"
    if kind in ("date", "birth"):
        texts = column.astype("datetime64[D]").astype(str).astype(object)
        texts[np.isnat(column)] = ""
        return texts
    if kind in ("flag", "number"):
        texts = column.astype(str).astype(object)
        texts[column < 0] = ""
        return texts
    if kind == "year":
        labels = {int(y): "" if y == LIVE else year_label(int(y)) for y in np.unique(column)}
        return np.array([labels[y] for y in column.tolist()], object)
    # What breaks a line is a blank in a label, as where labels are compared; identifiers must stay apart.
    breaks = None if kind == "identifier" else " "
    return column.by_text(lambda text: escape_formula(shown(text, breaks=breaks)), "")
