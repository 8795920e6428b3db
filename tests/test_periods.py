"""Periods: what people write, ranges, splits, labels."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpind import periods
from cpind.errors import UsageError
from cpind.selection import Wanted, select

AS_AT = date(2020, 7, 31)


@pytest.mark.parametrize("text", ["2019/20", "19/20", "2019-20", "201920", "2019/2020"])
def test_a_reporting_year_in_every_spelling(text):
    found = periods.parse_year(text)
    assert (found.start, found.end, found.label) == (date(2019, 4, 1), date(2020, 3, 31), "2019/20")


@pytest.mark.parametrize("text", ["Q1-20/21", "Q1 20/21", "q1 2020/21", "2020/21 Q1", "Q1-2020-21", "Q1 202021"])
def test_a_quarter_in_every_spelling(text):
    found = periods.parse_quarter(text)
    assert (found.start, found.end, found.label) == (date(2020, 4, 1), date(2020, 6, 30), "Q1 20/21")


@pytest.mark.parametrize("text", ["Mar-20", "Mar 2020", "march-20", "March 2020", "2020-03", "2020-3"])
def test_a_month_in_every_spelling(text):
    found = periods.parse_month(text)
    assert (found.start, found.end, found.label) == (date(2020, 3, 1), date(2020, 3, 31), "Mar-20")


@pytest.mark.parametrize("text", ["2020-07-31", "31/07/2020", "31-Jul-2020", "31 July 2020", "31.7.2020"])
def test_a_date_in_every_spelling(text):
    assert periods.parse_at(text).label == "31 July 2020"
    assert periods.parse_date(text) == AS_AT


def test_centuries():
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
def test_what_is_no_period_says_how_to_write_one(parse, text):
    with pytest.raises(UsageError, match="write it as|earlier date first"):
        parse(text)


def test_ranges():
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
    assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in zip(pieces, pieces[1:]))


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
    assert chosen(between=["2019-04-10..2019-06-30"], every="month") == ["2019-04-10 to 2019-04-30", "May-19", "Jun-19"]
    assert chosen(dates=["2020-01-31..2020-04-29"], every="month") == [
        "31 January 2020",
        "29 February 2020",
        "31 March 2020",
    ]
    with pytest.raises(UsageError, match="--every"):
        chosen(dates=["2020-01-31..2020-04-30"])


def test_combination_keeps_each_once():
    assert chosen(years=["2018/19", "2018/19..2019/20"], quarters=["Q1-20/21"], dates=["2020-07-31"]) == [
        "2018/19",
        "2019/20",
        "Q1 20/21",
        "31 July 2020",
    ]
