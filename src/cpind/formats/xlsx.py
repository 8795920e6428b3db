"""An Excel workbook: the table on its first sheet, title and footnotes on a second."""

from __future__ import annotations

import io
import re
from datetime import date

from ..tables import Cell, Table
from . import writer
from .delimited import harmless

_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@writer("xlsx")
def workbook(table: Table) -> bytes:
    """Numbers as numbers, with the decimals that the table shows; headings frozen; columns as wide as their text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for position, column in enumerate(table.columns, start=1):
        heading = sheet.cell(1, position, clean(harmless(Cell(column.name, foreign=True))))
        heading.font = Font(bold=True)
        heading.alignment = Alignment(horizontal="right" if column.is_number else "left")
        width = max([len(column.name), *(len(row[position - 1].text) for row in table.rows)], default=0)
        sheet.column_dimensions[get_column_letter(position)].width = min(width, 60) + 2
    for row_number, row in enumerate(table.rows, start=2):
        for position, cell in enumerate(row, start=1):
            _write(sheet.cell(row_number, position), cell, Alignment)
    sheet.freeze_panes = "B2"
    about = book.create_sheet("Notes")
    about.column_dimensions["A"].width = 110
    for row_number, text in enumerate((table.title, "", *table.notes), start=1):
        about.cell(row_number, 1, clean(text)).alignment = Alignment(wrap_text=True, vertical="top")
    about["A1"].font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(target, cell: Cell, alignment) -> None:
    if not cell.text:
        return  # an empty cell, not an empty text
    if cell.decimals is None:
        is_date = not cell.foreign and _ISO.fullmatch(cell.text)
        target.value = date.fromisoformat(cell.text) if is_date else clean(harmless(cell))
        if cell.text == "TBC":
            target.alignment = alignment(horizontal="right")
    else:
        target.value = float(cell.text) if cell.decimals else int(cell.text)
        target.number_format = "0" if not cell.decimals else "0." + "0" * min(cell.decimals, 6)


def clean(text: str) -> str:
    """Without what a workbook can't hold: control characters become blanks, and 32,767 characters are the most."""
    return "".join(character if character >= " " else " " for character in text)[:32767]
