"""The table of disproportion: groups down; for each period the number, the rate, and its ratio to the whole area's."""

from __future__ import annotations

from collections.abc import Sequence

from ...figures.indicators import INDICATORS
from ...figures.result import Figure, Result
from ...model.measures import RATE, half_up
from .cells import number
from .footnotes import footnotes
from .labels import heading_of, marks_of, title_of, total_of
from .table import BLANK, Cell, Column, Table, count

RATIO_DECIMALS = 2

EXPLAINED = (
    "Ratio: the group's rate over the whole area's. The whole area includes unborn children and those of whom the group is not "
    "known, who have no population of their own; the ratio of a group with few children varies by chance."
)


def lay_out_disproportion(result: Result, shown: Sequence[str]) -> Table:
    """The rates among the indicators `shown`, with a row for each group and the whole area last."""
    codes = [code for code in shown if INDICATORS[code].measure is RATE and result.of(code)]
    own = [figure for code in codes for figure in result.of(code) if not figure.is_benchmark]
    marks = marks_of(result, codes)
    periods = list(dict.fromkeys(figure.period for figure in own))
    columns = [Column(heading_of(result.by), result.by, False)]
    for period in periods:
        columns += [
            Column(f"{marks[period]} number", f"{marks[period]} number"),
            Column("Rate", f"{marks[period]} rate"),
            Column("Ratio", f"{marks[period]} ratio"),
        ]
    rows = [
        (*([Cell(INDICATORS[code].short or code)] if len(codes) > 1 else []), *row)
        for code in codes
        for row in _rows(result, [figure for figure in own if figure.indicator == code], periods)
    ]
    if len(codes) > 1:
        columns.insert(0, Column("", "measure", False, groups=True))
    return Table(title_of(result, codes), tuple(columns), tuple(rows), (EXPLAINED, *footnotes(result, codes)))


def _rows(result: Result, figures: Sequence[Figure], periods: Sequence[str]) -> list[tuple[Cell, ...]]:
    lines: dict[str, dict[str, Figure]] = {}
    for figure in [f for f in figures if f.by] + [f for f in figures if not f.by]:
        lines.setdefault(figure.group if figure.by else total_of(result, figure), {})[figure.period] = figure
    return [
        (Cell(label, foreign=True), *(cell for period in periods for cell in _cells(line.get(period))))
        for label, line in lines.items()
    ]


def _cells(figure: Figure | None) -> tuple[Cell, Cell, Cell]:
    if figure is None:
        return BLANK, BLANK, BLANK
    ratio = (
        BLANK
        if figure.ratio is None
        else Cell(half_up(figure.ratio, RATIO_DECIMALS), RATIO_DECIMALS, value=figure.ratio)
    )
    return count(figure.numerator), number(figure), ratio
