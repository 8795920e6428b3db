"""An extract of what happened in a year lacks the plans that ran throughout it: its stock is not taken for complete."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from support import extract_of, run
from support.example_rows import Row, csv_of, rows_with

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.output.words import note_of

COLUMNS = ["child_id", "plan_start", "plan_end", "previous_plans"]


def plans() -> list[Row]:
    return list(rows_with("plan_start"))


def text_of(rows: list[Row]) -> str:
    return csv_of(rows, COLUMNS)


def in_year(year: int, *, throughout: bool = False) -> list[Row]:
    """The plans that started or ended in the year, or also those that ran throughout it, as known at its end."""
    first, last = f"{year}-04-01", f"{year + 1}-03-31"
    return [
        {**row, "plan_end": row["plan_end"] if row["plan_end"] <= last else ""}
        for row in plans()
        if any(first <= row[dated] <= last for dated in ("plan_start", "plan_end"))
        or (throughout and row["plan_start"] < first and (row["plan_end"] or "9999") > last)
    ]


def statuses(rows: list[Row], year: str) -> dict[str, str]:
    codes = ["plans-open", "two-year-open", "plans-started", "plans-ended", "two-year", "repeats", "repeats-2y", "gaps"]
    extract = extract_of(text_of(rows))
    return {
        figure.indicator: figure.status for figure in compute(extract, codes, [year], standing=bases(extract)).figures
    }


@pytest.mark.parametrize("year", [2015, 2017, 2019])
def test_the_stock_is_not_complete_and_starts_and_ends_are(year):
    period = f"{year}/{year + 1 - 2000}"
    whole = {"plans-started": "complete", "plans-ended": "complete", "two-year": "complete", "repeats": "complete"}
    assert statuses(in_year(year), period) == {
        **whole,
        **dict.fromkeys(("plans-open", "two-year-open", "repeats-2y", "gaps"), "before"),
    }
    assert statuses(in_year(year, throughout=True), period) == {
        **whole,
        **dict.fromkeys(("plans-open", "two-year-open"), "complete"),
        **dict.fromkeys(("repeats-2y", "gaps"), "before"),
    }


@pytest.mark.parametrize("children", [60, 200, 600, 1800])
def test_authorities_with_all_plans_active_since_a_day_are_not_taken_for_such(children):
    names = sorted({row["child_id"] for row in plans()})
    for seed in range(8):
        day = f"{2012 + seed}-04-01"
        chosen = set(random.Random(seed).sample(names, children))
        rows = [row for row in plans() if row["child_id"] in chosen and (row["plan_end"] or "9999") >= day]
        holding = bases(extract_of(text_of(rows))).live.coverage.holding
        assert holding is None or holding.kind != "either"


@pytest.mark.parametrize(
    ("step", "kind", "doubt"), [(70, "active", None), (40, "active", "either"), (20, "either", None)]
)
def test_how_many_have_run_for_long_tells_whether_plans_that_ran_throughout_are_missing(step, kind, doubt):
    """Each plan lasts 700 days; of those open on 1 April 2018 all that were older than a year have ended within the year, and no
    others are there. It takes six families for a doubt and ten to be sure."""
    rows = []
    for n in range(-700 // step, 365 // step):
        start = date(2018, 4, 1) + timedelta(days=step * n)
        end = start + timedelta(days=700)
        if n >= 0 or end < date(2019, 4, 1):
            shown = end if end < date(2019, 4, 1) else ""
            rows += [
                {"child_id": f"c{n}-{k}", "plan_start": start, "plan_end": shown, "previous_plans": 0} for k in "ab"
            ]
    text = text_of([{name: str(value) for name, value in row.items()} for row in rows])
    extract = extract_of(text)
    standing = bases(extract, as_at=date(2019, 3, 31))
    found = standing.live.coverage.holding
    assert (found.kind, found.other and found.other.kind) == (kind, doubt)
    (stock,) = compute(extract, ["plans-open"], ["2018/19"], standing=standing).figures
    said = {None: "", "either": "the extract may hold only the plans that started or ended since"}[doubt]
    assert (stock.status == "before") is (kind == "either") and (kind == "either" or note_of(stock).startswith(said))
    assert bool(note_of(stock)) is (kind == "either" or doubt == "either")


def test_the_table_and_inspect_say_so(tmp_path):
    path = tmp_path / "year.csv"
    path.write_text(text_of(in_year(2017)), encoding="utf-8")
    printed = run("show", "plans-open", path, "--year", "2017/18").stdout
    assert (
        "2017/18 (before)" in printed
        and "the extract seems to hold the plans that started or ended since 5 April 2017" in printed
    )
    assert "plans started or ended since 5 April 2017" in run("inspect", path).stdout
