"""DfE's children in need releases: a record for each figure, area and year of a table.

Figures are kept as published. Conferences in time and the shares of categories have no column: they are computed from the
table's own counts, half up, and their records say so; rates without a column are left to rates.py. Symbols are kept, except that "x" up to 2017 stood for what is "c" today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.measures import PERCENT, RATE, exact, half_up
from ...model.periods import year_label
from ...model.wording import counted
from ..downloads import Download
from ..records import LOCAL, Origin, Record, is_whole
from . import places
from .cells import stored_value
from .imported import NO_ROWS, Imported
from .release_tables import TABLES, ReleaseColumn, release_name

MOST_NAMED = 20
"""The most unknown columns that a message names."""

HEADINGS = places.HEADINGS | {heading for table in TABLES for heading in table.needs}


def read(download: Download) -> Imported | None:
    """The figures of a table of a release; None for a table that cpind does not know."""
    rows = places.rows_of_places(download)
    if rows is None:
        return None
    if not rows:
        return Imported(download.name, unused=(NO_ROWS,))
    headings = frozenset(rows[0])
    tables = [table for table in TABLES if table.needs <= headings]
    if not tables:
        return None
    columns = [column for table in tables for column in table.holds if column.is_in(headings)]
    known, unused = places.placed(rows)
    unused += rows.left_out()
    if not known:
        return Imported(download.name, unused=tuple(unused))
    vintage = max(row.year for row in known)
    about = Record(
        "",
        release=release_name(vintage),
        vintage=str(vintage),
        date=download.date,
        source=download.name,
    )
    records: dict[tuple[str, ...], Record] = {}
    repeated = 0
    for row in known:
        for column in columns:
            record = _figure(row, column, about)
            repeated += record.key in records
            records.setdefault(record.key, record)
    if repeated:
        unused.append(counted("{n} {figure|figures} of an area and year repeated: the first is kept", repeated))
    if unreadable := _unreadable(known, columns):
        unused.append(
            counted("{n} {cell that is|cells that are} neither a number nor one of DfE's symbols", unreadable)
        )
    known_headings = places.ALL_HEADINGS.union(*(table.headings for table in tables))
    if unknown := [rows.headings[heading] for heading in rows[0] if heading and heading not in known_headings]:
        more = f" and {len(unknown) - MOST_NAMED:,} more" if len(unknown) > MOST_NAMED else ""
        unused.append(f"columns that cpind does not know: {', '.join(unknown[:MOST_NAMED])}{more}")
    return Imported(download.name, list(records.values()), about.release, tuple(unused))


def _figure(row: places.PlacedRow, column: ReleaseColumn, about: Record) -> Record:
    """The record of one figure of a row; release, vintage, date and source as in `about`."""

    def cell(heading: str) -> str:
        return stored_value(row.cells.get(heading, ""), row.year) if heading else ""

    parts = [cell(heading) for heading in column.numerator]
    numerator = str(sum(map(int, parts))) if parts and all(map(is_whole, parts)) else ""
    denominator = cell(column.denominator)
    value, origin = cell(column.value), Origin.PUBLISHED
    if not value and parts:
        value, origin = _computed(column, [*parts, denominator], numerator, is_exact=row.place.level == LOCAL)
    return row.place._replace(
        indicator=column.indicator,
        period=year_label(row.year),
        numerator=numerator,
        denominator=denominator if is_whole(denominator) else "",
        value=value,
        release=about.release,
        vintage=about.vintage,
        date=about.date,
        source=about.source,
        origin=origin,
        group=column.group,
    )


def _computed(column: ReleaseColumn, cells: Sequence[str], numerator: str, *, is_exact: bool) -> tuple[str, Origin]:
    """The value of a percentage without a column of its own, and its origin.

    The first symbol among its counts is the value's too; "z" where there is nothing to divide by; "" for a rate, whose
    population is in another file, and where a count is missing.
    """
    denominator = cells[-1]
    symbol = next((text for text in cells if text and not is_whole(text)), "")
    if symbol or column.measure is RATE or not (numerator and denominator):
        return symbol, Origin.PUBLISHED
    if denominator == "0":
        return "z", Origin.PUBLISHED
    value = half_up(exact(int(numerator), int(denominator), PERCENT), 1)
    return value, Origin.COUNTS if is_exact else Origin.ROUNDED_COUNTS


def _unreadable(rows: Iterable[places.PlacedRow], columns: Sequence[ReleaseColumn]) -> int:
    """The number of cells used that hold neither a number nor a symbol."""
    used = {heading for column in columns for heading in column.headings}
    return sum(
        bool(row.cells.get(heading, "").strip()) and not stored_value(row.cells[heading], row.year)
        for row in rows
        for heading in used
    )
