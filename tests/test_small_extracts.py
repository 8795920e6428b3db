"""Of the plans of a small authority too few are there to tell what an extract holds: what it may lack is said."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from support import extract_of, run
from support.example_rows import Row, csv_of, rows_with

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.figures.flags import HoldsOnly, MayHoldOnly, OneOfEach, Under
from cpind.figures.under_an_age import all_under

COLUMNS = ["child_id", "plan_start", "plan_end", "previous_plans"]
FIRST, LAST = "2019-08-01", date(2020, 7, 31)


def active() -> list[Row]:
    """The plans of the last year before the extract's date."""
    return [row for row in rows_with("plan_start") if not row["plan_end"] or row["plan_end"] >= FIRST]


def sample(rows: list[Row], size: int, seed: int) -> list[Row]:
    return random.Random(seed).sample(rows, size)


def doubts(rows: list[Row], code: str) -> set[str]:
    """What kinds of plans the extract may hold only, to judge by a figure."""
    extract = extract_of(csv_of(rows, COLUMNS))
    figures = compute(extract, [code], ["2020-07-31"], standing=bases(extract, as_at=LAST)).figures
    shorts = {flag.short for figure in figures for flag in figure.flags if isinstance(flag, MayHoldOnly)}
    return {short.kind for short in shorts if isinstance(short, HoldsOnly)}


@pytest.mark.parametrize("size", [8, 12, 19, 25])
def test_ended_plans_alone_may_lack_the_open_ones(size):
    ended = [row for row in active() if row["plan_end"]]
    still = [row for row in active() if not row["plan_end"]]
    for seed in range(4):
        rows = sample([row for row in ended if row["plan_end"] >= "2019-11-01"], min(size, 9), seed)
        rows += sample([row for row in rows_with("plan_end") if row["plan_end"] < FIRST], max(size - 9, 0), seed)
        assert "ended" in doubts(rows, "plans-open")
        assert "ended" not in doubts([*rows, still[seed]], "plans-open")


def test_seven_plans_and_four_that_ended_in_a_year_are_not_in_doubt():
    ended = [row for row in active() if row["plan_end"]]
    old = [row for row in rows_with("plan_end") if row["plan_end"] < "2019"]
    assert doubts(ended[:7], "plans-open") == doubts([*ended[:4], *old[:12]], "plans-open") == set()


def test_the_plans_started_in_a_year_are_mostly_in_doubt_and_those_active_in_it_seldom():
    started = [row for row in active() if row["plan_start"] >= FIRST]
    found = [
        sum("started" in doubts(sample(rows, size, seed), "plans-open") for size in (10, 15, 19) for seed in range(10))
        for rows in (started, active())
    ]
    assert found[0] >= 20 and found[1] <= 3


def test_a_table_says_that_open_plans_may_be_missing(tmp_path):
    path = tmp_path / "ended.csv"
    path.write_text(csv_of([row for row in active() if row["plan_end"]][:15], COLUMNS), encoding="utf-8")
    printed = run("show", "plans-open", path, "--at", "2020-03-31").stdout
    assert (
        "the extract may hold only plans that have ended, but has too few to tell; if so, those still open are missing"
        in printed
    )
    assert "may hold only" not in run("show", "plans-open", path, "--at", "2020-03-31", "--holds", "active").stdout


