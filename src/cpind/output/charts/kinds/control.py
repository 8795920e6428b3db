"""A run over time between its control limits, signals marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....model.measures import half_up
from ..axes import label_periods, one_axes, scale
from ..chart import CONTROL, Chart
from ..drawing import draws
from ..style import GREY, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@draws(CONTROL)
def control(figure: Figure, chart: Chart, style: Style) -> None:
    """Centre and limits as steps, since they may differ between points; signals are larger, in a colour of their own."""
    axes = one_axes(figure, chart)
    values = [float("nan") if value is None else value for value in chart.series[0].values]
    xs = range(len(values))
    for line, dashes in ((chart.centre, "-"), (chart.lower, "--"), (chart.upper, "--")):
        numbers = [float("nan") if value is None else value for value in line]
        axes.step(xs, numbers, where="mid", color=GREY, linestyle=dashes, linewidth=1)
    axes.plot(xs, values, color=style.palette[0], marker="o", markersize=5)
    marked = [place for place in chart.marked if chart.series[0].values[place] is not None]
    axes.plot(marked, [values[place] for place in marked], "o", color=style.signal, markersize=9, zorder=5)
    scale(axes, [*chart.series[0].values, *chart.lower, *chart.upper])
    last = len(values) - 1
    axes.set_xlim(-0.4, last + 0.4 + max(1, last) * 0.24)
    label_periods(axes, chart.labels)
    for name, line in (("Upper limit", chart.upper), ("Centre", chart.centre), ("Lower limit", chart.lower)):
        known = [value for value in line if value is not None]
        if known:
            text = f"{name} {half_up(known[-1], max(1, chart.decimals))}"
            axes.annotate(
                text,
                (last + 0.4, known[-1]),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=GREY,
                annotation_clip=False,
            )
