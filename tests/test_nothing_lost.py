"""No row is lost on the way: what comes in is in a figure or on the list of checks, however it is laid out on the page."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow
import pytest
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from support import layouts, oracle, releases, run, strategies
from support.profiles import examples

import cpind
from cpind.benchmarks.store import FILE_NAME, load
from cpind.checks import Subject, examine
from cpind.errors import InputError
from cpind.figures.bases import bases
from cpind.figures.basis import Basis

pytestmark = pytest.mark.slow

FAR = date(2030, 12, 31)
DATES = ("s47_start", "icpc_date", "plan_start", "plan_end")
BAD_DATES = ("31/02/2019", "2019-13-01", "1/5/19", "05/2019", "43586", "0019-05-01", "2101-01-01", "soon")
KID = "KID-7731"

# --- rows in = rows in the figures + rows listed ----------------------------------------------------


def spoil(rows: list[dict], cells: Iterable[tuple[int, str, str]]) -> tuple[list[dict], list[dict], set[int]]:
    """The rows as written with some cells that nobody can read, the same with these blank, and the rows spoiled."""
    written, meant = [dict(row) for row in rows], [dict(row) for row in rows]
    spoiled = set()
    for place, column, text in cells:
        written[place % len(rows)][column], meant[place % len(rows)][column] = text, None
        spoiled.add(place % len(rows) + 2)
    return written, meant, spoiled


def is_empty(row: Mapping) -> bool:
    return all(value in (None, "", []) for value in row.values())


def listed_rows(extract, standing, codes: Iterable[str]) -> dict[str, set[int]]:
    """{code of a check: the rows of the file that it lists}."""
    found = examine(Subject(extract, standing), only=list(codes)).rows
    return {code: set(found.loc[found["code"] == code, "row"]) for code in codes}


def events(extract, frame, column: str) -> list[tuple[str, date]]:
    """Child and day of each event, as the file spells the child."""
    children = extract.rows["child_id"].texts
    return [(children[code], day.item()) for code, day in zip(frame["child"], frame[column])]


def happened(rows: list[dict], column: str, as_at: date, *, ours: bool = False) -> set[tuple[str, date]]:
    return {
        (row["child_id"], row[column])
        for row in rows
        if row["child_id"] and row[column] and row[column] <= as_at and not (ours and row["other_authority"] is True)
    }


def days_of(row: Mapping) -> list[date]:
    return [row[column] for column in ("s47_start", "icpc_date", "plan_start") if row[column]] + row["review_dates"]


def is_strangers_review(row: Mapping) -> bool:
    """Reviews of another authority's child without its plan: see the last test of this part."""
    return bool(row["child_id"] and row["other_authority"] is True and row["review_dates"]) and not (
        row["plan_start"] or row["plan_end"]
    )


def to_be_listed(rows: list[dict], spoiled: set[int], as_at: date) -> dict[str, set[int]]:
    """{code of a check: the rows that it must list}, by going through the rows one by one."""
    wanted: dict[str, set[int]] = {
        code: set()
        for code in ("unreadable", "no-event", "8720", "other-authority", "after-as-at", "review-without-plan")
    }
    for number, row in enumerate(rows, 2):
        if number in spoiled:
            wanted["unreadable"].add(number)
        if not row["child_id"]:
            continue
        is_plan = bool(row["plan_start"] or row["plan_end"])
        if not days_of(row) and not is_plan:
            wanted["no-event"].add(number)
        if is_plan and row["other_authority"] is True:
            wanted["other-authority"].add(number)
        elif is_plan and not row["plan_start"]:
            wanted["8720"].add(number)
        if row["review_dates"] and not row["plan_start"] and row["other_authority"] is not True:
            wanted["review-without-plan"].add(number)
        if any(day > as_at for day in days_of(row)):
            wanted["after-as-at"].add(number)
    return wanted


AS_AT = st.one_of(st.just(FAR), st.integers(0, 60))