@pytest.mark.parametrize(("enquiries", "status"), [(11, "complete"), (12, "before")])
def test_twelve_enquiries_do_not_all_lead_on(enquiries, status):
    days = [date(2019, 4, 1) + timedelta(days=345 * n // (enquiries - 1)) for n in range(enquiries)]
    rows = [f"{n},{day},{day + timedelta(days=10)}" for n, day in enumerate(days)]
    extract = extract_of("\n".join(["child_id,s47_start,icpc_date", *rows]))
    (figure,) = compute(extract, ["s47"], ["2019/20"], standing=bases(extract, as_at=date(2020, 4, 30))).figures
    assert figure.status == status


def of_latest_plans(rows: list[Row]) -> list[Row]:
    """All conferences, but only the latest plan of each child."""
    last: dict[str, str] = {}
    for row in rows:
        last[row["child_id"]] = max(last.get(row["child_id"], ""), row["plan_start"])
    return [
        row if row["plan_start"] == last[row["child_id"]] else {**row, "plan_start": "", "plan_end": ""} for row in rows
    ]


def flags_of_ends(rows: list[Row]) -> set[object]:
    extract = extract_of(csv_of(rows, ["child_id", "icpc_date", *COLUMNS[1:]]))
    figures = compute(extract, ["plans-ended"], ["2018/19", "2019/20"], standing=bases(extract, as_at=LAST)).figures
    return {flag.short if isinstance(flag, MayHoldOnly) else flag for figure in figures for flag in figure.flags}


def test_conferences_without_their_plans_show_that_only_the_latest_plans_are_there():
    """Of sixty children's plans three would be second ones, too few to tell; with their conferences they tell."""
    held = Counter(row["child_id"] for row in rows_with("icpc_date"))
    names = sorted({row["child_id"] for row in rows_with("plan_start")})
    again = [name for name in names if held[name] > 1][:40]
    once = [name for name in names if held[name] < 2]
    alone = []
    for seed in range(4):
        chosen = {*random.Random(seed).sample(once, 52), *random.Random(seed).sample(again, 8)}
        rows = [
            row
            for row in rows_with("child_id")
            if row["child_id"] in chosen and (row["icpc_date"] or row["plan_start"])
        ]
        assert OneOfEach("plans") not in flags_of_ends(rows)
        assert OneOfEach("plans") in flags_of_ends(of_latest_plans(rows))
        alone.append(OneOfEach("plans") in flags_of_ends([{**row, "icpc_date": ""} for row in of_latest_plans(rows)]))
    assert not all(alone)


@pytest.mark.parametrize(("year", "is_doubted"), [(2018, True), (2016, False)])
def test_conferences_before_the_first_plan_ended_may_have_lost_their_plan_to_the_cut(year, is_doubted):
    ended = [
        {"child_id": f"{n}", "plan_start": f"2017-{n % 9 + 1:02}-01", "plan_end": f"2018-{n % 9 + 1:02}-01"}
        for n in range(20)
    ]
    twice = [
        {"child_id": f"t{n}", "plan_start": f"2019-{n + 3:02}-01", "icpc_date": f"2019-{n + 3:02}-01"} for n in range(6)
    ]
    earlier = [{"child_id": f"t{n}", "icpc_date": f"{year}-0{n + 1}-15"} for n in range(6)]
    others = [{"child_id": f"o{n}", "icpc_date": f"2019-0{n + 1}-15"} for n in range(6)]
    found = flags_of_ends([*ended, *twice, *earlier, *others])
    assert (OneOfEach("plans") in found) is is_doubted


@pytest.mark.parametrize("size", [60, 120])
def test_children_under_an_age_are_found_among_few(size):
    """Among six or twelve plans a year, of ten years; never where older children are there."""
    found = dict.fromkeys((16, 18, 99), 0)
    for seed in range(8):
        rows = sample(list(rows_with("plan_start")), size, seed)
        for age in found:
            kept = [row for row in rows if row["date_of_birth"] > f"{LAST.year - age}-07-31"]
            extract = extract_of(csv_of(kept, ["date_of_birth", *COLUMNS]))
            (figure,) = compute(extract, ["plans-started"], ["2018/19"], standing=bases(extract, as_at=LAST)).figures
            found[age] += MayHoldOnly(Under(age, is_today=True)) in figure.flags
            assert age < 99 or not any(
                isinstance(flag, MayHoldOnly) and isinstance(flag.short, Under) for flag in figure.flags
            )
    assert found[16] >= 7 and found[18] >= (1 if size < 100 else 7)


@pytest.mark.parametrize(("under", "children"), [(15, 40), (16, 40), (17, 50), (18, 60)])
def test_only_ages_at_which_reports_end_are_doubted_with_few_children(under, children):
    """Twelve to fourteen of these, five years ago, would usually have been older: a probability of some 1 in 500."""
    day = date(LAST.year - 5, 7, 31)
    ages = [(under - 5.1) * n / (children - 1) for n in range(children)]
    births = np.array([day - timedelta(days=int(age * 365.25)) for age in ages], "datetime64[D]")
    found = all_under(births, np.full(children, day, "datetime64[D]"), LAST)
    assert found == (Under(under, is_today=True) if under in (16, 18) else None)
    assert all_under(births[::2], np.full(children // 2, day, "datetime64[D]"), LAST) is None
