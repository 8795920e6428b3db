"""Numbers that cannot be what they stand for, and inputs that say too little: refused, or noted."""

from __future__ import annotations

import pytest
from support import run

from cpind.output.paper_words import in_a_paper

PLANS = (
    "child_id,plan_start,plan_end,district\na,2019-05-01,2019-09-01,Rugby\nb,2019-06-01,,Warwick\nc,2019-07-01,,Rugby\n"
)
BENCHMARKS = "indicator,area,period,value\ntwo-year,England,2019/20,{}\ntwo-year,West,2019/20,{}\n"


@pytest.fixture
def plans(here):
    (here / "e.csv").write_text(PLANS)
    return here


@pytest.mark.parametrize("value", ["250", "-1", "100.1"])
def test_a_benchmark_that_is_not_a_percentage_is_refused(plans, value):
    (plans / "b.csv").write_text(BENCHMARKS.format("3.4", value))
    refused = run("two-year", "e.csv", "--year", "2019/20", "--benchmarks", "b.csv")
    assert refused.exit_code == 1
    assert "b.csv, row 3, value: two-year is a percentage, so write a number from 0 to 100" in refused.stderr


@pytest.mark.parametrize("values, is_named", [(("0.034", "0.78"), True), (("0.7", "3.4"), False), (("0", "0"), False)])
def test_benchmarks_that_may_be_shares_are_named(plans, values, is_named):
    (plans / "b.csv").write_text(BENCHMARKS.format(*values))
    printed = run("two-year", "e.csv", "--year", "2019/20", "--benchmarks", "b.csv", "--compare", "England").stdout
    assert ("Every benchmark of two-year is 1 or less" in printed) == is_named


def test_rates_of_more_than_100_are_not_taken_for_percentages(plans):
    (plans / "b.csv").write_text("indicator,area,period,value\nrates,England,2019/20,143.7\n")
    assert run("rates", "e.csv", "--population", "900", "--year", "2019/20", "--benchmarks", "b.csv").exit_code == 0


def test_the_name_of_an_indicator_is_not_a_command(plans):
    refused = run("plans-started", "e.csv")
    assert refused.exit_code == 2
    assert "plans-started is an indicator: cpind show plans-started prints it." in refused.stderr
    assert "is an indicator" not in run("nonsense", "e.csv").stderr


def test_disproportion_without_rates_of_groups_says_so(plans):
    common = ("rates", "e.csv", "--year", "2019/20", "--by", "district", "--disproportion")
    printed = run(*common, "--population", "900").stdout
    assert "No ratio: no group of district has a rate to compare with the whole area's" in printed
    (plans / "p.csv").write_text(
        "area,mid_year,population,by,group\nCounty,2018,900,,\nCounty,2018,500,district,Rugby\nCounty,2018,400,district,Warwick\n"
    )
    (plans / "cpind.toml").write_text('authority = "County"\n')
    assert "No ratio" not in run(*common, "--population", "p.csv").stdout


def test_a_population_of_one_child_is_in_the_singular(plans):
    assert "Population: 1 child." in run("rates", "e.csv", "--year", "2019/20", "--population", "1").stdout


def test_the_note_on_adults_counts_only_the_dates_shown(plans):
    (plans / "e.csv").write_text(
        "child_id,date_of_birth,plan_start,plan_end\na,2000-01-01,2017-05-01,2018-09-01\nb,2001-01-01,2019-06-01,\n"
    )
    one = run("show", "plans-open", "e.csv", "--year", "2019/20").stdout
    assert "1 plan of a person aged 18 or over at the date is counted" in one
    assert "give the check the same period (check aged-18)." in one
    years = ("--year", "2017/18..2019/20")
    two = run("show", "plans-open", "e.csv", *years).stdout
    assert "2 plans of people aged 18 or over at the dates shown are counted" in two
    assert "give the check the same periods (check aged-18)." in two
    listed = run("check", "e.csv", "--only", "aged-18", "--rows", *years).stdout
    assert listed.count("aged-18 ") == 2
    (note,) = [line for line in two.splitlines() if "aged 18" in line]
    assert in_a_paper(note).endswith("or whether the plans have ended.")


def test_identifiers_of_no_child_are_named_by_their_lines(plans):
    (plans / "ids.txt").write_text("a\nzz\nyy\n")
    printed = run("children", "e.csv", "--journey", "ids.txt").output
    assert "No child of the extract has the identifiers of lines 2 and 3." in printed
    (plans / "ids.txt").write_text("a\nzz\n")
    assert "has the identifier of line 2." in run("children", "e.csv", "--journey", "ids.txt").output


@pytest.mark.parametrize("rows", ["Rugby,2018,950,,\n", "County,2018,950,district,Rugby\n"])
def test_a_district_with_more_children_than_the_county_is_found(plans, rows):
    (plans / "cpind.toml").write_text('authority = "County"\npopulation = "p.csv"\n')
    heading = "area,mid_year,population,by,group\n"
    (plans / "p.csv").write_text(f"{heading}County,2018,900,,\nElsewhere,2018,9000,,\n{rows}")
    listed = run("check", "e.csv", "--only", "population-above", "--rows").stdout.lower()
    assert "rugby, mid-2018: 950 children, county 900" in listed and "elsewhere" not in listed
    note = "Rugby has more children than County (mid-2018), so one of the populations is wrong"
    rates = ("rates", "e.csv", "--year", "2019/20", "--by", "district")
    assert f"{note} (check population-above)." in run(*rates).stdout
    assert note not in run("rates", "e.csv", "--year", "2019/20").stdout
    assert in_a_paper(f"{note} (check population-above).") == f"{note}."
    (plans / "p.csv").write_text(f"{heading}County,2018,900,,\n{rows.replace('950', '900')}")
    assert "mid-2018" not in run("check", "e.csv", "--only", "population-above", "--rows").stdout
    assert "more children than" not in run(*rates).stdout


def test_a_table_says_that_a_measure_is_left_out_only_if_it_has_a_place_for_it(here):
    rows = "".join(f"{n},2019-0{n}-15,,{n % 2}\n" for n in range(1, 10))
    (here / "e.csv").write_text(f"child_id,plan_start,plan_end,previous_plans\n{rows}")
    arguments = ("repeats", "e.csv", "--from", "2018-01-01", "--as-at", "2020-06-30")
    is_said = ["Left out: repeats-2y" in run(*arguments, *period).stdout for period in ([], ["--quarter", "Q1-19/20"])]
    assert is_said == [False, True]
    assert "left out: repeats-2y" in run(*arguments, "--long", "-f", "csv").stderr.lower()
