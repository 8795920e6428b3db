"""A Chart drawn by matplotlib, as SVG or PNG: the same bytes for the same chart."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from ...errors import UsageError
from .chart import Chart
from .style import DEFAULT, RC, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawer = Callable[["Figure", Chart, Style], None]

_DRAWERS: dict[str, Drawer] = {}


def draws(kind: str) -> Callable[[Drawer], Drawer]:
    """Register the decorated function as the one that draws a kind of chart onto a figure."""

    def register(function: Drawer) -> Drawer:
        _DRAWERS[kind] = function
        return function

    return register


def svg(chart: Chart, style: Style = DEFAULT) -> bytes:
    """The chart as SVG, with its text alternative as title and description. Raises UsageError without matplotlib."""
    from html import escape

    drawn = _drawn(chart, style, "svg", metadata={"Date": None, "Creator": None})
    text = drawn.decode("utf-8")
    start = text.index("<svg")
    end = text.index(">", start)
    name = f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>"
    return f'{text[start:end]} role="img">{name}{text[end + 1 :]}'.encode()


def png(chart: Chart, style: Style = DEFAULT, *, dpi: int = 200) -> bytes:
    """The chart as PNG. Raises UsageError without matplotlib."""
    return _drawn(
        chart, style, "png", dpi=dpi, metadata={"Software": None, "Title": chart.title, "Description": chart.alt}
    )


def _drawn(chart: Chart, style: Style, format: str, **options: Any) -> bytes:
    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("charts are drawn by matplotlib: pip install 'cpind[report]'") from None
    from . import kinds

    kinds.load()
    with rc_context(cast("Any", RC)):
        figure = Figure(layout="constrained")
        FigureCanvasAgg(figure)
        _DRAWERS[chart.kind](figure, chart, style)
        out = io.BytesIO()
        figure.savefig(out, format=format, **options)
    return out.getvalue()
