"""What all sheets of a pack's workbook share: rows high enough for their words, marked tables, print settings."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from ...model.harmless import escape_formula

LINE = 15
"""The height of a line in points; set for each row, since only Excel fits rows to their words by itself."""

_LARGE, _BLANK_COLUMN = 1.15, 8
"""How many letters wide a letter of a title is, bold and 14 points high, and a column whose width is not set."""

_HEADINGS = 2
"""The row of a table's headings, from 0."""


def write_words(sheet: Any, row: int, column: int, text: str, own: Any, *, width: int) -> None:
    """Write words in a row that is high enough for them, in a column `width` letters wide."""
    lines = len(textwrap.wrap(text, width)) or 1
    if lines > 1:
        sheet.set_row(row, LINE * lines)
    sheet.write_string(row, column, escape_formula(text), own)


def distinct_headings(headings: Sequence[str]) -> list[str]:
    """The headings made unique, as a table of Excel requires."""
    seen: dict[str, int] = {}
    result = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        result.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return result


def mark_table(sheet: Any, headings: Sequence[str], rows: int, name: str) -> None:
    """Mark the cells below a sheet's title and sentence as a table of Excel with a header row, and fit the sheet to the
    page's width in print."""
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
    """Print the sheet on A4, all columns on one page."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def print_with_title(sheet: Any, title: str, widths: Sequence[int], *, rows: int) -> None:
    """Print the sheet's columns, and blank ones beside them for a title that is longer than they are wide: a page ends with its
    last column, in the middle of a word. `widths`: of the columns, in letters."""
    missing = len(title) * _LARGE - sum(widths)
    blank = max(0, math.ceil(missing / _BLANK_COLUMN))
    sheet.print_area(0, 0, rows - 1, len(widths) - 1 + blank)


def number_format(decimals: int) -> str:
    """Excel's format of a number with this many decimals, with thousands separated."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")
