"""TextTables -> Extract: one under another, and their rows dealt out to plans, conferences, enquiries and reviews.

One row of a flat file follows one child from section 47 enquiry to conference to plan; any stage may be blank. The
rows of other layouts say which stages they have. The bad cells of all files are refused together, with the first
twenty; or, if asked, taken as blank and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..errors import InputError
from ..model.columns import LIVE, MISSING_NUMBER, Categorical, Column, Frame, Rows, coded, constant, stacked
from ..model.date_texts import DateFormat
from ..model.extract import TABLES, Extract
from ..model.layouts import LAYOUTS
from ..model.schema import BY_NAME, EVENT_COLUMNS
from ..model.wording import counted
from .births import settle_births
from .census import LAYOUT as CENSUS
from .identifiers import differing_by_zeros
from .joining import Source, join
from .near_headings import said_of
from .text_table import TextTable
from .typed import NEVER_BLANK, NEVER_COUNTED, BadCell, Typed, not_an_extract, refusal, told_once, typed

REFUSE, BLANK, LIST = "error", "blank", "list"
"""What to do with cells that can't be read: refuse the extract, go on without them, or go on and list them."""

_DATES = {"plans": ("plan_start", "plan_end"), "conferences": ("icpc_date",), "enquiries": ("s47_start",)}
"""One of which makes a row an event of the table."""

_OF_THE_FILE = ("file", "row", "feeds")


def read_flat(
    tables: Sequence[TextTable],
    mapping: dict[str, str],
    *,
    bad_cells: str = REFUSE,
    joined: bool = True,
    formats: Sequence[DateFormat] = (),
) -> Extract:
    """Several tables as one Extract; separate exports are joined (joining.py) unless `joined` is False. `formats`: the only
    forms that dates in text may have, if any are named.

    Raises InputError for a file that is not an extract or has no event, and for cells that can't be read: any where
    `bad_cells` is REFUSE (but of NEVER_COUNTED), of NEVER_BLANK also where it is BLANK. Where it is LIST rows without
    these are left out and noticed.
    """
    bad: list[BadCell] = []
    own_names: dict[str, str] = {}
    parts = [typed(table, mapping, bad, own_names, formats) for table in tables]
    if not any(table.layout or set(EVENT_COLUMNS) & {*part.columns, *part.names} for table, part in zip(tables, parts)):
        raise not_an_extract(", ".join(_names(tables)))
    settle_births(tables, parts, bad)
    told = told_once(bad)
    blockers = [cell for cell in told if _blocks(cell, bad_cells)]
    if blockers:
        raise InputError(refusal(blockers))
    for table, part in zip(tables, parts):
        if table.feeds != TABLES:
            part.columns["feeds"] = np.full(part.count, _bits(table.feeds), np.int16)
    rows, reviews, review_dates = _stacked(parts)
    usable = np.concatenate([part.usable for part in parts])
    starts, joins = None, []
    if joined and (separate := _separate(tables, parts)):
        starts, joins = join(rows, separate, reviews, review_dates)
    if not usable.any() and not (told and bad_cells == LIST):
        raise InputError(
            f"{', '.join(_names(tables))}: there is no section 47, conference or plan in it: nothing to count"
        )
    names = dict.fromkeys(name for part in parts for name in (*part.names, *part.columns) if name not in _OF_THE_FILE)
    own = tuple(name for name in names if name not in BY_NAME)
    places = {table: _places(rows, table, usable) for table in _DATES}
    fed = usable & _fed(rows, "reviews")
    if not fed.all():
        kept = fed[reviews]
        reviews, review_dates = reviews[kept], review_dates[kept]
        starts = None if starts is None else starts[kept]
    places["reviews"] = reviews
    layouts = _layouts(rows)
    years = {y for y, _ in layouts}
    unmarked = _unmarked(rows)
    by_zeros, zeros_said = differing_by_zeros(rows)
    return Extract(
        rows=rows,
        places=places,
        review_dates=review_dates,
        columns=frozenset(names),
        headings=_headings(tables, parts),
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
                *(remark for part in parts for remark in part.remarks),
                *_partly_returns(unmarked, rows),
                *zeros_said,
            ]
        ),
        hints=tuple(_hints(tables, parts)),
        joins=tuple(joins),
        review_starts=starts,
        noticed=_noticed(
            rows, places.values(), usable, {"no-return-year": unmarked, "leading-zeros": by_zeros}, tables, parts, told
        ),
    )


