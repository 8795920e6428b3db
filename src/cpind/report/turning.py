"""Turn tables for a page or a phone: a row for each of many periods, and no blank columns."""

from __future__ import annotations

from dataclasses import replace

from ..output.tables.table import Cell, Column, Table


def periods_down(table: Table, ending: str = "") -> Table:
    """The table with a row for each period, and a column for each of its rows; `ending` is the end of its title. The
    first column is of words, the others each of a period."""
    _, *periods = table.columns
    columns = (Column("", "period", False), *(Column(row[0].text, f"row {n}") for n, row in enumerate(table.rows)))
    rows = tuple(
        (Cell(period.heading), *(row[place] for row in table.rows)) for place, period in enumerate(periods, start=1)
    )
    return replace(table, title=f"{table.title}{ending}", columns=columns, rows=rows)


def without_blank_columns(table: Table) -> tuple[Table, tuple[str, ...]]:
    """The table without blank columns, and the headings of these columns."""
    blank = [
        place for place in range(len(table.columns)) if table.rows and not any(row[place].text for row in table.rows)
    ]
    columns = tuple(column for place, column in enumerate(table.columns) if place not in blank)
    rows = tuple(tuple(cell for place, cell in enumerate(row) if place not in blank) for row in table.rows)
    return replace(table, columns=columns, rows=rows), tuple(table.columns[place].heading for place in blank)
