"""Checks: each finds what it should and nothing else; every count that a figure prints is reproduced by the rows.

The extracts are typed in by hand, and so is what is to be found in them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import extract_of, run, strategies
from support.profiles import examples

from cpind.checks import CHECKS, Subject, examine, left_out
from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import CAVEATS, INDICATORS
from cpind.inputs.population import Population, read_population
from cpind.model.periods import at, year
from cpind.output.words import sentence

PLAN = "child_id,plan_start,plan_end,previous_plans"
TO_PLAN = "child_id,icpc_date,plan_start,plan_end"
HELD = "child_id,s47_start,icpc_date,icpc_target,icpc_not_required,transfer_in,referral_date"
CATEGORY = "child_id,plan_start,initial_category,latest_category"
REVIEW = "child_id,plan_start,plan_end,review_dates"
RETURN = "return_year,child_id,plan_start,plan_end,icpc_date"

CASES = [
    # Code, headings, rows; the rows (as a spreadsheet counts) and children that are found
    ("8720", PLAN, ["a,,2019-05-01,0", "b,2019-04-01,2019-05-01,0"], [(2, "a")]),
    ("8730", PLAN, ["a,2019-04-01,,", "b,2019-04-01,,0", "c,,2019-05-01,"], [(2, "a")]),
    ("8730", PLAN, ["a,2019-04-01,,", "b,2019-04-01,,"], []),  # nobody has it: derived, not missing
    ("8840", PLAN, ["a,2019-04-01,2019-04-01,0", "b,2019-04-01,2019-04-02,0"], [(2, "a")]),
    ("8925", PLAN, ["a,2019-04-01,2019-03-31,0", "b,2019-04-01,2019-04-01,0"], [(2, "a")]),
    ("8935", PLAN, ["a,2019-04-01,,0", "a,2019-06-01,,0", "b,2019-04-01,2019-05-01,0", "b,2019-05-02,,1"], [(3, "a")]),
    (
        "8940",
        PLAN,
        ["a,2019-04-01,2019-09-01,0", "a,2019-08-01,2019-12-01,0", "b,2019-04-01,2019-05-01,0", "b,2019-05-02,,0"],
        [(3, "a")],
    ),
    ("8940", PLAN, ["a,2019-04-01,2019-05-01,0", "a,2019-05-01,,0"], [(3, "a")]),  # DfE's rule takes in the day itself
    ("8940", PLAN, ["a,2019-04-01,,0", "a,2019-05-01,2019-06-01,0", "a,2019-07-01,,0"], [(3, "a"), (4, "a")]),
    (
        "differs",
        PLAN,
        ["a,2019-04-01,2019-05-01,0", "a,2019-04-01,2019-06-01,0", "b,2019-04-01,,0", "b,2019-04-01,,0"],
        [(2, "a"), (3, "a")],
    ),
    (
        "overlap-started",
        PLAN,
        [
            *("a,2019-04-01,,0", "a,2019-04-02,,0", "b,2019-04-01,2019-06-01,0", "b,2019-06-01,,0"),
            *("c,2019-04-01,2019-06-02,0", "c,2019-06-01,,0", "d,2019-07-01,,0"),
        ],
        [(3, "a"), (7, "c")],
    ),
    (
        "overlap-ended",
        PLAN,
        ["a,2019-04-01,2019-09-01,0", "a,2019-04-02,2019-09-01,0", "a,2019-09-01,2019-09-02,0", "b,2019-04-01,,0"],
        [(3, "a")],
    ),
    ("previous-differ", PLAN, ["a,2018-04-01,2018-05-01,0", "a,2019-04-01,,0", "b,2019-04-01,,3"], [(3, "a")]),
    ("previous-unknown", PLAN, ["a,2018-04-01,2018-05-01,", "a,2019-04-01,,", "b,2019-04-01,,0"], [(2, "a")]),
    ("gap-not-known", PLAN, ["a,2018-04-01,,0", "a,2019-04-01,,1", "b,2019-04-01,,1"], [(3, "a"), (4, "b")]),
    ("8615", HELD, ["a,2019-05-02,2019-05-01,,,,", "b,2019-05-01,2019-05-01,,,,"], [(2, "a")]),
    # Row by row, whatever the other rows say; but a transfer-in is not timed from its enquiry.
    ("8615", HELD, ["a,2019-05-02,2019-05-01,,,,", "a,2019-04-02,2019-05-01,,,,"], [(2, "a")]),
    ("8615", HELD, ["a,2019-05-11,2019-05-10,,,1,2019-05-01"], []),
    ("before-its-clock", HELD, ["a,2019-05-01,2019-05-10,,,1,2019-05-11"], [(2, "a")]),
    ("before-its-clock", HELD, ["a,2019-05-02,2019-05-01,,,,", "a,2019-04-02,2019-05-01,,,,"], []),
    ("8875", HELD, ["a,2019-05-01,2019-05-18,,,,", "b,2019-05-01,2019-05-17,,,,", "c,2019-05-01,,,,,"], [(2, "a")]),
    ("no-s47", HELD, ["a,,2019-05-20,,,,", "b,,2019-05-20,,,1,2019-05-01", "c,2019-05-01,2019-05-20,,,,"], [(2, "a")]),
    ("no-referral", HELD, ["a,2019-05-01,2019-05-20,,,1,", "b,,2019-05-20,,,1,2019-05-01"], [(2, "a")]),
    ("held-not-required", HELD, ["a,2019-05-01,2019-05-20,,1,,", "b,2019-05-01,,,1,,"], [(2, "a")]),
    (
        "several-s47",
        HELD,
        ["a,2019-05-01,2019-05-20,,,,", "a,2019-05-03,2019-05-20,,,,", "b,2019-05-01,2019-05-20,,,,"],
        [(3, "a")],
    ),
    (
        "s47-again",
        HELD,
        [
            *("a,2019-05-01,,,,,", "a,2019-05-08,,,,,", "a,2019-05-16,,,,,", "b,2019-05-17,,,,,"),
            *("b,2019-03-28,,,,,", "b,2019-04-01,2019-04-02,,,,"),
        ],
        [(3, "a"), (7, "b")],
    ),
    (  # a: the same enquiry; c: none, within 30 days
        "held-again",
        HELD,
        [
            *("a,2019-05-01,2019-05-20,,,,", "a,2019-05-01,2019-08-20,,,,"),
            *("b,2019-05-01,2019-05-20,,,,", "b,2019-05-21,2019-06-03,,,,"),  # a new enquiry
            *("c,2019-05-01,2019-05-20,,,,", "c,,2019-06-19,,,,", "c,,2019-07-20,,,,"),
            *("d,2019-05-01,2019-05-20,,,,", "d,,2019-06-03,,,1,2019-05-30"),  # moved away, and back in
            *("e,2019-05-01,2019-05-20,,,,", "e,2019-05-02,2019-05-21,,,,", "f,2019-05-01,2019-05-21,,,,"),
        ],
        [(3, "a"), (7, "c"), (12, "e")],
    ),
    (
        # Easter 2025: Mon 7 Apr -> Wed 30 Apr is day 15; forgetting both holidays gives 28 Apr.
        "target-differs",
        HELD,
        [
            "a,2025-04-07,2025-04-30,2025-04-28,,,",
            "b,2025-04-07,2025-04-30,2025-04-30,,,",
            "c,2025-04-07,2025-04-30,,,,",
        ],
        [(2, "a")],
    ),
    ("8905", CATEGORY, ["a,2019-04-01,XYZ,NEG", "b,2019-04-01,Neglect,XYZ", "c,2019-04-01,,"], [(2, "a")]),
    ("8910", CATEGORY, ["a,2019-04-01,XYZ,NEG", "b,2019-04-01,Neglect,XYZ", "c,2019-04-01,,"], [(3, "b")]),
    # In a return that has categories a blank initial one is an error as well.
    ("8905", f"return_year,{CATEGORY}", ["2020,a,2019-04-01,NEG,", "2020,b,2019-04-01,,NEG"], [(3, "b")]),
    ("8905", f"return_year,{CATEGORY}", ["2020,a,2019-04-01,,", "2020,b,2019-04-01,,"], []),
    ("8841", REVIEW, ["a,2019-04-01,,2019-04-01;2019-06-01", "b,2019-04-01,,2019-04-02"], [(2, "a")]),
    (
        "review-after-end",
        REVIEW,
        ["a,2019-04-01,2019-09-01,2019-09-02", "b,2019-04-01,2019-09-01,2019-09-01"],
        [(2, "a")],
    ),
    ("review-without-plan", REVIEW, ["a,,,2019-09-02", "b,2019-04-01,2019-09-01,2019-09-01"], [(2, "a")]),
    (
        "8775Q",
        "child_id,date_of_birth,plan_start,plan_end",
        [
            "a,1994-03-30,2018-04-01,2019-03-31",
            "b,1994-03-31,2018-04-01,2019-03-31",
            "c,1990-01-01,2005-04-01,2006-04-01",
        ],
        [(2, "a")],
    ),
    (
        "8775Q",  # also of conferences and enquiries
        "child_id,date_of_birth,s47_start,icpc_date",
        ["a,1994-05-01,2019-05-01,2019-05-02", "b,1994-04-30,2019-05-01,", "c,1994-05-02,2019-05-01,2019-05-02"],
        [(2, "a"), (3, "b")],
    ),
    (
        "aged-18",
        "child_id,date_of_birth,plan_start,plan_end",
        ["a,2001-05-31,2018-04-01,", "b,2010-05-31,2019-05-31,"],
        [(2, "a")],
    ),
    (
        "unborn-long",
        "child_id,date_of_birth,plan_start",
        ["a,2020-01-07,2019-04-01", "b,2020-01-06,2019-04-01"],
        [(2, "a")],
    ),
    (
        "8915",
        "child_id,plan_start,plan_end,date_of_death",
        ["a,2019-04-02,,2019-04-01", "b,2019-04-01,,2019-04-01"],
        [(2, "a")],
    ),
    (
        "8920",
        "child_id,plan_start,plan_end,date_of_death",
        ["a,2019-04-01,2019-05-02,2019-05-01", "b,2019-04-01,2019-05-01,2019-05-01", "c,2019-04-01,2019-05-01,"],
        [(2, "a")],
    ),
    (
        "ethnicity-unknown",
        "child_id,plan_start,ethnicity",
        ["a,2019-04-01,Martian", "b,2019-04-01,WBRI", "c,2019-04-01,", "d,2019-04-01,British", "e,2019-04-01,B"],
        [(2, "a"), (6, "e")],
    ),
    (
        "sex-unknown",
        "child_id,plan_start,sex",
        ["a,2019-04-01,Martian", "b,2019-04-01,girl", "c,2019-04-01,", "d,2019-04-01,2"],
        [(2, "a")],
    ),
    (
        "leading-zeros",
        "child_id,plan_start",
        ["0012,2019-04-01", "12,2019-04-02", "0140,2019-04-03", "B012,2019-04-04", "B12,2019-04-05", "1200,2019-04-06"],
        [(2, "0012"), (3, "12")],
    ),
    (
        "capital-letters",
        "child_id,plan_start",
        ["C012,2019-04-01", "c012,2019-04-02", "C013,2019-04-03", "012,2019-04-04", "D14,2019-04-05", "d14,2019-04-06"],
        [(2, "C012"), (3, "c012"), (6, "D14"), (7, "d14")],
    ),
    (
        "letters-before",
        "child_id,plan_start",
        ["W012,2019-04-01", "012,2019-04-02", "W13,2019-04-03", "W14,2019-04-04", "14,2019-04-05", "AB,2019-04-06"],
        [(2, "W012"), (3, "012"), (5, "W14"), (6, "14")],
    ),
    ("letters-before", "child_id,plan_start", ['"1,234",2019-04-01', "1234,2019-04-02"], [(2, "1,234"), (3, "1234")]),
    ("letters-before", "child_id,plan_start", [f"W1{n},2019-04-01\n{n},2019-04-01" for n in range(11, 14)], []),
    (
        "several-children",
        "plan_start,child_id",
        [
            *("2019-04-01,W12; W13", '2019-04-01,"10012, 10013"', '2019-04-01,"10012,10013"', "2019-04-01,A1 & A2"),
            *('2019-04-01,"12,345"', '2019-04-01,"Smith, Jo 2"', "2019-04-01,2012/123-4", "2019-04-01,W12;"),
        ],
        [(2, "W12; W13"), (3, "10012, 10013"), (4, "10012,10013"), (5, "A1 & A2")],
    ),
    (
        "several-children",
        "plan_start,child_id",
        ["2019-04-01,UNBORN", "2019-05-01,UNBORN", "2019-05-01,0", "2019-05-01,Newman", "2019-05-01,10"],
        [(2, "UNBORN"), (3, "UNBORN")],
    ),
    ("other-authority", "child_id,plan_start,other_authority", ["a,2019-04-01,1", "b,2019-04-01,0"], [(2, "a")]),
    ("no-event", "child_id,plan_start,remark", ["a,,moved", "b,2019-04-01,"], [(2, "a")]),
    (
        "8715",
        RETURN,
        ["2020,a,,,2020-04-01", "2020,b,,,2020-03-31", "2020,c,,,2019-03-31", ",d,,,2020-04-01"],
        [(2, "a"), (4, "c")],
    ),
    (
        "late-event",
        "return_year,child_id,plan_start,s47_start,review_dates",
        ["2020,a,,2020-04-01,", "2020,b,,2020-03-31,", "2020,c,2019-05-01,,2020-03-31;2020-04-01"],
        [(2, "a"), (4, "c")],
    ),
    ("no-return-year", RETURN, ["2020,a,2019-05-01,,", ",b,2019-05-01,,"], [(3, "b")]),
    ("no-return-year", RETURN, [",a,2019-05-01,,", ",b,2019-05-01,,"], []),
    ("late-start", RETURN, ["2020,a,2020-04-01,,", "2020,b,2020-03-31,,"], [(2, "a")]),
    (
        "8930",
        RETURN,
        [
            "2020,a,2019-05-01,2020-04-01,",
            "2020,b,2018-05-01,2019-03-31,",
            "2020,c,2019-05-01,2020-03-31,",
            ",d,2019-05-01,2020-04-01,",
        ],
        [(2, "a"), (3, "b")],
    ),
    (
        "2885",
        RETURN,
        [
            "2020,a,2019-05-02,,2019-05-01",
            "2020,b,2019-05-01,,2019-05-01",
            "2020,c,2018-05-01,,",
            "2020,d,2019-06-01,,",
        ],
        [(2, "a"), (5, "d")],
    ),
    (
        "2885",
        "child_id,icpc_date,plan_start",
        ["a,2019-05-01,2019-05-01", "b,,2019-04-30", "c,,2019-05-02"],
        [(4, "c")],
    ),
    ("vanished", RETURN, ["2019,a,2018-05-01,,", "2020,b,2019-05-01,,"], [(2, "a")]),
    (
        "returns-differ",
        RETURN,
        [
            "2019,a,2018-05-01,2019-01-01,",  # ended, then open again
            "2020,a,2018-05-01,,",
            "2019,b,2018-05-01,,",  # open, then ended: no more than time
            "2020,b,2018-05-01,2019-05-01,",
            "2019,c,2018-05-01,2019-05-01,",  # an end after its own 31 March is as good as open
            "2020,c,2018-05-01,2019-06-01,",
        ],
        [(3, "a")],
    ),
    ("s47-open", HELD, ["a,2019-12-20,,,,,", "b,2019-12-20,2019-12-27,,,,", "c,2019-05-02,,,,,"], [(2, "a")]),
    ("conference-open", TO_PLAN, ["a,2019-12-20,,", "b,2019-12-20,2019-12-21,", "c,2019-05-02,,"], [(2, "a")]),
    (
        "conference-on-plan",
        TO_PLAN,
        ["a,,2019-01-01,", "a,2019-05-01,,", "b,2019-05-01,2019-05-01,2019-09-01"],
        [(3, "a")],
    ),
]


OF_CONFERENCES = (
    *("before-its-clock", "no-s47", "no-referral", "held-not-required", "several-s47", "held-again"),
    *("s47-open", "conference-open", "conference-on-plan"),
)


def found(text: str, code: str, **about) -> list[tuple[int, str]]:
    extract = extract_of(text)
    # A conference that is the last event of all would be taken as booked.
    as_at = date(2019, 12, 31) if code in OF_CONFERENCES else None
    rows = examine(Subject(extract, bases(extract, as_at=as_at), **about), only=[code]).rows
    return [(row, child) for row, child in zip(rows["row"], rows["child_id"])]


@pytest.mark.parametrize("code, headings, rows, expected", CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_each_check_finds_the_rows_of_its_case(code, headings, rows, expected):
    assert found("\n".join([headings, *rows]) + "\n", code) == expected


def test_every_check_has_a_case():
    elsewhere = {
        "unreadable",
        "8510",  # test_census.py
        "points-elsewhere",  # test_other_layouts.py
        "key-twice",  # the same
        "booked",  # test_standing.py
        "previous-all-zero",  # the same
        "previous-zero",  # the same
        *(f"one-plan-in-two{of}" for of in ("", "-started", "-ended", "-open")),  # the same
        "silent-before-as-at",  # test_after_the_extract.py
        "last-date",
        "after-as-at",
        "2883",
        "district-unknown",
        "population-missing",
        "population-above",  # test_refused_and_said.py
        *("joined", "joined-choice", "person-differs"),  # test_joining.py
        *("other-plan", "other-meeting", "conference-not-held"),  # the same
    }
    assert {case[0] for case in CASES} | elsewhere == set(CHECKS)


def test_more_plans_than_conferences_are_found():
    text = "return_year,child_id,plan_start,icpc_date\n2020,a,2019-05-01,2019-05-01\n2020,b,2019-05-01,\n2020,c,2018-05-01,\n"
    extract = extract_of(text)
    rows = examine(Subject(extract, bases(extract)), only=["2883"]).rows
    assert list(rows["values"]) == ["2019/20: 2 plans started, 1 conferences"]
    assert rows["row"].isna().all()
    assert found(text.replace("2018-05-01,", "2018-05-01,2019-06-01"), "2883") == []


def test_a_date_far_after_every_other_is_found():
    text = "child_id,plan_start,plan_end\n" + "".join(f"{n},2019-05-01,2019-06-{n + 1:02d}\n" for n in range(9))
    assert found(text + "x,2019-05-02,2029-05-02\n", "last-date") == [(11, "x")]
    assert found(text, "last-date") == []


def test_events_after_the_date_given_are_found():
    text = "child_id,plan_start,icpc_date\na,2019-05-01,2019-05-01\nb,2019-07-01,2019-07-01\n"
    extract = extract_of(text)
    subject = Subject(extract, bases(extract, as_at=date(2019, 6, 30)))
    rows = examine(subject, only=["after-as-at"]).rows
    assert [(row, values) for row, values in zip(rows["row"], rows["values"])] == [
        (3, "plan_start 2019-07-01; plan_end blank"),
        (3, "icpc_date 2019-07-01"),
    ]
    assert [text for _, text in left_out(subject, ["icpc"])] == [
        "2 events after the date given with --as-at: not counted (check after-as-at)"
    ]


def test_districts_and_mid_years_that_the_population_lacks(here):
    (here / "p.csv").write_text("area,mid_year,population\nShire,2017,1000\nRugby,2017,500\n")
    population = read_population("p.csv")
    text = "child_id,plan_start,plan_end,district\na,2018-05-01,2019-03-31,Rugby\nb,2018-04-01,2018-04-02,Bugby\nc,2018-04-01,2018-04-02,RUGBY\nd,2018-05-01,,Rugby\n"
    assert found(text, "district-unknown", population=population, area="Shire") == [(3, "b")]
    extract = extract_of(text)

    def missing(**about) -> list[str]:
        rows = examine(Subject(extract, bases(extract), population=population, **about), only=["population-missing"])
        return list(rows.rows["values"])

    assert missing(area="Shire", periods=(year(2018),)) == []
    assert missing(area="Shire", periods=(year(2020), at(date(2019, 3, 31)))) == [
        "2019/20 takes mid-2019",
        "31 March 2019 takes mid-2018",
    ]
    assert missing(area="Borough") == ['no area "Borough"; the file has Shire, Rugby']
    assert missing(area="", periods=()) == ['no area ""; the file has Shire, Rugby']


# --- the counts that figures print ------------------------------------------------------------------

COUNT = re.compile(r"^([0-9,]+) .*\(check ([a-z0-9-]+)\)")


@examples(24, nightly=50)
@given(
    rows=strategies.extracts(),
    years=st.lists(st.integers(2016, 2020), min_size=1, max_size=2, unique=True),
    days=st.lists(strategies.days(), max_size=1),
    as_at=st.none() | strategies.days(),
)
def test_every_note_is_reproduced_by_the_rows_of_its_check(rows, years, days, as_at):
    if not any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = extract_of(strategies.write_csv(rows))
    standing = bases(extract, as_at=as_at)
    periods = tuple([*map(year, years), *map(at, days)])
    request = Request(population=Population({}, number=9))
    try:
        result = compute(extract, list(INDICATORS), periods, request, standing=standing, needed=())
    except UnavailableError:
        return
    # A period wholly before what the extract covers, or after it, has no figure, but its rows are looked at.
    said: dict[str, dict[str, int]] = {}
    for note in result.notes:
        if match := COUNT.match(sentence(note.fact)):
            said.setdefault(note.indicator, {})[match[2]] = int(match[1].replace(",", ""))
    checks = sorted({check for counts in said.values() for check in counts})
    listed = {}
    for takes_dates in (True, False):
        usable = tuple(p for p in periods if takes_dates or p.kind != "date")
        listed[takes_dates] = examine(Subject(extract, standing, usable), only=checks).rows if checks else None
    for code, counts in said.items():
        rows = listed[INDICATORS[code].is_snapshot]
        stands_on = {figure.basis.name for figure in result.figures if figure.basis and figure.indicator == code}
        for check, n in counts.items():
            found = int((rows["basis"].isin(stands_on) & (rows["code"] == check)).sum())
            # On several bases the check lists what its other figures stand on there too.
            assert found == n if len(stands_on) == 1 else found >= n, (code, check)


@examples(14, nightly=20)
@given(rows=strategies.extracts(), as_at=st.none() | strategies.days())
def test_every_row_left_out_is_listed(rows, as_at):
    if not any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = extract_of(strategies.write_csv(rows))
    subject = Subject(extract, bases(extract, as_at=as_at))
    listed = examine(subject).rows["code"].value_counts()
    for _, text in left_out(subject, tuple(INDICATORS)):
        match = COUNT.match(text)
        assert int(match[1].replace(",", "")) == listed[match[2]]


def test_every_caveat_names_its_check():
    assert {caveat.check for caveat in CAVEATS} <= set(CHECKS)


# --- the command ------------------------------------------------------------------------------------

BROKEN = (
    "child_id,plan_start,plan_end,previous_plans\n"
    "W1,2019-05-01,2019-04-30,0\nW2,01/02/19,,0\n,2019-05-01,,0\nW4,2019-05-01,2020-02-01,0\n"
)


def test_the_list_of_checks_in_the_format_of_its_file(here):
    assert run("check", "--list", "-o", "checks.csv").exit_code == 0
    assert (here / "checks.csv").read_text(encoding="utf-8-sig").startswith("code,severity,what,figures\n")


def test_the_summary_of_one_check_is_in_the_singular(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nW1,2019-05-01,2019-06-30\n")
    assert "1 of 1 check found nothing." in run("check", "e.csv", "--only", "8720").stdout


def test_the_summary_of_checks_that_all_found_something_does_not_say_that_none_found_nothing(here):
    (here / "e.csv").write_text("child_id,date_of_birth,plan_start,plan_end\nW1,2001-01-01,2019-05-01,\n")
    found = run("check", "e.csv", "--only", "aged-18").stdout
    assert "aged-18  warning" in found and "found nothing" not in found


def test_the_summary_counts_and_exits_with_1(here):
    (here / "e.csv").write_text(BROKEN)
    result = run("check", "e.csv")
    assert result.exit_code == 1
    assert re.search(r"unreadable +error +Cell that can't be read +2 ", result.stdout)
    assert re.search(r"8925 +error +Plan that ends before it starts +1 ", result.stdout)
    assert "W1" not in result.output


def test_the_rows_have_file_row_child_and_values(here):
    (here / "e.csv").write_text(BROKEN)
    result = run("check", "e.csv", "--rows", "-f", "csv")
    assert result.exit_code == 1
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    listed = {(row["code"], row["file"], row["row"], row["child_id"], row["values"]) for row in rows}
    assert ("8925", "e.csv", "2", "W1", "plan_start 2019-05-01; plan_end 2019-04-30") in listed
    assert ("unreadable", "e.csv", "3", "W2", 'plan_start "01/02/19"') in listed
    assert ("unreadable", "e.csv", "4", "", 'child_id ""') in listed


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.xlsx"])
@pytest.mark.parametrize("rows", [[], ["--rows"]])
def test_checks_are_written_in_other_formats(here, name, rows):
    (here / "e.csv").write_text(BROKEN)
    assert run("check", "e.csv", *rows, "-o", name).exit_code == 1
    if name == "out.json":
        first = json.loads((here / name).read_text())[0]
        assert first["severity"] == "error"
        assert isinstance(first["row" if rows else "found"], int)
    elif name == "out.xlsx":
        from openpyxl import load_workbook

        sheet = load_workbook(name).worksheets[0]
        assert sheet["A1"].value == "code"
    assert (here / name).stat().st_size > 0


def test_check_exits_with_0_when_nothing_is_found(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end,previous_plans\nW4,2019-05-01,2019-07-01,0\n")
    result = run("check", "e.csv")
    assert result.exit_code == 0
    assert f"{len(CHECKS)} of {len(CHECKS)} checks found nothing." in result.stdout
    assert run("check", "e.csv", "--rows", "-f", "json").stdout == "[]\n"


def test_only_runs_one_check_and_refuses_an_unknown_one(here):
    (here / "e.csv").write_text(BROKEN)
    rows = json.loads(run("check", "e.csv", "--rows", "--only", "8925", "-f", "json").stdout)
    assert [row["code"] for row in rows] == ["8925"]
    result = run("check", "e.csv", "--only", "9999")
    assert result.exit_code == 2
    assert '"9999" is not a check; cpind check --list names them' in result.stderr


def test_period_options_limit_check_to_rows_of_those_periods(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nW1,2018-05-01,2018-04-30\nW2,2019-05-01,2019-04-30\n")
    rows = json.loads(run("check", "e.csv", "--rows", "--only", "8925", "--year", "2019/20", "-f", "json").stdout)
    assert [row["child_id"] for row in rows] == ["W2"]


def test_the_list_of_checks():
    listed = run("check", "--list", "-f", "csv").stdout
    assert {row["code"] for row in csv.DictReader(io.StringIO(listed))} == set(CHECKS)
    assert all(check.definition for check in CHECKS.values())


def test_identifiers_that_look_like_formulas_are_quoted(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n=1+1,2019-05-01,2019-04-30\n")
    assert ",'=1+1," in run("check", "e.csv", "--rows", "-f", "csv").stdout
