"""Input that means harm or comes broken: a clear message and an exit code, no traceback, no row lost, nobody named."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import extract_of, run
from support.profiles import examples

from cpind.errors import CpindError, InputError
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat
from cpind.inputs.reading import read

HEADINGS = "child_id,s47_start,icpc_date,plan_start,plan_end,previous_plans,district\n"
ROWS = "".join(f"C{n},2019-05-0{n % 9 + 1},2019-05-20,2019-05-20,2019-12-30,0,Rugby\n" for n in range(20))
POPULATION = ["--population", "100000"]


def plans(text: str) -> int:
    return len(extract_of(text).plans)


# --- rows must not be lost --------------------------------------------------------------------------


@pytest.mark.parametrize("first, second", [('"Rugby', '"Rugby'), ('"Rugby', 'Rugby"')])
def test_stray_quotation_marks_swallow_no_rows(first, second):
    lines = ROWS.splitlines()
    lines[3] = lines[3].replace("Rugby", first)
    lines[15] = lines[15].replace("Rugby", second)
    with pytest.raises(InputError, match="a quotation mark"):
        extract_of(HEADINGS + "\n".join(lines) + "\n")


def test_a_quotation_mark_within_a_word_is_kept():
    assert plans(HEADINGS + ROWS.replace("Rugby", 'Rug"by', 1)) == 20


def test_well_quoted_cells_are_read():
    assert plans(HEADINGS + 'C1,,,2019-05-20,,0,"Rugby ""North"", upper"\nC2,,,2019-05-20,,0,"two\nlines"\n') == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end):
    assert plans((HEADINGS + ROWS).replace("\n", end)) == 20


def test_excels_separator_line_and_blank_lines_above_are_skipped():
    text = "\n\nsep=;\n" + (HEADINGS + ROWS).replace(",", ";")
    assert plans(text) == 20
    with pytest.raises(InputError, match="row 5, plan_start"):
        extract_of(text.replace("2019-05-20;2019-12-30", "bad;2019-12-30", 1))


def test_an_extra_blank_in_a_single_row_shows_a_separator_inside_a_cell():
    lines = ROWS.splitlines()
    lines[4] += ","
    with pytest.raises(InputError, match="row 6: 8 cells under 7 headings"):
        extract_of(HEADINGS + "\n".join(lines) + "\n")


def workbook(rows: list[list]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_that_understates_its_size_is_read_whole(here):
    made = workbook([["child_id", "plan_start"], *([str(n), "2019-05-01"] for n in range(20))])
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile("e.xlsx", "w") as out:
        for part in parts.namelist():
            data = parts.read(part)
            out.writestr(part, data.replace(b'ref="A1:B21"', b'ref="A1:B3"') if "sheet1" in part else data)
    assert len(read("e.xlsx").plans) == 20


def test_formulas_without_values_are_refused(here):
    (here / "e.xlsx").write_bytes(
        workbook([["child_id", "plan_start", "plan_end"], ["1", "2019-05-01", "=DATE(2019,12,30)"]])
    )
    with pytest.raises(InputError, match="formulas that were never computed"):
        read("e.xlsx")


def test_the_output_never_overwrites_the_input(example):
    before = (example / "extract.csv").read_bytes()
    for target in ("extract.csv", "population.csv", "benchmarks.csv"):
        result = run("rates", "extract.csv", "-o", target)
        assert result.exit_code == 2
        assert f"-o {target}: that is one of the inputs" in result.stderr
    assert (example / "extract.csv").read_bytes() == before


def test_rows_without_a_return_year_among_others_are_noted(here):
    (here / "e.csv").write_text(
        "return_year,child_id,plan_start\n2020,1,2019-05-01\n,2,2019-05-01\n2020,3,2019-05-01\n"
    )
    message = "\ne.csv: 1 row has no return_year and is taken for the live extract (check no-return-year).\n"
    assert message in run("activity", "e.csv").stdout
    (here / "b.csv").write_text("return_year,child_id,plan_start\n2020,1,2019-05-01\n20l9,2,2019-05-01\n")
    result = run("activity", "b.csv", "--bad-dates", "blank")
    assert result.exit_code == 1
    assert "b.csv, row 3, return_year" in result.stderr


def rates_of_shire(here, by: str) -> list[dict]:
    """The figures of e.csv for an authority Shire, with a population for it and for Rugby."""
    (here / "p.csv").write_text("area,mid_year,population\nRugby,2018,1000\nShire,2018,5000\n")
    whose = ["--population", "p.csv", "--authority", "Shire", "--as-at", "2019-05-31"]
    return json.loads(run("rates", "e.csv", *whose, "--by", by, "-f", "json").stdout)


def test_two_spellings_of_a_district_are_one_and_take_its_population_once(here):
    rows = "".join(f"{n},2019-05-01,{d}\n" for n, d in enumerate(["Rugby", "Rugby", "RUGBY", "Shire"]))
    (here / "e.csv").write_text("child_id,plan_start,district,plan_end\n" + rows.replace("\n", ",\n"))
    figures = rates_of_shire(here, by="district")
    found = {f["group"]: f["denominator"] for f in figures}
    assert found == {"": 5000, "Rugby": 1000, "Shire": None}  # nor does a district take the total's


def test_authorities_as_groups_take_their_own_population(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end,authority\n1,2019-05-01,,Shire\n2,2019-05-01,,Rugby\n")
    figures = rates_of_shire(here, by="authority")
    assert {f["group"]: f["denominator"] for f in figures if f["by"]} == {
        "Rugby": 1000,
        "Shire": 5000,
    }


def test_a_thousands_comma_does_not_become_a_small_population(here):
    (here / "p.csv").write_text("area,mid_year,population\nShire,2018,117,720\n")
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n1,2018-05-01,\n")
    how = ("rates", "e.csv", "--authority", "Warwickshire", "--at", "2018-05-01")
    result = run(*how, "--population", "p.csv")
    assert result.exit_code == 1
    assert "p.csv, row 2: 4 cells under 3 headings; write numbers without commas" in result.stderr
    (here / "s.csv").write_text('area;mid_year;population\nWarwickshire;2018;"117,720"\n')
    assert run(*how, "--population", "s.csv").exit_code == 0


def test_several_wrong_dates_raise_a_warning_too():
    rows = "".join(f"{n},2019-{n % 12 + 1:02d}-{n % 27 + 1:02d},\n" for n in range(400))
    from cpind.figures.bases import bases

    (warning,) = bases(
        extract_of("child_id,plan_start,plan_end\n" + rows + "x,2019-01-01,2099-12-30\ny,2019-01-01,2099-12-31\n")
    ).warnings
    assert warning.startswith("the last 2 dates, to 31 Dec 2099, lie")


def test_own_columns_may_be_called_anything(here):
    for heading in (
        "start",
        "end",
        "date",
        "child",
        "out",
        "at",
        "clock",
        "episode",
        "recorded",
        "file",
        "row",
        "_key",
        "enquiries",
    ):
        (here / "e.csv").write_text(
            f"child_id,plan_start,plan_end,{heading}\n1,2019-05-01,2019-12-30,North\n2,2019-05-01,,South\n"
        )
        result = run("figures", "e.csv", *POPULATION, "--by", heading, "-f", "json", "--year", "2019/20")
        assert result.exit_code == 0, (heading, result.stderr)
        assert {"North", "South"} <= {f["group"] for f in json.loads(result.stdout)}, heading


def test_own_columns_of_two_files_are_matched_whatever_their_case(here):
    (here / "a.csv").write_text("child_id,plan_start,Ward\n1,2019-05-01,North\n")
    (here / "b.csv").write_text("child_id,plan_start,ward\n2,2019-05-01,North\n")
    figures = json.loads(run("repeats", "a.csv", "b.csv", "--by", "ward", "--year", "2019/20", "-f", "json").stdout)
    assert {f["group"]: f["denominator"] for f in figures if f["indicator"] == "repeats"} == {"": 2, "North": 2}


# --- nobody is named --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column, cell",
    [
        ("transfer_in", "Amy"),
        ("previous_plans", "Bob"),
        ("plan_start", "7 Amy 2010"),
        ("plan_start", "12 Smith 2010"),
        ("referral_date", "943 47 5919"),
        ("referral_date", "123-45-6789"),
        ("plan_start", "943475919"),
        ("date_of_birth", "2015-02-30"),
    ],
)
def test_a_bad_cell_that_may_name_somebody_is_described_and_not_shown(column, cell):
    first, second = ("plan_start", column) if column != "plan_start" else ("plan_start", "remark")
    text = (
        f"child_id,{first},{second}\n1,{cell if column == first else '2019-05-01'},{cell if column == second else ''}\n"
    )
    with pytest.raises(InputError) as caught:
        extract_of(text)
    assert cell not in str(caught.value)
    assert f"a text of {len(cell)} characters can't be read" in str(caught.value)


@pytest.mark.parametrize(
    "heading", ["UPN", "Former UPN", "NHS number", "Surname", "Child name", "First name", "Post code", "Date of birth"]
)
def test_columns_that_identify_are_neither_grouped_by_nor_offered(here, heading):
    (here / "e.csv").write_text(f"child_id,plan_start,plan_end,{heading}\n1,2019-05-01,,2010-01-01\n")
    refused = run("rates", "e.csv", *POPULATION, "--by", heading)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert (
        heading not in run("rates", "e.csv", *POPULATION, "--by", "nothing").stderr.partition("it has")[2]
        or heading == "Date of birth"
    )


def test_an_internal_error_shows_no_data(example, monkeypatch):
    import cpind.figures.engine

    def fail(*arguments, **options):
        raise ValueError("could not convert W000123 Jane Smith")

    monkeypatch.setattr(cpind.figures.engine, "compute", fail)
    monkeypatch.delenv("CPIND_TRACEBACK")
    result = run("repeats")
    assert result.exit_code == 1
    assert "a fault in cpind itself (ValueError, test_hostile_input.py line" in result.stderr
    assert "Jane" not in result.output


# --- no tracebacks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "child_id,plan_start\n1,\n",
        "return_year,child_id,plan_start\n2020,1,2019-05-01\n,2,\n",
        "child_id,plan_start\r1,2019-05-01\r",
        'child_id,"plan_start\n1,2019-05-01\n',
        "child_id,plan_start\n#REF!,2019-05-01\n",
    ],
)
@pytest.mark.parametrize("command", ["rates", "activity", "figures", "repeats"])
def test_odd_files_end_in_an_answer_or_a_message(here, text, command):
    (here / "e.csv").write_text(text, newline="")
    result = run(command, "e.csv", *POPULATION)
    assert result.exit_code in (0, 1)
    assert result.stdout if result.exit_code == 0 else result.stderr.startswith(("Error", "cpind"))


@pytest.mark.parametrize("label", ["\u00b2", "Team 1\u00b2", "9" * 5000, "\u0663", "a\nb", "x" * 3000, "\x07bell"])
def test_odd_labels_are_accepted(here, label):
    quoted = f'"{label}"'
    (here / "e.csv").write_text(
        f"child_id,plan_start,plan_end,team\n1,2019-05-01,2019-12-30,{quoted}\n", encoding="utf-8"
    )
    for format in ("table", "csv", "markdown", "json"):
        assert run("repeats", "e.csv", "--by", "team", "-f", format).exit_code == 0
    assert run("rates", "e.csv", *POPULATION, "--by", "team", "-o", "out.xlsx").exit_code == 0


@pytest.mark.parametrize(
    "option", ["--by", "--authority", "--as-at", "--from", "--population", "--benchmarks", "--config", "-e"]
)
def test_an_empty_option_is_refused(example, option):
    result = run("rates", option, "")
    assert result.exit_code == 2
    assert "is empty: give it a value, or leave it out" in result.stderr


@pytest.mark.parametrize("given", ["-1", "1.5", "1e5", "0", "\u00b2", "9" * 5000])
def test_odd_populations_are_refused(example, given):
    result = run("rates", "--population", given)
    assert result.exit_code in (1, 2)
    assert "--population" in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "population = 1.5",
        "population = []",
        "population = inf",
        "population = true",
        'format = "TABLE"',
        "as_at = 0001-01-01",
        "columns = {plan_start = 5}",
        "columns = {plan_start = [1]}",
        "a = " + "[" * 2000,
        "population = " + "9" * 5000,
        'extract = "a\\u0000b"',
    ],
)
def test_odd_settings_are_refused(here, line):
    (here / "cpind.toml").write_text(line + "\n")
    (here / "e.csv").write_text(HEADINGS + ROWS)
    result = run("rates", "e.csv", "--population", "1000")
    assert result.exit_code == 1
    assert "cpind.toml" in result.stderr


def test_a_mapping_of_one_heading_to_two_columns_is_refused(here):
    (here / "cpind.toml").write_text('[columns]\nplan_start = "Begun"\nicpc_date = "Begun"\n')
    (here / "e.csv").write_text("child_id,Begun\n1,2019-05-01\n")
    assert '[columns]: "Begun" is given for plan_start and for icpc_date; keep one' in run("activity", "e.csv").stderr


def workbook_with(here, cell: str):
    """A workbook of one plan whose end is the cell, as XML."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["child_id", "plan_start", "plan_end"])
    book.active.append(["A1", "2019-05-01", "END"])
    book.save("plain.xlsx")
    with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("e.xlsx", "w") as new:
        for part in old.infolist():
            text = old.read(part).decode() if part.filename.endswith("sheet1.xml") else None
            new.writestr(part, old.read(part) if text is None else re.sub(r'<c r="C2".*?</c>', cell, text))


