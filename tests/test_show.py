"""`cpind show CODE...`: any indicators in one table, with the options of the commands that have their own."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from support import run
from support.every_column import text_with_every_column

from cpind.cli import main
from cpind.figures.indicators import INDICATORS

pytestmark = pytest.mark.usefixtures("example")


def rows(*arguments: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(run(*arguments, "-f", "csv").stdout)))


@pytest.fixture(scope="module")
def every_column(tmp_path_factory):
    """An extract with every column, as a file."""
    extract = tmp_path_factory.mktemp("every_column") / "extract.csv"
    extract.write_text(text_with_every_column(), encoding="utf-8")
    return extract


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_has_a_table_of_its_own_title(code, every_column):
    printed = run("show", code, every_column, "--year", "2018/19..2019/20")
    assert printed.exit_code == 0
    assert printed.stdout.splitlines()[0] == INDICATORS[code].heading.format(when=" at 31 March")


def test_the_figures_of_every_indicator_shown_bear_its_code(every_column):
    figures = json.loads(run("show", *INDICATORS, every_column, "--year", "2018/19..2019/20", "-f", "json").stdout)
    assert {figure["indicator"] for figure in figures} == {*INDICATORS}


@pytest.mark.parametrize(
    ("code", "command"),
    [("rates", ["rates"]), ("two-year-open", ["two-year", "--open"]), ("icpc", ["icpc"]), ("reviews", ["reviews"])],
)
def test_an_indicator_alone_is_the_table_of_its_command(code, command):
    assert run("show", code).stdout == run(*command).stdout


def test_several_indicators_have_a_row_each():
    printed = run("show", "plans-ended", "two-year", "--year", "2017/18..2019/20").stdout
    assert printed.splitlines()[0] == "Child protection indicators"
    body = {row[0]: row[1:] for row in rows("show", "plans-ended", "two-year", "--year", "2017/18..2019/20")}
    assert body["Child protection plans ended"] == ["544", "734", "473"]
    # A name in full, since the title says nothing of it. 32, 22 and 11 of them.
    two_years = "Child protection plans lasting two years or more, % of the plans that ended"
    assert body[two_years] == ["5.9", "3.0", "2.3"]
    assert body[f"{two_years}: England"] == ["3.4", "3.3", "TBC"]


def test_bands_and_percentiles_are_rows():
    headings, *body = rows("show", "icpc-percentiles", "icpc-bands", "--year", "2018/19")
    assert headings == ["measure", "2018/19", "2018/19 %"]
    assert ["Conferences by working days: 0-10 working days", "57", "9.1"] in body
    assert ["Working days to the conference: Median (working days)", "14", ""] in body


def test_a_band_names_its_indicator_where_several_stand_in_the_table():
    body = rows("show", "icpc-bands", "gaps-bands", "--year", "2019/20")[1:]
    assert [row[0] for row in body if "Under 6 months" in row[0]] == [
        "Repeat plans by months between plans: Under 6 months"
    ]
    assert all(": " in row[0] for row in body)
    alone = rows("show", "gaps-bands", "--year", "2019/20")[1:]
    assert [row[0] for row in alone][:1] == ["Under 6 months"]


@pytest.mark.parametrize("code", [code for code, one in INDICATORS.items() if one.is_split])
@pytest.mark.parametrize("by", [["--by", "district"], ["--by", "district", "--by", "sex"]])
def test_bands_alone_are_not_split_by_groups(code, by, every_column):
    refused = run("show", code, every_column, "--year", "2019/20", *by)
    assert refused.exit_code == 2 and not refused.stdout
    assert f"{code} and --by can't be combined: bands are for the whole area" in refused.stderr
    assert run("show", code, every_column, "--year", "2019/20", "--where", "district=Rugby").exit_code == 0


@pytest.mark.parametrize("options", [[], ["--ci"], ["--change"], ["--counts"]])
def test_bands_in_a_split_table_are_of_the_whole_area_and_keep_their_names(options):
    table = run("show", "plans-ended", "two-year-bands", "--quarter", "Q1-20/21", "--by", "district", *options)
    assert table.exit_code == 0 and "The bands are for the whole area only." in table.stdout
    bands = [line for line in table.stdout.splitlines() if line.startswith("Plans ended by length: ")]
    assert len(bands) == 5 and all("Warwickshire" in line for line in bands)
    assert re.search(r"^Plans ended by length: 2 years or more +Warwickshire ", table.stdout, re.MULTILINE)


def test_bands_beside_two_groupings():
    # 4, 33, 19, 21 and 23 of the 100 known gaps, as without --by.
    headings, *body = rows("gaps", "--by", "district", "--by", "sex", "--year", "2019/20")
    assert headings[:3] == ["measure", "district", "sex"]
    under = [row for row in body if row[0].endswith(": Under 6 months")]
    assert under == [["Repeat plans by months between plans: Under 6 months", "Warwickshire", "All", "4", "4.0"]]


def test_latest_benchmarks_name_their_indicator_in_a_table_of_several():
    printed = run("show", "rates", "s47-rate", "--by", "district").stdout
    assert "Latest year published of rates: statistical" in printed
    alone = run("show", "rates", "--by", "district").stdout
    assert "\nLatest year published: statistical" in alone


def test_split_by_a_column():
    headings, *body = rows("show", "plans-open", "plans-started", "--by", "district", "--year", "2019/20")
    assert headings == ["measure", "district", "2019/20"]
    assert len({row[0] for row in body}) == 2 and ["Rugby"] in [row[1:2] for row in body]


def test_the_order_is_that_of_the_codes_and_a_code_given_twice_is_shown_once():
    once = run("show", "reviews", "icpc", "--year", "2019/20")
    assert run("show", "reviews", "ICPC", "reviews", "--year", "2019/20").stdout == once.stdout
    printed = once.stdout
    assert printed.index("reviewed on time") < printed.index("within 15 working days")


@pytest.mark.parametrize(
    ("code", "option", "command"),
    [
        ("two-year", ["--anniversary"], "two-year"),
        ("icpc", ["--weekends-only"], "icpc"),
        ("icpc", ["--without-transfer-ins"], "icpc"),
        ("reviews", ["--full-history"], "reviews"),
    ],
)
def test_the_choices_are_those_of_the_commands(code, option, command):
    chosen = run("show", code, "extract.csv", *option)
    assert chosen.stdout == run(command, "extract.csv", *option).stdout
    assert chosen.stdout != run("show", code, "extract.csv").stdout


def test_months_from_the_start_of_the_previous_plan():
    from_start, from_end = (rows("show", "gaps", "--gap-from", choice)[1][1:] for choice in ("start", "end"))
    assert all(float(longer) > float(shorter) for longer, shorter in zip(from_start, from_end))


def test_show_has_every_option_of_the_commands_for_figures():
    options = {name: {o for p in main.commands[name].params for o in p.opts} for name in ("show", "figures")}
    assert options["show"] - {"words"} == options["figures"] - {"extracts"}


def test_files_may_stand_anywhere_among_the_codes(example):
    named = run("show", "icpc", "extract.csv", "--year", "2019/20").stdout
    assert run("show", "extract.csv", "icpc", "--year", "2019/20").stdout == named
    assert named != run("show", "icpc", "--year", "2019/20").stdout  # which takes the annual return
    (example / "reviews").mkdir()
    (example / "reviews" / "e.csv").write_bytes((example / "extract.csv").read_bytes())
    assert run("show", "icpc", "./reviews", "--year", "2019/20").exit_code == 0


@pytest.mark.parametrize(
    "typed, meant", [("ipcc", "icpc"), ("twoyear", "two-year"), ("plan-open", "plans-open"), ("rep", "repeats")]
)
def test_a_mistyped_code_is_refused(typed, meant):
    result = run("show", "rates", typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f'"{typed}" is not an indicator' in result.stderr and f'did you mean "{meant}"?' in result.stderr


def test_several_definitions_are_printed_one_under_another():
    both = run("indicators", "icpc", "Repeats").stdout
    assert both == "\n\n".join(run("indicators", code).stdout for code in ("icpc", "repeats"))
    assert [line.partition(":")[0] for line in both.splitlines() if line.startswith(("icpc:", "repeats:"))] == [
        *("icpc", "repeats")
    ]
    wrong = run("indicators", "icpc", "icp")
    assert (wrong.exit_code, wrong.stdout) == (2, "") and 'did you mean "icpc"?' in wrong.stderr


def test_the_help_of_indicators_says_what_the_tags_of_a_source_mean():
    output = run("indicators", "--help").stdout
    used = {
        tag for code in INDICATORS for tag in re.findall(r"\[(official|DfE|data|choice)\b", INDICATORS[code].definition)
    }
    assert used and all(f"[{tag}], " in output for tag in used)


def test_show_without_a_code_is_refused():
    for arguments in ([], ["extract.csv"]):
        result = run("show", *arguments)
        assert (result.exit_code, result.stdout) == (2, "") and "CODE is missing" in result.stderr


def test_a_missing_file_is_reported():
    result = run("show", "icpc", "extarct.csv")
    assert result.exit_code == 1 and "extarct.csv" in result.stderr and "not an indicator" not in result.stderr


def test_one_indicator_without_an_answer_is_an_error_and_one_of_several_is_left_out(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nA1,2019-05-01,2019-12-30\n")
    result = run("show", "icpc", "e.csv")
    assert (result.exit_code, result.stdout) == (1, "") and "Error: icpc: " in result.stderr
    result = run("show", "icpc", "plans-ended", "e.csv", "--year", "2019/20")
    assert result.exit_code == 0
    assert "Child protection plans ended" in result.stdout and "Left out: icpc: " in result.stdout


def test_show_does_not_overwrite_its_extract(example):
    result = run("show", "icpc", "extract.csv", "-o", "extract.csv")
    assert result.exit_code == 2 and "that is one of the inputs" in result.stderr
