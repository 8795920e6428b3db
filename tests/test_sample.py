"""Audit samples: anybody draws the same one, and the answers are summed up with what a sample can say of its frame."""

from __future__ import annotations

import csv
import io
import json
import math
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from support import run

from cpind.analysis.drawing import draw, shares
from cpind.analysis.uncertainty import wilson

IDENTIFIERS = [f"{number:05d}" for number in range(1, 21)]


def test_a_draw_equals_the_reference_draw():
    assert draw(IDENTIFIERS, 5, "audit-2026") == ["00007", "00004", "00013", "00018", "00002"]


@given(st.permutations(IDENTIFIERS), st.integers(0, 25), st.text(max_size=5))
def test_the_order_of_rows_changes_nothing_and_a_smaller_sample_is_part_of_a_larger(order, size, seed):
    assert draw(order, size, seed) == draw(IDENTIFIERS, size, seed)
    assert draw(order, size, seed) == draw(order, size + 3, seed)[:size]


@given(st.sets(st.text(max_size=4), max_size=12), st.text(max_size=4), st.integers(1, 6), st.text(max_size=3))
def test_an_added_row_only_displaces_another(identifiers, later, size, seed):
    before = draw(identifiers, size, seed)
    after = draw({*identifiers, later}, size, seed)
    assert set(after) - set(before) <= {later}


def test_a_draw_equals_one_in_plain_python():
    ranked = sorted((sha256(f"s\x1f{name}".encode()).hexdigest(), name) for name in IDENTIFIERS)
    assert draw(IDENTIFIERS, 7, "s") == [name for _, name in ranked[:7]]


@pytest.mark.parametrize(
    ("sizes", "size", "expected"),
    [
        # Webster: 53, 24, 23 and seven seats: quotients 53, 24, 23, 17.7, 10.6, 8, 7.7 (23/3), 7.6 (53/7).
        ({"a": 53, "b": 24, "c": 23}, 7, {"a": 3, "b": 2, "c": 2}),
        ({"a": 53, "b": 24, "c": 23}, 8, {"a": 4, "b": 2, "c": 2}),
        ({"a": 2, "b": 1}, 9, {"a": 2, "b": 1}),
        ({"a": 1, "b": 1}, 1, {"a": 1, "b": 0}),
        ({"a": 5}, 0, {"a": 0}),
    ],
)
def test_a_sample_is_shared_out_by_size(sizes, size, expected):
    assert shares(sizes, size) == expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30), min_size=1), st.integers(0, 60))
def test_no_stratum_has_fewer_of_a_larger_sample(sizes, size):
    smaller, larger = shares(sizes, size), shares(sizes, size + 1)
    assert all(smaller[name] <= larger[name] <= sizes[name] for name in sizes)
    assert sum(larger.values()) == min(size + 1, sum(sizes.values()))


# --- intervals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper"),
    [
        (65, 100, 0.5525444, 0.7363576),
        (1, 100, 0.0017674, 0.0544862),
        (101, 425, 0.1996, 0.2804),
        (96, 516, 0.1548, 0.2219),
    ],
)
def test_wilson_limits_equal_published_values(successes, trials, lower, upper):
    found = wilson(successes, trials)
    assert found == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n + 1, 400))))
def test_a_bound_is_where_the_score_test_turns(case):
    """Each bound q solves |p - q| = z sqrt(q (1 - q) / n), with n as large as the correction makes it."""
    successes, trials, population = case
    n = trials * (population - 1) / (population - trials)
    for q in wilson(successes, trials, population=population):
        if 0 < q < 1:
            assert abs(successes / trials - q) == pytest.approx(1.959963985 * math.sqrt(q * (1 - q) / n), abs=1e-7)


def test_a_sample_of_the_whole_frame_has_an_interval_of_no_width():
    assert wilson(3, 4, population=4) == (0.75, 0.75)


# --- the command --------------------------------------------------------------------------------------

ROWS = """child_id,family_id,district,s47_start,icpc_date
a,F1,North,2019-05-01,2019-05-10
a,F1,North,2019-09-01,2019-09-10
b,F1,North,2019-05-01,2019-05-10
c,F2,South,2019-05-01,2019-08-10
d,,South,2019-06-01,2019-06-10
e,F3,South,2019-06-01,2019-09-11
"""
GIVEN = ("sample", "icpc", "e.csv", "--as-at", "2020-03-31", "--from", "2019-04-01", "--year", "2019/20", "-q")


@pytest.fixture(autouse=True)
def file(here):
    (here / "e.csv").write_text(ROWS)
    return here


def cases(*arguments: str) -> list[dict[str, str]]:
    result = run(*GIVEN, *arguments, "-f", "csv")
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_child_is_drawn_once_with_its_latest_event():
    drawn = cases("--size", "9")
    assert sorted(row["child_id"] for row in drawn) == ["a", "b", "c", "d", "e"]
    assert next(row["icpc_date"] for row in drawn if row["child_id"] == "a") == "2019-09-10"
    assert [row["child_id"] for row in drawn] == draw("abcde", 5, "1")
    assert {row["units"] for row in drawn} == {"5"}


def test_one_child_is_drawn_of_each_family():
    drawn = cases("--size", "9", "--unit", "family", "--seed", "x")
    assert len(drawn) == 4  # F1, F2, F3, and d, who has no family recorded
    of_f1 = [row["child_id"] for row in drawn if row["family_id"] == "F1"]
    assert of_f1 == [min("ab", key=lambda child: sha256(f"x\x1f{child}".encode()).hexdigest())]