@pytest.mark.parametrize("cell", ['<c r="C2" t="str"><f>IF(1,"","")</f><v></v></c>', '<c r="C2"><v></v></c>'])
def test_a_formula_with_an_empty_value_is_a_blank(here, cell):
    workbook_with(here, cell)
    assert read("e.xlsx").plans["plan_end"].isna().all()


@pytest.mark.parametrize("cell", ['<c r="C2"><f>A1+1</f><v></v></c>', '<c r="C2"><f t="shared" si="0"/></c>'])
def test_a_formula_that_was_never_computed_is_refused(here, cell):
    workbook_with(here, cell)
    with pytest.raises(InputError, match="formulas that were never computed"):
        read("e.xlsx")


@pytest.mark.parametrize(
    "heading",
    ["Liquidlogic ID", "ICS ID", "Child ref", "ChildNo", "Record number", "Mother name", "Date of Birth 2", "ID"],
)
def test_a_split_by_a_column_that_identifies_children_is_refused(here, heading):
    (here / "e.csv").write_text(f"child_id,plan_start,{heading}\nA,2019-05-01,SECRET\n")
    result = run("activity", "e.csv", "--by", heading, "--year", "2019/20")
    assert result.exit_code == 2 and "SECRET" not in result.output


@pytest.mark.parametrize("heading", ["Ward name", "Team no", "Ward ID", "Social worker", "School"])
def test_a_split_by_a_column_of_places_or_staff_is_allowed(here, heading):
    (here / "e.csv").write_text(f"child_id,plan_start,{heading}\nA,2019-05-01,North\n")
    assert "North" in run("activity", "e.csv", "--by", heading, "--year", "2019/20").stdout


