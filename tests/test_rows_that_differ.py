"""Overlapping extracts whose rows of one plan contradict each other: noted under the figures that this affects."""

from __future__ import annotations

import pytest
from support import run

HEADING = "child_id,plan_start,plan_end,previous_plans,initial_category\n"
EARLIER = HEADING + "Q11,2019-05-01,2019-09-01,1,NEG\nQ12,2019-06-01,2019-10-01,0,NEG\nQ13,2019-07-01,,0,NEG\n"
LATER = HEADING + (
    "Q11,2019-05-01,2019-09-01,1,EMO\n"  # another category
    "Q12,2019-06-01,2019-11-08,0,NEG\n"  # another end
    "Q13,2019-07-01,2020-01-10,2,NEG\n"  # an end, and another number
    "Q14,2019-08-05,,0,NEG\n"
)
RULE = "rows that differ: the latest end is taken, and of each other column the last value that is not blank"


@pytest.fixture
def overlapping(here):
    (here / "earlier.csv").write_text(EARLIER)
    (here / "later.csv").write_text(LATER)
    return "earlier.csv", "later.csv"


@pytest.mark.parametrize(
    "code, note",
    [
        (("plans-ended",), f"2 plans have {RULE}"),
        (("plans-open",), f"2 plans have {RULE}"),
        (("two-year",), f"2 plans have {RULE}"),
        (("repeats",), f"1 plan has {RULE}"),
        (("plans-started", "--by", "category"), f"1 plan has {RULE}"),
        (("plans-started",), ""),
        (("plans-started", "--by", "district"), ""),
    ],
)
def test_the_note_stands_where_the_rows_matter(overlapping, code, note):
    printed = run("show", code[0], *overlapping, "--year", "2019/20", *code[1:]).output
    assert (note or "rows that differ") in printed if note else "rows that differ" not in printed
    assert "Q1" not in printed


def test_rows_that_agree_have_no_note(overlapping):
    assert "differ" not in run("show", "plans-ended", "later.csv", "later.csv", "--year", "2019/20").output


def test_rows_of_one_return_may_differ_too(here):
    rows = "".join(f"2020,{line}\n" for line in (EARLIER + LATER.replace(HEADING, "")).splitlines()[1:])
    (here / "return.csv").write_text(f"return_year,{HEADING}{rows}")
    assert f"2 plans have {RULE}" in run("show", "plans-ended", "return.csv", "--year", "2019/20").output


def test_plans_that_are_open_and_ended_in_one_file_have_the_one_note(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\na,2019-05-01,2019-09-01\na,2019-05-01,\nb,2019-06-03,\n")
    printed = run("show", "plans-ended", "e.csv", "--year", "2019/20").output
    assert "1 plan has rows with an end and rows without in one file" in printed and "differ" not in printed
