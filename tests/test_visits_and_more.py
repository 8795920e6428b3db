"""Visits, looked-after spells, families and pre-proceedings: from the Standard Safeguarding Dataset, the census and flat
files, and the same after conversion."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from support import extract_of, run

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.model.columns import coded
from cpind.model.day_lists import is_within_spell, last_day_until
from cpind.model.periods import at as on_day

TABLES = {
    "ssd_person": """pers_person_id,pers_sex,pers_ethnicity,pers_dob
P1,M,WBRI,2010-01-01
P2,F,WBRI,2012-01-01
P3,F,WBRI,2012-01-01
""",
    "ssd_cp_plans": """cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_initial_category
C1,P1,2019-05-01T00:00:00,,NEG
C2,P2,2019-06-01T00:00:00,,NEG
C3,P3,2019-06-01T00:00:00,2019-12-01,NEG
C4,P3,2020-03-30T00:00:00,,NEG
""",
    # C1: 17 March to 31 March 2020 is 10 working days, and the visit of April is not yet made. C2's visit of 16 March has
    # no plan's key: 11 working days, 15 calendar days. C4 began a day before; the visit in C3 is not its own.
    "ssd_cp_visits": """cppv_cp_visit_id,cppv_person_id,cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen,cppv_cp_visit_seen_alone
V1,P1,C1,2020-03-17T10:00:00,Y,N
V2,P1,C1,2020-02-17T10:00:00,Y,Y
V3,P2,,2020-03-16T10:00:00,Y,Y
V4,P3,C3,2019-11-16T10:00:00,Y,N
V5,P1,C1,2020-04-02T10:00:00,Y,Y
""",
    # P1 is looked after since 1 March; P2's spell ends on the day; P3 never was.
    "ssd_cla_episodes": """clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased
