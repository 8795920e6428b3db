"""The report's table of repeat plans within the year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ...figures.facts import RunSummary
from ...figures.indicators import INDICATORS
from ...figures.result import SUPPRESSED, Figure, Result
from ...model.wording import listed
from ..words import sentence
from .cells import number
from .footnotes import footnotes
from .labels import group_cells, heading_of, marks_of, split_of, total_last
from .table import Cell, Column, Table, count

if TYPE_CHECKING:
    from ..charts.chart import Chart


def lay_out_repeats(result: Result) -> Table:
    """The report's table of repeat plans within the year: a row for each period, and a column for each measure."""
    measures = (
        ("Within 2 years", "Within 2 years", "repeats-2y", "numerator"),
        ("%", "Within 2 years %", "repeats-2y", "value"),
        ("Repeat plans", "Repeat plans", "repeats", "numerator"),
        ("%", "Repeat plans %", "repeats", "value"),
        ("Plans started", "Plans started", "repeats", "denominator"),
        ("Mean months between plans", "Mean months between plans", "gaps", "value"),
    )
    own = [figure for figure in result.figures if not figure.is_benchmark]
    by_key = {(f.indicator, *_key(f)): f for f in own}
    marks = marks_of(result, ["repeats"])
    rows = []
    for figure in {_key(f): f for f in total_last(result, result.of("repeats")) if not f.is_benchmark}.values():
        labels = group_cells(result, figure) if result.by else []
        cells = []
        for _, _, code, which in measures:
            other = by_key.get((code, *_key(figure)))
            is_hidden = other is not None and other.status == SUPPRESSED
            cells.append(number(other) if which == "value" or is_hidden else count(getattr(other, which, None)))
        rows.append((Cell(marks[figure.period]), *labels, *cells))
    first = [Column("", "period", False), *(Column(heading_of(name), name, False) for name in result.groupings)]
    columns = [Column(heading, name) for heading, name, _, _ in measures]
    title = INDICATORS["repeats"].title + split_of(result)
    notes = (*footnotes(result, ("repeats", "repeats-2y")), *_runs_of_gaps(result))
    return Table(title, (*first, *columns), tuple(rows), notes, draw=partial(_drawn, result, title))


def _runs_of_gaps(result: Result) -> Iterable[str]:
    """What control limits say of the mean months; every other note on gaps stands under the measures before them."""
    return (sentence(one.fact) for one in result.notes if one.indicator == "gaps" and isinstance(one.fact, RunSummary))


def _drawn(result: Result, title: str) -> Chart | None:
    from ..charts.of_result import chart_of

    chart = chart_of(result, ("repeats",), title)
    others = [code for code in ("repeats-2y", "gaps") if any(one.value is not None for one in result.of(code))]
    if chart is None or not others:
        return chart
    unsaid = f"{listed(others)} (cpind show {others[0]} has a chart of its own)"
    return replace(chart, left_out=f"{chart.left_out}; {unsaid}" if chart.left_out else f"not drawn: {unsaid}")


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.period, figure.start, figure.end, figure.by, figure.group
