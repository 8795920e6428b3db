"""cpind.toml: found where it should be, refused where it is wrong; init; population and benchmark files."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from support import run

from cpind.benchmarks import read_benchmarks
from cpind.errors import InputError, UsageError
from cpind.inputs.config import read_settings
from cpind.inputs.population import Population, read_population, wanted_mid_year
from cpind.output.words import estimate_label

# --- settings ---------------------------------------------------------------------------------------


def test_settings_may_give_headings_date_forms_and_encoding(example):
    """The second example is Rugby's part of the first: the same figures, whatever the headings."""
    for command in (["activity"], ["icpc"], ["repeats", "--quarter", "Q1-20/21"]):
        theirs = json.loads(run(*command, "../other-headings", "-f", "json").stdout)
        ours = json.loads(run(*command, "extract.csv", "--by", "district", "--from", "2014-04-01", "-f", "json").stdout)
        rugby = {
            (f["indicator"], f["period"]): (f["numerator"], f["denominator"]) for f in ours if f["group"] == "Rugby"
        }
        found = {(f["indicator"], f["period"]): (f["numerator"], f["denominator"]) for f in theirs if not f["by"]}
        shared = found.keys() & rugby.keys()
        assert len(shared) >= 3
        if command == ["icpc"]:  # transfer-ins are not marked in the second example
            assert {k: found[k][1] for k in shared} == {k: rugby[k][1] for k in shared}
        elif command == ["activity"]:
            assert {k: found[k] for k in shared} == {k: rugby[k] for k in shared}


def test_settings_of_the_extracts_folder_precede_those_of_the_working_folder(here):
    folder = here / "team"
    folder.mkdir()
    (folder / "e.csv").write_text("child_id,plan_start,plan_end\n1,2019-05-01,2019-12-30\n")
    (here / "cpind.toml").write_text('authority = "Here"\n')
    assert "Here" in run("repeats", "team/e.csv").stdout
    (folder / "cpind.toml").write_text('authority = "Team"\n')
    result = run("repeats", "team/e.csv")
    assert "Team" in result.stdout
    assert f"cpind: settings from {Path('team') / 'cpind.toml'}\n" in result.stderr
    (here / "other.toml").write_text('authority = "Other"\n')
    assert "Other" in run("repeats", "team/e.csv", "--config", "other.toml").stdout
    assert "Mine" in run("repeats", "team/e.csv", "--authority", "Mine").stdout


def test_the_examples_settings_never_touch_a_users_file(here, example):
    shutil.copy(example / "extract.csv", here / "mine.csv")
    os.chdir(here)
    result = run("rates", "mine.csv")
    assert result.exit_code == 0
    assert "No population given, so no rate" in result.stdout
    assert "Warwickshire" not in result.stdout


def test_a_users_settings_never_touch_the_example(here):
    (here / "cpind.toml").write_text('authority = "Elsewhere"\npopulation = 5\n')
    result = run("rates", "--example")
    assert "Warwickshire" in result.stdout
    assert "packaged example" in result.stderr


def test_quiet_in_the_settings_suppresses_notes(example):
    assert run("rates", "-q").stderr == ""


