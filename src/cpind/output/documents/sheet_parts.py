"""What all sheets of a pack's workbook share: words that have room, tables that are marked, a page to print on."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from ...model.harmless import escape_formula

LINE = 15
"""The height of a line in points: only Excel makes rows as high as their words."""

_HEADINGS = 2
"""The row of a table's headings, from 0."""


def write_words(sheet: Any, row: int, column: int, text: str, own: Any, *, width: int) -> None:
    """Words in a row that is high enough for them, in a column of so many letters."""
    lines = len(textwrap.wrap(text, width)) or 1
    if lines > 1:
        sheet.set_row(row, LINE * lines)
    sheet.write_string(row, column, escape_formula(text), own)


def distinct_headings(headings: Sequence[str]) -> list[str]:
    """Headings that no two columns share, as a table of Excel needs them."""
    seen: dict[str, int] = {}
    result = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        result.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return result


def mark_table(sheet: Any, headings: Sequence[str], rows: int, name: str) -> None:
    """Mark the table below a sheet's title and its sentence as one, headings first; print the sheet on pages of its own
    width."""
    sheet.set_landscape()
    print_on_a4(sheet)
    columns = [{"header": heading} for heading in headings]
    sheet.add_table(
        _HEADINGS,
        0,
        _HEADINGS + max(1, rows),
        len(headings) - 1,
        {
            "columns": columns,
            "name": re.sub("[^a-z0-9]", "_", name.lower()),
            "autofilter": False,
            "style": "Table Style Light 1",
        },
    )


def print_on_a4(sheet: Any) -> None:
    """A4, all columns on one page."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def number_format(decimals: int) -> str:
    """Excel's format of a number with this many decimals, with thousands separated."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")
