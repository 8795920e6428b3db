"""Rows that can't enter a table of the extract, or that are doubtful: checks list them, and remarks count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..model.columns import LIVE, Column, Frame, Rows, coded, constant, stacked
from ..model.wording import counted
from .bad_cells import BadCell
from .stacking import feeds_bits
from .text_table import TextTable
from .typed import Typed


def noticed_rows(
    rows: Rows,
    places: Iterable[np.ndarray | None],
    usable: np.ndarray,
    further: Mapping[str, np.ndarray],
    tables: Iterable[TextTable],
    parts: Sequence[Typed],
    bad: Iterable[BadCell],
) -> Frame:
    """All noticed rows: what readers noticed, cells that can't be read, rows without an event, and `further` rows by
    the check that lists them."""
    listed = [(n.check, n.file or table.name, n.row, n.child_id, n.values) for table in tables for n in table.noticed]
    listed += [("unreadable", c.file, c.row, c.child_id, f'{c.column} "{c.text}"') for c in bad]
    idle = usable.copy()
    for chosen in places:
        idle[slice(None) if chosen is None else chosen] = False
    # A row in a table of plans, or a plan's element, is a plan even without a date.
    only_plans = np.zeros(len(rows), bool) if "feeds" not in rows else rows["feeds"] == feeds_bits(("plans",))
    if "feeds" in rows:  # people and referrals: their cells have been joined to other rows
        idle &= rows["feeds"] != 0
    first = np.cumsum([0, *(part.count for part in parts[:-1])]).tolist()
    kinds = [
        (check, begin + np.flatnonzero(mine)) for part, begin in zip(parts, first) for check, mine in part.left_out
    ]
    for _, of_another_kind in kinds:
        idle[of_another_kind] = False
    check, file, row, child, values = tuple(zip(*listed)) or ((),) * 5
    texts = {"check": coded(check), "file": coded(file), "child_id": coded(child), "values": coded(values)}
    columns: list[dict[str, Column]] = [
        {"row": np.array(row, np.int32), **texts},
        _as_noticed(rows, np.flatnonzero(idle & ~only_plans), "no-event"),
        _as_noticed(rows, np.flatnonzero(idle & only_plans), "8720"),
        *(_as_noticed(rows, mine, check) for check, mine in kinds),
        *(_as_noticed(rows, doubted, check) for check, doubted in further.items()),
    ]
    return Frame({name: stacked([one[name] for one in columns]) for name in columns[0]})


def _as_noticed(rows: Rows, places: np.ndarray, check: str) -> dict[str, Column]:
    texts = {name: rows[name].narrowed(places) for name in ("file", "child_id")}
    count = len(places)
    return {"row": rows["row"].take(places), "check": constant(check, count), "values": constant("", count), **texts}


def rows_without_year(rows: Rows) -> np.ndarray:
    """The rows without a return's year in a file that has returns: it may have been forgotten."""
    if "return_year" not in rows:
        return np.array([], np.int64)
    files, is_live = rows["file"].codes, rows["return_year"] == LIVE
    mixed = np.isin(files, files[is_live]) & np.isin(files, files[~is_live])
    return np.flatnonzero(mixed & is_live)


def without_year_sentences(rows: Rows, unmarked: np.ndarray) -> Iterable[str]:
    files = rows["file"]
    for code, n in zip(*np.unique(files.codes[unmarked], return_counts=True)):
        sentence = "{n} {row has no return_year and is|rows have no return_year and are} taken for the live extract"
        yield f"{files.texts[code]}: {counted(sentence, int(n), check='no-return-year')}"
