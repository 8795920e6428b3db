"""What the kinds of charts share: axes with a unit, labels of periods, and names at the ends of lines."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...model.measures import half_up
from .chart import Chart, Series
from .style import GREY, HEIGHT, WIDTH, Style, for_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LETTER = 0.08
"""The width of a letter in inches, including a share of the space between two labels."""
_PLOT = WIDTH - 0.45
"""The width between the numbers of the vertical axis and the right end, in inches."""
_LINE = 0.066
"""The height of a line of text, as a fraction of the vertical axis."""
PERCENT, WHOLE = "%", 100.0
"""The unit that has a maximum, and that maximum."""
_NAME = 26
"""The most letters of a name in one line."""


def one_axes(figure: Figure, chart: Chart, *, height: float = HEIGHT) -> Axes:
    """A single pair of axes with the unit above the vertical one."""
    figure.set_size_inches(WIDTH, height)
    axes = figure.subplots()
    label_unit(axes, chart)
    return axes


def label_unit(axes: Axes, chart: Chart) -> None:
    """Write the unit above the vertical axis, horizontally; percentages have theirs beside each number of the axis."""
    if chart.unit != PERCENT:
        axes.set_title(chart.unit[:1].upper() + chart.unit[1:], loc="left", fontsize=9, color=GREY)


def label_periods(axes: Axes, chart: Chart) -> None:
    """The labels of the horizontal axis, as many as there is room for, always the last one and, of days, the first one. To be
    called when the axis has its limits."""
    texts = [broken(label) for label in chart.labels]
    low, high = axes.get_xlim()
    inches = (high - low) / _PLOT
    wide = [(max(map(len, text.split("\n"))) + 0.7) * _LETTER * inches for text in texts]
    wide = wide if chart.days else [max(wide, default=0)] * len(wide)
    kept: list[int] = []
    order = list(reversed(range(len(texts))))
    for place in [*order[:1], *order[-1:], *order] if chart.days else order:
        gaps = [abs(chart.places[one] - chart.places[place]) - (wide[one] + wide[place]) / 2 for one in kept]
        if place not in kept and all(gap >= 0 for gap in gaps):
            kept.append(place)
    kept.sort()
    axes.set_xticks([chart.places[place] for place in kept], [texts[place] for place in kept])


def broken(label: str) -> str:
    """A label of the horizontal axis in two lines where it is long: "Jul-20" and "(part)", "31 Mar" and "2020", "12 months" and "to
    31 May 2020"."""
    label = label.replace(" (", "\n(").replace(" to ", "\nto ")
    return re.sub(r"^(\d+ \w{3}) (\d{4})(?!\w)", r"\1\n\2", label)


def scale(axes: Axes, chart: Chart, values: Sequence[float | None], *, room: float = 0.12) -> None:
    """The vertical axis from zero to a little above the largest value, of percentages to 100 at most; from below the smallest where
    that is negative."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    margin = room * (max(high, 0.0) - min(low, 0.0)) or 1.0
    top = high + margin if high > 0 else 0
    if chart.unit == PERCENT and high <= WHOLE:
        top = min(top, WHOLE)
    axes.set_ylim(low - margin if low < 0 else 0, top)
    if low < 0 < high:
        axes.axhline(0, color=GREY, linewidth=0.8)
    _number(axes, chart)


def _number(axes: Axes, chart: Chart) -> None:
    """Format the numbers of the vertical axis: a thousands separator, percentages with their sign, counts as integers."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    sign = "%" if chart.unit == PERCENT else ""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10], integer=chart.decimals == 0))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}{sign}"))


def name_series(axes: Axes, chart: Chart) -> None:
    """Draw the legend of a column chart above the unit, in as many rows as it needs."""
    handles, names = axes.get_legend_handles_labels()
    names = ["\n".join(wrapped(name, _NAME)) for name in names]
    longest = max(len(line) for name in names for line in name.split("\n"))
    most = max(1, int(_PLOT / ((longest + 4) * _LETTER)))
    columns = math.ceil(len(names) / math.ceil(len(names) / most))
    above = 1.1 if chart.unit else 1.03
    axes.legend(
        handles, names, loc="lower left", bbox_to_anchor=(0, above), ncols=columns, borderaxespad=0, handlelength=1
    )


