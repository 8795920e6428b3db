"""Lines over time, each with its name where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....model.measures import half_up
from ..axes import BEHIND, UNDER_LINES, draw_line, label_periods, name_ends, one_axes, scale
from ..chart import LINES, OWN, Chart
from ..drawing import draws
from ..style import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@draws(LINES)
def lines(figure: Figure, chart: Chart, style: Style) -> None:
    """Draw a line for each series, our own last and thicker."""
    axes = one_axes(figure, chart)
    colours = style.colours([series.role for series in chart.series])
    for series, colour in sorted(zip(chart.series, colours), key=lambda one: one[0].role == OWN):
        draw_line(axes, chart, series, colour, width=2.6 if series.role == OWN else 1.8)
    scale(axes, chart, [value for series in chart.series for value in series.values])
    name_ends(axes, chart, style)
    if len(chart.series) == 1:
        _write_unfinished(axes, chart, style)
    label_periods(axes, chart)


def _write_unfinished(axes: Axes, chart: Chart, style: Style) -> None:
    """Write the value of a period that is not over at its point: the line's name has the last value before it."""
    (series,) = chart.series
    for place in series.unfinished if any(value is not None for value in series.finished) else ():
        value = series.values[place] or 0
        axes.annotate(
            half_up(value, chart.decimals),
            (chart.places[place], value),
            xytext=(0, -8),
            textcoords="offset points",
            ha="center",
            va="top",
            color=style.colours([series.role])[0],
            bbox=BEHIND,
            zorder=UNDER_LINES,
        )