def as_at_of(rows: list[dict], pick: date | int) -> date:
    """The day itself, or one on which something happened."""
    if isinstance(pick, date):
        return pick
    days = sorted({day for row in rows for day in days_of(row)}) or [FAR]
    return days[pick % len(days)]


SPOILED = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 40), st.sampled_from(DATES), st.sampled_from(BAD_DATES)),
        st.tuples(st.integers(0, 40), st.just("child_id"), st.sampled_from(["#REF!", ""])),
    ),
    max_size=4,
)


@examples(24)
@given(rows=strategies.extracts("live"), cells=SPOILED, pick=AS_AT)
def test_every_row_is_in_a_figure_or_on_the_list(rows, cells, pick):
    as_at = as_at_of(rows, pick)
    written, meant, spoiled = spoil(rows, cells)
    # A line of separators alone is not a row.
    spoiled -= {number for number, row in enumerate(written, 2) if is_empty(row)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "e.csv"
        path.write_text(strategies.write_csv(written), encoding="utf-8")
        if not any(row["child_id"] and any(row[column] for column in DATES) for row in meant):
            if not any(row["child_id"] and row["review_dates"] for row in meant):
                with pytest.raises(InputError, match="nothing to count"):
                    bases(cpind.read(path, bad_dates="list"))
            return
        extract = cpind.read(path, bad_dates="list")
    standing = cpind.bases(extract, as_at=as_at)
    live = standing.live
    figures = {
        "plan_start": events(extract, live.plans, "start"),
        "icpc_date": events(extract, live.conferences, "date"),
        "s47_start": events(extract, live.enquiries, "date"),
    }
    for column, found in figures.items():
        assert len(found) == len(set(found)), column
        assert set(found) == happened(meant, column, as_at, ours=column == "plan_start"), column
    wanted = to_be_listed(meant, spoiled, as_at)
    listed = listed_rows(extract, standing, wanted)
    strangers = {number for number, row in enumerate(meant, 2) if is_strangers_review(row)}
    listed["other-authority"] -= strangers
    listed["review-without-plan"] -= strangers
    assert listed == wanted
    reported = strangers.union(*listed.values())
    for number, (row, line) in enumerate(zip(meant, written), 2):
        stages = [column for column in figures if row[column]] or ["plan_start"]
        counted = [(row["child_id"], row[column]) in figures[column] for column in stages]
        assert all(counted) or number in reported or is_empty(line), number


@examples(14, nightly=20)
@given(rows=strategies.extracts("live"), pick=AS_AT)
def test_every_review_is_counted_or_on_the_list(rows, pick):
    as_at = as_at_of(rows, pick)
    if not any(row[column] for row in rows for column in DATES):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "e.csv"
        path.write_text(strategies.write_csv(rows), encoding="utf-8")
        extract = cpind.read(path)
    standing = bases(extract, as_at=as_at)
    plans = {(plan.child, plan.start): plan for plan in oracle.plans_of(rows, "live", as_at)}
    counts: set[tuple[str, date, date]] = set()
    wanted: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows, 2):
        plan = plans.get((row["child_id"], row["plan_start"]))
        for day in row["review_dates"]:
            if day > as_at:
                wanted["after-as-at"].add(number)
            if row["other_authority"] is True:
                wanted["other-authority"] |= set() if is_strangers_review(row) else {number}
                continue
            reasons = [
                *(["8841"] if day <= row["plan_start"] else []),
                *(["review-after-end"] if plan and plan.end and day > plan.end else []),
            ]
            for code in reasons:
                wanted[code].add(number)
            if plan and day <= as_at and not reasons:
                counts.add((plan.child, plan.start, day))
    held = standing.live.reviews
    of_plan = events(extract, standing.live.plans, "start")
    found = [(*of_plan[place], day.item()) for place, day in zip(held["plan"], held["date"])]
    assert sorted(found) == sorted(counts)
    listed = listed_rows(extract, standing, ["after-as-at", "other-authority", "8841", "review-after-end"])
    assert (listed["8841"], listed["review-after-end"]) == (wanted["8841"], wanted["review-after-end"])
    assert wanted["after-as-at"] <= listed["after-as-at"] and wanted["other-authority"] <= listed["other-authority"]


