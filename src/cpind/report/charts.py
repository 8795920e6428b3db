"""The charts of the pack: those of a Result, under the names that its sentences use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..figures.result import Result
from ..model.wording import capital
from ..output.charts import of_result
from ..output.charts.chart import Chart
from ..output.document import Block, ChartBlock, Paragraph
from .phrases import subject


def lines(result: Result, code: str) -> Iterable[ChartBlock]:
    """Our own line, with those of the benchmarks."""
    return _blocks(of_result.lines(result, code, _title(code)))


def control(result: Result, code: str) -> Iterable[ChartBlock]:
    """Our own line between its control limits."""
    return _blocks(of_result.control(result, code, _title(code)))


def groups(result: Result, code: str) -> Iterable[ChartBlock]:
    """A small line chart for each group."""
    return _blocks(of_result.groups(result, code, f"{_title(code)}, by {result.by}"))


def counts(result: Result, codes: Sequence[str], title: str) -> Iterable[ChartBlock]:
    """A line for each of several counts."""
    return _blocks(of_result.counts(result, codes, title))


def in_and_out(result: Result, code: str, title: str, names: tuple[str, str]) -> Iterable[Block]:
    """Columns of the numerator, and on them the rest of the denominator; and which of them are not drawn."""
    charts = _blocks(of_result.in_and_out(result, code, title, names))
    yield from charts
    if result.suppressed and any(None in block.chart.series[0].values for block in charts):
        yield Paragraph("Where one of the two numbers is from 1 to 5, or suppressed, no column is drawn.")


def _title(code: str) -> str:
    return capital(subject(code))


def _blocks(charts: Iterable[Chart]) -> list[ChartBlock]:
    return [ChartBlock(chart) for chart in charts]
