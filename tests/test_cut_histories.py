"""Repeat plans and gaps of an extract of the plans active since a day look back at plans that ended before it, and are missing."""

from __future__ import annotations

from functools import cache

import pytest
from support import extract_of, run
from support.example_rows import csv_of, rows_with

from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import compute

RECORDED = ["child_id", "plan_start", "plan_end", "previous_plans"]
DERIVED = ["child_id", "plan_start", "plan_end"]
WITH_DATES = [*RECORDED, "previous_plan_start", "previous_plan_end"]
YEARS = [f"{y}/{y + 1 - 2000}" for y in range(2016, 2020)]


@cache
def text_of(day: str, *columns: str) -> str:
    """The plans active since the day."""
    return csv_of((row for row in rows_with("plan_start") if not row["plan_end"] or row["plan_end"] >= day), columns)


def complete_years(code: str, day: str, columns: list[str], *, holds: str = "") -> list[str]:
    extract = extract_of(text_of(day, *columns))
    found = compute(extract, [code], YEARS, standing=bases(extract, holds=holds)).figures
    return [figure.period for figure in found if figure.status == "complete" and not figure.group]


@pytest.mark.parametrize(
    ("code", "columns", "complete"),
    [
        ("repeats", RECORDED, YEARS),
        ("repeats", DERIVED, []),
        ("repeats-2y", RECORDED, ["2018/19", "2019/20"]),
        ("repeats-2y", DERIVED, ["2018/19", "2019/20"]),
        ("gaps", RECORDED, []),
        ("gaps", DERIVED, []),
        ("plans-started", DERIVED, YEARS),
    ],
)
def test_what_looks_back_is_complete_where_the_earlier_plans_are_there(code, columns, complete):
    assert complete_years(code, "2016-04-01", columns) == complete


def test_with_dates_of_nearly_all_previous_plans_all_is_complete():
    for code in ("gaps", "repeats-2y", "repeats-12m"):
        assert complete_years(code, "1990-01-01", WITH_DATES) == YEARS


def test_within_two_years_the_complete_years_have_all_repeat_plans():
    for day in ("2015-04-01", "2016-04-01"):
        extract = extract_of(text_of(day, *DERIVED))
        whole = extract_of(text_of("1990-01-01", *DERIVED))
        years = complete_years("repeats-2y", day, DERIVED)
        cut, all_plans = ([f.value for f in compute(one, ["repeats-2y"], years).figures] for one in (extract, whole))
        assert years and cut == all_plans


def test_gaps_that_are_found_alone_say_that_longer_ones_are_missing(tmp_path):
    path = tmp_path / "plans.csv"
    path.write_text(text_of("1990-01-01", *DERIVED), encoding="utf-8")
    printed = run("gaps", path, "--year", "2017/18..2019/20").stdout
    assert "2017/18 (before)" in printed and "2019/20 (before)" not in printed
    assert (
        "the extract seems to hold the plans active since 1 April 2014: earlier plans of the same children are missing"
        in printed
    )
    assert "plans started have no number of previous plans and no earlier plan in the extract" in printed


# --- numbers that are not those before each plan -----------------------------------------------------------


def numbered(number) -> str:
    """All plans, each with a number made of its own and its child's largest."""
    largest: dict[str, int] = {}
    for row in rows_with("plan_start"):
        largest[row["child_id"]] = max(int(row["previous_plans"] or 0), largest.get(row["child_id"], 0))
    rows = (
        ",".join([*(row[name] for name in DERIVED), number(row["previous_plans"], str(largest[row["child_id"]]))])
        for row in rows_with("plan_start")
    )
    return "\n".join([",".join(RECORDED), *rows])


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (lambda own, largest: str(int(own or 0) + 1), "every recorded number of previous plans is 1 or more"),
        (lambda own, largest: largest, "the same for all plans of a child"),
        (lambda own, largest: own, ""),
        (lambda own, largest: "" if own == "0" else own, ""),
        (lambda own, largest: "0" if own in ("", "0") else "1", ""),
    ],
)
def test_numbers_that_are_not_those_before_each_plan_are_refused(number, reason):
    extract = extract_of(numbered(number))
    if reason:
        for code in ("repeats", "gaps-not-known"):
            with pytest.raises(UnavailableError, match=reason):
                compute(extract, [code], YEARS, standing=bases(extract))
    else:
        figures = compute(extract, ["repeats"], YEARS, standing=bases(extract)).figures
        assert [figure.numerator for figure in figures] == [
            103,
            126,
            96,
            103,
        ]  # counted in the example by another program