@examples(12)
@given(rows=strategies.extracts("live"), with_ola=st.booleans())
def test_every_row_of_a_dataset_is_in_a_figure_or_on_the_list(rows, with_ola):
    if not any(row[column] for row in rows for column in DATES):
        return
    with tempfile.TemporaryDirectory() as folder:
        layouts.write_ssd(rows, folder, with_ola=with_ola)
        extract = cpind.read(folder)
        lines = {
            name: list(csv.DictReader((Path(folder) / f"{name}.csv").open(encoding="utf-8", newline="")))
            for name in ("ssd_cp_plans", "ssd_initial_cp_conference", "ssd_s47_enquiry")
        }
    standing = bases(extract, as_at=FAR)
    found = examine(Subject(extract, standing), only=["8720", "other-authority"]).rows
    listed = {(file, row) for file, row in zip(found["file"], found["row"])}
    for name, person, day, frame, column in (
        ("ssd_cp_plans", "cppl_person_id", "cppl_cp_plan_start_date", standing.live.plans, "start"),
        ("ssd_initial_cp_conference", "icpc_person_id", "icpc_icpc_date", standing.live.conferences, "date"),
        ("ssd_s47_enquiry", "s47e_person_id", "s47e_s47_start_date", standing.live.enquiries, "date"),
    ):
        counted = {(child, str(day)) for child, day in events(extract, frame, column)}
        seen = set()
        for number, line in enumerate(lines[name], 2):
            is_out = line.get("cppl_cp_plan_ola") == "Y" or not line[day]
            assert ((f"{name}.csv", number) in listed) == is_out, (name, number)
            if not is_out:
                seen.add((line[person], line[day]))
        assert counted == seen, name


def test_reviews_of_another_authoritys_child_without_its_plan_are_listed(here):
    (here / "e.csv").write_text(
        "child_id,plan_start,review_dates,other_authority\nA,2019-05-01,2019-06-01,0\nB,,2019-06-01,1\n"
    )
    found = csv.DictReader(io.StringIO(run("check", "e.csv", "--rows", "-f", "csv").stdout))
    assert "3" in {row["row"] for row in found}


# --- a return on one line ---------------------------------------------------------------------------


def on_one_line(xml: bytes) -> bytes:
    return re.sub(rb">\s+<", b"><", xml).strip()


def findings(path: Path) -> tuple[int, list[tuple[str, ...]], str]:
    """What `check --rows` finds, apart from the lines of the file, which are the one thing that differs."""
    result = run("check", path, "--rows", "-f", "csv")
    table = csv.DictReader(io.StringIO(result.stdout))
    unlike = re.compile(r"\bline [0-9,]+")
    found = sorted(tuple(unlike.sub("line", cell) for name, cell in row.items() if name != "row") for row in table)
    return result.exit_code, found, unlike.sub("line", result.stderr)


@examples(6, nightly=10)
@given(
    rows=strategies.extracts("live"),
    year=st.integers(2016, 2021),
    written=st.fixed_dictionaries(
        {
            "reviews": st.sampled_from(["one", "many"]),
            "order": st.sampled_from(["schema", "shuffled"]),
            "noise": st.booleans(),
            "header": st.booleans(),
        }
    ),
    spoiled=st.sampled_from([None, None, *DATES]),
)
def test_a_return_on_one_line_is_the_same_return(rows, year, written, spoiled):
    xml = layouts.write_census(rows, year, **written)
    if spoiled and (days := [row[spoiled] for row in rows if row[spoiled]]):
        xml = xml.replace(str(days[0]).encode(), b"2019-02-30")
    minified = on_one_line(xml)
    assert b"\n" not in minified or written["noise"]
    by_child = minified.replace(b"<Child>", b"\n<Child>")
    seen = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return.xml"
        for data in (xml, minified, by_child):
            path.write_bytes(data)
            converted = run("convert", path, "--bad-dates", "blank")
            seen.append((findings(path), converted.exit_code, converted.stdout, converted.stderr))
    assert seen[0] == seen[1]
    assert seen[0] == seen[2]


