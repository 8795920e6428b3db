"""A figure and the rows it is made of: the members of every indicator add up to what is printed."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, extract_of, strategies
from support.comparing import EVERYONE, figures_of
from support.every_column import example_with_every_column
from support.profiles import examples, first

import cpind
from cpind.errors import UsageError
from cpind.figures.bases import bases
from cpind.figures.engine import Request
from cpind.figures.indicators import INDICATORS
from cpind.figures.members import members
from cpind.model.columns import Categorical, Frame
from cpind.model.periods import as_periods, at, span, year
from cpind.model.selection import Wanted, select

GROUPINGS = (None, "age", "category", "ethnic-group", "sex", "district", "team")


class Rows:
    """The members of an indicator, looked up by the figure that they are behind."""

    def __init__(self, rows: Frame | pd.DataFrame) -> None:
        self.in_numerator, self.measured = (np.asarray(rows[name]) for name in ("in_numerator", "measured"))
        self._by_group, self._by_period = defaultdict(list), defaultdict(list)
        for position, (period, group) in enumerate(zip(*(texts(rows[name]) for name in ("period", "group")))):
            self._by_group[period, group].append(position)
            self._by_period[period].append(position)

    def of_period(self, figure) -> list[int]:
        """The positions of all rows of the figure's period."""
        return self._by_period[figure.period]

    def of_group(self, figure) -> list[int]:
        """Those of them in its group."""
        return self._by_group[figure.period, figure.group]


def texts(column: Categorical | pd.Series) -> list[str]:
    return column.listed() if isinstance(column, Categorical) else column.fillna("").tolist()


def add_up(figures, rows: Rows) -> None:
    """Assert that the members of an indicator add up to its figures."""
    for figure in figures:
        if figure.status == "unavailable":
            assert not rows.of_period(figure), figure
        elif INDICATORS[figure.indicator].is_split:
            check_split(figure, rows)
        else:
            mine = rows.of_group(figure) if figure.by else rows.of_period(figure)
            check(figure, rows.in_numerator[mine], rows.measured[mine])


def check(figure, in_numerator: np.ndarray, days: np.ndarray) -> None:
    statistic = INDICATORS[figure.indicator].statistic
    count, added = len(in_numerator), int(in_numerator.sum())
    if statistic.name == "difference":
        assert (figure.numerator or 0) == added - (count - added), figure
    elif statistic.name == "ratio":
        assert (figure.numerator or 0, figure.denominator or 0) == (added, count - added), figure
    elif statistic.is_count:
        assert (figure.numerator or 0) == count == added, figure
    elif statistic.name == "share":
        assert (figure.denominator or 0) == count, figure
        assert (figure.numerator or 0) == added, figure
    else:
        assert (figure.denominator or 0) == count, figure
        if statistic.name == "mean":
            months = Fraction(int(days.sum())) / Fraction(36525, 1200)
            assert math.isclose(figure.numerator or 0, months, rel_tol=1e-12), figure
        elif count:
            assert math.isclose(figure.value, np.median(days) / (365.25 / 12), rel_tol=1e-12), figure


def check_split(figure, rows: Rows) -> None:
    mine = rows.of_period(figure)
    if INDICATORS[figure.indicator].statistic.name == "bands":
        if figure.by:  # a period wholly before the extract has one figure without a band
            assert (figure.denominator, figure.numerator) == (len(mine), len(rows.of_group(figure))), figure
        return
    assert (figure.denominator or 0) == len(mine), figure
    if len(mine):
        share = {"25th percentile": 25, "Median": 50, "75th percentile": 75}[figure.group]
        assert (rows.measured[mine] <= figure.value).mean() >= share / 100, figure
        assert (rows.measured[mine] < figure.value).mean() < share / 100, figure


@pytest.fixture(scope="module")
def warwickshire():
    return example_with_every_column()


PERIODS = {
    "years": ["2018/19", "2019/20"],
    "quarters": ["Q3-19/20..Q1-20/21"],
    "months": ["Jan-20..Mar-20"],
    "a date": [date(2020, 3, 31)],
    "a span": [span(date(2019, 1, 1), date(2019, 12, 31))],
    "rolling": select(Wanted(months=["Mar-20"], rolling=12), date(2020, 7, 31)),
}


