"""Lines over time, each named where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..axes import draw_line, label_periods, name_ends, one_axes, scale
from ..chart import LINES, OWN, Chart
from ..drawing import draws
from ..style import Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@draws(LINES)
def lines(figure: Figure, chart: Chart, style: Style) -> None:
    """Our own line is drawn last and thicker."""
    axes = one_axes(figure, chart)
    for place, series in sorted(enumerate(chart.series), key=lambda one: one[1].role == OWN):
        draw_line(axes, chart, series, style.colour(series.role, place), width=2.6 if series.role == OWN else 1.8)
    scale(axes, chart, [value for series in chart.series for value in series.values])
    name_ends(axes, chart, style)
    label_periods(axes, chart)