def test_two_rows_of_a_child_on_one_line_are_reported_twice(here):
    child = (
        "<Child><ChildIdentifiers><LAchildID>{}</LAchildID></ChildIdentifiers><CINdetails><ChildProtectionPlans>"
        "<CPPstartDate>{}</CPPstartDate></ChildProtectionPlans></CINdetails></Child>"
    )
    children = [("C1", "2019-02-30"), ("C1", "2019-05-01"), ("C2", "2019-02-30"), ("C3", "2019-06-01")]
    (here / "r.xml").write_text(
        "<?xml version='1.0'?><Message><Header><CollectionDetails><ReferenceDate>2020-03-31</ReferenceDate>"
        "</CollectionDetails></Header><Children>"
        + "".join(child.format(*one) for one in children)
        + "</Children></Message>"
    )
    _, found, _ = findings(here / "r.xml")
    assert [(code, who) for code, _, _, who, *_ in found if code == "8510"] == [("8510", "C1")] * 2
    assert [(code, who) for code, _, _, who, *_ in found if code == "unreadable"] == [
        ("unreadable", "C1"),
        ("unreadable", "C2"),
    ]
    assert [(code, who) for code, _, _, who, *_ in found if code == "8720"] == [("8720", "C1"), ("8720", "C2")]
    flat = run("convert", here / "r.xml", "--bad-dates", "blank").stdout
    starts = [(row["child_id"], row["plan_start"]) for row in csv.DictReader(io.StringIO(flat))]
    assert [one for one in starts if one[1]] == [("C1", "2019-05-01"), ("C3", "2019-06-01")]


# --- several layouts in one call --------------------------------------------------------------------


def of_others(rows: list[dict], prefix: str) -> list[dict]:
    """The same rows of other children."""
    return [{**row, "child_id": f"{prefix}{row['child_id']}"} for row in rows]


def held(rows: list[dict]) -> bool:
    return any(row[column] for row in rows for column in DATES)


@examples(10)
@given(
    flat=strategies.extracts("live", 4),
    census=strategies.extracts("live", 4),
    dataset=strategies.extracts("live", 4),
    order=st.permutations(["flat.csv", "return.xml", "ssd"]),
)
def test_a_flat_file_a_return_and_a_dataset_are_read_in_one_call(flat, census, dataset, order):
    flat, dataset = of_others(flat, "F-"), of_others(dataset, "S-")
    if not all(map(held, (flat, census, dataset))):
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in order]
        (Path(folder) / "flat.csv").write_text(strategies.write_csv(flat), encoding="utf-8")
        (Path(folder) / "return.xml").write_bytes(layouts.write_census(census, 2019))
        layouts.write_ssd(dataset, Path(folder) / "ssd")
        together = cpind.read(paths)
        alone = [cpind.read(path) for path in paths]
    assert (together.return_years, together.is_live, together.live_layouts) == ((2019,), True, {"", "ssd"})
    for table in ("plans", "conferences", "enquiries", "reviews"):
        assert len(together.part(table)) == sum(len(extract.part(table)) for extract in alone), table
    standing = bases(together, as_at=FAR)

    def known(basis: Basis, frame: str, column: str) -> set[tuple[str, date]]:
        return set(events(together, getattr(basis, frame), column))

    live, of_2019 = [*flat, *dataset], standing.returns[2019]
    assert known(standing.live, "plans", "start") == happened(live, "plan_start", FAR, ours=True)
    assert known(standing.live, "conferences", "date") == happened(live, "icpc_date", FAR)
    assert known(standing.live, "enquiries", "date") == happened(live, "s47_start", FAR)
    # No census return tells another authority's child.
    assert known(of_2019, "plans", "start") == happened(census, "plan_start", of_2019.as_at)
    assert known(of_2019, "conferences", "date") == happened(census, "icpc_date", of_2019.as_at)
    assert known(of_2019, "enquiries", "date") == happened(census, "s47_start", of_2019.as_at)


