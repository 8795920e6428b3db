"""The store of published figures: one CSV beside cpind.toml with a row for each figure, population and neighbour.

Columns: record (figure | population | neighbour), indicator (of a neighbour: the set), level (national | regional |
local), code (the authority's three digits; E92000001 and the like for the rest), gss (an authority's), area, region, period (2019/20; a
population's is mid-2019; a neighbour's is its place, 1 the nearest), numerator, denominator, value (as published; of a
population the children, of a neighbour its code), release, vintage (the year of the release), date, source, note (of a
neighbour how close it is), origin (blank: as published | counts | rounded counts | LAIT; records.Origin), group (a category
of abuse; blank: the whole area).
Rows come in a fixed order, so that two stores can be compared line by line.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from ..errors import InputError
from ..inputs.csv_text import csv_rows, unix_lines
from ..inputs.files import read_bytes
from ..inputs.saving import save_bytes
from .records import COLUMNS, FIGURE, HEADING, LEVELS, NEIGHBOUR, Origin, Record

FILE_NAME = "cpind-benchmarks.csv"

_COLUMNS_AT_FIRST = COLUMNS.index("origin")
"""The number of columns of the first stores, whose note said in words what `origin` says now. New columns are added at the
end, so that an earlier store is one without the last columns."""
_HEADINGS = tuple(",".join(COLUMNS[:width]) for width in range(_COLUMNS_AT_FIRST, len(COLUMNS) + 1))
_ORIGIN_OF_NOTE = {"from counts": Origin.COUNTS, "from counts rounded to 10": Origin.ROUNDED_COUNTS}


def is_store(path: Path) -> bool:
    """Whether a file begins like a store."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline().strip() in _HEADINGS
    except (OSError, UnicodeDecodeError):
        return False


def load(path: str | os.PathLike[str]) -> list[Record]:
    """The store's rows. Raises InputError for a file that is not a store, and for a row that is not sound."""
    path = Path(path)
    text = unix_lines(read_bytes(path).decode("utf-8-sig", errors="replace"))
    heading, _, body = text.partition("\n")
    if heading not in _HEADINGS:
        raise InputError(f"{path.name} is not a store of benchmarks: cpind benchmarks import writes one")
    if not body.endswith("\n"):
        raise InputError(f"{path.name} is cut short: import the releases again")
    width = heading.count(",") + 1
    try:
        rows = list(map(tuple, csv_rows(body)))
    except csv.Error:
        raise InputError(f"{path.name}: a quotation mark is not closed, or stands inside a cell") from None
    if set(map(len, rows)) - {width, 0}:
        number, cells = next((n, row) for n, row in enumerate(rows, start=2) if len(row) not in (width, 0))
        raise InputError(f"{path.name}, row {number}: {len(cells)} cells under {width} headings")
    numbers = [number for number, row in enumerate(rows, start=2) if row]
    if heading == HEADING:
        records = list(map(Record._make, filter(None, rows)))
    else:
        records = [Record(*row) for row in rows if row]
    if width == _COLUMNS_AT_FIRST:
        records = list(map(_with_origin, records))
    from .soundness import check_sound

    check_sound(path.name, records, numbers)
    return records


def _with_origin(record: Record) -> Record:
    """A row of a store without the column `origin`, with the origin that its note or release implies."""
    if record.record != FIGURE:
        return record
    if record.release.startswith("LAIT"):
        return record._replace(origin=Origin.LAIT)
    origin = _ORIGIN_OF_NOTE.get(record.note)
    return record._replace(origin=origin, note="") if origin else record


def save(path: Path, records: Iterable[Record]) -> None:
    """Write the whole store in its fixed order. Raises InputError if it can't be written."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = sorted(records, key=_order)
    writer.writerows(rows)
    save_bytes(path, out.getvalue().encode("utf-8"))


def merged(old: Iterable[Record], new: Collection[Record]) -> list[Record]:
    """The old records and the new; the new records of an indicator replace all old ones of the same release."""
    replaced = {(record.record, record.indicator, record.release) for record in new}
    kept = {r.key: r for r in old if (r.record, r.indicator, r.release) not in replaced}
    return list((kept | {record.key: record for record in new}).values())


def _order(record: Record) -> tuple[str, str, str, str, int, str, str, str]:
    """The sort key of a store's rows."""
    level = LEVELS.index(record.level) if record.level in LEVELS else len(LEVELS)
    place = record.period.rjust(2, "0") if record.record == NEIGHBOUR else record.period
    return record.record, record.indicator, record.vintage, record.release, level, record.code, place, record.group
