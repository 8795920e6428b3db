"""Annex A and the Standard Safeguarding Dataset: what is found where, what is refused and why. Figures: test_layouts.py."""

from __future__ import annotations

import csv
import random
from datetime import date

import pytest
from support import layouts, left_out_of, run

from cpind.errors import InputError, UsageError
from cpind.inputs.reading import read

AS_AT = date(2020, 7, 31)


def row(child: str, **cells) -> dict:
    return {"child_id": child, "date_of_birth": date(2012, 5, 1), "sex": "F", "ethnicity": "WBRI", **cells}


CHILDREN = [
    row(
        "C1",
        s47_start=date(2020, 5, 1),
        icpc_date=date(2020, 5, 22),
        plan_start=date(2020, 5, 22),
        initial_category="NEG",
        latest_category="NEG",
        previous_plans=1,
        review_dates=[date(2020, 7, 20)],
        team="East",
    ),
    row(
        "C2",
        s47_start=date(2020, 3, 2),
        icpc_date=date(2020, 3, 30),
        plan_start=date(2018, 1, 10),
        plan_end=date(2020, 6, 30),
        initial_category="EMO",
        latest_category="PHY",
        previous_plans=0,
        team="West",
    ),
    row(
        "C3", plan_start=date(2018, 7, 1), initial_category="MUL", latest_category="MUL", previous_plans=0, team="East"
    ),
]


@pytest.fixture
def annex(here):
    layouts.write_annex_a(CHILDREN, AS_AT, here / "annex.xlsx", rng=random.Random(3))
    return here


def lines(*arguments: str) -> list[str]:
    result = run(*arguments, "-f", "csv", "--as-at", str(AS_AT))
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


# --- Annex A ----------------------------------------------------------------------------------------


def test_annex_a_answers_its_six_months(annex):
    assert lines("activity", "annex.xlsx") == [
        "measure,2020-02-01 to 2020-07-31",
        "Section 47 enquiries started,2",
        "Initial child protection conferences,2",
        "Child protection plans started,1",
        "Child protection plans ended,1",
        "Children subject to a plan at the end of the period,2",
    ]
    assert lines("rates", "annex.xlsx", "--population", "1000") == ["area,31 July 2020", "Extract,20.0"]
    assert lines("two-year", "annex.xlsx", "--open") == ["area,31 July 2020", "Extract,50.0"]
    assert lines("repeats", "annex.xlsx", "--quarter", "Q1-20/21")[1] == "Q1 20/21,,,1,100.0,1,"
    assert lines("icpc", "annex.xlsx", "--month", "May-20") == ["area,May-20", "Extract,100.0"]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["icpc", "--year", "2019/20"], "Annex A holds 6 months, 1 Feb 2020 to 31 Jul 2020: ask for a period in them"),
        (["two-year", "--year", "2020/21"], None),  # begins in them, and is part
        (["rates", "--at", "2019-12-31", "--population", "9"], "Annex A holds 6 months"),
        (["reviews"], "Annex A holds only the latest review of each plan"),
        (["gaps"], "Annex A does not hold the previous plans' dates"),
    ],
)
def test_annex_a_says_which_figures_it_cannot_answer(annex, arguments, message):
    result = run(*arguments[:1], "annex.xlsx", *arguments[1:], "--as-at", str(AS_AT))
    assert result.exit_code == (1 if message else 0)
    assert message is None or message in result.stderr


def test_annex_a_that_goes_further_back_says_so_with_from(annex):
    assert lines("icpc", "annex.xlsx", "--year", "2019/20", "--from", "2019-04-01") == ["area,2019/20", "Extract,0.0"]


def test_annex_a_says_that_it_does_not_record_transfer_ins(annex):
    printed = run("icpc", "annex.xlsx", "--as-at", str(AS_AT)).stdout
    assert "Annex A does not mark transfer-in conferences" in printed
    assert "Annex A to 31 July 2020." in printed


def test_annex_a_is_split_by_category_and_team(annex):
    by_category = lines("activity", "annex.xlsx", "--by", "category")
    assert "Child protection plans started,Neglect,1" in by_category
    assert "Child protection plans ended,Physical abuse,1" in by_category
    assert "Children subject to a plan at the end of the period,Multiple,1" in by_category
    assert "Section 47 enquiries started,West,1" in lines("activity", "annex.xlsx", "--by", "team")
    assert run("activity", "annex.xlsx", "--by", "district").exit_code == 2


@pytest.mark.parametrize(
    "written, read_as",
    [("B) Female", "F"), ("b). Female", "F"), ("2 - Female", "F"), ("c) Not yet known", "U"), ("Other", "Other")],
)
def test_the_letter_prefix_of_an_annex_a_value_is_removed(here, written, read_as):
    (here / "List 7.csv").write_text(
        "Child Unique ID,Gender,Child Protection Plan Start Date,Child Protection Plan End Date,"
        "Date of the Last Statutory Visit,Was the Child Seen Alone?\n"
        f"1,{written},2020-05-01,,2020-07-01,a) Yes\n"
    )
    assert list(read("List 7.csv").plans["sex"]) == [read_as]