# --- the joins of a dataset -------------------------------------------------------------------------

TABLES = {
    "ssd_person": "pers_person_id,pers_sex,pers_ethnicity,pers_dob\n501,F,WBRI,2012-05-01\n502,M,AIND,2013-06-02\n",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date\n801,501,2019-05-01\n802,502,2019-05-07\n",
    "ssd_initial_cp_conference": "icpc_icpc_id,icpc_s47_enquiry_id,icpc_person_id,icpc_referral_id,"
    "icpc_icpc_transfer_in,icpc_icpc_date\n701,801,501,601,N,2019-05-20\n702,,502,602,Y,2019-06-10\n",
    "ssd_cp_plans": "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_ola\n"
    "901,501,2019-05-20,2020-01-31,N\n902,502,2019-06-10,,N\n",
    "ssd_cp_reviews": "cppr_cp_plan_id,cppr_cp_review_date\n901,2019-08-01\n902,2019-09-02\n",
    "ssd_cin_episodes": "cine_referral_id,cine_person_id,cine_referral_date\n601,501,2019-04-20\n602,502,2019-05-28\n",
}
WHEN = ("--from", "2019-04-01", "--as-at", "2020-03-31")
KEYS = [
    (table, heading)
    for table, text in TABLES.items()
    for heading in text.partition("\n")[0].split(",")
    if heading.endswith("_id")
]


def write_dataset(folder: Path, changes: Mapping[tuple[str, str], str] = {}, floats=()) -> Path:
    """The tables above. `changes`: {(table, text of a row): what it becomes}; `floats`: key columns as Excel saves them."""
    for name, text in TABLES.items():
        for (table, old), new in changes.items():
            if table == name:
                assert old in text
                text = text.replace(old, new)
        lines = list(csv.reader(io.StringIO(text)))
        for table, heading in floats:
            if table == name:
                place = lines[0].index(heading)
                for line in lines[1:]:
                    line[place] += ".0" if line[place] else ""
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.csv").write_text("".join(",".join(line) + "\n" for line in lines))
    return folder


def joined(path: Path) -> dict[str, list[tuple]]:
    """What of each table came of the joins."""
    extract = cpind.read(path)

    def of(frame, *columns: str) -> list[tuple]:
        return list(zip(*([str(value)[:10] for value in frame[column]] for column in columns)))

    return {
        "enquiries": of(extract.enquiries, "child_id", "s47_start", "sex"),
        "conferences": of(extract.conferences, "child_id", "s47_start", "referral_date", "sex", "ethnicity"),
        "plans": of(extract.plans, "child_id", "plan_start", "sex", "date_of_birth"),
        "reviews": of(extract.reviews, "child_id", "plan_start", "review_date"),
    }


JOINED = {
    "enquiries": [("501", "2019-05-01", "F"), ("502", "2019-05-07", "M")],
    "conferences": [
        ("501", "2019-05-01", "2019-04-20", "F", "WBRI"),
        ("502", "NaT", "2019-05-28", "M", "AIND"),
    ],
    "plans": [("501", "2019-05-20", "F", "2012-05-01"), ("502", "2019-06-10", "M", "2013-06-02")],
    "reviews": [("501", "2019-05-20", "2019-08-01"), ("502", "2019-06-10", "2019-09-02")],
}


@pytest.mark.parametrize(
    "floats", [[], KEYS, *([key] for key in KEYS)], ids=["none", "all", *(heading for _, heading in KEYS)]
)
def test_a_key_with_a_trailing_point_zero_from_excel_is_the_same_key(here, floats):
    assert joined(write_dataset(here / "ssd", floats=floats)) == JOINED


