"""An extract that holds one event of each child, or only those that led to something, is not taken for complete."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from support import extract_of, run
from support.example_rows import Row, csv_of, rows_with

from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.figures.facts import Remark
from cpind.figures.flags import Flag, MayHoldOnly, OneOfEach, Under
from cpind.figures.request import Request
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat
from cpind.model.extract import Extract

COLUMNS = ["child_id", "family_id", "s47_start", "icpc_date", "plan_start", "plan_end", "previous_plans"]
YEARS = [f"{y}/{y + 1 - 2000}" for y in range(2015, 2020)]


def example() -> list[Row]:
    return list(rows_with("child_id"))


def plans() -> list[Row]:
    return list(rows_with("plan_start"))


def latest_of_each(rows: list[Row], dated: str) -> list[Row]:
    return list({row["child_id"]: row for row in sorted(rows, key=lambda row: row[dated])}.values())


def text_of(rows: list[Row], columns: list[str] = COLUMNS) -> str:
    return csv_of(rows, columns)


def figures_of(rows: list[Row], *codes: str, holds: str = "", years: list[str] | None = None, without: str = ""):
    extract = extract_of(text_of(rows, [name for name in COLUMNS if name != without]))
    return compute(extract, codes, years or YEARS, standing=bases(extract, holds=holds)).figures


def flags_of(rows: list[Row], code: str) -> set[Flag]:
    return {flag for figure in figures_of(rows, code) for flag in figure.flags}


# --- one of each child ---------------------------------------------------------------------------------


@pytest.mark.parametrize("without", ["", "previous_plans"])
def test_with_only_the_latest_plan_of_each_child_no_figure_of_plans_is_complete(without):
    codes = ("plans-open", "plans-started", "plans-ended", "two-year", "two-year-open", "repeats", "net-flow")
    rows = latest_of_each(plans(), "plan_start")
    assert {figure.status for figure in figures_of(rows, *codes, without=without)} == {"before"}


def test_the_stock_of_the_extracts_date_is_complete_with_the_latest_plans():
    rows = latest_of_each(plans(), "plan_start")
    (stock,) = figures_of(rows, "plans-open", years=["2020-07-31"])
    assert stock.status == "complete" and stock.value == sum(not row["plan_end"] for row in plans())


@pytest.mark.parametrize(("code", "dated"), [("s47", "s47_start"), ("conferences", "icpc_date"), ("icpc", "icpc_date")])
def test_with_only_the_latest_enquiry_or_conference_of_each_child_none_is_complete(code, dated):
    alone = [{**row, "plan_start": "", "plan_end": ""} for row in example() if row[dated]]
    assert {figure.status for figure in figures_of(alone, code)} == {"complete"}
    assert {figure.status for figure in figures_of(latest_of_each(alone, dated), code)} == {"before"}


def test_the_user_may_declare_the_extract_complete():
    rows = latest_of_each(plans(), "plan_start")
    assert {figure.status for figure in figures_of(rows, "plans-ended", holds="active")} == {"complete"}


def test_few_plans_without_a_repeat_are_not_in_doubt():
    """A twentieth of the plans at least are second ones within two years: of a hundred and fifty some eight."""
    names = sorted({row["child_id"] for row in plans()})
    random.Random(7).shuffle(names)
    rows = latest_of_each(plans(), "plan_start")
    for children, is_doubted, is_told in ((60, False, False), (250, True, False), (len(names), False, True)):
        chosen = set(names[:children])
        flags = flags_of([row for row in rows if row["child_id"] in chosen], "plans-ended")
        assert (MayHoldOnly(OneOfEach("plans")) in flags, OneOfEach("plans") in flags) == (is_doubted, is_told)


@pytest.mark.parametrize("children", [60, 200, 600])
def test_small_authorities_with_all_their_plans_are_not_in_doubt(children):
    names = sorted({row["child_id"] for row in plans()})
    for seed in range(8):
        chosen = set(random.Random(seed).sample(names, children))
        assert not flags_of([row for row in plans() if row["child_id"] in chosen], "plans-ended") & {OneOfEach("plans")}


def test_a_table_of_the_latest_plans_says_what_is_missing(tmp_path):
    path = tmp_path / "latest.csv"
    path.write_text(text_of(latest_of_each(plans(), "plan_start")), encoding="utf-8")
    printed = run("activity", path, "--year", "2018/19..2019/20").stdout
    assert "2018/19 (before)" in printed
    assert "no child has a second plan: the extract seems to hold only one of each child" in printed
    inspected = run("inspect", path).stdout
    assert "incomplete" in next(line for line in inspected.splitlines() if " plans-ended " in line)


# --- those that led to something ----------------------------------------------------------------------


@pytest.mark.parametrize("code", ["conferences", "icpc", "s47", "s47-children", "s47-to-conference-ratio"])
def test_of_an_export_of_plans_no_figure_of_conferences_or_enquiries_is_complete(code):
    assert {figure.status for figure in figures_of(plans(), code)} == {"before"}
    assert {figure.status for figure in figures_of(example(), code)} == {"complete"}


def test_of_an_export_of_conferences_those_are_complete_and_the_enquiries_not():
    rows = [row for row in example() if row["icpc_date"]]
    assert {figure.status for figure in figures_of(rows, "conferences", "icpc")} == {"complete"}
    assert {figure.status for figure in figures_of(rows, "s47")} == {"before"}


@pytest.mark.parametrize("code", ["conference-to-plan", "s47-to-conference"])
def test_conversion_is_refused_where_every_row_led_on(code):
    with pytest.raises(
        UnavailableError, match="led to none seem to be missing, and the percentage would always be 100"
    ):
        figures_of(plans(), code)


def test_fewer_than_three_hundred_conferences_may_all_have_led_to_plans(tmp_path):
    path = tmp_path / "plans.csv"
    note = "All conferences of the extract led to a plan. If those that led to none were not exported"
    for n, is_warned in ((19, False), (60, True), (400, False)):
        path.write_text(text_of([row for row in plans() if row["icpc_date"]][-n:]), encoding="utf-8")
        printed = run("show", "conferences", path, "--year", "2019/20").stdout
        assert (note in printed) is is_warned
        assert ("those that led to none seem to be missing" in printed) is (n == 400)


def test_one_enquiry_without_a_conference_shows_that_all_enquiries_are_there():
    rows = [row for row in example() if row["icpc_date"]]
    alone = next(row for row in example() if row["s47_start"] and not row["icpc_date"])
    assert {figure.status for figure in figures_of([*rows, alone], "s47")} == {"complete"}


# --- the same in separate files -------------------------------------------------------------------------


def separate(**files: list[Row]) -> Extract:
    """The enquiries, conferences and plans of some rows, a file for each."""
    columns = {
        "s47": ["child_id", "s47_start"],
        "conferences": ["child_id", "icpc_date"],
        "plans": ["child_id", *COLUMNS[4:]],
    }
    tables = []
    for name, rows in files.items():
        held = [row for row in rows if row[columns[name][1]]]
        tables.append(read_delimited(text_of(held, columns[name]).encode(), f"{name}.csv", None, {}))
    return read_flat(tables, {})


def test_separate_files_of_enquiries_that_led_on_are_recognised():
    whole = example()
    held, planned = ([row for row in whole if row[dated]] for dated in ("icpc_date", "plan_start"))
    for s47, conferences, before in (
        (whole, whole, []),
        (held, whole, ["s47"]),
        (whole, planned, ["conferences", "icpc"]),
    ):
        extract = separate(s47=s47, conferences=conferences, plans=whole)
        found = compute(extract, ["s47", "conferences", "icpc"], YEARS, standing=bases(extract)).figures
        assert sorted({figure.indicator for figure in found if figure.status != "complete"}) == before
    with pytest.raises(UnavailableError, match="all conferences of the extract led to a plan"):
        compute(extract, ["conference-to-plan"], YEARS, standing=bases(extract))


# --- children under an age ------------------------------------------------------------------------------


def with_births() -> list[Row]:
    return list(rows_with("date_of_birth"))


def doubts_of(rows: list[Row], *codes: str) -> dict[str, set[Flag]]:
    """For each indicator what the extract may be without."""
    extract = extract_of(text_of(rows, ["date_of_birth", *COLUMNS]))
    doubts: dict[str, set[Flag]] = {code: set() for code in codes}
    for figure in compute(extract, codes, YEARS, standing=bases(extract)).figures:
        doubts[figure.indicator] |= {flag.short for flag in figure.flags if isinstance(flag, MayHoldOnly)}
    return doubts


def born_after(day: str) -> list[Row]:
    return [row for row in with_births() if row["date_of_birth"] > day]


def test_children_who_are_under_an_age_today_are_in_doubt():
    codes = ("plans-open", "plans-started", "conferences", "icpc", "s47")
    for day, age in (("2004-07-31", 16), ("2002-07-31", 18)):
        assert doubts_of(born_after(day), *codes) == {code: {Under(age, is_today=True)} for code in codes}
    assert doubts_of(with_births(), *codes) == {code: set() for code in codes}


def test_children_who_were_under_sixteen_are_in_doubt():
    rows = [
        row
        for row in with_births()
        if row["plan_start"] and int(row["plan_start"][:4]) - int(row["date_of_birth"][:4]) < 16
    ]
    assert doubts_of(rows, "plans-started") == {"plans-started": {Under(16, is_today=False)}}


@pytest.mark.parametrize("children", [200, 600, 2000])
def test_small_authorities_with_all_ages_are_not_in_doubt(children):
    names = sorted({row["child_id"] for row in with_births()})
    for seed in range(3):
        chosen = set(random.Random(seed).sample(names, children))
        assert doubts_of([row for row in with_births() if row["child_id"] in chosen], "s47") == {"s47": set()}


def test_a_table_names_the_age(tmp_path):
    path = tmp_path / "under-18.csv"
    path.write_text(text_of(born_after("2002-07-31"), ["date_of_birth", *COLUMNS]), encoding="utf-8")
    printed = run("activity", path, "--year", "2018/19..2019/20").stdout
    assert (
        "all children of the extract are under 18 today: if it holds no others, those who have grown older since are missing"
        in printed
    )


# --- files that are cut off -----------------------------------------------------------------------------


def of_rows(count: int, title: str = "") -> Extract:
    return extract_of(f"{title}child_id,s47_start\n" + "".join(f"{n},2020-01-31\n" for n in range(count)))


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        (998, ""),
        (999, "ends at row 1,000"),
        (1000, "has exactly 1,000 rows"),
        (1001, ""),
        (1999, "ends at row 2,000"),
        (65_535, "has exactly 65,535 rows"),
    ],
)
def test_a_file_that_ends_at_a_limit_may_be_cut_off(rows, ends):
    note = f"test.csv {ends}, at which exports are often cut off: see whether the case system has more"
    assert of_rows(rows).remarks == ((note,) if ends else ())


def test_the_rows_of_a_title_count_where_a_sheet_is_full():
    assert "test.csv ends at row 2,000, at which" in of_rows(1997, "Report of plans\n\n").remarks[0]


def test_a_table_of_the_dataset_may_be_cut_off():
    keys = "".join(f"{n},{n},2020-01-31\n" for n in range(1000))
    table = read_delimited(
        f"s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date\n{keys}".encode(), "s47.csv", None, {}
    )
    assert read_flat([replace(table, layout="ssd")], {}).remarks[0].startswith("s47.csv has exactly 1,000 rows")


# --- rows of one value ----------------------------------------------------------------------------------


def alike(events: str, column: str, text: str) -> str:
    return f"All {events} of the extract are of one {column} ({text}): if it has others, the figures are not the whole area's."


def test_an_extract_of_one_team_says_that_it_is_not_the_whole_area(tmp_path):
    path = tmp_path / "team.csv"
    teams = sorted({row["team"] for row in with_births()})
    for team, is_said in ((teams[:1], True), (teams[:2], False)):
        rows = [row for row in with_births() if row["team"] in team]
        path.write_text(text_of(rows, ["team", *COLUMNS]), encoding="utf-8")
        year = ("--year", "2018/19..2019/20")
        rates = run("rates", path, "--population", 120000, *year).stdout
        assert (f"{alike('plans', 'team', teams[0])} A rate would be too low." in rates) is is_said
        assert (alike("conferences", "team", teams[0]) in run("icpc", path, *year).stdout) is is_said
        assert "are of one team" not in run("icpc", path, "--by", "team", *year).stdout


def notes_of(rows: list[Row], column: str, *codes: str, **scope: object) -> list[str]:
    """The sentences about the value that all have in a column."""
    extract = extract_of(text_of(rows, [column, *COLUMNS]))
    result = compute(extract, codes or ("plans-started",), YEARS, standing=bases(extract), request=Request(**scope))
    texts = [note.fact.text for note in result.notes if isinstance(note.fact, Remark)]
    return [text for text in texts if " are of one " in text]


@pytest.mark.parametrize(
    ("column", "text", "name"),
    [
        ("sex", "F", "sex"),
        ("ethnicity", "WBRI", "ethnicity"),
        ("district", "Rugby", "district"),
        ("initial_category", "NEG", "category of abuse"),
        ("latest_category", "EMO", "category of abuse"),
    ],
)
def test_an_extract_that_was_filtered_by_a_column_names_it_and_its_value(column, text, name):
    kept = [row for row in plans() if row[column] == text]
    assert notes_of(kept, column) == [alike("plans", name, text)]
    assert notes_of(plans(), column) == []
    other = next(row for row in plans() if row[column] != text)
    assert notes_of([*kept, other], column) == []


def test_a_district_with_the_name_of_the_area_is_the_whole_area():
    rows = [{**row, "district": "Rutland County"} for row in plans()]
    assert notes_of(rows, "district", area="RUTLAND county") == []
    assert notes_of(rows, "district", area="Leicester") == [alike("plans", "district", "Rutland County")]


def test_figures_that_are_split_by_the_column_need_no_note():
    kept = [row for row in plans() if row["sex"] == "F"]
    assert notes_of(kept, "sex", by="sex") == notes_of(kept, "sex", where={"sex": "F"}) == []


@pytest.mark.parametrize(
    ("column", "text", "children", "is_said"),
    [
        ("sex", "F", 19, False),
        ("sex", "F", 20, True),
        ("sex", "U", 400, False),
        ("ethnicity", "WBRI", 299, False),
        ("ethnicity", "WBRI", 300, True),
        ("ethnicity", "ABAN", 40, True),
        ("ethnicity", "NOBT", 400, False),
        ("initial_category", "NEG", 39, False),
        ("initial_category", "to be decided", 400, False),
    ],
)
def test_a_value_that_a_small_authority_may_share_or_that_is_a_default_is_not_named(column, text, children, is_said):
    kept = [{**row, column: text} for row in {row["child_id"]: row for row in plans()}.values()][:children]
    assert bool(notes_of(kept, column)) is is_said


def test_returns_that_were_filtered_say_so_once():
    girls = [row for row in plans() if row["sex"] == "F"]
    rows = [{**row, "return_year": year} for row in girls for year in YEARS[-2:]]
    extract = extract_of(text_of(rows, ["sex", "return_year", *COLUMNS]))
    result = compute(extract, ["plans-started"], YEARS[-2:], standing=bases(extract))
    texts = [note.fact.text for note in result.notes if isinstance(note.fact, Remark)]
    assert texts.count(alike("plans", "sex", "F")) == 1
