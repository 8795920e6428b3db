"""Separate exports: joined, they give the figures of the same events in one file; and each rule by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import left_out_of, oracle_joining, run
from support.comparing import agrees
from support.profiles import examples

from cpind.checks import Subject, examine
from cpind.errors import InputError, NoExtractError
from cpind.figures.bases import bases
from cpind.figures.basis import Basis
from cpind.figures.engine import compute
from cpind.figures.indicators import INDICATORS
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat
from cpind.model.extract import Extract

pytestmark = pytest.mark.slow

FIRST, LAST = date(1995, 1, 1), date(2030, 12, 31)
SPANS = [
    (date(2014, 4, 1), date(2021, 3, 31)),
    (date(2017, 4, 1), date(2018, 3, 31)),
    (date(2018, 7, 1), date(2018, 9, 30)),
]


def read(files: dict[str, str], *, joined: bool = True) -> Extract:
    """An Extract of several files, typed in as name -> text."""
    tables = [read_delimited(text.encode(), name, None, {}) for name, text in files.items()]
    return read_flat(tables, {}, joined=joined)


def sentences_of(extract: Extract) -> tuple[str, ...]:
    """The sentence of each join."""
    return tuple(join.sentence for join in extract.joins)


def timely(extract: Extract, start: str = "2023-04-01", end: str = "2024-03-31") -> tuple[int, int]:
    """Conferences in time, and all, between two days."""
    standing = bases(extract, as_at=date.fromisoformat(end), covered_from=date.fromisoformat(start))
    (figure,) = compute(extract, ["icpc"], ["2023/24"], standing=standing).figures
    return figure.numerator, figure.denominator


def listed(extract: Extract, code: str) -> list[tuple[str, int, str]]:
    """File, row and values of what a check finds."""
    rows = examine(Subject(extract, bases(extract)), only=[code]).rows
    return list(zip(rows["file"], rows["row"], rows["values"]))


# --- the same events, in one file and apart -------------------------------------------------------------


@st.composite
def histories(draw):
    """The rows of one file: children whose events follow one another, so that nothing can be joined in two ways."""
    rows, people = [], []
    for number in range(draw(st.integers(1, 5))):
        child, day = f"C{number}", date(2015, 1, 1) + timedelta(days=draw(st.integers(0, 900)))
        person = {
            "child_id": child,
            "sex": draw(st.sampled_from(["M", "F"])),
            "district": draw(st.sampled_from(["North", "South", None])),
            "date_of_birth": date(2008, 1, 1) + timedelta(days=draw(st.integers(0, 3000))),
        }
        people.append(person)
        for _ in range(draw(st.integers(1, 3))):
            gap = st.integers(1, 400)
            day += timedelta(days=draw(gap))
            row = {**person, "s47_start": day}
            transfer_in = draw(st.booleans()) and draw(st.booleans())
            if transfer_in:
                row = {**person, "referral_date": day, "transfer_in": True}
            rows.append(row)
            if not transfer_in and draw(st.booleans()):
                continue
            day += timedelta(days=draw(st.integers(0, 40)))
            row["icpc_date"] = day
            if draw(st.booleans()):
                continue
            row |= {"plan_start": day, "previous_plans": draw(st.sampled_from([0, 1, None]))}
            reviews = []
            for _ in range(draw(st.integers(0, 3))):
                day += timedelta(days=draw(st.integers(1, 200)))
                reviews.append(day)
            row["review_dates"] = reviews or None
            if draw(st.booleans()):
                day += timedelta(days=draw(st.integers(0, 90)) if reviews else draw(gap))
                row["plan_end"] = day
            else:
                break
    return rows, people


def text_of(rows: list[dict], columns: list[str]) -> str:
    """A CSV of some columns, of the rows that have a value in any but the child."""
    lines = [",".join(columns)]
    for row in rows:
        cells = []
        for column in columns:
            value = row.get(column)
            if column == "review_dates":
                value = ";".join(day.isoformat() for day in value or [])
            cells.append("" if value is None else str(int(value)) if isinstance(value, bool) else str(value))
        if any(cells[1:]):
            lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def answered(extract: Extract) -> list[str]:
    """The indicators of which the files have the columns."""
    return [code for code, indicator in INDICATORS.items() if set(indicator.columns) <= extract.columns]


APART = {
    "enquiries.csv": ["child_id", "s47_start"],
    "conferences.csv": ["child_id", "icpc_date", "transfer_in"],
    "plans.csv": ["child_id", "plan_start", "plan_end", "previous_plans"],
    "reviews.csv": ["child_id", "review_dates"],
    "referrals.csv": ["child_id", "referral_date"],
}


def comparable(extract: Extract, basis: Basis) -> list[str]:
    """The indicators answered, without those that wait for what a file drawn earlier than the rest holds: what is not known yet
    of them follows that file's own date, which one file for all does not have (tests/test_standing.py has the cases)."""
    behind = basis.coverage.behind
    waiting = {"s47-to-conference": "conferences", "conference-to-plan": "plans"}
    return [code for code in answered(extract) if waiting.get(code) not in behind]


