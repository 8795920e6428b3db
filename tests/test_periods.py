"""Periods: what people write, ranges, splits, labels."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpind.analysis.change import year_before
from cpind.errors import UsageError
from cpind.model import periods
from cpind.model.cells import parse
from cpind.model.periods import mid_year_of, parse_date, parse_year, year
from cpind.model.selection import Wanted, select

AS_AT = date(2020, 7, 31)


@pytest.mark.parametrize("text", ["2019/20", "19/20", "2019-20", "201920", "2019/2020"])
def test_a_reporting_year_is_read_in_every_spelling(text):
    found = periods.parse_year(text)
    assert (found.start, found.end, found.label) == (date(2019, 4, 1), date(2020, 3, 31), "2019/20")


@pytest.mark.parametrize("text", ["Q1-20/21", "Q1 20/21", "q1 2020/21", "2020/21 Q1", "Q1-2020-21", "Q1 202021"])
def test_a_quarter_is_read_in_every_spelling(text):
    found = periods.parse_quarter(text)
    assert (found.start, found.end, found.label) == (date(2020, 4, 1), date(2020, 6, 30), "Q1 20/21")


@pytest.mark.parametrize("text", ["Mar-20", "Mar 2020", "march-20", "March 2020", "2020-03", "2020-3"])
def test_a_month_is_read_in_every_spelling(text):
    found = periods.parse_month(text)
    assert (found.start, found.end, found.label) == (date(2020, 3, 1), date(2020, 3, 31), "Mar-20")


@pytest.mark.parametrize("text", ["2020-07-31", "31/07/2020", "31-Jul-2020", "31 July 2020", "31.7.2020"])
def test_a_date_is_read_in_every_spelling(text):
    assert periods.parse_at(text).label == "31 July 2020"
    assert periods.parse_date(text) == AS_AT


def test_two_digit_years_take_the_right_century():
    assert periods.parse_year("99/00").reporting_year == 2000
    assert periods.parse_year("1999/00").label == "1999/00"
    assert periods.parse_year("95/96").reporting_year == 1996
    assert periods.parse_month("Mar-95").start == date(1995, 3, 1)


@pytest.mark.parametrize(
    "parse, text",
    [
        (periods.parse_year, "2019"),
        (periods.parse_year, "2019/21"),
        (periods.parse_year, "202003"),
        (periods.parse_year, ""),
        (periods.parse_quarter, "Q5-20/21"),
        (periods.parse_quarter, "Q1"),
        (periods.parse_quarter, "Q1-2020"),
        (periods.parse_month, "2020-13"),
        (periods.parse_month, "Foo-20"),
        (periods.parse_month, "Marching-20"),
        (periods.parse_date, "31/02/2020"),
        (periods.parse_date, "07/31/2020"),
        (periods.parse_date, "31/07/20"),
        (periods.parse_date, "1989-12-31"),
        (periods.parse_date, "2100-01-01"),
        (periods.parse_span, "2020-01-01"),
        (periods.parse_span, "2020-02-01..2020-01-01"),
    ],
)
def test_a_text_that_is_not_a_period_is_refused_with_how_to_write_one(parse, text):
    with pytest.raises(UsageError, match="write it as|earlier date first"):
        parse(text)


def test_a_range_of_periods_is_expanded():
    labels = [p.label for p in periods.parse_range("Q4-17/18..Q1-20/21", periods.parse_quarter)]
    assert len(labels) == 10
    assert (labels[0], labels[1], labels[-1]) == ("Q4 17/18", "Q1 18/19", "Q1 20/21")
    assert [p.label for p in periods.parse_range("Nov-19..Feb-20", periods.parse_month)] == [
        "Nov-19",
        "Dec-19",
        "Jan-20",
        "Feb-20",
    ]
    with pytest.raises(UsageError, match="runs backwards"):
        periods.parse_range("2019/20..2015/16", periods.parse_year)


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 1500), st.sampled_from(["year", "quarter", "month"])
)
def test_pieces_partition_the_period(start, length, every):
    whole = periods.span(start, start + timedelta(days=length))
    pieces = list(periods.split(whole, every))
    assert pieces[0].start == whole.start
    assert pieces[-1].end == whole.end
    assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in pairwise(pieces))


def test_add_months_clips_to_the_months_end():
    assert periods.add_months(date(2020, 2, 29), 24) == date(2022, 2, 28)
    assert periods.add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert periods.add_months(date(2020, 3, 31), -1) == date(2020, 2, 29)


def chosen(**wanted) -> list[str]:
    return [period.label for period in select(Wanted(**wanted), AS_AT)]


def test_year_to_date_and_rolling():
    assert chosen(ytd=True) == ["2020/21 to 31 Jul 2020"]
    assert chosen(ytd=True, every="month") == ["Apr-20", "May-20", "Jun-20", "Jul-20"]
    assert chosen(rolling=12) == ["12 months to 31 Jul 2020"]
    (year,) = select(Wanted(quarters=["Q1-20/21"], rolling=12), AS_AT)
    assert (year.start, year.end) == (date(2019, 7, 1), date(2020, 6, 30))


def test_every_splits_what_is_spanned():
    assert chosen(years=["2019/20"], every="quarter") == ["Q1 19/20", "Q2 19/20", "Q3 19/20", "Q4 19/20"]
    assert chosen(between=["2019-04-10..2019-06-30"], every="month") == [
        "Apr-19 from 10 Apr 2019",
        "May-19",
        "Jun-19",
    ]
    assert chosen(between=["2019-04-10..2019-07-05"], every="quarter") == [
        "Q1 19/20 from 10 Apr 2019",
        "Q2 19/20 to 5 Jul 2019",
    ]
    assert chosen(between=["2019-04-10..2019-04-20"], every="month") == ["Apr-19, 10 Apr 2019 to 20 Apr 2019"]


def test_the_year_before_is_labelled_as_the_period_is():
    labels = {
        "2025/26 to 19 Oct 2025": periods.year_to_date(date(2026, 10, 19)),
        "12 months to 30 Sep 2025": periods.rolling(periods.month(2026, 9), 12),
        "3 months to 29 Feb 2024": periods.rolling(periods.month(2025, 2), 3),
        "Oct-25 to 19 Oct 2025": periods.part_of(periods.month(2026, 10), date(2026, 10, 1), date(2026, 10, 19)),
        "Q2 24/25 from 5 Jul 2024": periods.part_of(periods.quarter(2026, 2), date(2025, 7, 5), date(2025, 9, 30)),
        "2025-10-01 to 2025-10-19": periods.span(date(2026, 10, 1), date(2026, 10, 19)),
        "31 March 2025": periods.at(date(2026, 3, 31)),
        "Oct-25": periods.month(2026, 10),
    }
    for label, period in labels.items():
        before = year_before(period)
        assert before is not None and before.label == label and before.kind == period.kind
        assert (before.start.year, before.end.year) == (period.start.year - 1, period.end.year - 1)
    assert chosen(dates=["2020-01-31..2020-04-29"], every="month") == [
        "31 January 2020",
        "29 February 2020",
        "31 March 2020",
    ]
    with pytest.raises(UsageError, match="--every"):
        chosen(dates=["2020-01-31..2020-04-30"])


def test_combined_periods_keep_each_period_once():
    assert chosen(years=["2018/19", "2018/19..2019/20"], quarters=["Q1-20/21"], dates=["2020-07-31"]) == [
        "2018/19",
        "2019/20",
        "Q1 20/21",
        "31 July 2020",
    ]


# --- lists, dashes, the last so many ----------------------------------------------------------------


def labels(**wanted) -> list[str]:
    return [period.label for period in select(Wanted(**wanted), AS_AT)]


@pytest.mark.parametrize(
    "kind, text, expected",
    [
        ("years", "2017/18,2019/20", ["2017/18", "2019/20"]),
        ("years", "2017/18; 2019/20", ["2017/18", "2019/20"]),
        ("years", "2018/19-2019/20", ["2018/19", "2019/20"]),
        ("years", "2018/19 - 2019/20", ["2018/19", "2019/20"]),
        ("years", "2018-19-2019-20", ["2018/19", "2019/20"]),
        ("years", "2018/19 to 2019/20", ["2018/19", "2019/20"]),
        ("years", "2019-20", ["2019/20"]),
        ("years", "2019-2020", ["2019/20"]),
        ("years", "2015/16..2016/17,2019-20", ["2015/16", "2016/17", "2019/20"]),
        ("quarters", "Q1-20/21,Q3-20/21", ["Q1 20/21", "Q3 20/21"]),
        ("quarters", "Q4-19/20-Q1-20/21", ["Q4 19/20", "Q1 20/21"]),
        ("quarters", "Q4-2019-20-Q1-2020-21", ["Q4 19/20", "Q1 20/21"]),
        ("months", "03/2020", ["Mar-20"]),
        ("months", "3/2020", ["Mar-20"]),
        ("months", "11/2012", ["Nov-12"]),
        ("months", "2020-03,2020-05", ["Mar-20", "May-20"]),
        ("months", "2020-03-2020-05", ["Mar-20", "Apr-20", "May-20"]),
        ("months", "Mar-20-May-20", ["Mar-20", "Apr-20", "May-20"]),
        ("months", "03/2020-05/2020", ["Mar-20", "Apr-20", "May-20"]),
        ("months", f"Mar-20{chr(0x2013)}Apr-20", ["Mar-20", "Apr-20"]),
        ("dates", "2020-03-31,31/07/2020", ["31 March 2020", "31 July 2020"]),
        (
            "between",
            "2020-01-01..2020-01-31,2020-03-01 to 2020-03-02",
            ["2020-01-01 to 2020-01-31", "2020-03-01 to 2020-03-02"],
        ),
        ("between", "2020-01-01-2020-01-31", ["2020-01-01 to 2020-01-31"]),
    ],
)
def test_lists_and_ranges_with_dashes_are_read(kind, text, expected):
    assert labels(**{kind: [text]}) == expected
    if kind != "between" and text != "11/2012":  # 11/2012 alone could be a year
        found = [period.label for period in periods.as_periods(text)]
        assert found == expected


def test_a_range_of_dates_with_a_dash_is_split():
    assert labels(dates=["2020-01-15-2020-03-31"], every="month") == [
        "31 January 2020",
        "29 February 2020",
        "31 March 2020",
    ]


@pytest.mark.parametrize("text", ["2011-12", "11/2012", "2010-11-2011-12"])
def test_an_ambiguous_label_is_refused_unless_its_kind_is_given(text):
    with pytest.raises(UsageError, match="could be"):
        periods.as_periods([text])


@pytest.mark.parametrize(
    "kind, text",
    [
        ("years", "2017/18,"),
        ("years", ",2017/18"),
        ("years", "2019/20-2018/19"),
        ("years", "2018-2020"),
        ("years", "2018/19-20"),
        ("months", "03/20"),
        ("months", "2020-03-05"),
        ("months", "13/2020"),
        ("quarters", "Q1-Q3"),
        ("quarters", "Q1-20/21,Q5-20/21"),
    ],
)
def test_malformed_lists_and_ranges_are_refused(kind, text):
    with pytest.raises(UsageError):
        labels(**{kind: [text]})


def test_the_last_complete_units_to_as_at():
    assert labels(last=2) == ["2018/19", "2019/20"]
    assert labels(last=3, every="quarter") == ["Q3 19/20", "Q4 19/20", "Q1 20/21"]
    assert labels(last=2, every="month") == ["Jun-20", "Jul-20"]
    assert len(labels(last=8, every="quarter")) == 8
    a_day_before = [p.label for p in select(Wanted(last=1, every="month"), date(2020, 7, 30))]
    assert a_day_before == ["Jun-20"]
    assert [p.label for p in select(Wanted(last=1), date(2020, 3, 31))] == ["2019/20"]
    assert [p.label for p in select(Wanted(last=1), date(2020, 3, 30))] == ["2018/19"]
    assert labels(last=1, every="quarter", rolling=12) == ["12 months to 30 Jun 2020"]


@pytest.mark.parametrize("other", [{"years": ["2019/20"]}, {"ytd": True}, {"dates": ["2020-07-31"]}])
def test_the_last_units_beside_other_periods_are_refused(other):
    with pytest.raises(UsageError, match="--last"):
        labels(last=2, **other)


def test_the_number_of_last_units_is_limited():
    with pytest.raises(UsageError, match="before 1990"):
        labels(last=100)


# --- one parser of years, one of dates --------------------------------------------------------------


@pytest.mark.parametrize("text", ["2019/20", "19/20", "2019-20", "2019/2020", "201920", "20192020"])
def test_options_and_cells_read_a_reporting_year_in_the_same_way(text):
    assert parse_year(text) == year(2020)
    assert parse([text], "year").values.tolist() == [2020]


@pytest.mark.parametrize("text", ["2019/21", "2019", "1989/90", "2099/00", "2019/20 Q1", "19", "2019//20", ""])
def test_a_text_that_is_not_a_reporting_year_is_refused(text):
    with pytest.raises(UsageError):
        parse_year(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2019", 2019), ("2019.0", 2019), ("mid-2019", 2019), ("Mid 2019", 2019), ("mid2019", 2019), (" 2019 ", 2019)]
    + [(text, None) for text in ("1989", "2100", "19", "2019/20", "mid", "mid-19", "2019.5", "midyear 2019", "")],
)
def test_a_mid_year_is_read(text, expected):
    assert mid_year_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2020-07-03", "2020-7-3", "2020/07/03", "20200703", "03/07/2020", "3/7/2020", "3.7.2020", "3 - 7 - 2020"]
    + ["3-Jul-2020", "3 July 2020", "3rd of July 2020", "Friday 3 July 2020", "July 3, 2020", " 3  July  2020 "],
)
def test_options_and_cells_read_a_date_in_the_same_way(text):
    assert parse_date(text) == date(2020, 7, 3)
    if text.strip() == text and " - " not in text:  # cells are tidied before they are read
        assert parse([text], "date").values.astype(str).tolist() == ["2020-07-03"]


@pytest.mark.parametrize(
    "text", ["31/02/2020", "07/13/2020", "3/7/20", "1989-12-31", "2100-01-01", "July", "Monday 3 July 2020", ""]
)
def test_a_text_that_is_not_a_date_is_refused(text):
    with pytest.raises(UsageError, match="is not a date: write it as 2020-07-31"):
        parse_date(text)
