"""The store of published figures: one CSV beside cpind.toml, a row a figure, a population or a neighbour.

Columns: record (figure | population | neighbour), indicator (of a neighbour: the set), level (national | regional |
local), code (the authority's three digits; E92000001 and the like for the rest), gss (an authority's), area, region, period (2019/20; a
population's is mid-2019; a neighbour's is its place, 1 the nearest), numerator, denominator, value (as published; of a
population the children, of a neighbour its code), release, vintage (the year of the release), date, source, note.
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
from .records import COLUMNS, HEADING, LEVELS, NEIGHBOUR, Record

FILE_NAME = "cpind-benchmarks.csv"


def is_store(path: Path) -> bool:
    """Whether a file begins as a store does."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline().strip() == HEADING
    except (OSError, UnicodeDecodeError):
        return False


def load(path: str | os.PathLike[str]) -> list[Record]:
    """The store's rows. Raises InputError for a file that is not a store, and for a row that is not sound."""
    path = Path(path)
    text = unix_lines(read_bytes(path).decode("utf-8-sig", errors="replace"))
    heading, _, body = text.partition("\n")
    if heading != HEADING:
        raise InputError(f"{path.name} is not a store of benchmarks: cpind benchmarks import writes one")
    if not body.endswith("\n"):
        raise InputError(f"{path.name} is cut short: import the releases again")
    rows = []
    try:
        for number, cells in enumerate(csv_rows(body), start=2):
            if not cells:
                continue
            if len(cells) != len(COLUMNS):
                raise InputError(f"{path.name}, row {number}: {len(cells)} cells under {len(COLUMNS)} headings")
            rows.append((number, Record(*cells)))
    except csv.Error:
        raise InputError(f"{path.name}: a quotation mark is not closed, or stands inside a cell") from None
    from .soundness import check_sound

    check_sound(path.name, rows)
    return [record for _, record in rows]


def save(path: Path, records: Iterable[Record]) -> None:
    """Write the store whole, in its fixed order. Raises InputError where it can't be written."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(records, key=_order))
    save_bytes(path, out.getvalue().encode("utf-8"))


def merged(old: Iterable[Record], new: Collection[Record]) -> list[Record]:
    """The old records and the new: what a release says anew of an indicator replaces what it said before."""
    replaced = {(record.record, record.indicator, record.release) for record in new}
    kept = {r.key: r for r in old if (r.record, r.indicator, r.release) not in replaced}
    return list((kept | {record.key: record for record in new}).values())


def _order(record: Record) -> tuple:
    level = LEVELS.index(record.level) if record.level in LEVELS else len(LEVELS)
    place = record.period.rjust(2, "0") if record.record == NEIGHBOUR else record.period
    return record.record, record.indicator, record.vintage, record.release, level, record.code, place
