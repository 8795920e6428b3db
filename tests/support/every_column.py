"""The packaged example with the columns that it lacks, so that every indicator has something to count.

Visits every 16 days from a plan's start, every second one alone; every third child looked after for 100 days from the start
of each plan, every ninth still; every fifth plan with pre-proceedings begun after 50 days.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from cpind.model.extract import Extract

from . import EXAMPLES, extract_of

LAST = date(2020, 7, 31)
"""The example's date."""


def example_with_every_column() -> Extract:
    """The extract of examples/warwickshire with visits, looked-after spells and pre-proceedings."""
    return extract_of(text_with_every_column())


def text_with_every_column() -> str:
    """The same as CSV."""
    with (EXAMPLES / "warwickshire" / "extract.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row |= _further(number, row)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _further(number: int, row: dict[str, str]) -> dict[str, str]:
    names = ("visit_dates", "seen_alone_dates", "looked_after", "pre_proceedings_dates")
    if not row["plan_start"]:
        return dict.fromkeys(names, "")
    start = date.fromisoformat(row["plan_start"])
    over = date.fromisoformat(row["plan_end"]) if row["plan_end"] else LAST
    visits = [start + timedelta(days) for days in range(16, (over - start).days, 16)]
    end = "" if number % 9 == 0 else str(start + timedelta(100))
    begun = start + timedelta(50)
    cells = (
        ";".join(map(str, visits)),
        ";".join(map(str, visits[::2])),
        f"{start} to {end}" if number % 3 == 0 else "",
        str(begun) if number % 5 == 0 and begun <= LAST else "",
    )
    return dict(zip(names, cells))
