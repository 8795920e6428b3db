"""Headings in the words of case systems: recognised, or named where they come near; never ignored silently."""

from __future__ import annotations

import pytest
from support import extract_of, run

from cpind.inputs.layouts.annex_a import list_of
from cpind.inputs.near_headings import are_data
from cpind.model.schema import BY_NAME, identifies, recognise


@pytest.mark.parametrize(
    "heading, column",
    [
        ("CPP Start", "plan_start"),
        ("CP Plan Started", "plan_start"),
        ("Date CP Plan Commenced", "plan_start"),
        ("Child Protection Plan - Start Date", "plan_start"),
        ("CP_Registration_Date", "plan_start"),
        ("CPP End Dt", "plan_end"),
        ("CPP cessation date", "plan_end"),
        ("Date of CP De-registration", "plan_end"),
        ("Child Protection Plan Ended On", "plan_end"),
        ("No. of Previous CP Plans", "previous_plans"),
        ("Previous CPP Count", "previous_plans"),
        ("Prev CP Plans (no.)", "previous_plans"),
        ("No of Prev CPPs", "previous_plans"),
        ("Times previously on CPP", "previous_plans"),
        ("Number of times previously subject to a CP plan", "previous_plans"),
        ("Previously subject to a CPP?", "previous_plans"),
        ("Ever previously on a CPP", "previous_plans"),
        ("No of Previous CPPs", "previous_plans"),
        ("Previously on CP plan", "previous_plans"),
        ("Prev. CPP End Date", "previous_plan_end"),
        ("Number of prior child protection plans", "previous_plans"),
        ("Mosaic Person ID", "child_id"),
        ("Eclipse Person Id", "child_id"),
        ("Liquidlogic ID", "child_id"),
        ("Client Ref No.", "child_id"),
        ("Child's Unique ID", "child_id"),
        ("Child's D.O.B.", "date_of_birth"),
        ("Date of Referral", "referral_date"),
        ("Section 47 Enquiry Start Date", "s47_start"),
        ("S47 Started", "s47_start"),
        ("Date S47 Initiated", "s47_start"),
        ("StratDiscussionDate", "s47_start"),
        ("Date of Strategy Meeting", "s47_start"),
        ("Initial CP Conference Date", "icpc_date"),
        ("Initial Child Protection Case Conference Date", "icpc_date"),
        ("InitialCPConfUnnecessary", "icpc_not_required"),
        ("ICPC Due Date", "icpc_target"),
        ("Review Conference Date", "review_dates"),
        ("RCPC Date", "review_dates"),
        ("Transfer-in Conference?", "transfer_in"),
        ("Temporary plan (other LA)", "other_authority"),
        ("Locality Team", "team"),
        ("Ethnic Origin", "ethnicity"),
        ("Gender (current)", "sex"),
        ("Current Category of Abuse", "latest_category"),
        ("Initial CP Category", "initial_category"),
        ("Cat of Abuse (initial)", "initial_category"),
        ("Type of Plan", "plan_type"),
        ("Conference Held Date", "conference_date"),
        ("Type of conference", "conference_type"),
        ("S47 Enquiry ID", "enquiry_id"),
        ("Referral Number", "referral_id"),
    ],
)
def test_a_heading_is_recognised_by_its_words(heading, column):
    assert recognise(heading) == column


@pytest.mark.parametrize(
    "heading",
    [
        "CIN Plan Start Date",
        "CINPlanStartDate",
        "CP Plan Start Reason",
        "CP End Reason",
        "Plan Review Start",
        "Date of latest review conference",
        "ICPC Review Date",
        "Outcome of ICPC",
        "S47 Outcome",
        "Registration Date",
        "Date",
        "Worker",
        "Number of S47s",
        "Strategy Meeting Attendees",
        "Placement Start Date",
        "Initial Assessment Date",
        "",
    ],
)
def test_a_heading_with_another_word_is_not_recognised(heading):
    assert recognise(heading) is None