@pytest.mark.parametrize("text", ["48213", "12-34-5678", "99999"])
def test_what_may_be_an_identifier_is_not_in_the_message(here, text):
    (here / "e.csv").write_text(f"child_id,plan_start\nKID,{text}\n")
    result = run("activity", "e.csv")
    assert result.exit_code == 1 and text not in result.stderr


DATES_TO_EXPLAIN = {
    "03/31/2019": ": the day comes first;",
    "43921": "if it is Excel's number of a day",
    "1/1/19": ": its year has two digits;",
    "1/1/1889": ": it lies outside 1990 to 2099;",
    "2019-02-31": ": there is no such day;",
    "31/02/2024": '"31/02/2024" can\'t be read: there is no such day; write',
}


@pytest.mark.parametrize("text", DATES_TO_EXPLAIN)
def test_the_fault_of_a_date_is_named_where_it_is_plain(here, text):
    (here / "e.csv").write_text(f"child_id,plan_start\nKID,{text}\n")
    result = run("activity", "e.csv")
    assert result.exit_code == 1 and DATES_TO_EXPLAIN[text] in result.stderr and "KID" not in result.stderr


def test_a_bad_cell_that_no_figure_uses_is_read_as_blank_and_noted(here):
    (here / "e.csv").write_text("child_id,plan_start,icpc_target,date_of_death\nKID,2019-05-01,soon,xx\n")
    result = run("activity", "e.csv", "--year", "2019/20")
    assert result.exit_code == 0
    assert "2 cells that can't be read taken as blank (check unreadable)" in result.stdout
    assert run("check", "e.csv", "--only", "unreadable", "-f", "csv").stdout.splitlines()[1].split(",")[3] == "2"


