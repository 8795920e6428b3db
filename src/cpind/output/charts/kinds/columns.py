"""Column charts: side by side, or stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....model.measures import half_up
from ..axes import label_periods, name_series, one_axes, scale
from ..chart import COLUMNS, STACKED, Chart, Series
from ..drawing import draws
from ..style import Style

if TYPE_CHECKING:
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure

_MOST_WITH_VALUES = 12
"""The most columns that have their values written above them."""


@draws(COLUMNS)
def columns(figure: Figure, chart: Chart, style: Style) -> None:
    """Draw the columns of each label side by side, from zero."""
    axes = one_axes(figure, chart)
    number = max(1, len(chart.series))
    width, colours = 0.8 / number, style.colours([series.role for series in chart.series])
    for place, series in enumerate(chart.series):
        xs = [x - 0.4 + width * (place + 0.5) for x in chart.places]
        heights = [value or 0 for value in series.values]
        bars = axes.bar(xs, heights, width * 0.92, color=colours[place], label=series.name)
        _hollow(bars, series)
        if number * len(chart.labels) <= _MOST_WITH_VALUES:
            for x, value in zip(xs, series.values):
                text = "" if value is None else half_up(value, chart.decimals)
                axes.annotate(
                    text,
                    (x, value or 0),
                    xytext=(0, 2 if (value or 0) >= 0 else -2),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if (value or 0) >= 0 else "top",
                    fontsize=8,
                )
    scale(axes, chart, [value for series in chart.series for value in series.values])
    label_periods(axes, chart)
    if number > 1:
        name_series(axes, chart)


@draws(STACKED)
def stacked(figure: Figure, chart: Chart, style: Style) -> None:
    """Draw the columns of each label stacked, from zero."""
    axes = one_axes(figure, chart)
    bottoms, colours = [0.0] * len(chart.labels), style.colours([series.role for series in chart.series])
    for place, series in enumerate(chart.series):
        heights = [value or 0 for value in series.values]
        bars = axes.bar(
            chart.places,
            heights,
            0.75,
            bottom=bottoms,
            color=colours[place],
            label=series.name,
        )
        _hollow(bars, series)
        bottoms = [one + two for one, two in zip(bottoms, heights)]
    scale(axes, chart, bottoms)
    label_periods(axes, chart)
    name_series(axes, chart)


def _hollow(bars: BarContainer, series: Series) -> None:
    """Draw the columns of periods that are not over as outlines."""
    for place in series.unfinished:
        colour = bars[place].get_facecolor()
        bars[place].set(facecolor="white", edgecolor=colour, linewidth=1.2)
