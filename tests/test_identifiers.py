"""Identifiers that a spreadsheet has damaged: rounded, or without their leading zeros."""

from __future__ import annotations

import pytest
from support import extract_of, run

from cpind.errors import InputError


@pytest.mark.parametrize(
    "identifiers",
    [
        ["1.00123E+11", "1.00124E+11"],
        ["2E+05", "7"],
        ["2e+05"],
        ["1.5E11"],
        ["1E5", "2E5"],
        ["1E5", "100001"],
        ["1,00123E+11"],
    ],
)
@pytest.mark.parametrize("bad_dates", ["error", "blank"])
def test_rounded_identifiers_are_refused(here, identifiers, bad_dates):
    rows = "".join(f'"{text}",2022-06-0{n}\n' for n, text in enumerate(identifiers, 1))
    (here / "e.csv").write_text("child_id,plan_start\n" + rows)
    result = run("activity", "e.csv", "--bad-dates", bad_dates)
    assert result.exit_code == 1
    assert (
        "e.csv, row 2, child_id: a spreadsheet has rounded it (scientific notation), so children can't" in result.stderr
    )
    assert identifiers[0] not in result.stderr


@pytest.mark.parametrize("identifiers", [["5e31", "a17c"], ["1E5", "C22"], ["12E45", "3"], ["E5", "1"], ["1.5", "2"]])
def test_identifiers_with_letters_are_not_numbers(identifiers):
    rows = "".join(f"{text},2022-06-0{n}\n" for n, text in enumerate(identifiers, 1))
    assert list(extract_of("child_id,plan_start\n" + rows).plans["child_id"]) == identifiers


def test_a_column_of_the_files_own_may_be_rounded():
    extract = extract_of("child_id,plan_start,Worker\n1,2022-06-01,1.2E+11\n2,2022-06-01,1.2E+11\n")
    assert list(extract.plans["Worker"]) == ["1.2E+11", "1.2E+11"]


def test_a_large_file_is_refused_as_a_small_one_is(monkeypatch):
    monkeypatch.setattr("cpind.inputs.delimited.LARGE_BYTES", 0)
    with pytest.raises(InputError, match="2 cells"):
        extract_of("child_id,plan_start\n1.0E+11,2022-06-01\n1.0E+11,2022-06-02\n3,2022-06-03\n")


@pytest.mark.parametrize("large", [False, True])
def test_identifiers_that_differ_in_leading_zeros_between_files_are_noted(here, monkeypatch, large):
    if large:
        monkeypatch.setattr("cpind.inputs.delimited.LARGE_BYTES", 0)
    (here / "old.csv").write_text(
        "child_id,plan_start,plan_end\n00345,2019-01-02,2019-05-01\n00346,2019-01-03,2019-05-02\n"
    )
    (here / "new.csv").write_text(
        "child_id,plan_start,plan_end\n345,2021-01-02,\n900,2021-01-03,\n000345,2021-02-01,\n"
    )
    printed = run("activity", "old.csv", "new.csv", "--year", "2020/21").output
    assert "1 identifier differs from another by leading zeros alone" in printed
    assert "(check leading-zeros)" in printed and "345" not in printed
    listed = run("check", "old.csv", "new.csv", "--rows", "--only", "leading-zeros", "-f", "csv").stdout.splitlines()[
        1:
    ]
    assert [line.split(",")[2:5] for line in listed] == [
        ["new.csv", "2", "345"],
        ["new.csv", "4", "000345"],
        ["old.csv", "2", "00345"],
    ]


@pytest.mark.parametrize("large", [False, True])
def test_identifiers_that_differ_in_case_between_files_are_noted(here, monkeypatch, large):
    if large:
        monkeypatch.setattr("cpind.inputs.delimited.LARGE_BYTES", 0)
    (here / "old.csv").write_text(
        "child_id,plan_start,plan_end\nQ345X,2019-01-02,2019-05-01\nQ346X,2019-01-03,2019-05-02\n"
    )
    (here / "new.csv").write_text("child_id,plan_start,plan_end\nq345x,2021-01-02,\nq900x,2021-01-03,\n")
    printed = run("activity", "old.csv", "new.csv", "--year", "2020/21").output
    assert (
        "1 identifier differs from another by capital letters alone: probably one child each, read as several"
        in printed
    )
    assert "(check capital-letters)" in printed and "345" not in printed
    listed = run("check", "old.csv", "new.csv", "--rows", "--only", "capital-letters", "-f", "csv").stdout
    assert [line.split(",")[2:5] for line in listed.splitlines()[1:]] == [
        ["new.csv", "2", "q345x"],
        ["old.csv", "2", "Q345X"],
    ]


@pytest.mark.parametrize("identifiers", [["0012", "0013"], ["A012", "A12"], ["12", "120"], ["0", "00x"]])
def test_there_is_no_warning_where_no_identifiers_are_similar(here, identifiers):
    rows = "".join(f"{text},2022-06-0{n}\n" for n, text in enumerate(identifiers, 1))
    assert extract_of("child_id,plan_start\n" + rows).remarks == ()


def test_identifiers_of_families_are_not_compared():
    extract = extract_of("child_id,family_id,plan_start\n1,007,2022-06-01\n2,7,2022-06-01\n")
    assert extract.remarks == ()