@examples(30, nightly=50)
@given(histories(), st.permutations(list(APART)), st.sampled_from([None, "sex", "district", "age"]))
def test_separate_files_joined_give_the_figures_of_one_file(history, order, by):
    rows, people = history
    files = {name: text_of(rows, APART[name]) for name in order}
    files = {name: text for name, text in files.items() if text.count("\n") > 1}
    files["people.csv"] = text_of(people, ["child_id", "sex", "district", "date_of_birth"])
    if not {"enquiries.csv", "conferences.csv", "plans.csv"} & set(files):
        return
    extract = read(files)
    basis = bases(extract, as_at=LAST, covered_from=FIRST).live
    agrees(extract, basis, rows, "live", SPANS, codes=comparable(extract, basis), by=by)


# --- whatever the files hold ----------------------------------------------------------------------------


def days(first: date = date(2017, 1, 1)) -> st.SearchStrategy[date]:
    return st.integers(0, 60).map(lambda count: first + timedelta(days=9 * count))


@st.composite
def any_files(draw):
    """Files of a few children with competing events, some with keys, in the oracle's form."""
    child = st.sampled_from(["a", "b"])
    key = st.none() | st.sampled_from(["1", "2"])
    keyed = draw(st.booleans())
    half = st.none() | days()

    def row(**columns) -> dict:
        made = {"child_id": draw(child), **{name: draw(one) for name, one in columns.items()}}
        return made | ({"referral_id": draw(key)} if keyed else {})

    def rows(**columns) -> list[dict]:
        return [row(**columns) for _ in range(draw(st.integers(0, 4)))]

    plans = rows(plan_start=days(), plan_end=half)
    return [
        file
        for file in (
            rows(s47_start=days()),
            rows(icpc_date=days(), transfer_in=st.booleans()),
            rows(s47_start=half, icpc_date=half),
            plans,
            rows(review_dates=days().map(lambda day: [day])),
            [{**r, "referral_date": draw(days())} for r in rows()],
            rows(sex=st.sampled_from([None, "M", "F"]), team=st.sampled_from([None, "x", "y"])),
        )
        if any(
            value is not None for one in file for name, value in one.items() if name not in ("child_id", "referral_id")
        )
    ]


