"""Chart: the facts of a picture, whether drawn as SVG, as PNG, or natively in a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ...model.harmless import shown

OWN, NEIGHBOURS, REGION, ENGLAND, OTHER = "own", "neighbours", "region", "england", "other"
"""Whose figures a series shows; `other` for other authorities, for groups and for kinds of events."""

LINES, COLUMNS, STACKED, CONTROL, MULTIPLES, FUNNEL = "lines", "columns", "stacked", "control", "multiples", "funnel"
"""Kinds: lines over time; columns; columns on one another; a run over time with its centre and limits; a small line chart for
each group, all on one scale; the authority among all, by the size of the denominator."""


@dataclass(frozen=True)
class Series:
    """A row of values, one for each label of the chart, None where there is none (a gap is drawn).

    Attributes:
        name: its name.
        values: the values.
        role: what it shows, on which its colour depends.
        unfinished: the places of periods that are not over, hollow points that no line reaches.
    """

    name: str
    values: tuple[float | None, ...]
    role: str = OTHER
    unfinished: tuple[int, ...] = ()

    @property
    def finished(self) -> tuple[float | None, ...]:
        """The values that a line joins: None for periods that are not over."""
        return tuple(None if place in self.unfinished else value for place, value in enumerate(self.values))


@dataclass(frozen=True)
class Points:
    """The points of a funnel.

    Attributes:
        names: the names of the authorities.
        x: the denominator of each.
        values: the value of each.
        own: which of them is our own authority, None without one.
        extract: which of them is our own of an extract, not a published figure.
    """

    names: tuple[str, ...]
    x: tuple[float, ...]
    values: tuple[float, ...]
    own: int | None = None
    extract: int | None = None


@dataclass(frozen=True)
class Chart:
    """A chart, without the looks of any format.

    Attributes:
        kind: the kind of chart.
        title: the title.
        labels: those of the horizontal axis, one for each period or group.
        series: the rows of values.
        unit: that of the vertical axis, as "per 10,000" or "%".
        decimals: how many the values are printed with.
        alt: what the chart shows, in words, for those who can't see it.
        centre, lower, upper: of a control chart, one for each label.
        marked: of a control chart, the positions of the points that are signals.
        points: of a funnel, its points.
        limits: of a funnel, the limits by x, as (x, lower, upper).
        days: the last day of each label's period where these lie at unequal distances, else ().
        left_out: what of its table is not drawn, as a sentence, or "".
    """

    kind: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int
    alt: str
    centre: tuple[float | None, ...] = ()
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    marked: tuple[int, ...] = ()
    points: Points | None = None
    limits: tuple[tuple[float, float, float], ...] = ()
    days: tuple[date, ...] = ()
    left_out: str = ""

    @property
    def places(self) -> tuple[float, ...]:
        """The positions of the labels on the horizontal axis, the first at 0, the last at their number minus one."""
        last = len(self.labels) - 1
        if not self.days:
            return tuple(map(float, range(last + 1)))
        length = (self.days[-1] - self.days[0]).days
        return tuple((day - self.days[0]).days / length * last for day in self.days)


def harmless_chart(chart: Chart) -> Chart:
    """The chart with invisible control characters spelt out: SVG and Word can't hold them."""
    points = chart.points
    return replace(
        chart,
        title=shown(chart.title),
        labels=tuple(map(shown, chart.labels)),
        series=tuple(replace(one, name=shown(one.name)) for one in chart.series),
        alt=shown(chart.alt),
        points=replace(points, names=tuple(map(shown, points.names))) if points else None,
    )
