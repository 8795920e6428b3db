"""Conferences and enquiries of an extract that lacks the plans that ended before a day are covered from then."""

from __future__ import annotations

import random
from datetime import date
from functools import lru_cache

import pytest
from support import extract_of, run
from support.example_rows import Row, csv_of, rows_with

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat

END = date(2020, 7, 31)
COLUMNS = ["child_id", "family_id", "s47_start", "icpc_date", "plan_start", "plan_end"]
YEARS = [f"{y}/{y + 1 - 2000}" for y in range(2014, 2020)]
CODES = (
    "icpc",
    "s47",
    "s47-children",
    "conferences",
    "s47-to-conference",
    "s47-to-conference-ratio",
    "conference-to-plan",
)


def example() -> list[Row]:
    return list(rows_with("child_id"))


def text_of(rows: list[Row]) -> str:
    return csv_of(rows, COLUMNS)


def active(rows: list[Row], day: str) -> list[Row]:
    """Without the plans that ended before the day."""
    return [row for row in rows if not row["plan_start"] or not row["plan_end"] or row["plan_end"] >= day]


def cut(rows: list[Row], day: str) -> list[Row]:
    """Also without the rows of enquiries and conferences alone that lie before it."""
    return [row for row in active(rows, day) if row["plan_start"] or max(row["s47_start"], row["icpc_date"]) >= day]


def statuses(rows: list[Row], *, code: str = "conferences", holds: str = "") -> dict[str, str]:
    extract, standing = read_once(text_of(rows), holds)
    found = compute(extract, [code], YEARS, standing=standing).figures
    return {figure.period: figure.status for figure in found if not figure.group}


@lru_cache(maxsize=4)
def read_once(text: str, holds: str):
    extract = extract_of(text)
    return extract, bases(extract, as_at=END, holds=holds)


def since(year: str) -> dict[str, str]:
    """What is expected of an extract that covers from the start of the year on."""
    return {one: "complete" if one >= year else "before" for one in YEARS}


@pytest.mark.parametrize("code", CODES)
def test_years_before_a_cut_are_marked_before(code):
    assert statuses(cut(example(), "2017-04-01"), code=code) == since("2017/18")


@pytest.mark.parametrize("keeps", [active, cut])
@pytest.mark.parametrize("year", [2015, 2017, 2019])
def test_a_complete_figure_equals_that_of_the_whole_extract(year, keeps):
    extract = extract_of(text_of(keeps(example(), f"{year}-04-01")))
    for code, dated in (("conferences", "icpc_date"), ("s47", "s47_start")):
        found = compute(extract, [code], YEARS, standing=bases(extract, as_at=END)).figures
        assert {figure.period: figure.status for figure in found} == since(f"{year}/{year + 1 - 2000}")
        for figure in found:
            held = {
                (row["child_id"], row[dated])
                for row in example()
                if row[dated] and str(figure.start) <= row[dated] <= str(figure.end)
            }
            assert figure.status == "before" or figure.value == len(held)


@pytest.mark.parametrize("code", ["conferences", "s47", "icpc"])
def test_rows_without_a_plan_do_not_show_that_all_are_there(code):
    """Those of plans that ended are missing all the same."""
    for year in (2016, 2018):
        assert statuses(active(example(), f"{year}-04-01"), code=code) == since(f"{year}/{year + 1 - 2000}")


@pytest.mark.parametrize("has_end", [True, False])
def test_of_ended_or_open_plans_alone_the_conferences_are_not_all_there(has_end):
    rows = [row for row in example() if row["plan_start"] and bool(row["plan_end"]) is has_end]
    for code in ("conferences", "s47"):
        assert set(statuses(rows, code=code).values()) == {"before"}


def test_events_in_rows_of_their_own_are_covered_from_their_first_date():
    rows = []
    for row in active(example(), "2018-04-01"):
        rows += [{**row, "icpc_date": "", "s47_start": ""}] if row["plan_start"] else []
    rows += [{**row, "plan_start": "", "plan_end": ""} for row in example() if row["icpc_date"] or row["s47_start"]]
    assert statuses(rows) == since("2014/15")
    assert statuses(rows, code="conference-to-plan") == since("2018/19")


@pytest.mark.parametrize("day", ["2016-04-01", "2018-04-01"])
def test_with_plans_started_since_a_day_the_conferences_are_complete(day):
    rows = [row for row in example() if max(row["s47_start"], row["icpc_date"], row["plan_start"]) >= day]
    rows = [row for row in rows if not row["plan_start"] or row["plan_start"] >= day]
    year = f"{day[:4]}/{int(day[2:4]) + 1}"
    assert bases(extract_of(text_of(rows)), as_at=END).live.coverage.holding.kind == "started"
    assert statuses(rows) == since(year)
    assert statuses(cut(example(), "2018-04-01"), holds="started")["2017/18"] == "complete"


def test_covered_from_overrides_the_inferred_date():
    extract = extract_of(text_of(cut(example(), "2018-04-01")))
    standing = bases(extract, as_at=END, covered_from=date(2016, 4, 1))
    found = compute(extract, ["conferences"], YEARS, standing=standing).figures
    assert {figure.period: figure.status for figure in found} == since("2016/17")


def test_a_file_of_conferences_alone_is_covered_from_its_first_date():
    rows = example()
    plans = [{**row, "s47_start": ""} for row in active(rows, "2018-04-01") if row["plan_start"]]
    alone = [{**row, "plan_start": "", "plan_end": ""} for row in rows if row["icpc_date"]]
    for held, expected in ((alone, "2014/15"), ([r for r in alone if r["icpc_date"] >= "2016-04-01"], "2016/17")):
        tables = [
            read_delimited(text_of(of_file).encode(), name, None, {})
            for name, of_file in (("plans.csv", plans), ("conferences.csv", held))
        ]
        extract = read_flat(tables, {})
        found = compute(extract, ["conferences"], YEARS, standing=bases(extract, as_at=END)).figures
        assert {figure.period: figure.status for figure in found} == since(expected)


