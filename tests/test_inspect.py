"""inspect says how files are read and what they can answer; init proposes a mapping. Neither shows a child."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest
from support import EXAMPLES, run

SEPARATE = EXAMPLES / "separate-exports"


def facts(*arguments: str) -> list[dict[str, str]]:
    """The facts of an inspection, as CSV gives them."""
    return list(csv.DictReader(io.StringIO(run("inspect", *arguments, "-f", "csv", "-q").stdout)))


def of(section: str, found: list[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    return {
        fact["item"]: (fact["reading"], fact["filled"], fact["of"], fact["first"], fact["last"])
        for fact in found
        if fact["section"] == section
    }


def test_every_heading_is_listed_with_the_column_it_is_read_as(here):
    (here / "plans.csv").write_text(
        "Mosaic Person ID,D.O.B.,CPP Start,CPP End,Number of Previuos CP Plans,Day seen,Ward\n"
        "a,01/02/2012,01/06/2022,,1,02/06/2022,Ash\nb,03/04/2013,15/07/2022,30/11/2022,,05/06/2022,\n"
    )
    found = facts("plans.csv")
    assert [fact["reading"] for fact in found if fact["section"] == "file"] == ["2 rows"]
    assert of("heading", found) == {
        "Mosaic Person ID": ("child_id", "2", "2", "", ""),
        "D.O.B.": ("date_of_birth", "2", "2", "", ""),  # of births no date is shown
        "CPP Start": ("plan_start", "2", "2", "2022-06-01", "2022-07-15"),
        "CPP End": ("plan_end", "1", "2", "2022-11-30", "2022-11-30"),
        "Number of Previuos CP Plans": ("own column (flags, could be previous_plans)", "1", "2", "", ""),
        "Day seen": ("own column (dates)", "2", "2", "", ""),
        "Ward": ("own column", "1", "2", "", ""),
    }


def test_joins_and_indicators_are_listed():
    found = facts(str(SEPARATE))
    joins = {fact["item"]: (fact["file"], fact["filled"], fact["of"]) for fact in found if fact["section"] == "join"}
    # Rugby's conferences from April 2018 on, seven of which began with an enquiry before; all reviews have their plan.
    assert joins["enquiry from s47.csv"] == ("conferences.csv", "216", "223")
    assert joins["plan from plans.csv"] == ("conferences.csv", "567", "567")
    answers = {item: reading[0] for item, reading in of("indicator", found).items()}
    assert answers["icpc"] == "yes: 2018/19 to 2019/20"
    assert answers["rates"].startswith("no: ") and "population" in answers["rates"]


def test_the_columns_that_an_indicator_lacks_are_listed(here):
    (here / "s47.csv").write_text("Person ID,S47 Start Date\na,2022-06-01\n")
    answers = {item: reading[0] for item, reading in of("indicator", facts("s47.csv")).items()}
    assert answers["icpc"] == "no: the files have no icpc_date"
    assert answers["repeats"] == "no: the files have no plan_start"


@pytest.mark.parametrize(
    "layout, names", [("annex-a.xlsx", {"Annex A, List 5", "Annex A, List 7"}), ("cin-2020.xml", {"CIN census"})]
)
def test_other_layouts_are_named(layout, names):
    found = facts(str(EXAMPLES / "layouts" / layout))
    assert {fact["item"] for fact in found if fact["section"] == "file"} == names


def test_an_extract_that_cannot_be_read_is_still_inspected(here):
    (here / "other.csv").write_text("area,mid_year,population\nRugby,2019,24000\n")
    result = run("inspect", "other.csv")
    assert result.exit_code == 1
    assert "own column" in result.stdout and "these files can't be read as an extract" in result.stdout


def test_a_first_row_of_data_is_not_shown(here):
    (here / "data.csv").write_text("K77001,2015-03-04,Zebedee\nK77002,2016-03-04,Florence\n")
    for command in (("inspect", "data.csv"), ("inspect", "data.csv", "-f", "json"), ("init", "data.csv")):
        printed = run(*command).output
        assert "K77001" not in printed and "Zebedee" not in printed and "2015-03-04" not in printed
    assert "it has no row of headings" in run("inspect", "data.csv").stdout
    assert "Zebedee" not in (here / "cpind.toml").read_text()


def test_no_cell_is_shown_in_any_format(here):
    (here / "e.csv").write_text("child_id,CPP Start,Notes,date_of_birth\nK77001,2022-06-01,Zebedee,2015-03-04\n")
    for format in ("table", "csv", "tsv", "json", "markdown"):
        printed = run("inspect", "e.csv", "-f", format).output
        assert "child_id" in printed.replace("\\", "")
        assert not any(text in printed for text in ("K77001", "Zebedee", "2015-03-04"))


def test_init_proposes_the_mapping_of_files(here):
    (here / "plans.csv").write_text(
        "Mosaic Person ID,CPP Start,CPP End,Number of Previuos CP Plans,Ward\na,2022-06-01,,1,Ash\n"
    )
    (here / "s47.csv").write_text('Person ID,"S47 ""Started"""\na,2022-06-01\n')
    assert run("init", "plans.csv", "s47.csv").exit_code == 0
    text = (here / "cpind.toml").read_text()
    written = tomllib.loads(text)
    assert written["extract"] == ["plans.csv", "s47.csv"]
    assert written["columns"] == {
        "child_id": ["Mosaic Person ID", "Person ID"],
        "plan_start": "CPP Start",
        "plan_end": "CPP End",
        "s47_start": 'S47 "Started"',
    }
    assert '# previous_plans = "Number of Previuos CP Plans"\n' in text
    result = run("activity", "--year", "2022/23", "-f", "csv")
    assert result.exit_code == 0 and "no file has the heading" not in result.stderr


def test_init_writes_settings_beside_the_first_file_and_never_overwrites(here):
    (here / "sub").mkdir()
    (here / "sub" / "plans.csv").write_text("child_id,CPP Start\na,2022-06-01\n")
    assert run("init", "sub/plans.csv").exit_code == 0
    assert tomllib.loads(Path("sub/cpind.toml").read_text())["extract"] == "plans.csv"
    before = Path("sub/cpind.toml").read_text()
    assert run("init", "sub/plans.csv").exit_code == 1
    assert Path("sub/cpind.toml").read_text() == before