@pytest.mark.parametrize(
    "change, row, values",
    [
        (("701,801,", "701,802,"), ("2", "501"), "icpc_s47_enquiry_id 802"),
        (("502,602,Y", "502,601,Y"), ("3", "502"), "icpc_referral_id 601"),
    ],
)
def test_a_conference_is_not_timed_from_another_persons_enquiry(here, change, row, values):
    old, new = change
    path = write_dataset(here / "ssd", {("ssd_initial_cp_conference", old): new})
    extract = cpind.read(path)
    live = bases(extract, as_at=date(2020, 3, 31)).live
    children = extract.rows["child_id"].texts
    clocks = {children[code]: str(day)[:10] for code, day in zip(live.conferences["child"], live.conferences["clock"])}
    number, child = row
    right = {"501": "2019-05-01", "502": "2019-05-28"}
    assert clocks == {**right, child: "NaT"}
    found = csv.DictReader(io.StringIO(run("check", path, "--rows", "--only", "points-elsewhere", "-f", "csv").stdout))
    assert [(one["file"], one["row"], one["child_id"], one["values"]) for one in found] == [
        ("ssd_initial_cp_conference.csv", number, child, values)
    ]
    # The conference itself, and the enquiries of both, count as before.
    assert len(live.conferences) == len(live.enquiries) == 2
    timed = run("icpc", path, "--year", "2019/20", *WHEN, "-f", "csv")
    assert timed.stdout.splitlines() == ["area,2019/20", "Extract,50.0"]


def test_no_conference_of_a_sound_dataset_points_elsewhere(here):
    path = write_dataset(here / "ssd")
    assert run("check", path, "--rows", "--only", "points-elsewhere", "-f", "json").stdout == "[]\n"
    timed = run("icpc", path, "--year", "2019/20", *WHEN, "-f", "csv")
    assert timed.stdout.splitlines() == ["area,2019/20", "Extract,100.0"]


def test_reviews_of_other_authorities_plans_alone_are_not_counted(here):
    elsewhere = {
        ("ssd_cp_plans", "2020-01-31,N"): "2020-01-31,Y",
        ("ssd_cp_reviews", "902,2019-09-02\n"): "",
    }
    path = write_dataset(here / "ssd", elsewhere)
    result = run("reviews", path, "--at", "2019-12-31", *WHEN)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the live extract has no review: without any, every plan would be late" in result.stderr
    result = run("rates", path, "--at", "2019-12-31", *WHEN, "--population", "10000", "-f", "csv")
    assert result.stdout.splitlines() == ["area,31 December 2019", "Extract,1.0"]


# --- fuzz: whatever stands in a cell, a plain answer and nobody named -------------------------------

HEADINGS = [*strategies.COLUMNS, "date_of_death", "remark"]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*BAD_DATES, "", KID, f"{KID} 2019", f"'{KID}", "2019-05-01", "31/03/2019", "-1", "1e9", "9" * 40]),
    st.dates().map(str),
)


def people() -> list[dict]:
    """Three children with something of everything."""
    told = {
        "date_of_birth": date(2012, 5, 1),
        "sex": "F",
        "ethnicity": "WBRI",
        "team": "East",
        "s47_start": date(2019, 5, 1),
        "icpc_date": date(2019, 5, 20),
        "icpc_target": date(2019, 5, 23),
        "referral_date": date(2019, 4, 20),
        "plan_start": date(2019, 5, 20),
        "plan_end": date(2020, 1, 31),
        "initial_category": "NEG",
        "previous_plans": 0,
        "review_dates": [date(2019, 8, 1), date(2019, 12, 2)],
    }
    blank = dict.fromkeys(HEADINGS)
    return [{**blank, "child_id": KID[:-1] + str(n), **told} for n in (1, 2, 3)]


def asserts_a_plain_answer(path: Path) -> None:
    for arguments in (
        ["check", path, "--rows", "-f", "csv"],
        ["convert", path],
        ["convert", path, "--bad-dates", "blank"],
    ):
        result = run(*arguments)  # which fails the test for any exception but SystemExit
        assert result.exit_code in (0, 1, 2), arguments
        assert KID[:-1] not in result.stderr, arguments
        if result.exit_code == 0:
            assert len(list(csv.reader(io.StringIO(result.stdout)))) > 0
        elif arguments[0] == "convert" or not result.stdout:
            assert (result.stdout, result.stderr.startswith(("Error", "cpind"))) == ("", True), arguments


