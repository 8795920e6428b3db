"""What a chart shows: dates at their distances, no unfinished count as a fall, nothing dropped unsaid; and names that command nothing."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import pytest
from test_documents import KINDS, YEARS, chart

from cpind.output.charts.chart import FUNNEL, MULTIPLES, Chart, Series
from cpind.output.document import ChartBlock, Document, Section
from cpind.output.documents import write_document

COMMANDS = ("=cmd|' /C calc'!A1", "x!A1", "=1+1!$B$2", '=HYPERLINK("http://x")!A1', "Sheet1!A1", "+1!A1")


def parts_of(one: Chart) -> dict[str, str]:
    document = Document("Pack", "", "", (Section("Charts", "charts", (ChartBlock(one),)),))
    with zipfile.ZipFile(io.BytesIO(write_document(document, ".xlsx"))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_name_in_a_workbook_is_no_formula(kind, name):
    """Of districts and authorities: each formula of a chart names a range of the chart's own sheet, and nothing warns."""
    one = chart(kind)
    points = one.points and type(one.points)((name, name, name), one.points.x, one.points.values, one.points.own)
    series = tuple(Series(name, s.values, s.role) for s in one.series)
    hostile = Chart(
        kind, name, YEARS, series, "%", 1, name, one.centre, one.lower, one.upper, one.marked, points, one.limits
    )
    with warnings.catch_warnings(action="error"):
        parts = parts_of(hostile)
    charts = [text for part, text in parts.items() if part.startswith("xl/charts/")]
    formulas = [formula for text in charts for formula in re.findall(r"<c:f>(.*?)</c:f>", text)]
    assert formulas
    assert all(re.fullmatch(r"'Chart 1'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", formula) for formula in formulas)
    assert not any("<f>" in text for text in parts.values())
    assert "definedName " not in parts["xl/workbook.xml"]
    if kind in (MULTIPLES, FUNNEL):  # the name is seen where it is the chart's title, or a series of its own
        assert any("cmd|" in text or "A1" in text or "B$2" in text for text in charts)
