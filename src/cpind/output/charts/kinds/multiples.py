"""Small multiples: a line chart for each group, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....model.measures import half_up
from ..axes import BEHIND, draw_line
from ..chart import MULTIPLES, Chart
from ..drawing import draws
from ..style import GREY, WIDTH, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ACROSS = 3


@draws(MULTIPLES)
def multiples(figure: Figure, chart: Chart, style: Style) -> None:
    """Three beside one another; each has its name, its first and its last value."""
    rows = -(-len(chart.series) // _ACROSS)
    figure.set_size_inches(WIDTH, 1.75 * rows + 0.3)
    grid = figure.subplots(rows, _ACROSS, sharex=True, sharey=True, squeeze=False)
    top = max((value for series in chart.series for value in series.values if value is not None), default=1.0)
    for place, axes in enumerate(grid.flat):
        if place >= len(chart.series):
            axes.set_visible(False)
            continue
        series = chart.series[place]
        draw_line(axes, series, style.palette[0])
        axes.set_ylim(0, top * 1.25)
        axes.set_xlim(-0.5, len(chart.labels) - 0.5)
        axes.set_title(series.name, loc="left", fontsize=9)
        axes.set_xticks([0, len(chart.labels) - 1], [chart.labels[0], chart.labels[-1]])
        axes.tick_params(labelbottom=True, labelsize=8)
        known = [(x, value) for x, value in enumerate(series.values) if value is not None]
        for x, value in dict.fromkeys([known[0], known[-1]] if known else []):
            axes.annotate(
                half_up(value, chart.decimals),
                (x, value),
                xytext=(0, 5),
                textcoords="offset points",
                ha="center",
                fontsize=8,
                bbox=BEHIND,
            )
    figure.supylabel("")
    figure.suptitle(chart.unit[:1].upper() + chart.unit[1:], x=0.01, ha="left", fontsize=9, color=GREY)