def test_two_headings_of_one_column_are_named(here):
    (here / "e.csv").write_text("child_id,plan_start,CPP start date\nKID,2019-05-01,2019-06-01\n")
    assert 'e.csv: "plan_start" is read as plan_start, "CPP start date" is not' in run("activity", "e.csv").stdout


def test_a_file_of_a_folder_that_is_not_an_extract_is_refused_with_the_remedy(here):
    (here / "f").mkdir()
    (here / "f" / "a.csv").write_text("child_id,plan_start\nKID,2019-05-01\n")
    (here / "f" / "b.csv").write_text("x,y\n1,2\n")
    result = run("activity", "f")
    assert result.exit_code == 1
    assert "b.csv is not an extract" in result.stderr and "move it out of the folder" in result.stderr


def test_a_split_by_three_columns_is_refused(example):
    result = run("activity", "--by", "sex", "--by", "team", "--by", "age")
    assert result.exit_code == 2 and "a table is split by two columns at most" in result.stderr


def test_a_mapped_heading_that_no_file_has_is_named(here):
    (here / "cpind.toml").write_text('[columns]\nprevious_plans = "No of earlier plans"\n')
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n1,2019-05-01,2019-12-30\n")
    message = '[columns]: no file has the heading "No of earlier plans", given for previous_plans'
    assert message in run("repeats", "e.csv").stdout