def _separate(tables: Sequence[TextTable], parts: Sequence[Typed]) -> list[Source]:
    """The flat files (or sheets) among the tables, where they are in the rows; none where nothing can be joined."""
    ends = np.cumsum([part.count for part in parts]).tolist()
    return [
        Source(table.name, end - part.count, end, frozenset(part.columns) | frozenset(part.names))
        for table, part, end in zip(tables, parts, ends)
        if not table.layout and "source_layout" not in part.columns
    ]


def _hints(tables: Sequence[TextTable], parts: Sequence[Typed]) -> Iterable[str]:
    """A sentence for each flat file with headings that were not taken and should be looked at."""
    taken = {name for part in parts for name in part.names}
    lacking = [name for name in BY_NAME if name not in taken]
    for table, part in zip(tables, parts):
        if not table.layout and (said := said_of(part.own, lacking, table.name)):
            yield said


def _headings(tables: Sequence[TextTable], parts: Sequence[Typed]) -> dict[str, frozenset[str]]:
    """The columns of each file, filled or not."""
    found: dict[str, frozenset[str]] = {}
    for table, part in zip(tables, parts):
        found[table.name] = found.get(table.name, frozenset()).union(part.names)
    return found


def _blocks(cell: BadCell, bad_cells: str) -> bool:
    """Whether a cell that can't be read stops the whole."""
    if bad_cells == REFUSE:
        return cell.column not in NEVER_COUNTED
    return bad_cells == BLANK and cell.column in NEVER_BLANK


def _names(tables: Iterable[TextTable]) -> Iterable[str]:
    return dict.fromkeys(table.name for table in tables)


def _stacked(parts: list[Typed]) -> tuple[Rows, np.ndarray, np.ndarray]:
    """The tables one under another, a column that one of them lacks missing in its rows; and all their reviews."""
    count = sum(part.count for part in parts)
    unread = frozenset().union(*(part.unread for part in parts))
    names = dict.fromkeys(name for part in parts for name in part.columns if name not in unread)
    columns = {name: _stacked_column([p.columns.get(name) for p in parts], [p.count for p in parts]) for name in names}
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
    return Rows(columns, count, unread), stacked(reviews), stacked(dates)


def _stacked_column(parts: list[Column | None], lengths: list[int]) -> Column:
    present = next(part for part in parts if part is not None)
    return stacked([_blank(present, n) if part is None else part for part, n in zip(parts, lengths)])


def _blank(like: Column, count: int) -> Column:
    if isinstance(like, Categorical):
        return constant("", count)
    return np.full(count, np.datetime64("NaT") if like.dtype.kind == "M" else MISSING_NUMBER, like.dtype)


def _bits(feeds: Iterable[str]) -> int:
    """Tables of the extract as one number."""
    return sum(1 << TABLES.index(name) for name in feeds)


def _fed(rows: Rows, table: str) -> np.ndarray:
    """Which rows may belong to a table of the extract: -1, as a flat file's row has it, is all of them."""
    if "feeds" not in rows:
        return np.ones(len(rows), bool)
    return (rows["feeds"] >> TABLES.index(table)) & 1 == 1


def _places(rows: Rows, table: str, usable: np.ndarray) -> np.ndarray | None:
    """The rows that have one of the table's dates; None where all have."""
    known = [~np.isnat(rows[name]) for name in _DATES[table] if name in rows]
    chosen = np.logical_or.reduce([np.zeros(len(rows), bool), *known]) & usable & _fed(rows, table)
    return None if chosen.all() else np.flatnonzero(chosen)


# --- what is said of the files ----------------------------------------------------------------------


