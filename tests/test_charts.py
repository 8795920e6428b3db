"""What a chart shows: dates at their distances, no unfinished count as a fall, nothing dropped without a note; and no name read as a formula."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from itertools import combinations

import pytest
from support import run
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
        [
            ("activity", "--year", "2016/17..2020/21"),
            ("activity", "--year", "2017/18..2019/20", "--ytd"),
            ("conferences", "--year", "2016/17..2020/21", "--by", "district"),
            ("s47-rate", "--quarter", "Q1-19/20..Q2-20/21"),
            ("icpc", "--quarter", "Q1-18/19..Q2-20/21", "--spc"),
        ],
    )
    def test_no_line_reaches_it(self, arguments):
        arguments = arguments if arguments[0] in ("activity", "icpc") else ("show", *arguments)
        one = chart_for(*arguments)
        last = len(one.labels) - 1
        assert all(series.unfinished == (last,) for series in one.series if series.values[-1] is not None)
        assert any(series.unfinished for series in one.series)
        figure = drawn(one)
        for series in one.series:
            if series.unfinished:
                lines = [line for axes in figure.axes for line in axes.get_lines()]
                hollow = [
                    line for line in lines if line.get_markerfacecolor() == "white" and line.get_xdata()[0] == last
                ]
                assert any(line.get_ydata()[0] == series.values[-1] for line in hollow)
        for axes in figure.axes:
            for line in axes.get_lines():
                if len(line.get_xdata()) > 2 and line.get_marker() == "o":
                    assert line.get_ydata()[-1] != line.get_ydata()[-1]  # NaN

    def test_its_column_is_an_outline(self):
        one = chart_for("activity", "--year", "2019/20..2020/21")
        bars = drawn(one).axes[0].containers[0]
        assert bars[1].get_facecolor() == (1, 1, 1, 1) and bars[0].get_facecolor() != (1, 1, 1, 1)

    def test_words_mark_it(self):
        one = chart_for("activity", "--year", "2018/19..2020/21")
        assert "623 in 2018/19, 179 in 2020/21 (part)" in one.alt and one.labels[-1] == "2020/21 (part)"

    def test_in_a_workbook_it_is_a_series_without_a_line(self):
        one = chart_for("activity", "--year", "2018/19..2020/21")
        parts = parts_of(one)
        text = next(text for name, text in parts.items() if name.startswith("xl/charts/"))
        series = re.findall(r"<c:ser>.*?</c:ser>", text, re.S)
        assert len(series) == 8
        assert all("<a:noFill/>" in one for one in series[4:])
        assert all("<c:v>179</c:v>" not in one for one in series[:4]) and any(
            "<c:v>179</c:v>" in one for one in series[4:]
        )


# --- what is not drawn -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("example")
class TestLeftOut:
    def test_the_first_four_are_drawn_and_the_rest_is_named(self):
        result = run("activity", "-o", "chart.svg")
        assert "cpind: not drawn: plans-open (a chart has 4 lines)\n" in result.stderr
        one = chart_for("activity")
        assert one.series[0].name == "Section 47 enquiries started" and len(one.series) == 4

    def test_other_units_bands_and_benchmarks_are_named(self):
        result = run("show", "icpc", "two-year", "reviews", "rates", "plans-open", "category-start", "-o", "chart.svg")
        (line,) = [line for line in result.stderr.splitlines() if "not drawn" in line]
        assert line == (
            "cpind: not drawn: rates and plans-open (in a different unit from icpc); category-start (in bands); "
            "benchmarks (only a chart of one indicator has them)"
        )

    def test_limits_by_group_are_named(self):
        result = run("icpc", "--spc", "--by", "district", "--quarter", "Q1-18/19..Q1-20/21", "-o", "chart.svg")
        assert "not drawn: control limits (only a chart without --by has them)" in result.stderr

    def test_more_than_four_percentages_are_drawn_in_part_and_named(self):
        codes = ("icpc", "two-year", "reviews", "repeats", "repeats-2y")
        assert "not drawn: repeats-2y (a chart has 4 lines)" in run("show", *codes, "-o", "chart.svg").stderr

    def test_a_chart_with_nothing_left_out_has_no_note(self):
        assert "not drawn" not in run("icpc", "-o", "chart.svg").stderr


# --- axes ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("example")
class TestAxes:
    @pytest.mark.parametrize("more", [(), ("--by", "district"), ("--spc",)])
    def test_percentages_end_at_100_with_their_sign(self, more):
        figure = drawn(chart_for("icpc", "--every", "month", "--last", "12", *more))
        for axes in (one for one in figure.axes if one.get_visible()):
            low, high = axes.get_ylim()
            assert low == 0 and high <= 100
            shown = [axes.yaxis.get_major_formatter()(tick) for tick in axes.get_yticks() if low <= tick <= high]
            assert shown and all(text.endswith("%") for text in shown)

    def test_points_on_the_edge_are_not_clipped(self):
        one = chart_for("icpc", "--by", "district", "--every", "month", "--last", "12")
        assert not any(
            line.get_clip_on() for axes in drawn(one).axes for line in axes.get_lines() if line.get_marker() == "o"
        )

    def test_numbers_of_children_are_whole_with_thousands_separators(self):
        axes = drawn(chart_for("activity")).axes[0]
        assert all(tick == int(tick) for tick in axes.get_yticks())
        assert axes.yaxis.get_major_formatter()(1500) == "1,500"

    def test_words_say_at_for_a_day(self):
        assert "47.7 at 31 March 2015, 28.0 at 31 July 2020" in chart_for("rates", "--at", "2015-03-31,2020-07-31").alt

    @pytest.mark.parametrize(
        "arguments",
        [
            ("activity", "--year", "2016/17..2020/21"),
            ("activity", "--year", "2017/18..2019/20", "--ytd"),
            ("icpc", "--by", "district", "--quarter", "Q1-18/19..Q2-20/21"),
            ("icpc", "--by", "district", "--every", "month", "--last", "12"),
            ("icpc", "--every", "month", "--last", "24", "--spc"),
            ("icpc", "--month", "Apr-20..Jul-20", "--rolling", "12"),
            ("rates", "--at", "2015-03-31,2016-03-31,2020-03-31,2020-07-31"),
            ("rates", "--by", "district", "--at", "2015-03-31,2016-03-31,2020-07-31"),
            ("reviews", "--year", "2015/16..2020/21"),
        ],
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