# --- small authorities ---------------------------------------------------------------------------------


def small(seed: int, children: int) -> list[Row]:
    """The rows of so many children of the example."""
    rows = example()
    names = sorted({row["child_id"] for row in rows})
    mine = set(random.Random(seed).sample(names, children))
    return [row for row in rows if row["child_id"] in mine]


@pytest.mark.parametrize("children", [200, 500, 1500])
def test_small_authorities_are_not_marked_without_need(children):
    """Only where their plans are marked too, or the first event of the kind comes later than is tolerated."""
    alarms = []
    for seed in range(10):
        rows = small(seed, children)
        plans = statuses(rows, code="plans-ended")
        for code, dated in (("conferences", "icpc_date"), ("s47", "s47_start")):
            first = min(row[dated] for row in rows if row[dated])
            marked = {year for year, status in statuses(rows, code=code).items() if status != plans[year]}
            marked -= {"2014/15"} if first > "2014-05-02" else set()
            alarms += [(seed, code, marked)] if marked & {year for year in YEARS if plans[year] == "complete"} else []
    assert alarms == []


@pytest.mark.parametrize("children", [200, 500, 1500])
def test_cuts_of_small_authorities_are_found(children):
    for seed in range(10):
        rows = cut(small(seed, children), "2018-04-01")
        if bases(extract_of(text_of(rows)), as_at=END).live.coverage.holding is None:
            continue
        for code in ("conferences", "s47"):
            found = statuses(rows, code=code)
            assert {found[year] for year in YEARS[:3]} <= {"before"}, (seed, code, found)
            assert found["2019/20"] == "complete", (seed, code)


# --- what is printed -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cut_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("cut") / "extract.csv"
    path.write_text(text_of(cut(example(), "2018-04-01")))
    return str(path)


NOTE = "the extract covers what happened from 3 April 2018 (if from earlier, say so with --from); earlier figures are incomplete."


def test_tables_and_inspect_agree(cut_file):
    printed = run("show", "icpc", cut_file, "--year", "2016/17..2018/19").stdout
    assert "2016/17 (before)" in printed and "2017/18 (before)" in printed and "2018/19 (before)" not in printed
    assert NOTE in printed
    inspected = run("inspect", cut_file).stdout
    for table in ("enquiries", "conferences", "plans"):
        assert any(
            f"{table} covered from" in line and line.endswith("3 April 2018") for line in inspected.splitlines()
        ), table
    assert "2018/19 to 2019/20" in next(line for line in inspected.splitlines() if " icpc " in line)
    activity = run("activity", cut_file, "--year", "2017/18..2018/19").stdout
    assert "2017/18 (before)" in activity and NOTE in activity
    tidy = run("icpc", cut_file, "--year", "2017/18", "--long", "-f", "csv").stdout
    assert ",before," in tidy and "covers what happened from 3 April 2018" in tidy


def test_explain_does_not_mention_chance(cut_file):
    printed = run("explain", "icpc", cut_file, "--year", "2018/19").stdout
    assert "2017/18" in printed and "chance" not in printed
    assert "incomplete" in printed


def enquired_since(day: str, *, share: float = 1.0) -> list[Row]:
    """All conferences, with the enquiries since a day, or that share of them."""
    random.seed(3)
    return [
        {**row, "s47_start": row["s47_start"] if row["s47_start"] >= day and random.random() < share else ""}
        for row in example()
        if row["icpc_date"] or row["s47_start"] >= day
    ]


def test_conferences_before_the_first_of_all_enquiries_are_not_timed():
    before, complete = dict.fromkeys(YEARS[1:4], "before"), dict.fromkeys(YEARS[4:], "complete")
    assert statuses(enquired_since("2018-04-01"), code="icpc") | {YEARS[0]: ""} == {YEARS[0]: "", **before, **complete}
    assert "before" not in list(statuses(example(), code="icpc").values())[1:]


def test_conferences_themselves_are_complete_without_their_enquiries():
    assert set(list(statuses(enquired_since("2018-04-01")).values())[1:]) == {"complete"}


def test_enquiries_that_are_recorded_now_and_then_are_not_taken_for_cut():
    rows = enquired_since("2018-04-01", share=0.5)
    assert set(list(statuses(rows, code="icpc").values())[1:]) == {"complete"}


@pytest.mark.parametrize(("earlier", "status"), [(9, "complete"), (10, "before")])
def test_a_few_earlier_conferences_without_an_enquiry_are_not_enough(earlier, status):
    rows = [row for row in enquired_since("2018-04-01") if row["icpc_date"] >= "2015-04-01"]
    untimed = [row for row in rows if "2017-04" <= row["icpc_date"] < "2018-03-20"][:earlier]
    timed = [row for row in rows if row["s47_start"]]
    assert statuses([*untimed, *timed], code="icpc")["2017/18"] == status


def test_enquiries_of_a_year_in_a_file_of_their_own_time_no_earlier_conferences():
    rows = example()
    since = [row for row in rows if row["s47_start"] >= "2018-04-01"]
    files = (("s47", since, "s47_start"), ("conferences", rows, "icpc_date"))
    tables = [
        read_delimited(csv_of([r for r in of if r[name]], ["child_id", name]).encode(), f"{stem}.csv", None, {})
        for stem, of, name in files
    ]
    extract = read_flat(tables, {})
    (earlier, later) = compute(extract, ["icpc"], ["2017/18", "2018/19"], standing=bases(extract, as_at=END)).figures
    assert (earlier.status, later.status) == ("before", "complete")
