"""A figure and the rows it is made of: the members of every indicator add up to what is printed."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import EXAMPLES, extract_of, strategies
from support.every_column import example_with_every_column

import cpind
from cpind.errors import UnavailableError, UsageError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS
from cpind.inputs.population import Population
from cpind.model.periods import at, span, year
from cpind.model.selection import Wanted, select

EVERYONE = Population({}, number=9)
GROUPINGS = (None, "age", "category", "ethnic-group", "sex", "district", "team")


def adds_up(extract, code, periods, by=None, standing=None) -> int:
    """Assert that the members of an indicator add up to its figures; how many figures there were."""
    request = Request(by=by, population=EVERYONE)
    try:
        result = compute(extract, code, periods, request, standing=standing)
    except UnavailableError:
        return 0
    rows = cpind.members(extract, code, periods, request, standing=standing)
    for figure in result.figures:
        if figure.status == "unavailable":
            assert not len(rows[rows["period"] == figure.period])
            continue
        mine = rows[rows["period"] == figure.period]
        if INDICATORS[code].is_split:
            check_split(figure, mine)
        else:
            check(figure, mine[mine["group"] == figure.group] if figure.by else mine)
    return len(result.figures)


def check(figure, rows: pd.DataFrame) -> None:
    statistic = INDICATORS[figure.indicator].statistic
    if statistic.name == "difference":
        added = int(rows["in_numerator"].sum())
        assert (figure.numerator or 0) == added - (len(rows) - added), figure
    elif statistic.name == "ratio":
        added = int(rows["in_numerator"].sum())
        assert (figure.numerator or 0, figure.denominator or 0) == (added, len(rows) - added), figure
    elif statistic.is_count:
        assert (figure.numerator or 0) == len(rows) == rows["in_numerator"].sum(), figure
    elif statistic.name == "share":
        assert (figure.denominator or 0) == len(rows), figure
        assert (figure.numerator or 0) == rows["in_numerator"].sum(), figure
    else:
        assert (figure.denominator or 0) == len(rows), figure
        days = rows["measured"]
        if statistic.name == "mean":
            months = Fraction(int(days.sum())) / Fraction(36525, 1200)
            assert math.isclose(figure.numerator or 0, months, rel_tol=1e-12), figure
        elif len(rows):
            assert math.isclose(figure.value, np.median(days) / (365.25 / 12), rel_tol=1e-12), figure


def check_split(figure, rows: pd.DataFrame) -> None:
    if INDICATORS[figure.indicator].statistic.name == "bands":
        if figure.by:  # a period wholly before the extract has one figure without a band
            assert (figure.denominator, figure.numerator) == (len(rows), (rows["group"] == figure.group).sum()), figure
        return
    assert (figure.denominator or 0) == len(rows), figure
    if len(rows):
        share = {"25th percentile": 25, "Median": 50, "75th percentile": 75}[figure.group]
        assert (rows["measured"] <= figure.value).mean() >= share / 100
        assert (rows["measured"] < figure.value).mean() < share / 100


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


@pytest.mark.parametrize("code", INDICATORS)
def test_members_add_up_to_every_figure_of_the_example(warwickshire, standing, code):
    """Every period unsplit and by district, years by every grouping."""
    seen = sum(
        adds_up(warwickshire, code, periods, by, standing)
        for kind, periods in PERIODS.items()
        for by in (GROUPINGS if kind == "years" else (None, "district"))
    )
    assert seen > 15


@pytest.mark.parametrize("code", INDICATORS)
def test_members_of_returns_add_up_too(code):
    extract = cpind.read(EXAMPLES / "warwickshire" / "returns.csv")
    for by in (None, "age", "sex", "category"):
        adds_up(extract, code, ["2018/19", "2019/20", "Q1-18/19"], by)


@settings(max_examples=60)
@given(
    rows=strategies.extracts(),
    code=st.sampled_from(list(INDICATORS)),
    by=st.sampled_from(GROUPINGS[:4]),
    as_at=st.none() | strategies.days(),
)
def test_members_of_generated_extracts_add_up(rows, code, by, as_at):
    if not any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = extract_of(strategies.write_csv(rows))
    periods = [year(2017), year(2018), at(date(2018, 6, 30)), span(date(2017, 1, 1), date(2018, 12, 31))]
    try:
        adds_up(extract, code, periods, by, bases(extract, as_at=as_at))
    except UsageError:
        assert by  # a column that the extract does not have, or that would identify children


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
