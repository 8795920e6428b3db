"""A table of many periods turned: a row for each, which a page and a phone have room for."""

from __future__ import annotations

from dataclasses import replace

from ..output.tables.table import Cell, Column, Table


def periods_down(table: Table, ending: str = "") -> Table:
    """The table with a row for each period, and a column for each of its rows; `ending`: of its title. The first column is of words,
    the others each of a period."""
    names, *periods = table.columns
    columns = (Column("", names.name, False), *(Column(row[0].text, f"row {n}") for n, row in enumerate(table.rows)))
    rows = tuple(
        (Cell(period.heading), *(row[place] for row in table.rows)) for place, period in enumerate(periods, start=1)
    )
    return replace(table, title=f"{table.title}{ending}", columns=columns, rows=rows)
