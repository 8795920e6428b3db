"""Columns that say who a child is: no figure is split by them, whatever they are called and however few children there
are; columns of places, teams and schools may be split by."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import run
from support.profiles import examples

from cpind.model.identifying import is_an_identifier, why_identifying
from cpind.model.nhs_numbers import holds_nhs_number, without_nhs_numbers
from cpind.model.schema import identifies

OF_SOMEBODY = """pers_surname|Home postcode|Home address|UPRN|Property UPRN|NHS Number|NHSNo|nhsnumber|UPN|FormerUPN|ULN|Unique Pupil Number|
Email|E-mail address|Telephone|Mobile no|Phone number|Contact number|DOB|D.O.B.|Birth date|date_born|Birthday|Child DOB|dateofbirth|
Year of birth|Forename(s)|Given Name|Preferred name|Known as|Name|Names|Full name|FullName|Child's name|Name of child|Mother's name|
Mother|Client name|ClientName|Swift ID|Mosaic ID|Liquidlogic ID|LCS ID|Carefirst ID|Case ID|CaseNumber|Case ref|Legacy ID|System ID|
Person ref|ID|Ref|Reference|Unique reference|GUID|Pseudonym|Post Code|PCODE|Postal code|Address line 1|Addr1|AddressLine1|Street|
House number|Easting|Latitude|NI number|Passport number|Home Office reference|SEN ID|Police ref|Pupil number|pupil_id|person_id|
Sibling ID|Initials|Alias|childsurname|MotherDOB|EDD|Expected delivery date|nhs_no|P number|UniqueID|Hospital number|Client|clientno|
Mosaic IDs|UPNs|DOBs"""

OF_A_PLACE = """Team|Team name|Ward|Ward name|Ward ID|Team no|Team number|District code|Locality|School|School name|School phase|School URN|
School ID|Social worker|Worker name|Allocated worker|Manager|Chair|LSOA|LSOA code|Postcode district|Postcode area|Area code|Region|
Cluster|Family hub|Service|Service ID|Language|Religion|Disability|Country of birth|Legal status|Outcome|Reason|Year group|
Number of siblings|Number of children|Number of previous plans|Placement type|Referral source|Need code|Housing type|Family type|
Risk level|IDACI|IMD decile|Deprivation|Paid|COVID|Quarter|Cohort|Office|Patch|Nationality|Parental factor|Team postcode|Nursery|Parish"""


def headings(text: str) -> list[str]:
    return [heading.strip() for heading in text.split("|")]


@pytest.mark.parametrize("heading", headings(OF_SOMEBODY))
def test_a_heading_about_a_person_identifies(heading):
    assert identifies(heading) and identifies(heading.upper()) and identifies(heading.replace(" ", "_"))


@pytest.mark.parametrize("heading", headings(OF_A_PLACE))
def test_a_heading_about_a_place_does_not_identify(heading):
    assert not identifies(heading) and not identifies(heading.replace(" ", "_"))


def split(heading: str, values: list[str], by: str = "") -> tuple[int, str]:
    """The exit code and all output of plans split by a column with these values, one child a row."""
    rows = "".join(f'K{n:03d}X,2019-05-01,,"{value}"\n' for n, value in enumerate(values))
    Path("e.csv").write_text(f"child_id,plan_start,plan_end,{heading}\n{rows}")
    result = run("activity", "e.csv", "--by", by or heading, "--year", "2019/20")
    return result.exit_code, result.output


SURNAMES = "Smythe Bloggs Okafor Nowak Ahmadi Featherstone Griffin Petrov Larsson Quirke Ibe Vance".split()
IDENTIFYING = {
    "a surname each": SURNAMES,
    "a surname each, of four": SURNAMES[:4],
    "an NHS number among teams": [*["North", "South"] * 6, "943 476 5919"],
    "a pupil number among teams": [*["North", "South"] * 6, "A801200001001"],
    "an address of e-mail among teams": [*["North", "South"] * 6, "kim@example.org"],
    "a postcode of several": [f"CV{n // 4 + 1} 1AA" for n in range(24)],
    "addresses of several": [f"{n // 3 + 1} High Street" for n in range(24)],
    "dates of several": [f"2010-0{n // 4 + 1}-17" for n in range(24)],
    "long numbers of several": [f"10009{n // 4:07d}" for n in range(24)],
    "names of siblings": [f"{name}, Ann" for name in SURNAMES[:8] for _ in range(3)],
    "frequent surnames of siblings": [name for name in "Smith Jones Patel Evans Khan Walker".split() for _ in range(3)],
    "identifiers of other children": [f"K{n // 4:03d}X" for n in range(24)],
    "an identifier of a child who is not there": [*["North", "South"] * 6, "Z987Q"],
}


@pytest.mark.parametrize("values", IDENTIFYING.values(), ids=IDENTIFYING)
@pytest.mark.parametrize("heading", ["Column 7", "team", "district"])
def test_a_split_by_a_column_whose_cells_identify_children_is_refused(here, heading, values):
    if heading != "Column 7" and len(values) < 6:
        pytest.skip("of a few children each may well have a team of its own")
    code, output = split(heading, values)
    assert code == 2 and "would list individual children" in output
    assert not [value for value in values if value in output and value not in ("North", "South")]


@pytest.mark.parametrize("heading, by", [("initial_category", "initial_category"), ("ethnicity", "ethnic-group")])
def test_a_split_by_a_column_of_identifiers_is_refused(here, heading, by):
    code, output = split(heading, [f"Q{n:04d}" for n in range(12)], by)
    assert code == 2 and "Q0003" not in output


ORDINARY = {
    "three teams of five children": ["North", "South", "North", "East", "South"],
    "a team each, of three": ["North", "South", "East"],
    "wards": [f"{name} ward" for name in ("Abbey", "Park", "Chelsea", "St John's", "Leam") for _ in range(4)],
    "codes of areas": [f"E0500{n % 6:04d}" for n in range(30)],
    "numbers of schools": [f"{125000 + n % 5}" for n in range(30)],
    "years": [f"{2009 + n % 6}" for n in range(30)],
    "phases": ["Primary", "Secondary", "Nursery", "Not in school", "Primary"] * 3,
    "workers": [("Kim Baker", "Jo Hill", "Sam Price")[n % 3] for n in range(45)],
    "districts of postcodes": [f"CV{n % 5 + 1}" for n in range(30)],
    "teams by number": [str(n % 4) for n in range(20)],
    "spellings of a team": ["East", "EAST", "east", "West", "west", "WEST", "North", "north"],
}


@pytest.mark.parametrize("values", ORDINARY.values(), ids=ORDINARY)
@pytest.mark.parametrize("heading", ["Cohort", "team"])
def test_a_split_by_an_ordinary_column_is_allowed(here, heading, values):
    code, output = split(heading, values)
    assert code == 0, output
    assert values[0].casefold() in output.casefold()


@examples(24)
@given(groups=st.integers(2, 8), children=st.integers(24, 300), seed=st.integers(0, 999))
def test_a_few_groups_of_many_children_pass_and_one_each_does_not(groups, children, seed):
    import numpy as np

    rng = random.Random(seed)
    texts = [f"Team {number}" for number in range(max(groups, children))]
    codes = np.array([rng.randrange(groups) for _ in range(children)])
    each = np.arange(children)
    for known in (False, True):
        assert why_identifying(codes, each, texts, (), known=known) == ""
        assert "nearly as many" in why_identifying(each, each, texts, (), known=known)


@pytest.mark.parametrize("text", ["9434765919", "943 476 5919", "943-476-5919", "4505577104"])
def test_a_valid_nhs_number_is_recognised(text):
    assert holds_nhs_number(text) and is_an_identifier(text)


@pytest.mark.parametrize(
    "text", ["9434765918", "943476591", "94347659190", "0000000000", "1111111111", "E07000218", "CV1"]
)
def test_a_text_that_is_not_an_nhs_number_is_not_recognised_as_one(text):
    assert not holds_nhs_number(text)


def with_check_digit(nine: str) -> str:
    """Nine digits and their check digit, by the rule of the NHS Data Dictionary; "" where there is none."""
    total = 0
    for place in range(9):
        total += int(nine[place]) * (10 - place)
    check = 11 - total % 11
    return "" if check == 10 else nine + str(0 if check == 11 else check)


@pytest.mark.parametrize("nine", ["943476591", "450557710", "123456788", "987654321", "401023213"])
def test_only_one_of_ten_check_digits_is_valid(nine):
    valid = with_check_digit(nine)
    assert sum(holds_nhs_number(nine + digit) for digit in "0123456789") == (valid != "")
    if valid:
        assert holds_nhs_number(valid)


AROUND = [
    "NHS 943 476 5919",
    "9434765919 (mother's)",
    "Team North/943-476-5919",
    "NHS9434765919",
    "9434765919.0",
    "943.476.5919",
]
NOT_AROUND = [
    "Team 943 476 5918",  # the check digit fails
    "Ref 94347659190",  # eleven digits
    "0.9434765919",  # the decimals of a number
    "9434765919.25",
    "94,347,659.19",
]


@pytest.mark.parametrize("text", AROUND)
def test_an_nhs_number_within_a_text_is_recognised(text):
    assert holds_nhs_number(text) and is_an_identifier(text)
    assert "5919" not in without_nhs_numbers(text)


@pytest.mark.parametrize("text", NOT_AROUND)
def test_digits_with_a_wrong_check_digit_are_not_an_nhs_number(text):
    assert not holds_nhs_number(text)
    assert without_nhs_numbers(text) == text


@pytest.mark.parametrize("text", AROUND)
@pytest.mark.parametrize("heading", ["Cohort", "team", "district"])
def test_one_nhs_number_in_any_column_is_enough_to_refuse_a_split(here, heading, text):
    code, output = split(heading, [*["North", "South"] * 9, text])
    assert code == 2 and "would list individual children" in output
    assert "5919" not in output


def test_ten_digit_references_that_are_not_nhs_numbers_may_be_groups(here):
    """Among names of teams a number that fails the check is a group like any other; a column of them is long numbers."""
    code, output = split("Cohort", [*["North", "South"] * 9, "9434765918"])
    assert code == 0 and "9434765918" in output
    code, output = split("Cohort", ["9434765918", "4505577103"] * 12)
    assert code == 2 and "its values are long numbers" in output


@pytest.mark.parametrize("column", ["plan_start", "previous_plans", "transfer_in", "plan_type", "date_of_birth"])
@pytest.mark.parametrize("text", ["9434765919", "943 476 5919", "NHS 943-476-5919"])
def test_messages_about_cells_show_no_nhs_number(here, column, text):
    cells = {"child_id": "K1", "plan_start": "2019-05-01", "plan_end": "", column: text}
    Path("e.csv").write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n")
    for command in (["activity", "e.csv", "--year", "2019/20"], ["check", "e.csv"], ["inspect", "e.csv"]):
        assert "5919" not in run(*command).output, command


def test_messages_about_headings_show_no_nhs_number(here):
    Path("e.csv").write_text(
        "child_id,plan_start,begin 943 476 5919\nK1,2019-05-01,2019-05-02\nK2,2019-05-01,2019-06-02\n"
    )
    assert "5919" not in run("two-year", "e.csv", "--year", "2019/20").output
    assert "5919" not in run("rates", "e.csv", "--year", "2019/20", "--by", "wrd", "--population", "10").output


# --- messages ---------------------------------------------------------------------------------------------

FIRST_ROWS = {
    "identifier and dates": "ZQX7001,2011-07-23,2019-05-01",
    "identifier and names": "ZQX7001,Quillfeather,Ombersley",
    "numbers and names": "70014432,Quillfeather,Neglect",
    "surname first": '"Quillfeather, Jo",North,Neglect',
    "postcode": "Quillfeather,CV21 2DP,North",
    "repeated below": "Quillfeather,North,Neglect",
}


@pytest.mark.parametrize("row", FIRST_ROWS.values(), ids=FIRST_ROWS)
@pytest.mark.parametrize(
    "command", [["activity"], ["inspect"], ["check", "--rows"], ["init"], ["benchmarks", "import"], ["convert"]]
)
def test_a_first_row_of_data_is_never_shown(here, row, command):
    (here / "e.csv").write_text(f"{row}\n{row}\n")
    result = run(*command, "e.csv")
    written = (here / "cpind.toml").read_text() if (here / "cpind.toml").exists() else ""
    for hidden in ("Quillfeather", "ZQX7001", "70014432", "2011-07-23", "CV21"):
        assert hidden not in result.output + written
    if command == ["inspect"]:
        assert "it has no row of headings" in result.stdout


def test_known_headings_make_a_row_a_row_of_headings(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end,31/03/2020\nK1,2019-05-01,,7\n")
    assert "31/03/2020" in run("inspect", "e.csv").stdout


@pytest.mark.parametrize("command", [["activity"], ["inspect"], ["init"]])
def test_a_row_of_headings_that_runs_into_data_is_never_shown(here, command):
    """Found by the fuzz: the line's end and the child's heading were lost."""
    (here / "e.csv").write_text(
        "ZQX7000,2007-03-11,North,seen with Quillfeather,plan_start,plan_end,team\nK1,,,,2019-05-01,,\n"
    )
    result = run(*command, "e.csv")
    written = (here / "cpind.toml").read_text() if (here / "cpind.toml").exists() else ""
    assert not [hidden for hidden in ("ZQX7000", "Quillfeather", "2007") if hidden in result.output + written]


def test_a_death_that_cannot_be_read_is_not_shown(here):
    (here / "e.csv").write_text("child_id,plan_start,date_of_death,icpc_date\nK1,2019-05-01,12/25/2019,x\n")
    result = run("activity", "e.csv")
    assert result.exit_code == 1 and "12/25/2019" not in result.output


@pytest.mark.parametrize("cell", ["Quillfeather", "2011-07-23", "ZQX7001"])
@pytest.mark.parametrize("column", ["mid_year", "population"])
def test_a_cell_of_a_population_file_that_may_identify_is_not_shown(here, cell, column):
    row = {"mid_year": "2018", "population": "100"} | {column: cell}
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nK1,2019-05-01,\n")
    (here / "p.csv").write_text(f"area,mid_year,population\nShire,{row['mid_year']},{row['population']}\n")
    result = run("rates", "e.csv", "--population", "p.csv", "--year", "2019/20")
    assert result.exit_code == 1 and cell not in result.output and f"p.csv, row 2, {column}: a text of" in result.stderr


@pytest.mark.parametrize("heading", ["Note", "Notes", "Case Notes", "Worker_Comments", "Free Text", "Remarks"])
def test_a_split_by_free_text_is_refused(here, heading):
    rows = "".join(f"K{n},2022-06-0{n},,{'Seen with Ann Smith' if n == 1 else ''},T{n % 2}\n" for n in range(1, 9))
    (here / "e.csv").write_text(f"child_id,plan_start,plan_end,{heading},Team\n{rows}")
    result = run("activity", "e.csv", "--month", "Jun-22", "--by", heading)
    assert result.exit_code == 2 and "individual children" in result.stderr and "Smith" not in result.output
    assert run("activity", "e.csv", "--month", "Jun-22", "--by", "Team").exit_code == 0