def test_a_title_above_the_headings_of_a_csv_is_skipped(here):
    layouts.write_annex_a_lists(CHILDREN, AS_AT, here / "lists", title_row=True, names="underscore")
    extract = read(here / "lists")
    assert extract.live_layouts == {"annex-a"}
    assert sorted(extract.plans["row"]) == [3, 4, 5]


def test_formulas_in_lists_that_are_not_read_are_ignored(annex):
    from openpyxl import load_workbook

    book = load_workbook("annex.xlsx")
    book.create_sheet("List 10").append(["Child Unique ID", "=A1+1"])
    book.save("annex.xlsx")
    assert len(read("annex.xlsx").plans) == 3


def test_a_flat_file_with_annex_a_headings_is_not_taken_for_annex_a(here):
    (here / "e.csv").write_text(
        "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date\n1,2018-05-01,2019-05-01\n"
    )
    assert run("two-year", "e.csv", "--year", "2019/20").exit_code == 0


@pytest.mark.parametrize(
    "text, code",
    [
        ("NEG", "NEG"),
        ("a) Neglect", "NEG"),
        ("Likelihood of Neglect", "NEG"),
        ("PHYSAB", "PHY"),
        ("Risk of physical injury", "PHY"),
        ("SEXUAL", "SAB"),
        ("Likely Sexual Abuse", "SAB"),
        ("EMOTAB", "EMO"),
        ("Multiple/not recommended", "MUL"),
        ("Neglect and Emotional Abuse", "MUL"),
        ("Other", "Not recognised"),
        ("", "Not recorded"),
    ],
)
def test_every_spelling_of_the_category_is_read(text, code):
    from cpind.model.vocabulary import category_code

    assert category_code(text) == code


# --- the Standard Safeguarding Dataset --------------------------------------------------------------


@pytest.fixture
def dataset(here):
    earlier = row("C1", plan_start=date(2016, 2, 1), plan_end=date(2016, 9, 1), initial_category="NEG")
    moved_in = row("C4", icpc_date=date(2020, 6, 22), transfer_in=True, referral_date=date(2020, 6, 1))
    elsewhere = row("C5", plan_start=date(2020, 6, 1), other_authority=True)
    layouts.write_ssd([*CHILDREN, earlier, moved_in, elsewhere], here / "ssd")
    return here


def test_a_dataset_is_joined(dataset):
    extract = read("ssd")
    held = extract.conferences.set_index("child_id")
    assert str(held.loc["C1", "s47_start"])[:10] == "2020-05-01"
    assert str(held.loc["C4", "referral_date"])[:10] == "2020-06-01"
    assert held.loc["C4", "transfer_in"] == 1
    assert list(held["team"].dropna()) == ["East", "West"]
    (review,) = extract.reviews.itertuples()
    assert (review.child_id, str(review.plan_start)[:10]) == ("C1", "2020-05-22")
    assert list(extract.plans["sex"].unique()) == ["F"]
    assert left_out_of(extract) == [
        "1 row with a plan of another authority's child: the plan left out (check other-authority)"
    ]


def test_previous_plans_are_derived_and_said_to_be_a_lower_bound(dataset):
    result = run("repeats", "ssd", "--quarter", "Q1-20/21", "--as-at", str(AS_AT))
    assert "Q1 20/21               0  0.0             1  100.0              1" in result.stdout
    assert "has no number of previous plans: repeat plans are derived from the plans in it" in result.stdout


def test_transfer_ins_are_timed_from_the_referral(dataset):
    assert lines("icpc", "ssd", "--month", "Jun-20") == ["area,Jun-20", "Extract,100.0"]


def test_other_tables_of_the_folder_are_not_read(dataset):
    (dataset / "ssd" / "ssd_address.csv").write_text("addr_address_id,addr_postcode\n1,CV1\n")
    message = "Not read in ssd, because cpind needs only some tables of the dataset: ssd_address.csv"
    assert message in run("activity", "ssd").stdout


def test_files_of_a_dataset_may_be_named_one_by_one(dataset):
    some = [f"ssd/{name}.csv" for name in ("ssd_cp_plans", "ssd_person")]
    extract = read(some)
    assert len(extract.plans) == 5
    with pytest.raises(InputError, match="there is neither ssd_cp_plans nor"):
        read("ssd/ssd_person.csv")
    (dataset / "again.csv").write_bytes((dataset / "ssd" / "ssd_cp_plans.csv").read_bytes())
    with pytest.raises(InputError, match="are both the table ssd_cp_plans"):
        read(["ssd/ssd_cp_plans.csv", "again.csv"])


