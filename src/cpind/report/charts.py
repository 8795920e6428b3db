"""The charts of the pack: those of a Result, under the names that its sentences use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..figures.result import BEFORE, Result
from ..model.wording import capital, listed
from ..output.charts import of_result
from ..output.charts.chart import Chart
from ..output.document import Block, ChartBlock, Paragraph
from .phrases import subject


def lines(result: Result, code: str) -> Iterable[ChartBlock]:
    """A line chart of our own figures and the benchmarks."""
    return _blocks(of_result.lines(result, code, _title(code)))


def control(result: Result, code: str) -> Iterable[ChartBlock]:
    """A control chart of our own figures."""
    return _blocks(of_result.control(result, code, _title(code)))


def groups(result: Result, code: str) -> Iterable[Block]:
    """A small line chart for each group; for more groups than fit on a page, a sentence that there is none."""
    number = len({one.group for one in result.of(code) if one.by and one.value is not None})
    if number > of_result.MOST_GROUPS:
        what = result.by.replace("_", " ").replace("-", " ")
        return [Paragraph(f"No chart by {what}: a page has room for {of_result.MOST_GROUPS}, and there are {number}.")]
    return _blocks(of_result.groups(result, code, f"{_title(code)}, by {result.by}"))


def counts(result: Result, names: Mapping[str, str]) -> Iterable[ChartBlock]:
    """A line for each of several counts. Of those that are drawn, `names` has what the title calls each."""
    drawn = [
        code
        for code in names
        if any(one.value is not None and one.status != BEFORE for one in result.of(code) if not one.by)
    ]
    return _blocks(of_result.counts(result, drawn, capital(listed([names[code] for code in drawn])))) if drawn else ()


def in_and_out(result: Result, code: str, title: str, names: tuple[str, str]) -> Iterable[Block]:
    """Columns of the numerator, and on them the rest of the denominator, and which of them are not drawn; where these are more than
    half, that there is no chart."""
    for block in _blocks(of_result.in_and_out(result, code, title, names)):
        columns = block.chart.series[0].values
        hidden = columns.count(None) if result.suppressed else 0
        if 2 * hidden > len(columns):
            where = f"{hidden} of {len(columns)} {result.periods[0].kind}s"
            yield Paragraph(f"No chart: in {where} one of its two numbers is from 1 to 5, or suppressed.")
            continue
        yield block
        if hidden:
            yield Paragraph("Where one of the two numbers is from 1 to 5, or suppressed, no column is drawn.")


def _title(code: str) -> str:
    return capital(subject(code))


def _blocks(charts: Iterable[Chart]) -> list[ChartBlock]:
    return [ChartBlock(chart) for chart in charts]
