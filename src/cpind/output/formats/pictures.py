"""A table of figures as a chart: SVG for web pages, PNG for papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import UsageError
from . import writer

if TYPE_CHECKING:
    from ..charts.chart import Chart
    from ..tables import Table


@writer("png", suffixes=(".png",), is_picture=True)
def png(table: Table) -> bytes:
    """The chart at 200 dots an inch. Raises UsageError for a table that has none, and without matplotlib."""
    from ..charts.drawing import png as drawn

    return drawn(_chart(table), titled=True)


@writer("svg", suffixes=(".svg",), is_picture=True)
def svg(table: Table) -> bytes:
    """The chart. Raises UsageError for a table that has none, and without matplotlib."""
    from ..charts.drawing import svg as drawn

    return drawn(_chart(table), titled=True)


def _chart(table: Table) -> Chart:
    from ..charts.chart import harmless_chart

    chart = table.draw() if table.draw else None
    if chart is None:
        raise UsageError(
            "there is no chart of this table: a chart is of figures over two periods or more that are not all 0, and not "
            "of bands, as cpind icpc --every month --last 24"
        )
    return harmless_chart(chart)
