"""What the kinds of charts share: axes with a unit, labels of periods, and names at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...model.measures import half_up
from .chart import Chart, Series
from .style import GREY, HEIGHT, WIDTH, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_LABELS = 12


def one_axes(figure: Figure, chart: Chart, *, height: float = HEIGHT) -> Axes:
    """A single pair of axes, the unit written above the vertical one."""
    figure.set_size_inches(WIDTH, height)
    axes = figure.subplots()
    label_unit(axes, chart)
    return axes


def label_unit(axes: Axes, chart: Chart) -> None:
    """The unit above the vertical axis, horizontal."""
    axes.set_title(chart.unit[:1].upper() + chart.unit[1:], loc="left", fontsize=9, color=GREY)


def label_periods(axes: Axes, labels: Sequence[str], *, most: int = _MOST_LABELS) -> None:
    """The labels of the horizontal axis, every second or third where there are many, always the last one."""
    step = -(-len(labels) // most)
    shown = [place for place in range(len(labels)) if (len(labels) - 1 - place) % step == 0]
    axes.set_xticks(shown, [labels[place] for place in shown])


def from_zero(axes: Axes, values: Sequence[float | None]) -> None:
    """The vertical axis from zero to a little above the largest value."""
    top = max((value for value in values if value is not None), default=1.0)
    axes.set_ylim(0, top * 1.12 or 1)


def draw_line(axes: Axes, series: Series, colour: str, *, marker: str = "o", width: float = 2) -> None:
    """A line with a point for each value, and a gap where there is none."""
    values = [float("nan") if value is None else value for value in series.values]
    axes.plot(range(len(values)), values, color=colour, marker=marker, markersize=4, linewidth=width)


BEHIND = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
"""A ground for texts among points and lines."""


def name_ends(axes: Axes, chart: Chart, style: Style) -> None:
    """Each series named, with its last value, where its line ends; names that would touch are moved apart."""
    ends = []
    for place, series in enumerate(chart.series):
        known = [(x, value) for x, value in enumerate(series.values) if value is not None]
        if known:
            ends.append((known[-1][1], known[-1][0], series, style.colour(series.role, place)))
    ends.sort(key=lambda one: one[0])
    low, high = axes.get_ylim()
    last = len(chart.labels) - 1
    texts = []
    for (value, x, series, colour), y in zip(ends, _apart([value for value, *_ in ends], (high - low) * 0.075, high)):
        when = f" ({chart.labels[x]})" if x < last else ""
        texts.append(f"{series.name} {half_up(value, chart.decimals)}{when}")
        axes.annotate(
            texts[-1],
            (last, y),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )
    # Room for the longest name, at about 1/90 of the width of the page a letter.
    part = min(0.55, max(map(len, texts), default=0) / 85)
    axes.set_xlim(-0.3, (last + 0.3) / (1 - part))


def _apart(values: Sequence[float], room: float, high: float) -> list[float]:
    """Places for labels, in order, at least so much room apart."""
    places = list(values)
    for place in range(1, len(places)):
        places[place] = max(places[place], places[place - 1] + room)
    over = places[-1] - high if places else 0
    if over > 0:
        places = [place - over for place in places]
    return places
