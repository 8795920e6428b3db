"""CSV and TSV: headings and numbers, no title, no footnotes."""

from __future__ import annotations

import csv
import io

from ...model.harmless import escape_formula
from ..tables import Cell, Table
from . import writer


@writer("csv")
def comma_separated(table: Table) -> str:
    """CSV; a file gets a byte order mark from the command line, standard output none."""
    return _separated(table, ",")


@writer("tsv")
def tab_separated(table: Table) -> str:
    """TSV, to paste into a spreadsheet."""
    return _separated(table, "\t")


def _separated(table: Table, delimiter: str) -> str:
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    rows.writerow([harmless(Cell(column.name, foreign=True)) for column in table.columns])
    rows.writerows([[harmless(cell) for cell in row] for row in table.rows])
    return out.getvalue()


def harmless(cell: Cell) -> str:
    """A text that a spreadsheet would take for a formula, quoted with an apostrophe; DfE's symbol "-" stands as it is."""
    is_text = cell.foreign or (cell.decimals is None and len(cell.text) > 1)
    return escape_formula(cell.text) if is_text else cell.text