@pytest.fixture(scope="module")
def standing(warwickshire):
    """Made once: the events of all indicators are the same."""
    return bases(warwickshire)


SPLITS = [(kind, None) for kind in PERIODS] + [("quarters", "district")] + [("years", by) for by in GROUPINGS if by]
"""Every kind of period without groups, quarters by district, and years by every grouping."""


@pytest.fixture(scope="module")
def figures_of_the_example(warwickshire, standing):
    """{(kind of period, grouping): the figures of each indicator}"""
    return {
        (kind, by): figures_of(warwickshire, PERIODS[kind], Request(by=by, population=EVERYONE), standing)
        for kind, by in SPLITS
    }


@pytest.fixture(scope="module")
def placed():
    """The placed events of each kind of period, which indicators share."""
    return defaultdict(dict)


@pytest.mark.parametrize("code", INDICATORS)
def test_members_add_up_to_every_figure_of_the_example(warwickshire, standing, figures_of_the_example, placed, code):
    seen = 0
    for (kind, by), figures in figures_of_the_example.items():
        if code in figures:
            request = Request(by=by, population=EVERYONE)
            periods = as_periods(PERIODS[kind])
            listed = members(warwickshire, code, periods, request, standing=standing, cache=placed[kind])
            add_up(figures[code], Rows(listed.rows))
            seen += len(figures[code])
    assert seen > 15


@pytest.mark.parametrize(
    ("by", "in_notebook"), first(2, [("age", False), ("category", True), (None, True), ("sex", False)])
)
def test_members_of_returns_add_up_too(by, in_notebook):
    """A notebook has them as DataFrames."""
    extract = cpind.read(EXAMPLES / "warwickshire" / "returns.csv")
    standing, placed = bases(extract), {}
    labels, request = ["2018/19", "2019/20", "Q1-18/19"], Request(by=by, population=EVERYONE)
    for code, figures in figures_of(extract, labels, request, standing).items():
        if in_notebook:
            rows = cpind.members(extract, code, labels, request, standing=standing)
        else:
            rows = members(extract, code, as_periods(labels), request, standing=standing, cache=placed).rows
        add_up(figures, Rows(rows))


@examples(8, nightly=20)
@given(rows=strategies.extracts(), by=st.sampled_from(GROUPINGS[:4]), as_at=st.none() | strategies.days())
def test_members_of_generated_extracts_add_up(rows, by, as_at):
    if not any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = extract_of(strategies.write_csv(rows))
    standing = bases(extract, as_at=as_at)
    periods = [year(2017), year(2018), at(date(2018, 6, 30)), span(date(2017, 1, 1), date(2018, 12, 31))]
    request, placed = Request(by=by, population=EVERYONE), {}
    try:
        by_code = figures_of(extract, periods, request, standing)
    except UsageError:
        assert by  # a column that the extract does not have, or that would identify children
        return
    for code, figures in by_code.items():
        add_up(figures, Rows(members(extract, code, periods, request, standing=standing, cache=placed).rows))


def test_members_name_the_child_the_dates_and_the_row():
    text = (
        "child_id,team,s47_start,icpc_date\n"
        "a,North,2019-05-01,2019-05-10\nb,North,2019-05-01,2019-06-20\nc,South,,2019-07-01\n"
    )
    extract = extract_of(text)
    rows = cpind.members(
        extract, "icpc", "2019/20", cpind.Request(by="team"), standing=bases(extract, as_at=date(2020, 3, 31))
    )
    assert list(rows["child_id"]) == ["a", "b", "c"]
    assert list(rows["in_numerator"]) == [True, False, False]
    assert list(rows["group"]) == ["North", "North", "South"]
    assert [str(day)[:10] for day in rows["icpc_date"]] == ["2019-05-10", "2019-06-20", "2019-07-01"]
    assert list(rows["caveats"].fillna("")) == ["", "", "no-s47"]
    assert list(rows["row"]) == [2, 3, 4]


def test_members_of_an_unknown_indicator_are_refused():
    with pytest.raises(UsageError, match='did you mean "icpc"'):
        cpind.members(extract_of("child_id,icpc_date\na,2019-05-10\n"), "icpcs")
