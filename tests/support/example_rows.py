"""The rows of the example's live extract, for tests that leave some of them out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache

from . import EXAMPLES

EXTRACT = EXAMPLES / "warwickshire" / "extract.csv"
Row = dict[str, str]


@cache
def rows_with(column: str) -> tuple[Row, ...]:
    """The rows that have something in this column. They are shared: copy one before you change it."""
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        return tuple(row for row in csv.DictReader(file) if row[column])


def csv_of(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """These columns of the rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
