"""Extract -> cpind's own flat table, a row for each row of a flat input, and for each event of the other layouts, under
canonical headings; read again it gives the same figures.

A review that is a row of its own (census, SSD) joins its plan's row. What the layout can't answer stays so:
`source_layout` says which layout a row is from.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..model.columns import LIVE, Categorical, Column, Part
from ..model.dates import day_texts, pack_key
from ..model.extract import TABLES, Extract
from ..model.harmless import escape_formula, shown
from ..model.periods import year_label
from ..model.schema import BY_NAME


def flat_columns(extract: Extract) -> dict[str, Categorical]:
    """Every cell as text: columns that the extract had, canonical ones first, in schema's order, by heading.

    Dates are ISO, flags 1 and 0, a return's year "2019/20"; a text that a spreadsheet would compute has an apostrophe
    before it, which reading takes away again, and control characters are spelt out.
    """
    entries, reviews = _reviewed(extract)
    columns = [name for name in BY_NAME if name in extract.columns]
    return {
        escape_formula(shown(name)): reviews
        if name == "review_dates"
        else _texts(extract.rows[name].take(entries), name)
        for name in (*columns, *extract.own_columns)
    }


def _reviewed(extract: Extract) -> tuple[np.ndarray, Categorical]:
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
    order = np.argsort(pack_key(entry, reviews["review_date"]), kind="stable")
    texts = day_texts(reviews["review_date"][order]).listed()
    number = np.bincount(entry, minlength=count)
    ends = np.cumsum(number)
    has_review = number > 0
    joined = [
        ";".join(texts[begin:end])
        for begin, end in zip((ends - number)[has_review].tolist(), ends[has_review].tolist())
    ]
    codes = np.where(has_review, np.cumsum(has_review) - 1, -1)
    entries = np.flatnonzero(kept)
    return entries, Categorical(codes[entries], joined)


def _plans_row(extract: Extract) -> np.ndarray:
    """For each review the first row of the same child, plan start, authority and return that is a plan's; the review's own
    row where no plan has one."""
    plans, reviews = extract.part("plans"), extract.part("reviews")
    plans = plans.where(~np.isnat(plans["plan_start"]))
    if not len(plans):
        return reviews["entry"]
    known, first = np.unique(_plan_key(plans), return_index=True)
    wanted = _plan_key(reviews)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    matches = (known[place] == wanted) & ~np.isnat(reviews["plan_start"])
    return np.where(matches, plans["entry"][first[place]], reviews["entry"])


def _plan_key(rows: Part) -> np.ndarray:
    """Child, plan start, authority and return of each row as one integer."""
    kind = rows["return_year"].astype(np.int64) * 3 + rows["other_authority"] + 1
    return pack_key(rows["child_id"].codes, rows["plan_start"]) * 2**13 + kind


def _texts(column: Column, name: str) -> Categorical:
    kind = BY_NAME[name].kind if name in BY_NAME else "text"
    if isinstance(column, Categorical):
        # A line break becomes a space in a label, as when labels are compared; identifiers must stay distinct.
        return Categorical(column.codes, _harmless(column.texts, None if kind == "identifier" else " "))
    if kind in ("date", "birth"):
        return day_texts(column)
    last = int(column.max(initial=0))
    if kind == "year":
        return Categorical(np.where(column == LIVE, -1, column), [year_label(y) for y in range(last + 1)])
    return Categorical(column, [str(number) for number in range(last + 1)])


def _harmless(texts: Sequence[str], breaks: str | None) -> list[str]:
    """The texts made safe for a spreadsheet. Most columns need no change, which one search of the joined texts shows."""
    texts = list(texts)
    together = "".join(texts)
    if together.isascii() and together.isprintable():
        return [text if text[:1].isalnum() else escape_formula(text) for text in texts]
    return [escape_formula(shown(text, breaks=breaks)) for text in texts]