def test_a_review_without_a_plan_is_listed_by_its_check(dataset):
    path = dataset / "ssd" / "ssd_cp_reviews.csv"
    path.write_text(path.read_text() + "CP-99,2020-07-01\n")
    result = run("check", "ssd", "--rows", "--only", "review-without-plan", "-f", "csv")
    assert result.stdout.splitlines()[1].startswith(
        "review-without-plan,warning,ssd_cp_reviews.csv,3,,,cppr_cp_plan_id CP-99; review_date 2020-07-01,"
    )
    assert (
        "1 review of no plan in the extract: not counted (check review-without-plan)"
        in run("reviews", "ssd", "--at", str(AS_AT), "--as-at", str(AS_AT)).stdout
    )


def test_a_bad_date_is_reported_with_its_table_and_row(dataset):
    path = dataset / "ssd" / "ssd_s47_enquiry.csv"
    path.write_text(path.read_text().replace("2020-05-01", "01/13/2020"))
    with pytest.raises(
        InputError, match=r'^1 cell can.t be read:\n  ssd_s47_enquiry.csv, row 2, s47_start: "01/13/2020"'
    ):
        read("ssd")


def rows_of(*arguments: str) -> list[tuple[str, str, str]]:
    """Code, file and row of what cpind check finds."""
    lines = run("check", *arguments, "--rows", "-f", "csv").stdout.splitlines()[1:]
    return [(code, file, row) for code, _, file, row, *_ in csv.reader(lines)]


def test_a_key_that_two_rows_have_is_listed(dataset):
    path = dataset / "ssd" / "ssd_cp_plans.csv"
    head, first, *others = path.read_text().splitlines()
    path.write_text("\n".join([head, first, *others, first.replace("C1", "C2")]) + "\n")
    last = str(len(others) + 3)
    found = {row for row in rows_of("ssd") if row[0] == "key-twice"}
    assert found == {("key-twice", "ssd_cp_plans.csv", "2"), ("key-twice", "ssd_cp_plans.csv", last)}


def test_a_conference_that_points_at_another_childs_enquiry_is_not_timed_from_it(dataset):
    path = dataset / "ssd" / "ssd_initial_cp_conference.csv"
    path.write_text(path.read_text().replace("S47-1", "S47-2"))
    assert ("points-elsewhere", path.name, "2") in rows_of("ssd")
    held = read("ssd").conferences.dropna(subset="icpc_date").set_index("child_id")["s47_start"]
    assert held.isna()[["C1", "C2"]].to_list() == [True, False]


def test_a_row_whose_own_date_is_blank_is_listed(dataset):
    conferences, reviews = dataset / "ssd" / "ssd_initial_cp_conference.csv", dataset / "ssd" / "ssd_cp_reviews.csv"
    conferences.write_text(conferences.read_text().replace("2020-05-22", ""))
    reviews.write_text(reviews.read_text().replace("2020-07-20", ""))
    found = rows_of("ssd", "--only", "no-event")
    assert {(file, row) for _, file, row in found} == {(conferences.name, "2"), (reviews.name, "2")}


def test_reviews_without_the_table_of_plans_are_listed(dataset):
    (dataset / "ssd" / "ssd_cp_plans.csv").unlink()
    assert ("review-without-plan", "ssd_cp_reviews.csv", "2") in rows_of("ssd")


def test_a_table_under_a_title_is_read(dataset):
    before = lines("activity", "ssd")
    path = dataset / "ssd" / "ssd_cp_plans.csv"
    path.write_text("Plans of all children\n" + path.read_text())
    assert lines("activity", "ssd") == before


def test_an_empty_table_is_called_empty_and_not_unknown(dataset):
    (dataset / "ssd" / "ssd_cp_reviews.csv").write_text("")
    result = run("activity", "ssd")
    assert result.exit_code == 1 and "ssd_cp_reviews.csv is empty" in result.stderr


def test_two_sheets_of_one_list_are_refused(annex):
    from openpyxl import load_workbook

    book = load_workbook("annex.xlsx")
    book.copy_worksheet(book["List 7"]).title = "List 7 old"
    book.save("annex.xlsx")
    with pytest.raises(InputError, match='"List 7" and "List 7 old" are both List 7 of Annex A: keep one'):
        read("annex.xlsx")


def test_a_table_without_its_key_is_refused(dataset):
    path = dataset / "ssd" / "ssd_cp_reviews.csv"
    path.write_text(path.read_text().replace("cppr_cp_plan_id", "cppr_cp_review_id"))
    with pytest.raises(InputError, match="ssd_cp_reviews"):
        read("ssd")


def test_two_files_of_one_name_are_read_and_one_file_given_twice_is_refused(here):
    for folder in ("a", "b"):
        (here / folder).mkdir()
        (here / folder / "e.csv").write_text(f"child_id,plan_start\n{folder},2020-01-01\n")
    assert read(["a/e.csv", "b/e.csv"]).sources == ("a/e.csv", "b/e.csv")
    with pytest.raises(UsageError, match="a/e.csv is given twice"):
        read(["a/e.csv", "a/e.csv"])
