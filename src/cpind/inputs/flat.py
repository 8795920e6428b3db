"""Turn TextTables into an Extract: stack them, and assign their rows to plans, conferences, enquiries and reviews.

One row of a flat file follows one child from section 47 enquiry to conference to plan; any stage may be blank. The
rows of other layouts say which stages they have. The bad cells of all files are refused together, and the first twenty
listed; or, as an option, they are taken as blank and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..errors import InputError
from ..model.columns import LIVE, Rows
from ..model.date_texts import DateFormat
from ..model.extract import TABLES, Extract
from ..model.joins import Join
from ..model.schema import BY_NAME, EVENT_COLUMNS
from ..model.wording import name_key
from . import identifiers
from .bad_cells import NEVER_BLANK, NEVER_COUNTED, BadCell, refusal, without_repeats
from .births import settle_births
from .census import LAYOUT as CENSUS
from .column_names import not_an_extract
from .joining import FileRows, join
from .near_headings import unused_sentence
from .noticed import noticed_rows, rows_without_year, without_year_sentences
from .stacking import EVENT_DATES, event_rows, feeding, feeds_bits, layouts_of, stack
from .text_table import TextTable
from .typed import Typed, typed

REFUSE, BLANK, LIST = "error", "blank", "list"
"""What to do with cells that can't be read: refuse the extract, continue without them, or continue and list them."""

SHEETS = (65_536, 1_048_576)
"""The rows of a sheet in .xls and in .xlsx."""

CUT_OFF_AT = frozenset(
    [500, *(n * 1_000 for n in (1, 2, 5, 10, 20, 25, 30, 50, 65, 100, 150, 200, 250, 500, 1_000)), *SHEETS]
)
"""The most rows that reports, query tools and dashboards export unless someone changes it, and those of a sheet.
[choice]"""

_OF_THE_FILE = ("file", "row", "feeds")


def read_flat(
    tables: Sequence[TextTable],
    mapping: dict[str, str],
    *,
    bad_cells: str = REFUSE,
    joined: bool = True,
    formats: Sequence[DateFormat] = (),
) -> Extract:
    """Combine tables into one Extract; separate exports are joined (joining/) unless `joined` is False. If `formats`
    are named, dates in text may have no other form.

    Raises InputError for a file that is not an extract or has no event, and for cells that can't be read: with
    `bad_cells` REFUSE for any column but NEVER_COUNTED, with BLANK only for those of NEVER_BLANK. With LIST, rows
    without these are left out and noticed.
    """
    parts, bad = _typed_parts(tables, mapping, bad_cells, formats)
    rows, reviews, review_dates = stack(parts)
    usable = np.concatenate([part.usable for part in parts])
    starts: np.ndarray | None = None
    joins: list[Join] = []
    if joined and (separate := _separate(tables, parts)):
        starts, joins = join(rows, separate, reviews, review_dates)
    if not usable.any() and not (bad and bad_cells == LIST):
        raise InputError(
            f"{', '.join(_names(tables))}: there is no section 47, conference or plan in it: nothing to count"
        )
    feeds_reviews = (usable & feeding(rows, "reviews"))[reviews]
    if not feeds_reviews.all():
        reviews, review_dates = reviews[feeds_reviews], review_dates[feeds_reviews]
        starts = None if starts is None else starts[feeds_reviews]
    places = {table: event_rows(rows, table, usable) for table in EVENT_DATES} | {"reviews": reviews}
    unmarked = rows_without_year(rows)
    alike, alike_sentences = identifiers.doubted(rows)
    doubted = {"no-return-year": unmarked, **alike}
    remarks = [remark for table in tables for remark in table.remarks]
    remarks += [remark for part in parts for remark in part.remarks]
    remarks += [sentence for table in tables if (sentence := _cut_off(table))]
    authorities = _authorities(rows)
    named = {name_key(name) for name in authorities if name}
    together = (_together(len(named)),) if len(named) > 1 else ()
    if not any(table.layout for table in tables):  # of returns their reader says it
        remarks += together
    return Extract(
        rows=rows,
        places=places,
        review_dates=review_dates,
        headings=_headings(tables, parts),
        sources=tuple(_names(tables)),
        authority=authorities[0] if len(authorities) == 1 else "",
        remarks=(*remarks, *without_year_sentences(rows, unmarked), *alike_sentences),
        public_remarks=together,
        hints=tuple(_hints(tables, parts)),
        joins=tuple(joins),
        review_starts=starts,
        noticed=noticed_rows(rows, places.values(), usable, doubted, tables, parts, bad),
        **_columns(parts),
        **_returns(rows),
    )


