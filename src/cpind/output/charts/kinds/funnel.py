"""A funnel plot: every authority by the size of its denominator, between the limits; our own is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....analysis.funnel import OUTER
from ....model.measures import half_up
from ..axes import BEHIND, one_axes
from ..chart import FUNNEL, Chart
from ..drawing import draws
from ..style import GREY, LIGHT, TEXT, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@draws(FUNNEL)
def funnel(figure: Figure, chart: Chart, style: Style) -> None:
    """Draw the points in grey, our own large and named, the extract's as a ring; dashed limits, a named centre."""
    axes = one_axes(figure, chart)
    assert chart.points is not None
    points = chart.points
    sizes = [size for size, *_ in chart.limits]
    for side in (1, 2):
        axes.plot(sizes, [limit[side] for limit in chart.limits], color=GREY, linestyle="--", linewidth=1)
    _label_ends(axes, chart)
    axes.scatter(points.x, points.values, s=22, color=LIGHT, edgecolor=GREY, linewidth=0.6)
    _mark_our_own(axes, chart, style.palette[0])
    tops = [*points.values, *(upper for _, _, upper in chart.limits)]
    axes.set_ylim(0, max(tops) * 1.08)
    axes.set_xlabel("Size of the denominator", color=TEXT)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.margins(x=0.08)


def _label_ends(axes: Axes, chart: Chart) -> None:
    """Name the upper limit at its end, and draw the centre with its name."""
    ends = [(f"{OUTER:g} % limits", chart.limits[-1][2])] if chart.limits else []
    if chart.centre and chart.centre[0] is not None:
        axes.axhline(chart.centre[0], color=GREY, linewidth=1)
        ends.append((f"All {half_up(chart.centre[0], chart.decimals)}", chart.centre[0]))
    for place, (text, height) in enumerate(ends):
        is_above = len(ends) > 1 and place == 0  # clear of the centre, however near it the limit ends
        axes.annotate(
            text,
            (1, height),
            xytext=(4, 2 if is_above else 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="bottom" if is_above else "center",
            color=GREY,
            annotation_clip=False,
        )


def _mark_our_own(axes: Axes, chart: Chart, colour: str) -> None:
    """Mark and name our published point, and as a ring the extract's."""
    points = chart.points
    assert points is not None
    for which, above in ((points.own, True), (points.extract, False)):
        if which is None:
            continue
        x, y = points.x[which], points.values[which]
        if above:
            axes.scatter([x], [y], s=70, color=colour, zorder=5)
        else:  # a ring, which the published point may lie in
            axes.scatter([x], [y], s=160, facecolor="none", edgecolor=colour, linewidth=1.4, zorder=6)
        axes.annotate(
            f"{points.names[which]} {half_up(y, chart.decimals)}",
            (x, y),
            xytext=(8, 8 if above else -16),
            textcoords="offset points",
            color=colour,
            fontweight="bold" if above else "normal",
            bbox=BEHIND,
        )
