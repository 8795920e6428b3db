"""A run over time between its control limits, signals marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....model.measures import half_up
from ..axes import draw_line, label_periods, one_axes, scale
from ..chart import CONTROL, Chart
from ..drawing import draws
from ..style import GREY, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@draws(CONTROL)
def control(figure: Figure, chart: Chart, style: Style) -> None:
    """Draw centre and limits as steps, since they may differ between points; signals are larger, in their own colour."""
    axes = one_axes(figure, chart)
    own, xs = chart.series[0], chart.places
    for line, dashes in ((chart.centre, "-"), (chart.lower, "--"), (chart.upper, "--")):
        numbers = [float("nan") if value is None else value for value in line]
        axes.step(xs, numbers, where="mid", color=GREY, linestyle=dashes, linewidth=1)
    draw_line(axes, chart, own, style.palette[0], size=5)
    marked = [place for place in chart.marked if own.values[place] is not None]
    signals = [own.values[place] or 0 for place in marked]
    axes.plot([xs[place] for place in marked], signals, "o", color=style.signal, markersize=9, zorder=5, clip_on=False)
    scale(axes, chart, [*own.values, *chart.lower, *chart.upper])
    last = len(own.values) - 1
    axes.set_xlim(-0.4, last + 0.4 + max(1, last) * 0.24)
    label_periods(axes, chart)
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