def test_a_converted_extract_needs_no_mapping(here):
    (here / "e.csv").write_text("Child,Plan began,Plan finished\n1,2019-05-01,2019-12-30\n2,2019-06-03,\n")
    (here / "cpind.toml").write_text(
        '[columns]\nchild_id = "Child"\nplan_start = "Plan began"\nplan_end = "Plan finished"\nteam = "Hub"\n'
    )
    assert run("convert", "e.csv", "-o", "flat.csv").exit_code == 0
    printed = run("activity", "flat.csv", "--year", "2019/20").stdout
    assert [line for line in printed.splitlines() if line.startswith("[columns]")] == [
        '[columns]: no file has the heading "Hub", given for team.'
    ]


def test_tiny_values_in_a_workbook_are_handled(here):
    (here / "e.csv").write_text(HEADINGS + ROWS)
    assert (
        run("rates", "e.csv", "--population", "900000000", "--at", "2019-12-01", "--long", "-o", "q.xlsx").exit_code
        == 0
    )


@pytest.mark.parametrize(
    ("encoding", "ward"), [("utf-7", "N+2AA-"), ("unicode_escape", "\\ud800"), ("raw_unicode_escape", "\\ud800")]
)
def test_an_encoding_that_gives_half_a_character_is_refused(here, encoding, ward):
    (here / "e.csv").write_text(f"child_id,district,plan_start,plan_end\nA1,{ward},2019-01-20,\n")
    result = run("activity", "e.csv", "-e", encoding)
    assert result.exit_code == 1 and f"e.csv, row 2: not {encoding} text" in result.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_behind_standard_output_is_reported():
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "cpind", "rates", "-q"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert found.returncode == 1
    assert found.stderr == "Error: standard output can't be written: No space left on device\n"


# --- fuzz -------------------------------------------------------------------------------------------

WHOLE = (HEADINGS + ROWS).encode()


def attempt(data: bytes) -> int | None:
    """Plans read, or None where the input was refused in cpind's own words; anything else fails the test."""
    try:
        return len(read_flat([read_delimited(data, "f.csv", None, {})], {}).plans)
    except CpindError as error:
        assert str(error)
        return None