@pytest.mark.parametrize(
    "text, message",
    [
        ("authority = ", "cpind.toml is not TOML that can be read"),
        ("extract = extract.csv", "(at line 1, column 11); write text in quotation marks"),
        ('authorty = "x"', 'cpind.toml: "authorty" is not a setting; they are as_at, audit, authority'),
        ("authority = 5", "cpind.toml, authority: write text in quotation marks"),
        ('as_at = "soon"', 'cpind.toml, as_at: "soon" is not a date'),
        ("extract = [1]", "cpind.toml, extract: write text in quotation marks"),
        ('columns = "x"', "cpind.toml, columns: write a table, [columns]"),
    ],
)
def test_settings_that_are_wrong_say_where(here, text, message):
    (here / "cpind.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        read_settings(here / "cpind.toml")
    assert message in str(caught.value)


def test_a_mapping_to_an_unknown_column_is_refused(here):
    (here / "e.csv").write_text("child_id,begun\n1,2019-05-01\n")
    (here / "cpind.toml").write_text('[columns]\nplan_begun = "begun"\n')
    assert (
        '[columns]: "plan_begun" is not a column of an extract; the columns are child_id'
        in run("activity", "e.csv").stderr
    )


def test_as_at_may_be_in_the_settings(here):
    (here / "cpind.toml").write_text("as_at = 2020-07-31\n")
    assert read_settings(here / "cpind.toml").as_at == date(2020, 7, 31)


def test_init_writes_settings_that_work_and_never_overwrites(here):
    assert run("init").exit_code == 0
    settings = read_settings(here / "cpind.toml")
    assert settings.extract == () and settings.authority is None
    # Every commented setting is one: uncommented they are still read.
    lines = (here / "cpind.toml").read_text().splitlines()
    active = [re.sub(r"^# ([\w.-]+ = )", r"\1", line) for line in lines]
    (here / "all.toml").write_text("\n".join(line for line in active if line != 'extract = "extract.csv"'))
    assert read_settings(here / "all.toml").authority == "Warwickshire"
    again = run("init")
    assert again.exit_code == 1
    assert "cpind.toml already exists and is left as it is" in again.stderr


def test_init_with_a_missing_file_writes_nothing(here):
    found = run("init", "extarct.csv")
    assert found.exit_code == 1 and "extarct.csv: no such file" in found.stderr
    assert not (here / "extarct.csv").exists()


STORE = 'authority = "Warwickshire"\nextract = "returns.csv"\nbenchmarks = "cpind-benchmarks.csv"\n'


@pytest.mark.parametrize(
    ("line", "command", "message"),
    [
        ("vintage = 2001", ["rates"], "cpind.toml, vintage 2001: the store has 2020"),
        ("vintage = 2001", ["reconcile"], "cpind.toml, vintage 2001: the store has 2020"),
        ("neighbour_set = 2001", ["benchmarks", "show", "icpc"], "cpind.toml, neighbour_set 2001: the store has 2021"),
        ('compare = ["Atlantis"]', ["rates"], 'cpind.toml, compare "Atlantis": the benchmarks have Statistical'),
        ('encoding = "klingon"', ["rates"], "cpind.toml, encoding klingon: no such encoding"),
        (
            'format = "pdf"',
            ["rates"],
            "cpind.toml, format: write one of csv, docx, html, json, markdown, parquet, png, svg, table, tsv, xlsx",
        ),
    ],
)
def test_a_value_of_the_settings_is_refused_by_the_settings_name(example, line, command, message):
    Path("cpind.toml").write_text(f"{STORE}{line}\n")
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr and " -" not in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        ("--vintage", "2002", "vintage = 2001"),
        ("--neighbour-set", "2002", "neighbour_set = 2001"),
        ("--compare", "Lyonesse", 'compare = ["Atlantis"]'),
        ("-e", "klingon", 'encoding = "romulan"'),
    ],
)
def test_a_value_of_the_command_line_is_refused_by_the_options_name(example, option, value, line):
    Path("cpind.toml").write_text(f"{STORE}{line}\n")
    result = run("rates", option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {option} " in result.stderr and value in result.stderr and "cpind.toml," not in result.stderr


def test_a_missing_benchmarks_file_of_the_settings_is_reported(example):
    Path("cpind.toml").write_text(STORE.replace("cpind-benchmarks", "nowhere"))
    result = run("rates")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error: cpind.toml, benchmarks: nowhere.csv: no such file\n" in result.stderr


# --- population -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, rule, mid_year",
    [
        ("2020-03-31", None, 2019),
        ("2020-03-31", "dfe", 2019),
        ("2020-03-31", "published", 2018),
        ("2018-02-28", None, 2016),
        ("2018-02-28", "dfe", 2017),
        ("2020-07-31", None, 2019),
        ("2020-07-31", "dfe", 2020),
        ("2020-06-29", None, 2018),
        ("2020-06-30", None, 2019),
        ("2019-12-31", "dfe", 2019),
        ("2019-12-31", None, 2018),
    ],
)
def test_each_date_has_its_mid_year(day, rule, mid_year):
    assert wanted_mid_year(date.fromisoformat(day), rule) == mid_year


def test_the_latest_earlier_estimate_is_used_and_noted():
    population = Population({("x", 2017): (100, ""), ("x", 2018): (110, "")}, ("X",))
    assert estimate_label(population.find("X", date(2020, 3, 31))) == "mid-2018 (in place of mid-2019)"
    assert population.find("x", date(2017, 3, 31)) is None
    assert population.find("x", date(2020, 3, 31), mid_year=2017).children == 100


def test_a_mid_year_may_be_written_with_its_name(here):
    (here / "p.csv").write_text("area,mid_year,population\nX,mid-2018,110\nX,2019,120\n")
    assert read_population("p.csv").find("X", date(2019, 3, 31)).children == 110