def test_every_columns_own_name_and_names_elsewhere_mean_it():
    for column in BY_NAME.values():
        for heading in (column.name, *column.aliases):
            assert recognise(heading) == column.name


@pytest.mark.parametrize("heading", ["Mosaic Person ID", "Referral Number", "S47 ID", "Family Group Number", "Plan ID"])
def test_a_heading_of_an_identifier_identifies(heading):
    assert identifies(heading)


def test_annex_a_is_recognised_under_headings_without_blanks():
    five = ["ChildUniqueID", "Gender", "StratDiscussionDate", "InitialCPConfUnnecessary", "InitialCPConfDate"]
    seven = ["ChildUniqueID", "ChildProtectionPlanStartDate", "DateOfLastStatutoryVisit", "ChildSeenAlone"]
    assert (list_of(five), list_of(seven)) == (5, 7)


def test_unused_headings_are_named_where_they_matter():
    text = (
        "child_id,CP Plan Start Date,CP Plan End Date,Number of Previuos CP Plans,Day seen,Interpreter,Ward,Worker code\n"
        "a,2022-06-01,,1,2022-06-03,Y,Ash,11234\nb,2022-06-02,,0,2022-06-04,N,Elm,11235\n"
    )
    extract = extract_of(text)
    assert extract.hints == (
        'test.csv: not used: "Number of Previuos CP Plans" (flags, could be previous_plans), "Day seen" (dates), '
        '"Interpreter" (flags); map a heading under [columns] in cpind.toml if it should be',
    )


def test_columns_to_group_by_are_not_reported_as_unused():
    assert extract_of("child_id,plan_start,Ward,Note\na,2022-06-01,Ash,seen twice\n").hints == ()


def test_a_hint_goes_to_standard_error_alone(here):
    (here / "e.csv").write_text("child_id,CPP Start,Day seen\na,2022-06-01,2022-06-03\n")
    result = run("activity", "e.csv", "--year", "2022/23", "-f", "csv")
    assert '"Day seen" (dates)' in result.stderr and "Day seen" not in result.stdout


@pytest.mark.parametrize(
    "named, guessed",
    [("P Number", "P Number"), ("Childs_Ident", "Childs_Ident"), ("Client Pseudonym", "Client Pseudonym")],
)
def test_a_file_without_a_child_shows_its_headings_and_a_guess(here, named, guessed):
    (here / "e.csv").write_text(f"Ward,{named},CPP Start\nAsh,1,2022-06-01\n")
    result = run("activity", "e.csv")
    assert result.exit_code == 1
    assert f'(perhaps "{guessed}"). Its headings: Ward, {named}, CPP Start' in result.stderr


def test_a_first_row_of_data_is_never_shown(here):
    (here / "e.csv").write_text("CPP Start,2015-03-04,98765432\n2022-06-01,2016-01-01,98765433\n")
    result = run("activity", "e.csv")
    assert result.exit_code == 1 and "holds data" in result.stderr
    assert "2015" not in result.output and "98765432" not in result.output
    assert are_data(["a", "01/02/2015"]) and are_data(["12345678"]) and not are_data(["CPP Start", "Team 2", "2019"])


@pytest.mark.parametrize(
    ("heading", "text", "is_said"),
    [
        ("Registration Status", "Temporary", True),
        ("Case Description", "Temporary CP plan", True),
        ("Registration Status", "Child protection", False),
        ("Accommodation Type", "Temporary", False),
        ("Plan Status", "Temporary accommodation", False),
    ],
)
def test_temporary_plans_under_an_unknown_heading_are_noted(heading, text, is_said):
    """They are of another authority's children, and count nowhere."""
    extract = extract_of(
        f"Child ID,CP plan start,CP plan end,{heading}\na,2020-01-06,,Child protection\nb,2020-02-03,,{text}\n"
    )
    message = f'"{heading}" says temporary in 1 row, which is counted as a plan of this authority'
    assert any(message in remark for remark in extract.remarks) is is_said