def _typed_parts(
    tables: Sequence[TextTable], mapping: dict[str, str], bad_cells: str, formats: Sequence[DateFormat]
) -> tuple[list[Typed], list[BadCell]]:
    """The tables as typed columns, and the cells that can't be read. Raises InputError as read_flat does."""
    bad: list[BadCell] = []
    own_names: dict[str, str] = {}
    parts = [typed(table, mapping, bad, own_names, formats) for table in tables]
    if not any(table.layout or set(EVENT_COLUMNS) & {*part.columns, *part.names} for table, part in zip(tables, parts)):
        raise not_an_extract(", ".join(_names(tables)))
    settle_births(tables, parts, bad)
    bad = without_repeats(bad)
    if blockers := [cell for cell in bad if _blocks(cell, bad_cells)]:
        raise InputError(refusal(blockers))
    for table, part in zip(tables, parts):
        if table.feeds != TABLES:
            part.columns["feeds"] = np.full(part.count, feeds_bits(table.feeds), np.int16)
    return parts, bad


def _cut_off(table: TextTable) -> str:
    """The sentence about a table that ends at one of these limits, with or without its headings; "" for others."""
    rows, last = len(table), int(table.rows.max(initial=0))
    if table.by_line:
        return ""
    if rows in CUT_OFF_AT or rows + 1 in SHEETS:
        ends = f"has exactly {rows:,} rows"
    elif last > rows and last in CUT_OFF_AT:
        ends = f"ends at row {last:,}"
    else:
        return ""
    return f"{table.name} {ends}, at which exports are often cut off: see whether the case system has more"


def _columns(parts: Sequence[Typed]) -> dict[str, Any]:
    """The columns that the input has, and which of them are its own."""
    names = dict.fromkeys(name for part in parts for name in (*part.names, *part.columns) if name not in _OF_THE_FILE)
    return {"columns": frozenset(names), "own_columns": tuple(name for name in names if name not in BY_NAME)}


def _returns(rows: Rows) -> dict[str, Any]:
    """Which returns and layouts the rows belong to."""
    layouts = layouts_of(rows)
    years = {y for y, _ in layouts}
    return {
        "return_years": tuple(sorted(years - {LIVE})),
        "is_live": LIVE in years,
        "layouts": frozenset(name for _, name in layouts),
        "live_layouts": frozenset(name for y, name in layouts if y == LIVE),
        "census_years": frozenset(y for y, name in layouts if name == CENSUS and y != LIVE),
    }


def _separate(tables: Sequence[TextTable], parts: Sequence[Typed]) -> list[FileRows]:
    """The flat files (or sheets) among the tables, with their places in the rows; empty if nothing can be joined."""
    ends = np.cumsum([part.count for part in parts]).tolist()
    return [
        FileRows(table.name, end - part.count, end, frozenset(part.columns) | frozenset(part.names))
        for table, part, end in zip(tables, parts, ends)
        if not table.layout and "source_layout" not in part.columns
    ]


def _hints(tables: Sequence[TextTable], parts: Sequence[Typed]) -> Iterable[str]:
    """A sentence for each flat file with unrecognised headings that should be looked at."""
    taken = {name for part in parts for name in part.names}
    lacking = [name for name in BY_NAME if name not in taken]
    for table, part in zip(tables, parts):
        if not table.layout and (sentence := unused_sentence(part.own, lacking, table.name)):
            yield sentence


def _headings(tables: Sequence[TextTable], parts: Sequence[Typed]) -> dict[str, frozenset[str]]:
    """The columns of each file, whether filled or not."""
    columns: dict[str, frozenset[str]] = {}
    for table, part in zip(tables, parts):
        columns[table.name] = columns.get(table.name, frozenset()).union(part.names)
    return columns


def _blocks(cell: BadCell, bad_cells: str) -> bool:
    """Whether a cell that can't be read makes the extract be refused."""
    if bad_cells == REFUSE:
        return cell.column not in NEVER_COUNTED
    return bad_cells == BLANK and cell.column in NEVER_BLANK


def _names(tables: Iterable[TextTable]) -> Iterable[str]:
    return dict.fromkeys(table.name for table in tables)


def _authorities(rows: Rows) -> list[str]:
    """The authorities that the rows name, "" for rows that name none."""
    if "authority" not in rows:
        return []
    column = rows["authority"]
    return ["" if code < 0 else column.texts[code] for code in np.unique(column.codes)]


def _together(count: int) -> str:
    return (
        f"The rows name {count} authorities and are counted together; with --by authority or --where authority=NAME they "
        "are not"
    )
