"""Conferences and enquiries of an extract that lacks the plans that ended before a day: covered from then, or from where rows
without a plan begin."""

from __future__ import annotations

import csv
import io
import random
from datetime import date

import pytest
from support import EXAMPLES, extract_of, run

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat

EXTRACT = EXAMPLES / "warwickshire" / "extract.csv"
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
Row = dict[str, str]


def example() -> list[Row]:
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        return [{name: row[name] for name in COLUMNS} for row in csv.DictReader(file)]


def text_of(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def active(rows: list[Row], day: str) -> list[Row]:
    """Without the plans that ended before the day."""
    return [row for row in rows if not row["plan_start"] or not row["plan_end"] or row["plan_end"] >= day]


def cut(rows: list[Row], day: str) -> list[Row]:
    """Also without the rows of enquiries and conferences alone that lie before it."""
    return [row for row in active(rows, day) if row["plan_start"] or max(row["s47_start"], row["icpc_date"]) >= day]


def statuses(rows: list[Row], *, code: str = "conferences", holds: str = "") -> dict[str, str]:
    extract = extract_of(text_of(rows))
    found = compute(extract, [code], YEARS, standing=bases(extract, as_at=END, holds=holds)).figures
    return {figure.period: figure.status for figure in found if not figure.group}


def since(year: str) -> dict[str, str]:
    """What is expected of an extract that covers from the start of the year on."""
    return {one: "complete" if one >= year else "before" for one in YEARS}


@pytest.mark.parametrize("code", CODES)
def test_years_before_a_cut_are_before(code):
    assert statuses(cut(example(), "2017-04-01"), code=code) == since("2017/18")


@pytest.mark.parametrize("year", range(2015, 2020))
def test_from_the_cut_on_the_numbers_are_those_of_the_whole(year):
    rows, day = cut(example(), f"{year}-04-01"), f"{year}-04-01"
    held = {(row["child_id"], row["icpc_date"]) for row in example() if day <= row["icpc_date"] <= f"{year + 1}-03-31"}
    extract = extract_of(text_of(rows))
    found = compute(extract, ["conferences"], YEARS, standing=bases(extract, as_at=END)).figures
    assert {figure.period: figure.status for figure in found} == since(f"{year}/{year + 1 - 2000}")
    assert next(figure.value for figure in found if figure.period.startswith(str(year))) == len(held)


@pytest.mark.parametrize("code", ["conferences", "s47", "icpc"])
def test_rows_without_a_plan_show_that_all_were_exported(code):
    for year in range(2015, 2020):
        assert set(statuses(active(example(), f"{year}-04-01"), code=code).values()) == {"complete"}


def test_conferences_alone_that_begin_earlier_are_covered_from_there():
    rows = active(example(), "2018-04-01")
    rows = [row for row in rows if row["plan_start"] or max(row["s47_start"], row["icpc_date"]) >= "2016-04-01"]
    assert statuses(rows) == since("2016/17")
    assert statuses(rows, code="conference-to-plan") == since("2018/19")


def test_enquiries_alone_say_nothing_of_conferences():
    rows = [
        row
        for row in active(example(), "2018-04-01")
        if row["plan_start"] or not row["icpc_date"] or row["icpc_date"] >= "2018-04-01"
    ]
    assert statuses(rows) == since("2018/19")
    assert statuses(rows, code="s47") == since("2014/15")


def test_conferences_alone_say_nothing_of_enquiries():
    rows = [row for row in active(example(), "2018-04-01") if row["icpc_date"] or row["s47_start"] >= "2018-04-01"]
    assert statuses(rows) == since("2014/15")
    assert statuses(rows, code="s47") == since("2018/19")


@pytest.mark.parametrize(
    "strays",
    [["2014-05-06"], ["2015-05-06", "2018-01-09"], ["2014-05-06", "2015-06-09", "2016-07-05", "2017-01-10"]],
)
def test_stray_rows_without_a_plan_do_not_hide_a_cut(strays):
    alone = [{"child_id": f"X{day}", "s47_start": day, "icpc_date": day} for day in strays]
    assert statuses(alone + cut(example(), "2018-04-01")) == since("2018/19")


def test_a_second_row_of_a_conference_with_a_plan_is_no_conference_alone():
    rows = cut(example(), "2018-04-01")
    again = [{**row, "plan_start": "", "plan_end": ""} for row in rows if "" < row["icpc_date"] < "2018-04-01"]
    assert len(again) > 3
    assert statuses(again + rows) == since("2018/19")


@pytest.mark.parametrize("day", ["2016-04-01", "2018-04-01"])
def test_of_plans_started_since_a_day_the_conferences_are_whole(day):
    rows = [row for row in example() if max(row["s47_start"], row["icpc_date"], row["plan_start"]) >= day]
    rows = [row for row in rows if not row["plan_start"] or row["plan_start"] >= day]
    year = f"{day[:4]}/{int(day[2:4]) + 1}"
    assert bases(extract_of(text_of(rows)), as_at=END).live.coverage.holding.kind == "started"
    assert statuses(rows) == since(year)
    assert statuses(cut(example(), "2018-04-01"), holds="started")["2017/18"] == "complete"


def test_a_given_day_decides():
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
    for seed in range(25):
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
    for seed in range(25):
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


def test_explain_says_nothing_of_chance(cut_file):
    printed = run("explain", "icpc", cut_file, "--year", "2018/19").stdout
    assert "2017/18" in printed and "chance" not in printed
    assert "incomplete" in printed
