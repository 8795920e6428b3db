"""What CSV and TSV share: headings and numbers, without title and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..model.harmless import escape_formula

if TYPE_CHECKING:
    from ..model.columns import Categorical
    from .tables import Cell, Table

    Columns = Mapping[str, Categorical]

_QUOTED = ('"', "\n", "\r")
"""A cell with one of these, or with the delimiter, is put in quotation marks."""


def delimited_table(table: Table, delimiter: str) -> str:
    """The table as a line of headings and a line for each row."""
    import csv
    import io

    from .tables import LongRows

    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    lines.writerow([escape_formula(column.name) for column in table.columns])
    if isinstance(table.rows, LongRows):
        texts = table.rows.lines(lambda cells, _: _quoted(map(spreadsheet_text, cells), delimiter), delimiter)
        return "\n".join([out.getvalue().removesuffix("\n"), *texts, ""])
    lines.writerows([[spreadsheet_text(cell) for cell in row] for row in table.rows])
    return out.getvalue()


def delimited_columns(columns: Columns, delimiter: str) -> str:
    """Columns of texts, by heading, as delimited text. Each distinct text is quoted only once."""
    from ..model.columns import Categorical

    heads = delimiter.join(_quoted(columns, delimiter))
    cells = [Categorical(column.codes, _quoted(column.texts, delimiter)) for column in columns.values()]
    lines = map(delimiter.join, zip(*(column.listed() for column in cells)))
    return "\n".join([heads, *lines, ""])


def _quoted(texts: Iterable[str], delimiter: str) -> list[str]:
    """The texts, in quotation marks where they need them."""
    texts, special = list(texts), (delimiter, *_QUOTED)
    together = "".join(texts)
    if not any(mark in together for mark in special):
        return texts
    return ['"{}"'.format(text.replace('"', '""')) if any(mark in text for mark in special) else text for text in texts]


def spreadsheet_text(cell: Cell) -> str:
    """A cell's text, with an apostrophe before a formula; DfE's symbol "-" stays as it is."""
    is_text = cell.foreign or (cell.decimals is None and len(cell.text) > 1)
    return escape_formula(cell.text) if is_text else cell.text