@examples(100)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=0, max_size=3)), min_size=1, max_size=4))
def test_bytes_changed_anywhere_end_in_an_answer_or_a_message(changes):
    data = bytearray(WHOLE)
    for place, put in changes:
        data[place : place + 1] = put
    attempt(bytes(data))


@examples(80)
@given(st.lists(st.sampled_from(HEADINGS.strip().split(",")), min_size=1, unique=True), st.text(max_size=30))
def test_any_text_in_any_cell_loses_no_row(columns, text):
    cell = '"' + text.replace('"', '""').replace("\0", "").replace("\r", "\n") + '"'
    rows = [dict(zip(HEADINGS.strip().split(","), line.split(","))) for line in ROWS.splitlines()]
    for column in columns:
        rows[7][column] = cell
    data = (HEADINGS + "".join(",".join(row.values()) + "\n" for row in rows)).encode("utf-8", errors="replace")
    found = attempt(data)
    # Refused, or every plan is there; the changed row's own plan may have lost both its dates.
    assert found is None or found >= (19 if {"plan_start", "plan_end"} <= set(columns) else 20)


# --- every kind of file, every command --------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_files(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder of what may be handed to a command, and by name what it then says."""
    folder = tmp_path_factory.mktemp("hostile")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    half = HEADINGS.encode() + ROWS.encode() + "C9,,,2019-05-20,,0,Zo\u00eb\n".encode("cp437") + ROWS.encode()
    wide = ",".join(["child_id", "plan_start", *(f"c{n}" for n in range(1000))]) + "\n1,2019-05-01\n"
    written = {
        "empty.csv": (b"", "is empty"),
        "empty.xml": (b"", "is empty"),
        "cut.xml": (b"<?xml version='1.0'?><Message><Children><Child>", "the XML is cut short"),
        "binary.csv": (bytes(range(256)) * 40, "not UTF-8 text"),
        "binary.xlsx": (b"PK\x03\x04" + bytes(range(256)) * 40, "not an Excel workbook that can be opened"),
        "root.xml": (b"<?xml version='1.0'?><Register/>", "its outermost element is <Register>"),
        "text.xml": (
            b"<Message><Children>" + b"x" * 12_000_000 + b"</Children></Message>",
            "cut short, damaged, or holds",
        ),
        "bomb.xlsx": (bomb.getvalue(), "would unpack to 120 MB"),
        "half.csv": (half, "row 22: not UTF-8 text"),
        "wide.csv": (wide.encode(), ""),
        "twice.csv": (
            b"child_id,plan_start,plan start\n1,2019-05-01,2019-05-02\n",
            "two columns are both read as plan_start",
        ),
        "own-twice.csv": (b"child_id,plan_start,Ward,Ward\n1,2019-05-01,N,S\n", ""),
        "nul.csv": (b"child_id,plan_start\n1,2019-05\x00-01\n", "a NUL character"),
        "page.xls": (b"<html><table><tr><td>child_id</td></tr></table></html>", "is not an extract"),
    }
    for name, (data, _) in written.items():
        (folder / name).write_bytes(data)
    (folder / "folder").mkdir()
    messages = {name: message for name, (_, message) in written.items()}
    return folder, {**messages, "folder": "is a folder without", "missing.csv": "no such file"}