@examples(32, nightly=80)
@given(any_files(), st.sampled_from([None, "sex", "team"]))
def test_joining_agrees_with_plain_python(files, by):
    texts = {}
    for number, file in enumerate(files):
        columns = list(dict.fromkeys(name for one in file for name in one))
        texts[f"f{number}.csv"] = text_of(file, columns)
    rows = oracle_joining.joined(files)
    if not any(row.get(name) for row in rows for name in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = read(texts)
    if by and by not in extract.columns:
        by = None
    basis = bases(extract, as_at=LAST, covered_from=FIRST).live
    agrees(extract, basis, rows, "live", SPANS, codes=comparable(extract, basis), by=by)


# --- rules, by hand -------------------------------------------------------------------------------------

ENQUIRIES = "Person ID,S47 Start Date\n"
CONFERENCES = "Person ID,ICPC Date\n"


def test_a_conference_takes_the_latest_enquiry_since_the_conference_before():
    # 2 May to 16 May 2023 are ten working days, from 1 March many more; 2 October to 9 November 28.
    enquiries = f"{ENQUIRIES}a,2023-03-01\na,2023-05-02\na,2023-10-02\n"
    conferences = f"{CONFERENCES}a,2023-05-16\na,2023-11-09\n"
    extract = read({"s47.csv": enquiries, "icpc.csv": conferences})
    assert timely(extract) == (1, 2)
    assert (
        "icpc.csv: 2 of 2 conferences take the section 47 enquiry from s47.csv, by child; 1 had several to choose from and takes the latest (check joined)"
        in sentences_of(extract)
    )
    assert listed(extract, "joined") == [
        ("icpc.csv", 2, "icpc_date 2023-05-16; s47_start 2023-05-02"),
        ("icpc.csv", 3, "icpc_date 2023-11-09; s47_start 2023-10-02"),
    ]
    assert listed(extract, "joined-choice") == [("icpc.csv", 2, "icpc_date 2023-05-16; s47_start 2023-05-02")]


def test_where_the_enquiries_begin_too_late_the_sentence_says_so():
    enquiries = f"{ENQUIRIES}b,2023-04-01\n"
    extract = read({"s47.csv": enquiries, "icpc.csv": f"{CONFERENCES}a,2023-04-12\nb,2023-04-12\nc,2023-05-03\n"})
    (sentence,) = sentences_of(extract)
    assert "1 of 3 conferences takes" in sentence
    assert "; 1 without one was held in the first weeks of that file, and the enquiry may be older" in sentence


def test_a_conference_is_not_timed_from_an_enquiry_before_the_last_one():
    # The only enquiry led to the first conference, on its own day; the second has none.
    extract = read({"a.csv": f"{ENQUIRIES}a,2023-05-02\n", "b.csv": f"{CONFERENCES}a,2023-05-02\na,2023-05-10\n"})
    assert timely(extract) == (1, 2)


def test_a_key_takes_precedence_over_the_dates():
    # By the dates it would be 2 May and in time; the key says 1 March.
    enquiries = "Person ID,Enquiry ID,S47 Start Date\na,E1,2023-03-01\na,E2,2023-05-02\n"
    conferences = "Person ID,S47 Enquiry ID,ICPC Date\na,E1,2023-05-16\n"
    extract = read({"s47.csv": enquiries, "icpc.csv": conferences})
    assert timely(extract) == (0, 1)
    assert "by enquiry_id (check joined)" in sentences_of(extract)[0]


@pytest.mark.parametrize("key, expected", [("E2", (2, 2)), ("E9", (1, 2)), ("", (2, 2))])
def test_an_unmatched_key_joins_nothing_and_a_blank_key_joins_by_dates(key, expected):
    enquiries = "Person ID,Enquiry ID,S47 Start Date\na,E2,2023-05-02\nb,E9,2023-05-02\n"
    conferences = f"Person ID,Enquiry ID,ICPC Date\na,{key},2023-05-16\nb,E9,2023-05-16\n"
    extract = read({"s47.csv": enquiries, "icpc.csv": conferences})
    assert timely(extract) == expected


def test_of_several_enquiries_under_one_referral_the_dates_decide():
    enquiries = "Person ID,Referral ID,S47 Start Date\na,R1,2023-03-01\na,R1,2023-05-02\na,R2,2023-05-15\n"
    extract = read({"s47.csv": enquiries, "icpc.csv": "Person ID,Referral ID,ICPC Date\na,R1,2023-05-16\n"})
    assert listed(extract, "joined") == [("icpc.csv", 2, "icpc_date 2023-05-16; s47_start 2023-05-02")]


def test_enquiries_and_conferences_in_rows_of_one_file_are_joined_if_none_share_a_row():
    stacked = "Person ID,S47 Start Date,ICPC Date\na,2023-05-02,\na,,2023-05-16\nb,,2023-06-12\n"
    extract = read({"events.csv": stacked})
    assert timely(extract) == (1, 2)
    assert sentences_of(extract) == (
        "events.csv: 1 of 2 conferences takes the section 47 enquiry from events.csv, by child (check joined)",
    )


def test_a_blank_is_a_blank_in_a_file_whose_rows_share_both():
    one = "Person ID,S47 Start Date,ICPC Date\na,2023-05-02,2023-05-16\nb,2023-05-02,\nb,,2023-05-16\n"
    extract = read({"one.csv": one, "more.csv": f"{ENQUIRIES}b,2023-05-08\n"})
    assert timely(extract) == (1, 2)
    assert sentences_of(extract) == ()


def test_no_join_leaves_files_apart():
    files = {"s47.csv": f"{ENQUIRIES}a,2023-05-02\n", "icpc.csv": f"{CONFERENCES}a,2023-05-16\n"}
    assert timely(read(files)) == (1, 1)
    assert read(files, joined=False).joins == ()


def test_enquiries_are_counted_once_and_in_their_own_team():
    files = {
        "s47.csv": "Person ID,S47 Start Date,Team\na,2023-05-02,Front door\n",
        "icpc.csv": "Person ID,ICPC Date,Team\na,2023-05-16,Court\n",
    }
    extract = read(files)
    assert (len(extract.enquiries), len(extract.conferences)) == (1, 1)
    assert list(extract.enquiries["team"]) == ["Front door"]
    assert list(extract.conferences["team"]) == ["Court"]


def test_a_review_belongs_to_the_plan_that_it_falls_in():
    plans = "Person ID,CP Plan Start Date,CP Plan End Date\na,2021-01-04,2021-06-30\na,2022-01-10,\n"
    reviews = "Person ID,Date of Review\na,2021-03-01\na,2021-06-30\na,2021-09-01\na,2022-01-10\na,2022-04-01\n"
    extract = read({"plans.csv": plans, "reviews.csv": reviews})
    live = bases(extract, as_at=date(2022, 6, 30)).live
    # Not the one between the plans, nor the one on the day on which the second starts.
    assert [str(day) for day in live.reviews["date"]] == ["2021-03-01", "2021-06-30", "2022-04-01"]
    assert live.reviews["plan"].tolist() == [0, 0, 1]
    assert "reviews.csv: 3 of 5 reviews belong to a plan of plans.csv, by child (check joined)" in sentences_of(extract)


def test_a_review_takes_the_plan_that_its_key_names():
    plans = "Person ID,Plan ID,CP Plan Start Date\na,P1,2021-01-04\na,P2,2021-02-01\n"
    extract = read({"plans.csv": plans, "reviews.csv": "Person ID,CP Plan ID,Review Date\na,P1,2021-03-01\n"})
    assert bases(extract, as_at=date(2022, 6, 30)).live.reviews["plan"].tolist() == [0]


def test_a_transfer_in_takes_the_latest_referral_on_or_before_it():
    conferences = "Person ID,ICPC Date,Transfer In\na,2023-05-16,Yes\n"
    referrals = "Person ID,Date of Referral\na,2022-01-05\na,2023-05-02\na,2023-06-01\n"
    files = {"icpc.csv": conferences, "referrals.csv": referrals, "s47.csv": f"{ENQUIRIES}b,2023-05-02\n"}
    assert timely(read(files)) == (1, 1)


def test_a_table_of_people_fills_only_what_events_lack():
    people = "Person ID,Gender,Team\na,M,Old\na,,New\nb,F,East\nc,F,West\n"
    plans = "Person ID,CP Plan Start Date,Team\na,2021-01-04,\nb,2021-01-04,Own\nd,2021-01-04,\n"
    extract = read({"people.csv": people, "plans.csv": plans})
    assert list(extract.plans["team"].astype(object).fillna("")) == ["New", "Own", ""]
    assert list(extract.plans["sex"].astype(object).fillna("")) == ["M", "F", ""]
    assert sentences_of(extract) == (
        "people.csv: describes 2 of the 3 children with an event; 1 row differs from a later row of the child, which is "
        "taken (check person-differs)",
    )
    assert listed(extract, "person-differs") == [("people.csv", 2, "")]
    assert left_out_of(extract) == []


@pytest.mark.parametrize(
    "files",
    [
        {"people.csv": "Person ID,Gender\na,M\n"},
        {"reviews.csv": "Person ID,Review Date\na,2021-01-04\n"},
        {"people.csv": "Person ID,Gender\na,M\n", "referrals.csv": "Person ID,Referral Date\na,2021-01-04\n"},
    ],
)
def test_files_without_any_event_are_refused(files):
    with pytest.raises(NoExtractError, match="date of an event"):
        read(files)


def test_a_return_is_never_joined():
    returns = "return_year,child_id,icpc_date,s47_start\n2023/24,a,2023-05-16,\n"
    extract = read({"returns.csv": returns, "s47.csv": f"{ENQUIRIES}a,2023-05-02\n"})
    assert extract.joins == ()
    assert list(extract.conferences["s47_start"].isna()) == [True]


# --- kinds of rows --------------------------------------------------------------------------------------


def test_only_child_protection_plans_are_plans():
    plans = (
        "Person ID,Plan Type,CP Plan Start Date,CP Plan End Date,Team\n"
        "a,CP - Child Protection,2022-06-01,,x\nb,CIN,2022-06-02,,x\nc,Early Help,2022-06-03,2022-07-01,x\n"
        "d,Child Protection Plan (temporary - other LA),2022-06-04,,x\ne,CPP,2022-06-05,2022-09-01,x\n"
    )
    extract = read({"plans.csv": plans})
    standing = bases(extract, as_at=date(2023, 3, 31), covered_from=date(2022, 4, 1))
    result = compute(extract, ["plans-started", "plans-ended", "plans-open"], ["2022/23"], standing=standing)
    assert [figure.value for figure in result.figures] == [2, 1, 1]
    assert listed(extract, "other-plan") == [("plans.csv", 3, ""), ("plans.csv", 4, "")]
    assert "2 plans are of another kind than child protection (plan_type) (check other-plan)" in left_out_of(extract)


def test_conferences_are_classified_by_their_type_and_status():
    conferences = (
        "Person ID,Conference Date,Conference Type,Conference Status\n"
        "a,2023-05-16,Initial CPC,Held\na,2023-08-01,Review CPC,Completed\nb,2023-05-17,ICPC,Cancelled\n"
        "c,2023-05-18,Transfer-in conference,Held\nd,2023-05-19,Strategy Meeting,Held\ne,2023-05-22,Pre-birth,Planned\n"
    )
    plans = "Person ID,CP Plan Start Date\na,2023-05-16\n"
    files = {
        "conferences.csv": conferences,
        "plans.csv": plans,
        "s47.csv": f"{ENQUIRIES}a,2023-05-02\n",
        "referrals.csv": "Person ID,Referral Date\nc,2023-05-02\n",
    }
    extract = read(files)
    assert timely(extract) == (2, 2)
    assert [str(day) for day in bases(extract, as_at=date(2024, 3, 31)).live.reviews["date"]] == ["2023-08-01"]
    assert listed(extract, "conference-not-held") == [("conferences.csv", 4, ""), ("conferences.csv", 7, "")]
    assert listed(extract, "other-meeting") == [("conferences.csv", 6, "")]
    sentence = "1 meeting is not a child protection conference (conference_type) (check other-meeting)"
    assert sentence in left_out_of(extract)


@pytest.mark.parametrize(
    "text, message",
    [
        (
            "Person ID,Plan Type,CPP Start\na,Purple,2022-06-01\n",
            'p.csv, row 2, Plan Type: "Purple" can\'t be read; write CP',
        ),
        ("Person ID,Plan Type,CPP Start\na,,2022-06-01\n", "p.csv, row 2, Plan Type: blank; write CP"),
        ("Person ID,Conference Type,Conference Date\na,Conference,2022-06-01\n", 'Conference Type: "Conference"'),
        (
            "Person ID,Conference Type,ICPC Date\na,Initial or review,2022-06-01\n",
            'Conference Type: "Initial or review"',
        ),
        (
            "Person ID,Conference Status,ICPC Date\na,Perhaps,2022-06-01\n",
            'Conference Status: "Perhaps" can\'t be read; write held',
        ),
    ],
)
def test_a_kind_that_is_not_known_is_refused(text, message):
    for bad_cells in ("error", "blank"):
        with pytest.raises(InputError) as error:
            read_flat([read_delimited(text.encode(), "p.csv", None, {})], {}, bad_cells=bad_cells)
        assert message in str(error.value)


def test_a_conference_date_without_its_type_is_refused():
    with pytest.raises(NoExtractError, match="may be the date of initial or of review conferences"):
        read({"c.csv": "Person ID,Conference Date\na,2022-06-01\n"})


def test_a_table_names_the_joins_that_it_stands_on(here):
    (here / "s47.csv").write_text(f"{ENQUIRIES}a,2023-05-02\n")
    (here / "icpc.csv").write_text(f"{CONFERENCES}a,2023-05-16\n")
    (here / "plans.csv").write_text("Person ID,CPP Start\na,2023-05-16\n")
    (here / "people.csv").write_text("Person ID,Gender\na,F\n")
    files = ("s47.csv", "icpc.csv", "plans.csv", "people.csv")
    assert "icpc.csv: 1 of 1 conference takes the section 47 enquiry" in run("icpc", *files, "-f", "csv").stderr
    assert "describes" not in run("icpc", *files, "-f", "csv").stderr
    printed = run("activity", *files, "--by", "sex", "-f", "csv").stderr
    assert "people.csv: describes 1 of the 1 child with an event" in printed and "takes the section 47" not in printed


# --- on the command line --------------------------------------------------------------------------------


def test_joined_files_that_are_converted_give_the_same_figures(here):
    for name, text in {
        "s47.csv": f"{ENQUIRIES}a,2023-05-02\n",
        "icpc.csv": f"{CONFERENCES}a,2023-05-16\n",
        "plans.csv": "Person ID,CPP Start\na,2023-05-16\n",
        "reviews.csv": "Person ID,Review Date\na,2023-08-01\n",
    }.items():
        (here / name).write_text(text)
    files = ["s47.csv", "icpc.csv", "plans.csv", "reviews.csv"]
    how = ["--as-at", "2024-03-31", "--from", "2023-04-01", "--year", "2023/24", "-f", "csv", "-q"]
    apart = without_marks(run("figures", *files, *how).stdout)
    assert run("convert", *files, "-o", "flat.csv").exit_code == 0
    assert without_marks(run("figures", "flat.csv", *how).stdout) == apart
    assert "icpc,Extract,,,2023/24,2023-04-01,2024-03-31,1,1,100.0" in apart


def without_marks(text: str) -> list[str]:
    """The figures of a tidy CSV without status and note: of one file nothing says that its parts end on different days."""
    return [",".join(line.split(",")[:10]) for line in text.splitlines()]


def test_census_tables_time_a_transfer_in_from_its_referral(here):
    (here / "CINdetails.csv").write_text(
        "LAchildID,CINdetailsID,CINreferralDate,PrimaryNeedCode,DateOfInitialCPC,ReferralNFA\nK1,1,2023-05-02,N1,2023-05-15,0\n"
    )
    (here / "Section47.csv").write_text(
        "LAchildID,CINdetailsID,S47ActualStartDate,DateOfInitialCPC\nK2,1,2023-05-09,2023-05-25\n"
    )
    how = ["--as-at", "2024-03-31", "--from", "2023-04-01", "--year", "2023/24", "-f", "csv"]
    assert run("icpc", "CINdetails.csv", "Section47.csv", *how).stdout.endswith("\nExtract,100.0\n")
