"""Native Excel charts, each on a sheet with its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from ...model.harmless import escape_formula
from ...model.periods import short_date
from ..charts.axes import PERCENT, WHOLE
from ..charts.chart import COLUMNS as COLUMN_CHART
from ..charts.chart import CONTROL, FUNNEL, MULTIPLES, STACKED, Chart, Series
from ..charts.style import GREY as _GREY
from .sheet_parts import distinct_headings, mark_table, number_format
from .template import Template

_FIRST = 3
"""The first row of numbers, counted from 0."""

_LIMITS = ("Denominator of the limits", "Lower limit", "Upper limit")
"""The headings of a funnel's limits."""

_COLUMNS = (COLUMN_CHART, STACKED)

_ACROSS, _ROWS_OF_ONE, _COLUMNS_OF_ONE = 2, 13, 6
"""How many small charts stand side by side, and the rows and columns of cells that each covers."""


def write_chart(book: Any, sheet: Any, chart: Chart, caption: str, formats: dict[str, Any], template: Template) -> None:
    """Write the numbers of a chart as a table, with Excel's chart beside it."""
    sheet.write_string(0, 0, escape_formula(caption), formats["title"])
    charts = f"{len(chart.series)} charts" if chart.kind == MULTIPLES and len(chart.series) > 1 else "one chart"
    sheet.write_string(1, 0, f"This worksheet contains one table and {charts}.")
    names, rows = _data_of(chart)
    headings = distinct_headings(names)
    own = book.add_format({"num_format": number_format(chart.decimals)})
    whole = book.add_format({"num_format": number_format(0)})
    mark_table(sheet, headings, len(rows), caption.partition(":")[0])
    days = book.add_format({"num_format": "d mmm yyyy", "align": "left"}) if _has_dates(chart) else None
    for number, row in enumerate(rows, start=_FIRST):
        for place, value in enumerate(row):
            if place == 0 and chart.days and days:
                sheet.write_datetime(number, 0, chart.days[number - _FIRST], days)
            elif isinstance(value, str):
                sheet.write_string(number, place, escape_formula(value))
            elif value is not None:
                sheet.write_number(number, place, value, whole if value == int(value) and value >= 1000 else own)
    for place, heading in enumerate(headings):
        longest = max([len(heading), *(len(text) for row in rows if isinstance(text := row[place], str))])
        sheet.set_column(place, place, max(longest + 2, 10))
        if place and not any(isinstance(row[place], str) for row in rows):
            sheet.write_string(_FIRST - 1, place, escape_formula(heading), formats["right"])
    for number, (drawn, alt) in enumerate(_native(book, sheet.get_name(), chart, len(headings), len(rows), template)):
        drawn.show_blanks_as("gap")
        down, across = divmod(number, _ACROSS)
        sheet.insert_chart(
            2 + down * _ROWS_OF_ONE,
            len(headings) + 1 + across * _COLUMNS_OF_ONE,
            drawn,
            {"description": alt, "object_position": 1},
        )


def _data_of(chart: Chart) -> tuple[list[str], list[list[str | float | None]]]:
    """The headings and rows of a chart's numbers."""
    if chart.kind == FUNNEL and chart.points:
        points = chart.points
        own = ["own" if place == points.own else "" for place in range(len(points.x))]
        names = ["Authority", "Denominator", chart.unit, "Which", *_LIMITS]
        of_points = [list(row) for row in zip(points.names, points.x, points.values, own)]
        paired = zip_longest(of_points, chart.limits, fillvalue=())
        return names, [[*(one or [None] * 4), *(limits or [None] * 3)] for one, limits in paired]
    columns: list[tuple[str, Sequence[float | None]]] = [
        (series.name, series.values if chart.kind in _COLUMNS else series.finished) for series in chart.series
    ]
    if chart.kind == CONTROL:
        columns += [("Centre", chart.centre), ("Lower limit", chart.lower), ("Upper limit", chart.upper)]
    columns += [(f"{chart.series[place].name} (part)", _unfinished(chart.series[place])) for place in _with_part(chart)]
    rows: list[list[str | float | None]] = [
        [label, *(values[place] for _, values in columns)] for place, label in enumerate(chart.labels)
    ]
    return ["Period", *(name for name, _ in columns)], rows