COMMANDS = ["rates", "activity", "figures", "check", "convert"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_hostile_files_with_a_message(hostile_files, monkeypatch, command):
    folder, expected = hostile_files
    monkeypatch.chdir(folder)
    for name, message in expected.items():
        result = run(command, name, *(POPULATION if command in ("rates", "figures") else []))
        if message:
            assert (result.exit_code, result.stdout) == (1, ""), name
            assert message in result.stderr, (name, result.stderr)
            assert result.stderr.startswith(("Error", "cpind")), name
        else:
            assert result.exit_code in (0, 1), name


RETURN = (
    '<?xml version="1.0" encoding="utf-8"?>\n<Message><Header><CollectionDetails><Year>2020</Year>'
    "<ReferenceDate>2020-03-31</ReferenceDate></CollectionDetails><Source><LEA>937</LEA></Source></Header><Children>"
    + "".join(
        f"<Child><ChildIdentifiers><LAchildID>C{n}</LAchildID><PersonBirthDate>2012-01-0{n % 9 + 1}</PersonBirthDate>"
        "<Sex>F</Sex></ChildIdentifiers><CINdetails><CINreferralDate>2019-04-20</CINreferralDate><Section47>"
        "<S47ActualStartDate>2019-05-01</S47ActualStartDate><DateOfInitialCPC>2019-05-20</DateOfInitialCPC></Section47>"
        "<ChildProtectionPlans><CPPstartDate>2019-05-20</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>"
        "<Reviews><CPPreviewDate>2019-08-01</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>"
        for n in range(20)
    )
    + "</Children></Message>"
).encode()


def attempt_return(data: bytes) -> tuple[int, int] | None:
    from cpind.inputs.census.returns import read_census

    try:
        extract = read_flat(read_census(io.BytesIO(data), "f.xml", data[:4096]), {})
    except CpindError as error:
        assert str(error)
        return None
    return len(extract.plans), len(extract.conferences)


@examples(100)
@given(st.lists(st.tuples(st.integers(0, len(RETURN) - 1), st.binary(min_size=0, max_size=3)), min_size=1, max_size=4))
def test_bytes_of_a_return_changed_anywhere_end_in_an_answer_or_a_message(changes):
    data = bytearray(RETURN)
    for place, put in changes:
        data[place : place + 1] = put
    attempt_return(bytes(data))


@examples(80)
@given(
    st.sampled_from(
        ["LAchildID", "PersonBirthDate", "S47ActualStartDate", "CPPstartDate", "NumberOfPreviousCPP", "CPPreviewDate"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
def test_any_text_in_any_element_of_a_return_loses_no_row(element, text):
    from xml.sax.saxutils import escape

    start = RETURN.index(f"<{element}>".encode(), len(RETURN) // 2) + len(element) + 2
    end = RETURN.index(b"</", start)
    found = attempt_return(RETURN[:start] + escape(text).encode() + RETURN[end:])
    # Refused, or all there; the changed plan may have lost its start, and so be none.
    assert found is None or (found[0] >= (19 if element == "CPPstartDate" else 20) and found[1] == 20)


SHEETS = {
    "List 5": [
        "Child Unique ID",
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Date of Initial Child Protection Conference",
        "Number of ICPCs in the last 12 months",
    ],
    "List 7": [
        "Child Unique ID",
        "Child Protection Plan Start Date",
        "Child Protection Plan End Date",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
    ],
}


@examples(16, nightly=24)
@given(
    st.sampled_from(list(SHEETS)),
    st.integers(0, 3),
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        st.floats(),
        st.dates(),
        st.booleans(),
        st.integers(),
    ),
)
def test_any_value_in_any_cell_of_annex_a_loses_no_row(sheet, column, value):
    from openpyxl import Workbook

    book = Workbook()
    for title, headings in SHEETS.items():
        page = book.create_sheet(title)
        page.append(headings)
        for n in range(5):
            page.append([f"C{n}", "2020-05-01", "2020-05-20", "0", "a) Yes"][: len(headings)])
    cell = book[sheet].cell(4, column + 1)
    try:
        cell.value = value
    except ValueError:  # a number that no workbook holds
        return
    out = io.BytesIO()
    book.save(out)
    try:
        tables = read_tables_of(out.getvalue())
    except CpindError as error:
        assert str(error)
        return
    assert (len(tables.plans), len(tables.enquiries)) >= (4, 4)


def read_tables_of(data: bytes):
    """An extract of a workbook's bytes, as `read` would make it of a file."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annex.xlsx"
        path.write_bytes(data)
        return read(path)


def test_many_unreadable_cells_are_reported_quickly(here):
    (here / "e.csv").write_text("child_id,plan_start\n" + "".join(f"{n},31/02/2019\n" for n in range(50_000)))
    assert "50,000 cells can't be read" in run("activity", "e.csv").stderr
