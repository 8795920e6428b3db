"""A Chart drawn by matplotlib, as SVG or PNG: the same bytes for the same chart."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from ...errors import UsageError
from .chart import Chart
from .style import DEFAULT, RC, TEXT, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawer = Callable[["Figure", Chart, Style], None]

_LETTERS_OF_TITLE = 78
"""The most letters of a title in one line."""

_DRAWERS: dict[str, Drawer] = {}


def draws(kind: str) -> Callable[[Drawer], Drawer]:
    """Register the decorated function as the one that draws a kind of chart."""

    def register(function: Drawer) -> Drawer:
        _DRAWERS[kind] = function
        return function

    return register


def svg(chart: Chart, style: Style = DEFAULT, *, titled: bool = False) -> bytes:
    """The chart as SVG, with its text alternative as title and description. If `titled`, the title is drawn too, for a
    picture that stands alone. Raises UsageError without matplotlib."""
    from html import escape

    drawn = _drawn(chart, style, "svg", titled=titled, metadata={"Date": None, "Creator": None})
    text = drawn.decode("utf-8")
    start = text.index("<svg")
    end = text.index(">", start)
    name = f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>"
    return f'{text[start:end]} role="img">{name}{text[end + 1 :]}'.encode()


def png(chart: Chart, style: Style = DEFAULT, *, dpi: int = 200, titled: bool = False) -> bytes:
    """The chart as PNG, with its title if `titled`, as in an SVG. Raises UsageError without matplotlib."""
    metadata = {"Software": None, "Title": chart.title, "Description": chart.alt}
    return _drawn(chart, style, "png", titled=titled, dpi=dpi, metadata=metadata)


def _drawn(chart: Chart, style: Style, format: str, *, titled: bool, **options: Any) -> bytes:
    import warnings

    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("charts are drawn by matplotlib: pip install 'cpind[report]'") from None
    from . import kinds

    kinds.load()
    with rc_context(cast("Any", RC)), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a letter that the font lacks: a box stands for it
        figure = Figure(layout="constrained")
        FigureCanvasAgg(figure)
        _DRAWERS[chart.kind](figure, chart, style)
        if titled:
            _write_title(figure, chart)
        out = io.BytesIO()
        figure.savefig(out, format=format, **options)
    return out.getvalue()


def _write_title(figure: Figure, chart: Chart) -> None:
    """Write the title above the chart, and make the picture higher by the title's height."""
    lines = textwrap.wrap(chart.title, _LETTERS_OF_TITLE) or [""]
    width, height = figure.get_size_inches()
    figure.set_size_inches(width, height + 0.19 * len(lines) + 0.06)
    unit = figure.get_suptitle()
    unit = "" if unit.lower() in chart.title.lower() else unit
    figure.suptitle(
        "\n".join([*lines, *([unit] if unit else [])]), x=0.01, ha="left", fontsize=9.5, fontweight="bold", color=TEXT
    )
