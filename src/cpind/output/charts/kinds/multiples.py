"""Small multiples: a line chart for each group, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....model.measures import half_up
from ..axes import BEHIND, PERCENT, UNDER_LINES, broken, draw_line, scale, wrapped
from ..chart import MULTIPLES, Chart
from ..drawing import draws
from ..style import GREY, WIDTH, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ACROSS, _MANY = 3, 12
"""How many stand side by side, and the number of charts above which there is one more."""
_ASIDE, _HALF_A_LETTER = 8, 2.6
"""In typographic points: how far a value may reach beyond its point towards the chart's edge; the width of half a letter."""
_BELOW, _BELOW_OF_MANY = 0.18, 0.23
"""The fraction of the axis above which a number fits below its point; the second for the lower charts of many."""
_ROOM = 0.25
"""The space above the highest value for its number, as a fraction; above the axis where percentages end it at 100."""


@draws(MULTIPLES)
def multiples(figure: Figure, chart: Chart, style: Style) -> None:
    """Draw three or four side by side, each with its name, its first and its last value."""
    across = _ACROSS if len(chart.series) <= _MANY else _ACROSS + 1
    rows = -(-len(chart.series) // across)
    names = ["\n".join(wrapped(series.name, 66 // across)) for series in chart.series]
    height = (1.75 if across == _ACROSS else 1.45) + (0.15 if any("\n" in name for name in names) else 0)
    figure.set_size_inches(WIDTH, height * rows + 0.3)
    grid = figure.subplots(rows, across, sharex=True, sharey=True, squeeze=False)
    every = [value for series in chart.series for value in series.values]
    highest = max((value for value in every if value is not None), default=1.0)
    for place, axes in enumerate(grid.flat):
        if place >= len(chart.series):
            axes.set_visible(False)
            continue
        series = chart.series[place]
        draw_line(axes, chart, series, style.palette[0])
        scale(axes, chart, every, room=_ROOM)
        axes.set_xlim(-0.5, len(chart.labels) - 0.5)
        has_room = axes.get_ylim()[1] > highest * (1 + _ROOM / 2)
        axes.set_title(names[place], loc="left", fontsize=9, pad=6 if has_room else 17)
        ends = dict.fromkeys((0, len(chart.labels) - 1))
        axes.set_xticks(list(ends), [broken(chart.labels[end]) for end in ends])
        axes.tick_params(labelbottom=True, labelsize=8)
        lowest_below = axes.get_ylim()[1] * (_BELOW if across == _ACROSS else _BELOW_OF_MANY)
        known = [(x, value) for x, value in zip(chart.places, series.values) if value is not None]
        for end in dict.fromkeys((0, len(known) - 1)) if known else ():
            _write_value(axes, chart, known, end, is_high=known[end][1] > lowest_below)
    figure.supylabel("")
    unit = "" if chart.unit == PERCENT else chart.unit  # which stands at the numbers of the axis
    figure.suptitle(unit[:1].upper() + unit[1:], x=0.01, ha="left", fontsize=9, color=GREY)


def _write_value(axes: Axes, chart: Chart, known: list[tuple[float, float]], end: int, *, is_high: bool) -> None:
    """Write the first or last value beside its point, away from the line, and above it where there is no room below."""
    x, value = known[end]
    beside = known[min(1, len(known) - 1)] if end == 0 else known[end - 1]
    is_below = is_high and beside[1] > value
    text = half_up(value, chart.decimals)
    aside = min(_ASIDE, len(text) * _HALF_A_LETTER)
    axes.annotate(
        text,
        (x, value),
        xytext=(-aside if end == 0 else aside, -5 if is_below else 5),
        textcoords="offset points",
        ha="left" if end == 0 else "right",
        va="top" if is_below else "bottom",
        fontsize=8,
        bbox=BEHIND,
        zorder=UNDER_LINES,
    )