def _with_part(chart: Chart) -> list[int]:
    """The positions of series that need a separate column for unfinished periods: hollow points without a line."""
    return [] if chart.kind in _COLUMNS else [place for place, one in enumerate(chart.series) if one.unfinished]


def _unfinished(series: Series) -> list[float | None]:
    return [value if place in series.unfinished else None for place, value in enumerate(series.values)]


def _has_dates(chart: Chart) -> bool:
    """Whether the chart's labels are days, which Excel spaces by date."""
    return bool(chart.days) and all(short_date(day) == label for day, label in zip(chart.days, chart.labels))


def _native(
    book: Any, sheet: str, chart: Chart, columns: int, rows: int, template: Template
) -> Iterable[tuple[Any, str]]:
    """The charts of a sheet, each with its text alternative: one, or of small multiples one for each group, all on one scale."""
    if chart.kind == FUNNEL:
        yield _on_axes(_funnel(book, sheet, chart, template), chart, legend=True), chart.alt
        return
    if chart.kind == MULTIPLES:
        known = [value for series in chart.series for value in series.values if value is not None]
        parts_of = {place: number for number, place in enumerate(_with_part(chart), start=len(chart.series) + 1)}
        for place, series in enumerate(chart.series, start=1):
            one = book.add_chart({"type": "line"})
            one.add_series(_series(sheet, place, rows, template.accent, kind="line"))
            if place - 1 in parts_of:
                one.add_series(_series(sheet, parts_of[place - 1], rows, template.accent, kind="part"))
            title = [sheet, _FIRST - 1, place]
            drawn = _on_axes(one, chart, top=max(known, default=1.0) * 1.1, title=title)
            drawn.set_size({"width": 380, "height": 240})
            yield drawn, chart.alt if place == 1 else f"{series.name}, as described in the first chart."
        return
    kind = "column" if chart.kind in _COLUMNS else "line"
    drawn = book.add_chart({"type": kind, **({"subtype": "stacked"} if chart.kind == STACKED else {})})
    parts = _with_part(chart)
    colours = template.style.colours([series.role for series in chart.series])
    for place in range(1, columns - len(parts)):
        is_limit = chart.kind == CONTROL and place > len(chart.series)
        colour = _GREY if is_limit else colours[place - 1]
        marked = chart.marked if chart.kind == CONTROL and not is_limit else ()
        hollow = chart.series[place - 1].unfinished if kind == "column" else ()
        drawn.add_series(
            _series(
                sheet,
                place,
                rows,
                colour,
                kind=kind,
                is_limit=is_limit,
                marked=marked,
                signal=template.style.signal,
                hollow=hollow,
            )
        )
    for place, of in enumerate(parts, start=columns - len(parts)):
        drawn.add_series(_series(sheet, place, rows, colours[of], kind="part"))
    yield _on_axes(drawn, chart, legend=columns > 2), chart.alt


def _series(
    sheet: str,
    place: int,
    rows: int,
    colour: str,
    *,
    kind: str,
    is_limit: bool = False,
    marked: Sequence[int] = (),
    signal: str = "",
    hollow: Sequence[int] = (),
) -> dict[str, Any]:
    """A column of the sheet as a series, which is a column, a line, or a part for pale points without a line, as `kind`
    says.

    The points that are signals, `marked`, are filled in the colour `signal`; the columns of periods that are not over
    are `hollow`.
    """
    first, last = _FIRST, _FIRST + rows - 1
    series: dict[str, Any] = {
        "name": [sheet, _FIRST - 1, place],
        "categories": [sheet, first, 0, last, 0],
        "values": [sheet, first, place, last, place],
    }
    if kind == "column":
        outline = {"fill": {"color": "white"}, "border": {"color": colour}}
        points = [outline if number in hollow else None for number in range(rows)] if hollow else []
        return {**series, "fill": {"color": colour}, **({"points": points} if points else {})}
    if kind == "part":
        dot = {"type": "circle", "size": 7, "fill": {"color": _pale(colour)}, "border": {"color": colour}}
        return {**series, "line": {"none": True}, "marker": dot}
    line = {"color": colour, "width": 1 if is_limit else 2.25, "dash_type": "dash" if is_limit else "solid"}
    if is_limit:
        return {**series, "line": line}
    dot = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    points = [{"fill": {"color": signal}} if number in marked else None for number in range(rows)] if marked else []
    return {**series, "line": line, "marker": dot, **({"points": points} if points else {})}