def wrapped(text: str, letters: int, *, lines: int = 2) -> list[str]:
    """The text in about that many lines; a longer one loses words from its middle, as its end often tells it from others."""
    room = letters * lines
    if len(text) > room:
        start, end = text[: room - 20], text[-12:]
        text = f"{start.rpartition(' ')[0] or start} ... {end.partition(' ')[2] or end}"
    return textwrap.wrap(text, letters) or [""]


def draw_line(axes: Axes, chart: Chart, series: Series, colour: str, *, size: float = 4, width: float = 2) -> None:
    """A line with a point for each value, and a gap where there is none; a hollow point, which no line reaches, for a period that
    is not over. Points on the edge of the axes are whole."""
    xs, values = chart.places, [float("nan") if value is None else value for value in series.finished]
    axes.plot(xs, values, color=colour, marker="o", markersize=size, linewidth=width, clip_on=False)
    for place in series.unfinished:
        axes.plot(
            [xs[place]],
            [series.values[place] or 0],
            "o",
            color=colour,
            markerfacecolor="white",
            markersize=size + 2,
            clip_on=False,
        )


BEHIND = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
"""The background of texts among points and lines."""
UNDER_LINES = 1.8
"""The layer of such a text where it may touch a line: above the grid, below the line and its points."""


def name_ends(axes: Axes, chart: Chart, style: Style) -> None:
    """Write each series' name and last value where its line ends; names that would touch are moved apart."""
    ends = []
    colours = style.colours([series.role for series in chart.series])
    for series, colour in zip(chart.series, colours):
        whole = any(value is not None for value in series.finished)
        values = series.finished if whole else series.values
        known = [(x, value) for x, value in enumerate(values) if value is not None]
        if known:
            ends.append((known[-1][1], known[-1][0], series, for_text(colour)))
    ends.sort(key=lambda one: one[0])
    last = len(chart.labels) - 1
    names = []
    for value, x, series, _ in ends:
        when = f" ({chart.labels[x]})" if x < last else ""
        names.append(_with_value(series.name, f"{half_up(value, chart.decimals)}{when}"))
    low, high = axes.get_ylim()
    heights = [(len(lines) * _LINE + 0.01) * (high - low) for lines in names]
    # No label lies on the horizontal axis itself, which would strike it through.
    wanted = [max(value, low + height / 2) for (value, *_), height in zip(ends, heights)]
    for (_, _, _, colour), lines, y in zip(ends, names, _apart(wanted, heights, high)):
        axes.annotate(
            "\n".join(lines),
            (last, y),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )
    longest = max((len(line) for lines in names for line in lines), default=0)
    part = min(0.55, longest * _LETTER * 0.85 / _PLOT + 0.03)
    axes.set_xlim(-0.3, (last + 0.3) / (1 - part))


def _with_value(name: str, value: str) -> list[str]:
    """The lines of a name and its value; the value is not split from the last word."""
    lines = wrapped(name, _NAME, lines=3)
    if len(lines[-1]) + len(value) < _NAME or (len(lines) == 1 and len(name) + len(value) < _NAME + 12):
        return [*lines[:-1], f"{lines[-1]} {value}"]
    return [*lines, value]


def _apart(values: Sequence[float], heights: Sequence[float], high: float) -> list[float]:
    """Positions for labels of these heights, in order, so that none overlap."""
    places = list(values)
    for place in range(1, len(places)):
        between = (heights[place - 1] + heights[place]) / 2
        places[place] = max(places[place], places[place - 1] + between)
    over = max(0.0, places[-1] + heights[-1] / 2 - high) if places else 0.0
    for place in reversed(range(len(places))):
        places[place] -= over
        if place:
            between = (heights[place - 1] + heights[place]) / 2
            over = max(0.0, places[place - 1] + between - places[place])
    return places
