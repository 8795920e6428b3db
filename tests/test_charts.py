"""What a chart shows: dates at their distances, no unfinished count as a fall, nothing dropped without a note; and no name read as a formula."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from itertools import combinations

import pytest
from support import run
from support.profiles import first
from test_documents import KINDS, YEARS, boxes_of, chart, drawn

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
def test_a_series_name_in_a_workbook_is_not_a_formula(kind, name):
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


# --- dates and other periods ------------------------------------------------------------------------------


def chart_for(*arguments: str) -> Chart:
    """The chart that a command draws."""
    charts: list[Chart] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cpind.output.charts.drawing.svg", lambda chart, *_, **__: charts.append(chart) or b"<svg/>")
        result = run(*arguments, "-q", "-o", "chart.svg")
    assert result.exit_code == 0, result.output
    return charts[0]


@pytest.mark.usefixtures("example")
class TestPeriods:
    def test_dates_are_spaced_by_the_days_between_them(self):
        """365 or 366, then 1461, then 122 days: by hand from the calendar."""
        one = chart_for("rates", "--at", "2015-03-31,2016-03-31,2020-03-31,2020-07-31")
        assert one.places == pytest.approx([0, 3 * 366 / 1949, 3 * 1827 / 1949, 3])
        (line, *_) = drawn(one).axes[0].get_lines()
        assert list(line.get_xdata()) == pytest.approx(list(one.places))

    def test_small_multiples_space_dates_by_days_too(self):
        one = chart_for("rates", "--by", "district", "--at", "2015-03-31,2016-03-31,2020-07-31")
        for axes in drawn(one).axes[:5]:
            assert list(axes.get_lines()[0].get_xdata()) == pytest.approx([0, 2 * 366 / 1949, 2])

    def test_an_omitted_year_leaves_a_wider_gap(self):
        assert chart_for("icpc", "--year", "2015/16,2016/17,2019/20").places == pytest.approx([0, 2 * 365 / 1461, 2])

    def test_consecutive_quarters_are_equally_spaced(self):
        assert chart_for("repeats", "--quarter", "Q1-19/20..Q4-19/20").places == (0, 1, 2, 3)

    def test_a_line_goes_through_time_in_order(self):
        one = chart_for("icpc", "--year", "2019/20,2017/18,2018/19")
        assert one.labels == ("2017/18", "2018/19", "2019/20") and one.series[0].values == pytest.approx(
            (72.6, 83.1, 67.8), abs=0.05
        )

    def test_the_workbook_has_days_on_its_axis(self):
        one = chart_for("rates", "--at", "2015-03-31,2016-03-31,2020-07-31")
        parts = parts_of(one)
        text = next(text for name, text in parts.items() if name.startswith("xl/charts/"))
        assert "<c:dateAx>" in text
        assert "<v>42094</v>" in parts["xl/worksheets/sheet4.xml"]  # 31 March 2015

    @pytest.mark.parametrize(
        "periods",
        [
            ("--year", "2018/19..2020/21", "--ytd", "--month", "Jun-20"),
            ("--month", "Apr-20..Jun-20", "--quarter", "Q1-20/21"),
            ("--between", "2018-01-01..2018-12-31", "--between", "2018-06-01..2019-03-31"),
        ],
    )
    def test_periods_that_share_events_are_refused(self, periods):
        result = run("icpc", *periods, "-o", "chart.svg")
        assert result.exit_code == 2
        assert "a chart joins periods that do not overlap" in result.output

    def test_counts_of_periods_of_different_lengths_are_not_joined(self):
        result = run("activity", "--year", "2018/19..2019/20", "--quarter", "Q1-20/21", "-o", "chart.svg")
        assert result.exit_code == 2 and "these are years and quarters" in result.output
        assert len(chart_for("rates", "--year", "2018/19..2019/20", "--quarter", "Q1-20/21").labels) == 3

    def test_rolling_months_share_events_and_are_drawn(self):
        assert len(chart_for("icpc", "--month", "Apr-20..Jun-20", "--rolling", "12").labels) == 3


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    "arguments",
    [
        ("rates", "--by", "district", "--at", "2016-03-31,2018-03-31,2020-03-31,2020-07-31"),
        ("show", "plans-open", "--by", "district", "--at", "2014-03-31,2016-03-31,2020-03-31,2020-07-31"),
        ("icpc", "--quarter", "Q1-18/19..Q2-20/21"),
    ],
)
def test_no_background_of_a_text_hides_a_point_or_a_line(arguments):
    one = chart_for(*arguments)
    for axes in drawn(one).axes:
        grounds = [text for text in axes.texts if text.get_bbox_patch()]
        assert grounds or one.kind != MULTIPLES or not axes.get_visible()
        for text in grounds:
            assert all(text.get_zorder() < line.get_zorder() for line in axes.get_lines())
            if one.kind == MULTIPLES:  # where there is room on both sides no number lies on a point either
                xy = [axes.transData.transform(point) for line in axes.get_lines() for point in line.get_xydata()]
                box = text.get_window_extent()
                assert not any(box.x0 < x < box.x1 and box.y0 < y < box.y1 for x, y in xy), text.get_text()


@pytest.mark.usefixtures("example")
class TestUnfinished:
    """179 conferences in four months are not a fall from 482 in a year."""

    @pytest.mark.parametrize(
        "arguments",
        first(
            5,
            [
                ["activity", "--year", "2017/18..2019/20", "--ytd"],
                ["icpc", "--by", "district", "--every", "month", "--last", "12"],
                ["icpc", "--every", "month", "--last", "24", "--spc"],
                ["icpc", "--month", "Apr-20..Jul-20", "--rolling", "12"],
                ["rates", "--by", "district", "--at", "2015-03-31,2016-03-31,2020-07-31"],
                ["activity", "--year", "2016/17..2020/21"],
                ["icpc", "--by", "district", "--quarter", "Q1-18/19..Q2-20/21"],
                ["rates", "--at", "2015-03-31,2016-03-31,2020-03-31,2020-07-31"],
                ["reviews", "--year", "2015/16..2020/21"],
            ],
        ),
    )
    def test_no_text_is_clipped_or_overlaps_another(self, arguments):
        figure = drawn(chart_for(*arguments), titled=True)
        width, height = figure.canvas.get_width_height()
        boxes = list(boxes_of(figure))
        for text, box in boxes:
            assert box.x0 > -2 and box.x1 < width + 2 and box.y0 > -2 and box.y1 < height + 2, text
        for (one, a), (other, b) in combinations(boxes, 2):
            across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across < 2 or down < 2, (one, other)

    def test_the_first_and_the_last_day_have_labels(self):
        axes = drawn(chart_for("rates", "--at", "2015-03-31,2016-03-31,2020-03-31,2020-07-31")).axes[0]
        labels = [label.get_text() for label in axes.get_xticklabels()]
        assert labels[0] == "31 Mar\n2015" and labels[-1] == "31 Jul\n2020"
