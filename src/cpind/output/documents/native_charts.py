"""Charts of Excel's own, each on a sheet with its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...model.harmless import escape_formula
from ..charts.chart import COLUMNS as COLUMN_CHART
from ..charts.chart import CONTROL, FUNNEL, STACKED, Chart
from .sheet_parts import distinct_headings, mark_table, number_format
from .template import Template


def write_chart(book: Any, sheet: Any, chart: Chart, caption: str, formats: dict[str, Any], template: Template) -> None:
    """The numbers of a chart as a table, and the chart of Excel beside it."""
    sheet.write_string(0, 0, escape_formula(caption), formats["title"])
    sheet.write_string(1, 0, f"This worksheet contains one table and one chart. {chart.alt}")
    headings, rows = _data_of(chart)
    own = book.add_format({"num_format": number_format(chart.decimals)})
    whole = book.add_format({"num_format": number_format(0)})
    mark_table(
        sheet,
        2,
        distinct_headings(headings),
        max(1, len(rows)),
        re.sub("[^a-z0-9]", "_", caption.partition(":")[0].lower()),
    )
    for number, row in enumerate(rows, start=3):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, escape_formula(value))
            elif value is not None:
                sheet.write_number(number, place, value, whole if value == int(value) and value >= 1000 else own)
    for place, heading in enumerate(distinct_headings(headings)):
        longest = max([len(heading), *(len(row[place]) for row in rows if isinstance(row[place], str))])  # type: ignore[arg-type]
        sheet.set_column(place, place, max(longest + 2, 10))
    drawn = _native(book, sheet.get_name(), chart, len(headings), len(rows), template)
    drawn.set_title({"none": True})
    drawn.set_y_axis({"name": chart.unit, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 760, "height": 420})
    drawn.show_blanks_as("gap")
    sheet.insert_chart(2, len(headings) + 1, drawn, {"description": chart.alt, "object_position": 1})


def _data_of(chart: Chart) -> tuple[list[str], list[list[str | float | None]]]:
    """The headings and rows of a chart's numbers."""
    if chart.kind == FUNNEL and chart.points:
        points = chart.points
        own = ["own" if place == points.own else "" for place in range(len(points.x))]
        names = ["Authority", "Denominator", chart.unit, "Which"]
        return names, [list(row) for row in zip(points.names, points.x, points.values, own)]
    columns: list[tuple[str, Sequence[float | None]]] = [(series.name, series.values) for series in chart.series]
    if chart.kind == CONTROL:
        columns += [("Centre", chart.centre), ("Lower limit", chart.lower), ("Upper limit", chart.upper)]
    rows: list[list[str | float | None]] = [
        [label, *(values[place] for _, values in columns)] for place, label in enumerate(chart.labels)
    ]
    return ["Period", *(name for name, _ in columns)], rows


def _native(book: Any, sheet: str, chart: Chart, columns: int, rows: int, template: Template) -> Any:
    first, last = 3, 2 + rows
    if chart.kind == FUNNEL:
        drawn = book.add_chart({"type": "scatter"})
        drawn.add_series(
            {
                "name": chart.title,
                "categories": [sheet, first, 1, last, 1],
                "values": [sheet, first, 2, last, 2],
                "marker": {"type": "circle", "size": 5, "fill": {"color": template.accent}},
            }
        )
        drawn.set_x_axis({"name": "Size of the denominator"})
        return drawn
    kind = (
        {"type": "column", "subtype": "stacked"}
        if chart.kind == STACKED
        else {"type": "column"}
        if chart.kind == COLUMN_CHART
        else {"type": "line"}
    )
    drawn = book.add_chart(kind)
    roles = [series.role for series in chart.series]
    for place in range(1, columns):
        is_limit = chart.kind == CONTROL and place > len(roles)
        role = roles[place - 1] if place <= len(roles) else ""
        colour = "#6F6F6F" if is_limit else template.style.colour(role, place - 1)
        line = {"color": colour, "width": 1 if is_limit else 2.25, "dash_type": "dash" if is_limit else "solid"}
        series: dict[str, Any] = {
            "name": [sheet, 2, place],
            "categories": [sheet, first, 0, last, 0],
            "values": [sheet, first, place, last, place],
        }
        drawn.add_series({**series, **({"line": line} if kind["type"] == "line" else {"fill": {"color": colour}})})
    return drawn