E1,P1,2019-01-01T00:00:00,2019-05-05
E2,P1,2020-03-01T00:00:00,
E3,P2,2020-01-01T00:00:00,2020-03-31T00:00:00
""",
    "ssd_family": "fami_table_id,fami_family_id,fami_person_id\n1,F1,P1\n2,F1,P2\n",
}
AT = ("--at", "2020-03-31", "--as-at", "2020-04-30")
NEW = ("visits", "visits-alone", "looked-after")


@pytest.fixture
def dataset(tmp_path):
    def write(without=(), **other):
        folder = tmp_path / "ssd"
        folder.mkdir(exist_ok=True)
        for name, text in {**TABLES, **other}.items():
            if name not in without:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return str(folder)

    return write


def figures(codes, path, *more, at=AT):
    result = run("show", *codes, path, *at, *more, "-f", "json", "-q")
    assert result.exit_code == 0, result.output
    return {
        (row["indicator"], row["group"]): (row["numerator"], row["denominator"]) for row in json.loads(result.stdout)
    }


def test_open_plans_visited_and_looked_after(dataset):
    assert figures(NEW, dataset()) == {
        ("visits", ""): (1, 3),
        ("visits-alone", ""): (0, 3),  # C1's last was on 17 February, C2's eleven working days before
        ("looked-after", ""): (1, 3),
    }


@pytest.mark.parametrize(
    "options, visits, alone",
    [
        (["--visit-days", "9"], 0, 0),
        (["--visit-days", "11"], 2, 1),
        (["--visit-days", "14", "--calendar-days"], 1, 0),
        (["--visit-days", "15", "--calendar-days"], 2, 1),
        (["--visit-days", "43", "--calendar-days"], 2, 2),
    ],
)
def test_visits_within_a_number_of_days_are_counted(dataset, options, visits, alone):
    counted = figures(NEW[:2], dataset(), *options)
    assert counted == {("visits", ""): (visits, 3), ("visits-alone", ""): (alone, 3)}
    printed = run("show", "visits", dataset(), *AT, *options).stdout
    kind = "calendar" if "--calendar-days" in options else "working"
    assert f"Visited in time: within {options[1]} {kind} days before the date." in printed


def test_bank_holidays_are_not_working_days(dataset):
    # 14 April 2020 is the day after Easter Monday: from 2 April there are 3, 6 to 9 April and the 14th.
    at = ("--at", "2020-04-14", "--as-at", "2020-04-30")
    assert figures(["visits"], dataset(), "--visit-days", "6", at=at)["visits", ""] == (1, 3)
    assert figures(["visits"], dataset(), "--visit-days", "5", at=at)["visits", ""] == (0, 3)
    assert figures(["visits"], dataset(), "--visit-days", "7", "--weekends-only", at=at)["visits", ""] == (0, 3)
    assert figures(["visits"], dataset(), "--visit-days", "8", "--weekends-only", at=at)["visits", ""] == (1, 3)


def test_a_converted_extract_gives_the_same_figures(dataset, tmp_path):
    source, flat = dataset(), str(tmp_path / "flat.csv")
    assert run("convert", source, "-o", flat).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path(flat).read_text(encoding="utf-8-sig"))))
    first = next(row for row in rows if row["child_id"] == "P1")
    assert first["visit_dates"] == "2020-02-17;2020-03-17;2020-04-02"
    assert first["seen_alone_dates"] == "2020-02-17;2020-04-02"
    assert first["looked_after"] == "2019-01-01 to 2019-05-05;2020-03-01 to"
    assert [row["family_id"] for row in rows] == ["F1", "F1", "", ""]
    for by in ([], ["--by", "sex"]):
        assert figures(NEW, flat, *by) == figures(NEW, source, *by)


@pytest.mark.parametrize(
    "code, table, says",
    [
        ("visits", "ssd_cp_visits", "read without its table ssd_cp_visits"),
        ("visits-alone", "ssd_cp_visits", "read without its table ssd_cp_visits"),
        ("looked-after", "ssd_cla_episodes", "read without its table ssd_cla_episodes"),
        ("pre-proceedings", "", "pre-proceedings are not read"),
    ],
)
def test_without_the_table_of_visits_there_is_no_figure(dataset, code, table, says):
    result = run("show", code, dataset(without=[table]), *AT)
    assert result.exit_code == 1
    assert says in result.stderr


def test_the_latest_visit_dates_the_extract(dataset):
    printed = run("show", "visits", dataset(), "--at", "2020-03-31").stdout
    assert "Standard Safeguarding Dataset to 2 April 2020." in printed


@pytest.mark.parametrize("begin, over", [("clae_cla_episode_start", "clae_cla_episode_ceased_date")])
def test_other_versions_of_the_dataset_are_read(dataset, begin, over):
    other = (
        TABLES["ssd_cla_episodes"].replace("clae_cla_episode_start_date", begin).replace("_ceased\n", "_ceased_date\n")
    )
    assert begin in other and over in other
    assert figures(["looked-after"], dataset(ssd_cla_episodes=other))["looked-after", ""] == (1, 3)


# --- flat files -----------------------------------------------------------------------------------------

FLAT = """child_id,plan_start,plan_end,visit_dates,looked_after,pre_proceedings_dates
1,01/05/2019,,17/03/2020; 1 Feb 2020;2020-04-02,01/03/2020 to,
2,01/06/2019,,,01/01/2020 to 31/03/2020; 2018-01-01 to 2018-02-01,2020-03-31
3,30/03/2020,,30/03/2020,,2020-04-01;2019-01-01
"""


def test_a_flat_file_is_read_in_any_date_form(tmp_path):
    (tmp_path / "e.csv").write_text(FLAT)
    counted = figures(["visits", "looked-after", "pre-proceedings"], str(tmp_path / "e.csv"))
    assert counted == {("visits", ""): (2, 3), ("looked-after", ""): (1, 3), ("pre-proceedings", ""): (2, 3)}


@pytest.mark.parametrize(
    "column, cell", [("visit_dates", "17/03/2020;soon"), ("looked_after", "2020-03-01 to tomorrow")]
)
def test_a_cell_that_cannot_be_read_is_refused(tmp_path, column, cell):
    (tmp_path / "e.csv").write_text(f"child_id,plan_start,plan_end,{column}\n1,2019-05-01,,{cell}\n")
    result = run("show", "plans-open", str(tmp_path / "e.csv"), *AT)
    assert result.exit_code == 1
    assert f"e.csv, row 2, {column}:" in result.stderr


def test_no_table_is_split_by_days(tmp_path):
    (tmp_path / "e.csv").write_text(FLAT)
    for column in ("visit_dates", "looked_after"):
        assert run("show", "plans-open", str(tmp_path / "e.csv"), *AT, "--by", column).exit_code == 2


# --- the census -------------------------------------------------------------------------------------------

RETURN = """<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2027</Year>
<ReferenceDate>2027-03-31</ReferenceDate></CollectionDetails></Header><Children>{children}</Children></Message>"""
CHILD = """<Child><ChildIdentifiers><LAchildID>{n}</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers>
<CINdetails>{group}<ChildProtectionPlans><CPPstartDate>2026-05-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
</ChildProtectionPlans></CINdetails></Child>"""
GROUPS = (
    "<PreProceedingsandFGDM><PreProceedingsStartDate>2026-06-01</PreProceedingsStartDate></PreProceedingsandFGDM>",
    "<PreProceedingsandFGDM><PreProceedingsEndDate>2026-06-01</PreProceedingsEndDate></PreProceedingsandFGDM>",
    "<PreProceedingsandFGDM><FGDMOfferedDate>2026-06-01</FGDMOfferedDate></PreProceedingsandFGDM>",
    "",
)


def census(tmp_path, groups):
    path = tmp_path / "cin-2027.xml"
    path.write_text(RETURN.format(children="".join(CHILD.format(n=n, group=g) for n, g in enumerate(groups))))
    return str(path)


def test_plans_with_pre_proceedings_begun_are_counted(tmp_path):
    path, flat, year = census(tmp_path, GROUPS), str(tmp_path / "flat.csv"), ("--year", "2026/27")
    assert figures(["pre-proceedings"], path, at=year)["pre-proceedings", ""] == (1, 4)
    assert run("convert", path, "-o", flat).exit_code == 0
    assert figures(["pre-proceedings"], flat, at=year)["pre-proceedings", ""] == (1, 4)


def test_a_return_without_the_group_has_no_figure(tmp_path):
    result = run("show", "pre-proceedings", census(tmp_path, GROUPS[1:]), "--year", "2026/27")
    assert result.exit_code == 1
    assert "the census has them from 2026-27 on" in result.stderr


# --- against plain Python ---------------------------------------------------------------------------------


def test_days_and_spells_equal_plain_python():
    rng = random.Random(14)
    first = date(2019, 1, 1)
    days = [[first + timedelta(rng.randrange(600)) for _ in range(rng.randrange(6))] for _ in range(40)]
    rows = [rng.randrange(40) for _ in range(500)]
    limits = [first + timedelta(rng.randrange(600)) for _ in rows]
    column = coded(";".join(str(day) for day in sorted(set(days[row]))) for row in rows)
    found = last_day_until(column, np.array(limits, "datetime64[D]")).tolist()
    assert found == [max((day for day in days[row] if day <= limit), default=None) for row, limit in zip(rows, limits)]

    def spells():
        for _ in range(rng.randrange(4)):
            begin = first + timedelta(rng.randrange(600))
            yield begin, rng.choice([None, begin + timedelta(rng.randrange(200))])

    looked_after = [sorted(spells(), key=str) for _ in range(40)]
    column = coded(";".join(f"{begin} to {over or ''}".rstrip() for begin, over in looked_after[row]) for row in rows)
    within = is_within_spell(column, np.array(limits, "datetime64[D]")).tolist()
    assert within == [
        any(begin <= limit and (over is None or over > limit) for begin, over in looked_after[row])
        for row, limit in zip(rows, limits)
    ]
    assert 50 < sum(within) < 450


def test_figures_of_a_random_extract_equal_plain_python(tmp_path):
    """Six dates, three measures and two counts of days, each worked out again plan by plan."""
    rng = random.Random(2027)
    first, dates = date(2018, 1, 1), [date(2019, 3, 31), date(2019, 6, 30), date(2020, 1, 31), date(2020, 3, 31)]
    plans, lines = [], ["child_id,plan_start,plan_end,visit_dates,seen_alone_dates,looked_after,pre_proceedings_dates"]
    for number in range(120):
        start = first + timedelta(rng.randrange(800))
        end = rng.choice([None, start + timedelta(rng.randrange(1, 500))])
        visits = sorted({start + timedelta(rng.randrange(-30, 700)) for _ in range(rng.randrange(40))})
        alone = [day for day in visits if rng.random() < 0.5]
        begin = start + timedelta(rng.randrange(-100, 400))
        spell = rng.choice([None, (begin, None), (begin, begin + timedelta(rng.randrange(1, 300)))])
        begun = rng.choice([None, start + timedelta(rng.randrange(500))])
        plans.append((start, end, visits, alone, spell, begun))
        cells = [number, start, end or "", ";".join(map(str, visits)), ";".join(map(str, alone))]
        cells += [f"{spell[0]} to {spell[1] or ''}" if spell else "", begun or ""]
        lines.append(",".join(map(str, cells)))
    path = tmp_path / "random.csv"
    path.write_text("\n".join(lines) + "\n")

    def expected(at, limit):
        of_open = [plan for plan in plans if plan[0] <= at and (plan[1] is None or plan[1] > at)]

        def is_recent(start, days):
            before = [day for day in days if start <= day <= at]
            return bool(before) and (at - max(before)).days <= limit

        counts = (
            sum(is_recent(start, visits) for start, _, visits, *_ in of_open),
            sum(is_recent(start, alone) for start, _, _, alone, *_ in of_open),
            sum(s is not None and s[0] <= at and (s[1] is None or s[1] > at) for *_, s, _ in of_open),
            sum(begun is not None and begun <= at for *_, begun in of_open),
        )
        return [(count, len(of_open)) for count in counts]

    codes = (*NEW, "pre-proceedings")
    for at in dates:
        for limit in (10, 28):
            when = ("--at", str(at), "--as-at", "2020-03-31")
            counted = figures(codes, str(path), "--visit-days", str(limit), "--calendar-days", at=when)
            assert [counted[code, ""] for code in codes] == expected(at, limit), (at, limit)
            assert counted["visits", ""][1] > 20


def test_a_date_before_the_first_visit_has_no_figure():
    rows = "child_id,plan_start,plan_end,visit_dates\na,2019-01-01,,2020-03-25\nb,2019-02-01,,2020-03-01\n"
    extract = extract_of(rows)
    standing = bases(extract, as_at=date(2020, 3, 31), covered_from=date(2019, 1, 1))
    early, late = compute(
        extract, "visits", [on_day(date(2019, 6, 30)), on_day(date(2020, 3, 31))], standing=standing
    ).figures
    assert (early.numerator, early.denominator, early.value) == (0, 0, None)
    assert (late.numerator, late.denominator, late.value) == (1, 2, 50.0)
