"""Twins: two extracts that differ in hidden numbers alone have one paper, to the byte.

Whatever a sentence, a chart, a note or the order of a list takes from a hidden number would make a difference between them. The tables
themselves are attacked in test_suppression_attack.py.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from support import run

Row = dict[str, object]

AS_AT = date(2020, 7, 31)
DISTRICTS = ["Ash"] * 60 + ["Birch"] * 3 + ["Cedar"] * 7
CATEGORIES = ["NEG"] * 40 + ["EMO"] * 14 + ["PHY"] * 9 + ["odd"] * 3 + ["SAB"] * 4


def _rows() -> list[Row]:
    """In each of two years 70 plans, most of them of one district and a few categories; and at the end enquiries without a
    conference, of which 3 are due within a week and 9 later."""
    rows: list[Row] = []
    for year in (2018, 2019):
        for place, (district, category) in enumerate(zip(DISTRICTS, CATEGORIES[::-1])):
            start = date(year, 4, 2) + timedelta(days=5 * place)
            rows.append(
                {
                    "child_id": f"C{year}{place}",
                    "date_of_birth": "2010-01-01",
                    "district": district,
                    "s47_start": start - timedelta(days=12),
                    "icpc_date": start,
                    "plan_start": start,
                    "plan_end": start + timedelta(days=300 + place),
                    "initial_category": category,
                    "previous_plans": int(place % 9 == 0),
                }
            )
    for place in range(12):
        s47 = AS_AT - timedelta(days=16 if place < 3 else 4)
        rows.append({"child_id": f"E{place}", "date_of_birth": "2012-01-01", "district": "Ash", "s47_start": s47})
    return rows


def _other(rows: list[Row], name: str, value: object, *, of: object) -> None:
    """Another value in the last row that has this one."""
    next(row for row in reversed(rows) if row.get(name) == of)[name] = value


def _district(rows: list[Row]) -> None:
    _other(rows, "district", "Cedar", of="Birch")


def _category(rows: list[Row]) -> None:
    _other(rows, "initial_category", "odd", of="SAB")


def _enquiry(rows: list[Row]) -> None:
    rows.append({**rows[-1], "child_id": "E99", "s47_start": AS_AT - timedelta(days=16)})


def paper(folder: Path, change: Callable[[list[Row]], None] | None, *options: str) -> tuple[str, str]:
    rows = _rows()
    if change:
        change(rows)
    with open(folder / "extract.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)
    given = ("--as-at", str(AS_AT), "--from", "2018-04-01", "--holds", "active")
    result = run("report", "extract.csv", "-o", "pack.html", *given, *options)
    assert result.exit_code == 0, result.output
    return (folder / "pack.html").read_text(encoding="utf-8"), result.stderr


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("change", "sections"),
    [
        (_district, "districts,quality"),
        (_category, "categories,repeats,quality"),
        (_enquiry, "rates,due,quality"),
    ],
)
def test_a_paper_is_the_same_whatever_the_hidden_numbers_are(here, change, sections):
    one, other = (paper(here, which, "--sections", sections) for which in (None, change))
    assert ">c<" in one[0] and one == other
    shown, changed = (paper(here, which, "--no-suppress", "--sections", sections) for which in (None, change))
    assert shown != changed