@pytest.mark.parametrize("given, number", [("117720", 117720), ("117,720", 117720)])
def test_a_number_is_a_population(given, number):
    assert read_population(given).number == number


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "p.csv has no column area; it needs area, mid_year, population"),
        ("area,mid_year,population\n", "p.csv has headings and no rows"),
        ("area,mid_year,population\nX,mid-19,5\n", "p.csv, row 2, mid_year: a text of 6 characters is not a year"),
        (
            "area,mid_year,population\nX,2019,many\n",
            "p.csv, row 2, population: a text of 4 characters is not a number of children",
        ),
        (
            "area,mid_year,population\nX,2019,5\nX,2019,6\n",
            "p.csv, row 3: a second, different population of X in mid-2019",
        ),
    ],
)
def test_malformed_population_files_are_refused(here, text, message):
    (here / "p.csv").write_text(text)
    with pytest.raises(InputError) as caught:
        read_population("p.csv")
    assert message in str(caught.value)


def test_an_authority_that_the_file_lacks_is_refused(example):
    result = run("rates", "extract.csv", "--authority", "Atlantis")
    assert result.exit_code == 1
    assert (
        'the population file has no area "Atlantis": name the authority with --authority, as one of Warwickshire, North Warwickshire'
        in result.stderr
    )


def test_a_group_without_population_has_a_count_and_no_rate(example):
    figures = json.loads(run("rates", "--by", "district", "--at", "2020-03-31", "-f", "json").stdout)
    (blank,) = [f for f in figures if f["group"] == "Not recorded"]
    assert (blank["numerator"], blank["denominator"], blank["value"]) == (13, None, None)
    assert blank["note"] == "no population for this group"
    by_sex = json.loads(run("rates", "--by", "sex", "--at", "2020-03-31", "-f", "json").stdout)
    assert all(f["value"] is None for f in by_sex if f["by"])


# --- benchmarks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, message",
    [
        ("indicator,area,period\n", "b.csv has no column value"),
        (
            "indicator,area,period,value\nrate,England,2018/19,43.7\n",
            'b.csv, row 2, indicator: "rate" is not an indicator; did you mean "rates"?',
        ),
        (
            "indicator,area,period,value\nrates,England,2018,43.7\n",
            'b.csv, row 2, period: "2018" is not a reporting year',
        ),
        (
            "indicator,area,period,value\nrates,England,2018/19,lots\n",
            "b.csv, row 2, value: write a number, TBC, or one of DfE's symbols",
        ),
        (
            "indicator,area,period,value\nrates,England,2018/19,1\nrates,England,2018/19,2\n",
            "b.csv, row 3: a second, different value",
        ),
    ],
)
def test_malformed_benchmark_files_are_refused(here, text, message):
    (here / "b.csv").write_text(text)
    with pytest.raises(InputError) as caught:
        read_benchmarks(here / "b.csv")
    assert message in str(caught.value)


def test_symbols_are_kept_and_are_not_numbers(example):
    (example / "b.csv").write_text(
        "indicator,area,period,value\nrates,A,2018/19,c\nrates,A,2019/20,0\nrates,B,2019/20,tbc\n"
    )
    figures = json.loads(
        run(
            "rates", "--benchmarks", "b.csv", "--config", "bare.toml", "-f", "json", "--year", "2018/19..2019/20"
        ).stdout
        or "[]"
    )
    assert figures == []  # bare.toml is not there
    (example / "bare.toml").write_text(
        'authority = "Warwickshire"\nextract = "returns.csv"\npopulation = "population.csv"\n'
    )
    result = run("rates", "--benchmarks", "b.csv", "--config", "bare.toml", "-f", "json", "--year", "2018/19..2019/20")
    published = {
        (f["area"], f["period"]): (f["value"], f["status"])
        for f in json.loads(result.stdout)
        if f["basis"] == "published"
    }
    assert published == {
        ("A", "2018/19"): (None, "unavailable"),
        ("A", "2019/20"): (0.0, "complete"),
        ("B", "2018/19"): (None, "unavailable"),
        ("B", "2019/20"): (None, "tbc"),
    }


def test_compare_chooses_and_orders_the_areas(example):
    printed = run("rates", "--compare", "england").stdout
    assert "England" in printed and "neighbours" not in printed
    printed = run("rates", "--compare", "England", "--compare", "Statistical neighbours").stdout
    assert printed.index("England") < printed.index("Statistical neighbours")


def test_an_unknown_rule_is_refused():
    with pytest.raises(UsageError, match="the rules are dfe and published"):
        wanted_mid_year(date(2020, 3, 31), "ons")