def _pale(colour: str) -> str:
    """The colour half way to white: LibreOffice draws points without a border, so a white one would not be seen."""
    return "#" + "".join(f"{(int(colour[place : place + 2], 16) + 255) // 2:02X}" for place in (1, 3, 5))


def _funnel(book: Any, sheet: str, chart: Chart, template: Template) -> Any:
    """A scatter chart: the authorities as grey points, our own large, the limits as dashed lines."""
    assert chart.points is not None
    drawn = book.add_chart({"type": "scatter"})

    def series(name: str | list[Any], x: int, y: int, first: int, last: int) -> dict[str, Any]:
        return {"name": name, "categories": [sheet, first, x, last, x], "values": [sheet, first, y, last, y]}

    last, own = _FIRST + len(chart.points.x) - 1, chart.points.own
    grey = {"type": "circle", "size": 5, "fill": {"color": "#D9D9D9"}, "border": {"color": _GREY}}
    drawn.add_series({**series("All authorities", 1, 2, _FIRST, last), "marker": grey})
    if own is not None:
        large = {"type": "circle", "size": 10, "fill": {"color": template.accent}, "border": {"color": template.accent}}
        drawn.add_series({**series([sheet, _FIRST + own, 0], 1, 2, _FIRST + own, _FIRST + own), "marker": large})
    for name, column in zip(_LIMITS[1:], (5, 6)) if chart.limits else ():
        line = {"color": _GREY, "width": 1, "dash_type": "dash"}
        of_limits = series(name, 4, column, _FIRST, _FIRST + len(chart.limits) - 1)
        drawn.add_series({**of_limits, "line": line, "marker": {"type": "none"}})
    drawn.set_x_axis({"name": "Size of the denominator"})
    return drawn


def _on_axes(
    drawn: Any, chart: Chart, *, legend: bool = False, top: float | None = None, title: list[Any] | None = None
) -> Any:
    """The chart on its axes, which begin at zero where no value is negative; `title` is the cell that has its title.
    Names of the files stand in cells alone: XlsxWriter takes a text such as "=cmd|' /C calc'!A1" for a formula."""
    values = [value for series in (*(one.values for one in chart.series), chart.lower, chart.upper) for value in series]
    is_negative = any(value is not None and value < 0 for value in values)
    if chart.unit == PERCENT and all(value is None or value <= WHOLE for value in values):
        top = min(top, WHOLE) if top else WHOLE if any(value and value > WHOLE * 0.8 for value in values) else None
    scale = {} if is_negative else {"min": 0, **({"max": top} if top else {})}
    lines = {"visible": True, "line": {"color": "#D9D9D9"}}
    drawn.set_y_axis({"name": chart.unit, "major_gridlines": lines, **scale})
    if chart.kind != FUNNEL:
        low = {"label_position": "low"} if is_negative else {}
        drawn.set_x_axis({**low, **({"date_axis": True, "num_format": "mmm yyyy"} if _has_dates(chart) else {})})
    drawn.set_title({"name": title, "name_font": {"size": 11}} if title else {"none": True})
    drawn.set_legend({"position": "bottom"} if legend else {"none": True})
    drawn.set_size({"width": 760, "height": 420})
    return drawn
