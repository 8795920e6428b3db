"""Result -> the table a person reads: layout, title, decimals, and the sentences under it.

Formats come after and only write. A cell is text with, for a number, its decimals: rounding half up is done
here, once, so that every format shows the same digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ...figures.indicators import INDICATORS
from ...figures.result import Figure, Result
from .across import across
from .cells import COUNTED, PAIRED, VALUE, cells, change_cells, change_columns, period_columns
from .footnotes import footnotes
from .labels import label_columns, labels_of, marks_of, split_of, title_of, total_last
from .population_notes import counts_shown
from .table import Cell, Table

if TYPE_CHECKING:
    from ..charts.chart import Chart

Key = tuple[str, date | None, date | None]
"""A period's label, first and last day: two periods may share a label."""


def lay_out(result: Result, shown: Sequence[str], *, title: str | None = None, with_counts: bool = False) -> Table:
    """The table of a command: the indicators `shown`, periods across; one of them and its groups or benchmarks, or
    several, a row each. Indicators with bands, and rates of groups that have no population, take two columns a
    period: the number, and the percentage or rate; `with_counts` every indicator three: numerator, denominator, value. The
    changes of the latest period come last, where figures have any. Beside each value stand the limits of its interval, where
    figures have any.
    """
    codes = [code for code in shown if result.of(code)]
    figures = [figure for code in codes for figure in result.of(code)]
    periods = list(dict.fromkeys((f.period, f.start, f.end) for f in figures))
    is_paired = any(INDICATORS[code].is_split for code in codes) or counts_shown(result.figures)
    limits = any(figure.interval for figure in figures)
    shows = COUNTED if with_counts else PAIRED if is_paired else VALUE
    if (
        len(codes) == len(periods) == 1
        and len(result.groupings) > 1
        and shows == VALUE
        and not _latest(figures, periods)
        and not limits
    ):
        return across(result, codes[0], title)
    marks = marks_of(result, codes)
    latest = _latest(figures, periods)
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        for line in _lines(result, code):
            first = next(iter(line.values()))
            labels = labels_of(result, shown, code, first, in_full=title is not None)
            of_periods = [cell for period in periods for cell in cells(line.get(period), code, shows, limits=limits)]
            rows.append((*labels, *of_periods, *change_cells(line.get(periods[-1]), latest)))
    columns = [column for period in periods for column in period_columns(marks[period[0]], codes, shows, limits=limits)]
    heading = f"{title}{split_of(result)}" if title else title_of(result, codes)
    return Table(
        heading,
        (*label_columns(result, codes, len(shown) > 1), *columns, *change_columns(latest)),
        tuple(rows),
        footnotes(result, codes),
        draw=partial(_drawn, result, codes, heading),
    )


def _drawn(result: Result, codes: Sequence[str], title: str) -> Chart | None:
    from ..charts.of_result import chart_of

    return chart_of(result, codes, title)


def _lines(result: Result, code: str) -> list[dict[Key, Figure]]:
    """The figures of each row of an indicator, by period."""
    lines: dict[tuple[str, str, str, tuple[str, ...]], dict[Key, Figure]] = {}
    for figure in total_last(result, result.of(code)):
        # A period that has no bands at all is blank in the rows of those that have.
        if figure.by or not INDICATORS[code].is_split:
            line = lines.setdefault((figure.area, figure.by, figure.group, figure.groups), {})
            line[figure.period, figure.start, figure.end] = figure
    return list(lines.values())


def _latest(figures: Sequence[Figure], periods: Sequence[Key]) -> list[Figure]:
    """The figures of the last period, if any is set beside another."""
    last = [f for f in figures if periods and (f.period, f.start, f.end) == periods[-1] and not f.is_benchmark]
    return last if any(figure.change for figure in last) else []