def test_a_percentage_of_those_not_counted_is_drawn():
    assert {row["child_id"] for row in cases("--in", "rest", "--size", "9")} == {"c", "e"}
    assert len(cases("--in", "rest", "--percent", "50")) == 1
    assert len(cases("--percent", "50")) == 3  # 2.5, half up


def test_a_stratified_sample_is_in_proportion_to_size():
    drawn = cases("--size", "2", "--by", "district")
    assert [row["stratum"] for row in drawn] == ["North", "South"]
    notes = run(*GIVEN, "--size", "2", "--by", "district").stdout
    assert "By stratum, in proportion to size (Webster): North 1 of 2, South 1 of 3." in notes


def test_notes_say_how_the_sample_was_drawn_and_how_to_repeat_it():
    shown = run(*GIVEN, "--size", "2", "--seed", "audit 1").stdout
    assert "2 of 5 children drawn; the frame has 6 conferences (denominator of icpc, 2019/20)." in shown
    assert shown.strip().splitlines()[-1].endswith("-q --size 2 --seed 'audit 1'")
    assert run(*GIVEN, "--size", "2").stdout.strip().endswith("--size 2 --seed 1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give one of --size and --percent"),
        (("--size", "2", "--percent", "5"), "give one of --size and --percent"),
        (("--size", "0"), "--size"),
        (("--size", "2", "--seed", ""), "--seed"),
    ],
)
def test_an_impossible_sample_is_refused(arguments, message):
    result = run(*GIVEN, *arguments)
    assert result.exit_code == 2 and message in result.stderr


def test_a_sample_of_families_without_family_id_is_refused(here):
    (here / "n.csv").write_text("child_id,s47_start,icpc_date\na,2019-05-01,2019-05-10\n")
    result = run(
        "sample", "icpc", "n.csv", "--as-at", "2020-03-31", "--year", "2019/20", "--size", "1", "--unit", "family"
    )
    assert result.exit_code == 1 and "family_id" in result.stderr


def test_it_says_that_its_output_identifies_children():
    result = run(*[word for word in GIVEN if word != "-q"], "--size", "1")
    assert "this output identifies children" in result.stderr


# --- the sheet, and its answers -----------------------------------------------------------------------


def filled_in(path, answers) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for question, texts in answers.items():
        for row, text in enumerate(texts, start=2):
            sheet.cell(row, headings.index(question) + 1).value = text
    book.save(path)


def test_a_sheet_goes_to_auditors_and_comes_back(here):
    (here / "cpind.toml").write_text('[audit]\nquestions = ["Needed?", "Timely?"]\n')
    assert run(*GIVEN, "--size", "4", "-o", "audit.xlsx").exit_code == 0
    sheet = load_workbook(here / "audit.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]][-3:] == ["units", "Needed?", "Timely?"]
    filled_in(here / "audit.xlsx", {"Needed?": ["Yes", "yes ", "No", None], "Timely?": ["Y", "Y", "Y", "Y"]})
    result = run("sample", "--results", "audit.xlsx", "-f", "json", "-q")
    assert result.exit_code == 0, result.stderr
    answers = json.loads(result.stdout)
    assert [(a["question"], a["answer"], a["cases"], a["of"]) for a in answers] == [
        ("Needed?", "Yes", 2, 3),
        ("Needed?", "No", 1, 3),
        ("Timely?", "Y", 4, 4),
    ]
    # Three answers of five: n = 3 x 4 / 2 = 6, so the score test's bounds of 2/3 with six.
    n, z = 6, 1.959963985
    for bound in (answers[0]["lower"] / 100, answers[0]["upper"] / 100):
        assert abs(2 / 3 - bound) == pytest.approx(z * math.sqrt(bound * (1 - bound) / n), abs=1e-6)
    printed = run("sample", "--results", "audit.xlsx").stdout
    assert "4 cases of a frame of 5." in printed and "Needed?: no answer in 1 of the cases." in printed


def test_a_sheet_may_be_a_csv_and_its_questions_those_behind_units(here):
    (here / "a.csv").write_text("case,child_id,units,Needed?\n1,a,9,yes\n2,b,9,no\n")
    answers = json.loads(run("sample", "--results", "a.csv", "-f", "json", "-q").stdout)
    assert [(a["answer"], a["cases"], a["of"]) for a in answers] == [("no", 1, 2), ("yes", 1, 2)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("child_id,x\na,1\n", "case and units"),
        ("case,units,Q\n1,9,y\n2,8,y\n", "every case has the same number"),
        ("case,units\n1,9\n", "no column of answers"),
        ("case,units,Q\n1,1,y\n2,1,y\n", "2 cases of a frame of 1"),
    ],
)
def test_a_malformed_sheet_is_refused(here, text, message):
    (here / "a.csv").write_text(text)
    result = run("sample", "--results", "a.csv")
    assert result.exit_code in (1, 2) and message in result.stderr
    assert "KID" not in result.stderr


def test_a_question_that_the_sheet_does_not_have_is_reported(here):
    (here / "cpind.toml").write_text('[audit]\nquestions = ["Needed?"]\n')
    (here / "a.csv").write_text("case,units,Other\n1,9,y\n")
    result = run("sample", "--results", "a.csv")
    assert result.exit_code == 1 and '"needed?"' in result.stderr.lower()


@pytest.mark.parametrize("table", ["questions = 3", 'question = ["x"]', 'questions = ["x", "X "]'])
def test_malformed_questions_are_refused(here, table):
    (here / "cpind.toml").write_text(f"[audit]\n{table}\n")
    result = run(*GIVEN, "--size", "1")
    assert result.exit_code == 1 and "audit" in result.stderr
