"""The command line as a new analyst meets it: the example, notes, rates without a population, settings, typing errors."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.shell_completion import ShellComplete
from docx import Document
from openpyxl import load_workbook
from pyarrow import parquet
from support import run

from cpind.cli import main
from cpind.output.formats import FORMATS

PLANS = (
    "child_id,plan_start,plan_end,team\n"
    "1,2018-05-01,2018-12-31,North\n"
    "2,2019-05-01,,North\n"
    "3,2019-06-01,,South\n"
    "4,2019-07-01,2020-03-31,South\n"
)
NOTICE = "Invented children: this is cpind's packaged example"


@pytest.fixture
def plans(here):
    (here / "plans.csv").write_text(PLANS)
    return here


# --- the packaged example ---------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [[], ["--year", "2019/20"], ["--by", "district"], ["--last", "2"], ["--example"]])
@pytest.mark.parametrize("name", ["table", "csv", "tsv", "json", "markdown"])
def test_every_format_says_that_the_example_is_an_example(here, asked, name):
    result = run("rates", *asked, "-f", name)
    assert result.exit_code == 0
    output = result.stdout.replace("\\", "")
    assert NOTICE in output
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert rows and all(row["note"].startswith(NOTICE) for row in rows)
    if name == "json":
        records = json.loads(result.stdout)
        assert records and all(record["note"].startswith(NOTICE) for record in records)


@pytest.mark.parametrize("command", ["activity", "repeats", "check", "figures"])
def test_rows_of_the_example_without_an_area_say_so_too(here, command):
    rows = list(csv.DictReader(io.StringIO(run(command, "-f", "csv").stdout)))
    assert rows and all(row["note"].startswith(NOTICE) for row in rows)


def test_a_users_own_figures_have_no_such_column(plans):
    assert run("activity", "plans.csv", "--year", "2019/20", "-f", "csv").stdout.startswith("measure,2019/20\n")


@pytest.mark.parametrize(
    "given, named",
    [
        (["--authority", "Anywhere"], "--authority"),
        (["--population", "5000"], "--population"),
        (["--benchmarks", "b.csv"], "--benchmarks"),
    ],
)
def test_the_example_is_not_used_in_place_of_a_users_figures(here, given, named):
    result = run("rates", *given)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"no extract given: name the file that {named} is for" in result.stderr
    result = run("rates", "--example", *given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--example and {named} can't be combined" in result.stderr


def test_the_example_together_with_a_file_is_refused(plans):
    assert run("rates", "plans.csv", "--example").exit_code == 2


def test_settings_without_an_extract_ask_for_one_and_the_example_may_be_asked_for(here):
    (here / "cpind.toml").write_text('authority = "Elsewhere"\n')
    result = run("rates")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cpind.toml names no extract" in result.stderr
    assert "Warwickshire" in run("rates", "--example").stdout


# --- rates without a population ---------------------------------------------------------------------


def test_rates_without_a_population_show_the_children(plans):
    result = run("rates", "plans.csv", "--year", "2019/20")
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines() if line.startswith("Extract")] == [["Extract", "2"]]
    assert "No population given, so no rate: give --population FILE" in result.stdout


@pytest.mark.parametrize("name", ["csv", "tsv", "json"])
def test_rates_without_a_population_show_the_children_in_other_formats(plans, name):
    result = run("rates", "plans.csv", "--year", "2019/20", "--by", "team", "-f", name)
    assert result.exit_code == 0
    assert "No population given, so no rate" in result.stderr
    if name == "json":
        figures = {f["group"]: f for f in json.loads(result.stdout)}
        assert {group: f["numerator"] for group, f in figures.items()} == {
            "": 2,
            "North": 1,
            "South": 1,
        }
        assert all(f["value"] is None and f["note"].startswith("no population given") for f in figures.values())
    else:
        separator = "," if name == "csv" else "\t"
        assert result.stdout.splitlines()[0].split(separator) == ["team", "2019/20 children", "2019/20 rate"]
        assert result.stdout.splitlines()[1].split(separator) == ["North", "1", ""]


def test_a_population_without_the_area_is_still_refused(plans):
    (plans / "p.csv").write_text("area,mid_year,population\nWestshire,2018,1000\n")
    result = run("rates", "plans.csv", "--population", "p.csv", "--authority", "Westshrie")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--authority" in result.stderr
    assert 'did you mean "Westshire"?' in result.stderr


# --- output -----------------------------------------------------------------------------------------


def test_a_dash_is_standard_output(plans):
    plain = run("activity", "plans.csv", "-f", "csv")
    dash = run("activity", "plans.csv", "-f", "csv", "-o", "-")
    assert dash.stdout == plain.stdout != ""
    assert not (plans / "-").exists()
    assert run("activity", "plans.csv", "-o", "-").stdout == run("activity", "plans.csv").stdout


NOTE = "1 row holds no section 47, conference or plan date"


@pytest.mark.parametrize("name", [name for name, format in FORMATS.items() if not format.is_picture])
@pytest.mark.parametrize("to_a_file", [False, True])
def test_a_note_is_written_once(plans, name, to_a_file):
    """Under a table for people, on standard error beside data; whether to a terminal, a pipe or a file."""
    (plans / "far.csv").write_text(PLANS + "5,,,\n")
    output = ["-o", "out"] if to_a_file else []
    result = run("activity", "far.csv", "-f", name, *output)
    assert result.exit_code == 0
    written = (plans / "out").read_bytes() if to_a_file else result.stdout_bytes
    if name == "xlsx":
        written = "".join(map(str, load_workbook(io.BytesIO(written)).worksheets[0].values)).encode()
    if name == "docx":
        written = "\n".join(one.text for one in Document(io.BytesIO(written)).paragraphs).encode()
    if name == "parquet":
        written = str(parquet.read_table(io.BytesIO(written)).to_pylist()).encode()
    is_under = FORMATS[name].for_people
    assert written.decode().replace("\\", "").count(NOTE) == is_under
    assert result.stderr.count(NOTE) == (not is_under)


@pytest.mark.parametrize("command", [["check"], ["benchmarks", "show", "icpc"], ["reconcile", "--year", "2016/17"]])
def test_notes_of_other_tables_are_written_once(example, command):
    table, data = run(*command), run(*command, "-f", "csv")
    notes = table.stdout.rpartition("\n\n")[2].splitlines()
    assert notes and not any(note in table.stderr for note in notes)
    assert all(f"cpind: {note}\n" in data.stderr for note in notes)
    assert not any(note in data.stdout for note in notes)


def test_quiet_suppresses_notes(plans):
    assert run("activity", "plans.csv", "-q", "-f", "csv").stderr == ""


def test_notes_go_to_standard_error_where_no_table_comes(plans):
    (plans / "far.csv").write_text(PLANS + "Total,4,2,\n")
    note = "far.csv: row 6 (totals) left out: not a record of a child"
    assert note not in run("activity", "far.csv").stderr
    result = run("activity", "far.csv", "--by", "zzz")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"cpind: {note}\n" in result.stderr


# --- groupings and names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "by, column",
    [
        ("age", "date_of_birth"),
        ("category", "initial_category or latest_category"),
        ("ethnic-group", "ethnicity"),
        ("ethnicity", "ethnicity"),
        ("sex", "sex"),
        ("district", "district"),
        ("authority", "authority"),
    ],
)
def test_a_grouping_names_the_column_it_needs(plans, by, column):
    result = run("activity", "plans.csv", "--by", by)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--by {by} needs the column {column}, and the extract has none" in " ".join(result.stderr.split())


@pytest.mark.parametrize("typed, meant", [("taem", "team"), ("Teams", "team"), ("ethnic-grp", "ethnic-group")])
def test_a_mistyped_grouping_is_refused(plans, typed, meant):
    assert f'did you mean "{meant}"?' in run("activity", "plans.csv", "--by", typed).stderr


def test_only_groupings_that_the_extract_has_are_offered(plans):
    assert "it has team\n" in run("activity", "plans.csv", "--by", "zzz").stderr


# --- settings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, message",
    [
        ('authorty = "x"', 'did you mean "authority"?'),
        ('benchmark = "x"', 'did you mean "benchmarks"?'),
        ("as-att = 2020-01-01", 'did you mean "as_at"?'),
        ('[columns]\nplan_strat = "x"', 'did you mean "plan_start"?'),
        ('extract = "C:\\data\\users.csv"', "single quotes"),
        ('extract = "C:\\Users\\me.csv"', "single quotes"),
        ('extract = ["C:\\Users\\me.csv"]', "forward slashes"),
        ('extract = "C:\\team\\new.csv"', "single quotes"),
        ('population = "nowhere.csv"', "cpind.toml, population: nowhere.csv: no such file"),
    ],
)
def test_mistakes_in_settings_are_reported_by_the_settings_name(plans, text, message):
    (plans / "cpind.toml").write_text(text + "\n")
    result = run("rates", "plans.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert "--" not in result.stderr


def test_single_quotes_and_slashes_in_settings_are_accepted(plans):
    (plans / "cpind.toml").write_text("extract = './plans.csv'\n")
    assert run("activity").exit_code == 0


# --- a split table on another basis -----------------------------------------------------------------


def test_a_whole_area_on_another_basis_than_without_the_split_says_so(example):
    """The returns have no district, so --by takes the live extract: 67.8 and 68.0 for 2019/20."""
    split = run("icpc", "--by", "district", "--year", "2019/20").stdout
    assert (
        "stands on the live extract, because the return 2019/20 lacks the column: 2019/20 68.0, without --by 67.8."
        in split
    )
    assert "another basis" not in run("icpc", "--year", "2019/20").stdout
    assert "another basis" not in run("icpc", "extract.csv", "--by", "district", "--year", "2019/20").stdout


# --- what is missing, and what a shell completes ----------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("rates --quarter", "requires an argument: QUARTER. Quarter or range: Q1-20/21"),
        ("rates --every", "requires an argument: [year|quarter|month]. Split what"),
        ("benchmarks show rates --year", "requires an argument: YEAR. Reporting years: 2019/20"),
        ("explain", "INDICATOR is missing: name one; cpind indicators lists them"),
        ("children", "INDICATOR is missing: name one; cpind indicators lists them"),
        ("benchmarks funnel", "INDICATOR is missing: name one; cpind indicators lists them"),
        ("help rates", "Write cpind --help, or cpind COMMAND --help."),
        ("version", "Write cpind --version."),
    ],
)
def test_what_is_missing_or_written_otherwise_is_said(typed, message):
    result = run(*typed.split())
    assert (result.exit_code, result.stdout) == (2, "") and message in result.stderr


def test_whoever_makes_a_paper_without_a_name_is_asked_for_one(plans):
    command = ["report", "plans.csv", "--sections", "definitions"]
    asks = 'no authority is named, so the paper says "Extract": give --authority NAME'
    assert asks in run(*command).stderr
    assert asks not in run(*command, "--authority", "Rugby").stderr


def completed(typed: str) -> list[str]:
    """What a shell offers for the last of the words; "(files)" where it is to offer its own."""
    *words, begun = typed.split(" ")
    items = ShellComplete(main, {}, "cpind", "_CPIND_COMPLETE").get_completions(words, begun)
    return ["(files)" if item.type == "file" else item.value for item in items]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("rates ", ["(files)"]),
        ("rates --population p", ["(files)"]),
        ("children icpc --journey l", ["(files)"]),
        ("children icpc-b", ["(files)", "icpc-bands"]),
        ("show repeats icpc-b", ["(files)", "icpc-bands"]),
        ("explain icpc-b", ["icpc-bands"]),
        ("sample icpc-b", ["icpc-bands"]),
        ("indicators icpc-b", ["icpc-bands"]),
        ("benchmarks show icpc-b", ["icpc-bands"]),
        ("scorecard --indicator icpc-b", ["icpc-bands"]),
        ("check --only aged", ["aged-18"]),
        ("report --sections rates,ti", ["rates,timeliness"]),
    ],
)
def test_a_shell_completes_files_and_codes(typed, offered):
    assert completed(typed) == offered