@examples(12, nightly=18)
@given(cells=st.dictionaries(st.tuples(st.integers(0, 2), st.sampled_from(HEADINGS)), CELLS, min_size=1, max_size=6))
@case({(0, "plan_start"): KID, (1, "previous_plans"): "KID", (2, "date_of_birth"): KID})
@case({(0, "return_year"): "2020", (1, "return_year"): KID, (2, "child_id"): ""})
@case({(row, column): "" for row in (0, 1, 2) for column in DATES})
def test_any_cells_of_a_flat_file_end_in_a_plain_answer(cells):
    rows = people()
    for (place, column), text in cells.items():
        rows[place][column] = text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "e.csv"
        path.write_text(strategies.write_csv(rows), encoding="utf-8", newline="")
        asserts_a_plain_answer(path)


@examples(12, nightly=18)
@given(
    cells=st.lists(
        st.tuples(st.sampled_from(sorted(TABLES)), st.integers(0, 5), st.integers(0, 9), CELLS), min_size=1, max_size=6
    )
)
def test_any_cells_of_a_dataset_end_in_a_plain_answer(cells):
    with tempfile.TemporaryDirectory() as folder:
        layouts.write_ssd(people(), folder)
        for table, row, column, text in cells:
            path = Path(folder) / f"{table}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                lines = list(csv.reader(file))
            line = lines[1 + row % (len(lines) - 1)]
            line[column % len(line)] = text
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(lines)
        asserts_a_plain_answer(Path(folder))


# --- LAIT as Parquet --------------------------------------------------------------------------------

LAIT = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
LAIT_ROWS = [
    *(("CPP_rate", "2020", name, str(20 + n), number) for n, (number, name, *_) in enumerate(releases.AUTHORITIES)),
    *(("PrevRegCPR", "2019", name, f"{n}.5", number) for n, (number, name, *_) in enumerate(releases.AUTHORITIES)),
    ("CPP_rate", "2020", "England", "43.1", "970"),
    ("CPP_rate", "2020", "South West", "40", "989"),
    ("CP_conf_15days", "2020", "England", "61.7", "970"),
    ("NEET", "2020", "Aldershire", "3", "301"),
]
SYMBOLS = [("PrevRegCPR", "2020", "Aldershire", "-", "301"), ("CPPlans2yrs", "2020", "Aldershire", "c", "301")]


def store_of(folder: Path, name: str) -> list:
    """The records that an import gives, apart from the name of the file."""
    result = run("benchmarks", "import", folder / name, "--benchmarks", folder / FILE_NAME)
    assert result.exit_code == 0, result.output
    assert "1 row: other indicators" in result.stderr
    records = load(folder / FILE_NAME)
    (folder / FILE_NAME).unlink()
    assert {record.source for record in records} == {name}
    return [record._replace(source="") for record in records]


@pytest.mark.parametrize("as_numbers", [False, True], ids=["texts", "numbers"])
def test_lait_as_parquet_gives_the_same_as_csv(here, as_numbers):
    rows = LAIT_ROWS if as_numbers else [*LAIT_ROWS, *SYMBOLS]
    releases.write_lait(here / "lait.csv", rows)
    columns = dict(zip(LAIT, map(list, zip(*rows))))
    if as_numbers:
        columns["Years"], columns["LA Number"] = (list(map(int, columns[name])) for name in ("Years", "LA Number"))
        columns["Values"] = [float(text) for text in columns["Values"]]
    parquet.write_table(pyarrow.table(columns), here / "lait.parquet")
    as_csv, as_parquet = store_of(here, "lait.csv"), store_of(here, "lait.parquet")
    assert len(as_csv) == len(rows) - 1  # NEET is none of cpind's
    assert as_parquet == as_csv
