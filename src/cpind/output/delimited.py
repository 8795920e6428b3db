"""What CSV and TSV have in common: headings and numbers, no title, no notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.harmless import escape_formula

if TYPE_CHECKING:
    import pandas as pd

    from .tables import Cell, Table


def delimited_table(table: Table, delimiter: str) -> str:
    """A line of headings, and one for each row."""
    import csv
    import io

    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    lines.writerow([escape_formula(column.name) for column in table.columns])
    lines.writerows([[spreadsheet_text(cell) for cell in row] for row in table.rows])
    return out.getvalue()


def delimited_frame(frame: pd.DataFrame, delimiter: str) -> str:
    """The same of a frame of texts."""
    return frame.to_csv(index=False, sep=delimiter, lineterminator="\n")


def spreadsheet_text(cell: Cell) -> str:
    """A cell's text with an apostrophe before what a spreadsheet would compute; DfE's symbol "-" stays as it is."""
    is_text = cell.foreign or (cell.decimals is None and len(cell.text) > 1)
    return escape_formula(cell.text) if is_text else cell.text
