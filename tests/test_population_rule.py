"""One run takes one population rule, and says which, and where the mid-year changes.

The packaged example: 295 children at 31 March 2020; 115,928 aged 0-17 in mid-2018, 117,720 in mid-2019.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from support import run

from cpind.inputs.population import default_rule
from cpind.model.periods import Period, as_periods


def rates(*arguments):
    result = run("rates", *arguments, "--compare", "England", "-f", "json", "-q")
    assert result.exit_code == 0, result.output
    return [
        (row["numerator"], row["denominator"]) for row in json.loads(result.stdout) if row["area"] == "Warwickshire"
    ]


@pytest.mark.parametrize(
    "label, rule",
    [
        ("2019/20", "dfe"),
        ("2020-03-31", "dfe"),
        ("2020-03-30", "published"),
        ("2020-07-31", "published"),
        ("Q4-19/20", "published"),
        ("Q1-20/21", "published"),
        ("Mar-20", "published"),
    ],
)
def test_each_kind_of_period_has_its_rule_of_mid_years(label, rule):
    (period,) = as_periods([label])
    assert default_rule(period) == rule


@pytest.mark.parametrize("kind", ["span", "ytd", "rolling", "between"])
def test_a_span_that_ends_on_a_31_march_takes_no_step(kind):
    assert default_rule(Period("x", date(2019, 4, 1), date(2020, 3, 31), kind)) == "published"


def test_a_year_and_its_last_quarter_differ_by_their_population_alone(example):
    assert rates("--year", "2019/20") == [(295, 117_720)]  # 25.1
    assert rates("--at", "2020-03-31") == [(295, 117_720)]
    assert rates("--quarter", "Q4-19/20") == [(295, 115_928)]  # 25.4
    assert rates("--month", "Mar-20") == [(295, 115_928)]
    assert rates("--between", "2019-04-01..2020-03-31") == [(295, 115_928)]
    assert rates("--at", "2020-03-31", "--rolling", "12") == [(295, 115_928)]


def test_the_population_does_not_change_in_march(example):
    people = [denominator for _, denominator in rates("--month", "Jan-20..Jul-20")]
    assert people == [115_928] * 5 + [117_720] * 2  # from June on: mid-2019 was out on 30 June 2020


def test_the_table_names_the_rule_and_the_step(example):
    printed = run("rates", "--month", "Mar-20..Jul-20").stdout
    assert "the latest published by the date; the mid-year changes from mid-2018 to mid-2019 at Jun-20" in printed
    assert "by DfE's rule a 31 March takes a later one" in printed
    assert "Mid-years by DfE's rule: the one before 31 March" in run("rates").stdout
    assert "31 March" not in run("rates", "--month", "Jun-20").stdout.partition("Mid-years:")[2]


def test_a_mid_year_that_stands_in_for_another_is_marked_in_every_format(example):
    (example / "p.csv").write_text("area,mid_year,population\nWarwickshire,2018,115928\n")
    about = ("rates", "--population", "p.csv", "--year", "2018/19..2019/20")
    for form in ("table", "markdown"):
        assert "mid-2018 (in place of mid-2019) for 2019/20" in run(*about, "-f", form).stdout
    for form in ("csv", "tsv"):
        assert "mid-2018 (in place of mid-2019) for 2019/20" in run(*about, "-f", form).stderr
    rows = [row for row in json.loads(run(*about, "-f", "json", "-q").stdout) if row["area"] == "Warwickshire"]
    assert [row["note"].count("in place of mid-2019") for row in rows] == [0, 1]
    alone = run("rates", "--population", "p.csv", "--at", "2020-03-31").stdout
    assert "mid-2018 (in place of mid-2019)." in alone and "for 31 March" not in alone


def test_a_rule_asked_for_holds_for_every_period(example):
    assert rates("--quarter", "Q4-19/20", "--population-rule", "dfe") == [(295, 117_720)]
    assert rates("--year", "2019/20", "--population-rule", "published") == [(295, 115_928)]
    printed = run("rates", "--year", "2019/20", "--population-rule", "published").stdout
    assert "Mid-years: the latest published by the date" in printed
    assert "Mid-years" not in run("rates", "--year", "2019/20", "--population-year", "2018").stdout
    assert "Mid-years" not in run("rates", "--year", "2019/20", "--population", "117720").stdout