def _layouts(rows: Rows) -> set[tuple[int, str]]:
    """The layouts of the rows of each return, and of the live ones; a text that names none is a flat file's own."""
    if "return_year" not in rows and "source_layout" not in rows:
        return {(LIVE, "")}
    years = rows["return_year"]
    if "source_layout" not in rows:
        return {(int(y), "") for y in np.unique(years)}
    layouts = rows["source_layout"]
    named = ["", *layouts.texts]
    pairs = np.unique(years.astype(np.int64) * len(named) + layouts.codes.astype(np.int64) + 1)
    found = ((int(pair) // len(named), named[pair % len(named)]) for pair in pairs)
    return {(y, name if name in LAYOUTS else "") for y, name in found}


def _authority(rows: Rows) -> str:
    """The authority, where all rows name the same."""
    if "authority" not in rows:
        return ""
    named = np.unique(rows["authority"].codes)
    return rows["authority"].texts[named[0]] if len(named) == 1 and named[0] >= 0 else ""


def _partly_returns(unmarked: np.ndarray, rows: Rows) -> Iterable[str]:
    files = rows["file"]
    for code, n in zip(*np.unique(files.codes[unmarked], return_counts=True)):
        said = "{n} {row has no return_year and is|rows have no return_year and are} taken for the live extract"
        yield f"{files.texts[code]}: {counted(said, int(n), check='no-return-year')}"


def _unmarked(rows: Rows) -> np.ndarray:
    """The rows without a return's year in a file that has returns: meant, or forgotten?"""
    if "return_year" not in rows:
        return np.array([], np.int64)
    files, is_live = rows["file"].codes, rows["return_year"] == LIVE
    mixed = np.isin(files, files[is_live]) & np.isin(files, files[~is_live])
    return np.flatnonzero(mixed & is_live)


def _noticed(
    rows: Rows,
    places: Iterable[np.ndarray | None],
    usable: np.ndarray,
    further: dict[str, np.ndarray],
    tables: Iterable[TextTable],
    parts: Sequence[Typed],
    bad: Iterable[BadCell],
) -> Frame:
    """What readers noticed, the cells that can't be read, rows without any event, and `further` rows of
    the checks that list them."""
    found = [(n.check, n.file or table.name, n.row, n.child_id, n.values) for table in tables for n in table.noticed]
    found += [("unreadable", c.file, c.row, c.child_id, f'{c.column} "{c.text}"') for c in bad]
    idle = usable.copy()
    for chosen in places:
        idle[slice(None) if chosen is None else chosen] = False
    # An element or a row of a table of plans says that there is a plan.
    only_plans = np.zeros(len(rows), bool) if "feeds" not in rows else rows["feeds"] == _bits(("plans",))
    if "feeds" in rows:  # people and referrals, which other rows have taken what they say from
        idle &= rows["feeds"] != 0
    first = np.cumsum([0, *(part.count for part in parts[:-1])]).tolist()
    kinds = [
        (check, begin + np.flatnonzero(mine)) for part, begin in zip(parts, first) for check, mine in part.left_out
    ]
    for _, of_another_kind in kinds:
        idle[of_another_kind] = False
    check, file, row, child, values = tuple(zip(*found)) or ((),) * 5
    told = {"check": coded(check), "file": coded(file), "child_id": coded(child), "values": coded(values)}
    tables = [
        {"row": np.array(row, np.int32), **told},
        _as_noticed(rows, np.flatnonzero(idle & ~only_plans), "no-event"),
        _as_noticed(rows, np.flatnonzero(idle & only_plans), "8720"),
        *(_as_noticed(rows, mine, check) for check, mine in kinds),
        *(_as_noticed(rows, noticed, code) for code, noticed in further.items()),
    ]
    return Frame({name: stacked([columns[name] for columns in tables]) for name in tables[0]})


def _as_noticed(rows: Rows, places: np.ndarray, check: str) -> dict[str, Column]:
    texts = {name: rows[name].narrowed(places) for name in ("file", "child_id")}
    count = len(places)
    return {"row": rows["row"].take(places), "check": constant(check, count), "values": constant("", count), **texts}
