"""A table of two groupings for a single period: one down, the other across, both with their totals."""

from __future__ import annotations

from ...figures.result import Figure, Result
from .cells import number
from .footnotes import footnotes
from .labels import ALL, heading_of, marks_of, split_of, title_of, total_of
from .table import Cell, Column, Table


def across(result: Result, code: str, title: str | None) -> Table:
    """The groups of the first grouping down, those of the second across."""
    figures = [figure for figure in result.of(code) if not figure.is_benchmark]
    outer, inner = result.groupings
    by_cell = {_cell(result, figure): figure for figure in figures}
    down = [*dict.fromkeys(f.group for f in figures if f.by == outer), ALL]
    over = [*dict.fromkeys(f.group for f in figures if f.by == inner), ALL]
    (period,) = marks_of(result, [code]).values()
    columns = (Column(heading_of(outer), outer, False), *(Column(label, label) for label in over))
    whole = by_cell[ALL, ALL]
    rows = tuple(
        (
            Cell(total_of(result, whole) if label == ALL else label, foreign=True),
            *(number(by_cell.get((label, other))) for other in over),
        )
        for label in down
    )
    heading = f"{title}{split_of(result)}" if title else title_of(result, [code])
    return Table(f"{heading}, {period}", columns, rows, footnotes(result, [code]))


def _cell(result: Result, figure: Figure) -> tuple[str, str]:
    outer, inner = result.groupings
    if figure.by == result.by:
        return figure.groups[0], figure.groups[1]
    return (figure.group, ALL) if figure.by == outer else (ALL, figure.group) if figure.by == inner else (ALL, ALL)
