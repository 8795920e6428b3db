"""cpind children: the list behind a figure has as many rows as the figure counts, and says why each is there."""

from __future__ import annotations

import csv
import hmac
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, extract_of, run, strategies
from support.comparing import EVERYONE, figures_of
from support.every_column import example_with_every_column
from support.profiles import examples, first

import cpind
from cpind.analysis.children import DENOMINATOR, NUMERATOR, REST, ChildList, children
from cpind.errors import UnavailableError, UsageError
from cpind.figures.bases import bases
from cpind.figures.engine import Request
from cpind.figures.indicators import INDICATORS
from cpind.figures.members import members
from cpind.model.periods import as_periods, at, span, year
from cpind.model.selection import Wanted, select
from cpind.output.formats import FORMATS, write
from cpind.output.tables import Cell, Column, LongRows, Table

PERIODS = {
    "years": as_periods(["2018/19", "2019/20"]),
    "quarters": as_periods(["Q3-19/20..Q1-20/21"]),
    "months": as_periods(["Jan-20..Mar-20"]),
    "a date": [at(date(2020, 3, 31))],
    "a span": [span(date(2019, 1, 1), date(2019, 12, 31))],
    "rolling": select(Wanted(months=["Mar-20"], rolling=12), date(2020, 7, 31)),
}
REQUESTS = (
    Request(population=EVERYONE),
    Request(population=EVERYONE, by="district"),
    Request(population=EVERYONE, by=("sex", "age")),
    Request(population=EVERYONE, where={"district": ["Rugby", "Warwick"]}),
)


def number_printed(figure, side: str) -> int:
    """The number of events that the figure's numerator, denominator or the difference of the two counts."""
    statistic = INDICATORS[figure.indicator].statistic.name
    if figure.status == "unavailable" or (figure.numerator is None and figure.denominator is None):
        return 0
    if statistic in ("count", "children"):
        return figure.numerator or 0  # a rate before the extract has its population alone
    if statistic == "ratio":
        numbers = (figure.numerator, figure.numerator + figure.denominator, figure.denominator)
        return dict(zip((NUMERATOR, DENOMINATOR, REST), numbers))[side]
    if statistic != "share":
        return figure.denominator
    return {
        NUMERATOR: figure.numerator,
        DENOMINATOR: figure.denominator,
        REST: figure.denominator - figure.numerator,
    }[side]


def sides_of(code: str) -> tuple[str, ...]:
    has_rest = INDICATORS[code].statistic.name in ("share", "ratio", "difference")
    return (NUMERATOR, DENOMINATOR, REST) if has_rest else (NUMERATOR,)


def add_up(extract, code, figures, periods, request, standing, placed) -> None:
    """Assert that every list behind an indicator's figures has their number of rows. `placed`: a cache of events."""
    if not figures:
        with pytest.raises(UnavailableError):
            children(extract, code, periods, request, standing=standing)
        return
    in_numerator = members(extract, code, periods, request, standing=standing, cache=placed).rows["in_numerator"]
    of_side = {NUMERATOR: in_numerator.sum(), REST: (~in_numerator).sum(), DENOMINATOR: len(in_numerator)}
    statistic = INDICATORS[code].statistic.name
    numbers: dict[str, list[int]] = {}
    for side in sides_of(code):
        listed = children(extract, code, periods, request, side=side, standing=standing, cache=placed)
        assert len(listed.rows) == of_side[side], (code, side)
        numbers[side] = numbers_listed(listed, figures)
        if statistic == "bands":
            expected = [figure.numerator if figure.by else number_printed(figure, side) for figure in figures]
        else:
            expected = [number_printed(figure, side) for figure in figures]
        if statistic != "difference":
            for figure, number, printed in zip(figures, numbers[side], expected):
                assert number == printed, figure
    if statistic == "difference":
        for figure, added, rest in zip(figures, numbers[NUMERATOR], numbers[REST]):
            assert (figure.numerator or 0) == added - rest, figure


def numbers_listed(listed: ChildList, figures) -> list[int]:
    """How many rows are of each figure: of its period, and of its group where it has one."""
    periods, names = listed.rows["period"].listed(), tuple(listed.groups)
    in_period = Counter(periods)
    in_group = {
        names: Counter(zip(periods, *(column.listed() for column in columns)))
        for names, columns in (
            *(((name,), (column,)) for name, column in listed.groups.items()),
            *([(names, tuple(listed.groups.values()))] if len(names) == 2 else []),
        )
    }

    def number(figure) -> int:
        if figure.by == "percentile" or not figure.by:
            return in_period[figure.period]
        if len(figure.groups) == 2:
            return in_group[names][(figure.period, *figure.groups)]
        return in_group[figure.by,][figure.period, figure.group]

    return [number(figure) for figure in figures]


@pytest.fixture(scope="module")
def warwickshire():
    return example_with_every_column()


@pytest.fixture(scope="module")
def standing(warwickshire):
    """Made once: the events of all indicators are the same."""
    return bases(warwickshire)


@pytest.fixture(scope="module")
def returns_and_live():
    return cpind.read([EXAMPLES / "warwickshire" / name for name in ("returns.csv", "extract.csv")])


@pytest.fixture(scope="module")
def bases_of_both(returns_and_live):
    return bases(returns_and_live)


@pytest.fixture(scope="module")
def figures_of_the_example(warwickshire, standing):
    """Every kind of period for the whole, quarters also by district, and years for every request: the figures of each
    indicator."""
    requests = {"years": REQUESTS, "quarters": REQUESTS[:2]}
    cases = [(periods, request) for kind, periods in PERIODS.items() for request in requests.get(kind, REQUESTS[:1])]
    return [(*case, figures_of(warwickshire, *case, standing)) for case in cases]


@pytest.fixture(scope="module")
def placed():
    """The placed events, which indicators of the same periods share."""
    return {}


@pytest.mark.parametrize("code", INDICATORS)
def test_a_list_has_as_many_rows_as_the_figure_counts(warwickshire, standing, figures_of_the_example, placed, code):
    seen = 0
    for periods, request, figures in figures_of_the_example:
        add_up(warwickshire, code, figures.get(code), periods, request, standing, placed)
        seen += len(figures.get(code, ()))
    assert seen > 20


@pytest.mark.parametrize("request_", first(2, REQUESTS[1:] + REQUESTS[:1]))
def test_a_list_on_returns_and_a_live_extract_has_as_many_rows(returns_and_live, bases_of_both, request_):
    periods = as_periods(["2018/19..2020/21", "Q1-19/20"])
    figures, placed = figures_of(returns_and_live, periods, request_, bases_of_both), {}
    for code in INDICATORS:
        add_up(returns_and_live, code, figures.get(code), periods, request_, bases_of_both, placed)


@examples(4, nightly=12)
@given(rows=strategies.extracts(), by=st.sampled_from((None, "age", "category", ("sex", "age"))))
def test_lists_of_generated_extracts_have_as_many_rows(rows, by):
    if not any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = extract_of(strategies.write_csv(rows))
    periods = [year(2017), year(2018), at(date(2018, 6, 30)), span(date(2017, 1, 1), date(2018, 12, 31))]
    request, standing, placed = Request(by=by, population=EVERYONE), bases(extract), {}
    try:
        figures = figures_of(extract, periods, request, standing)
    except UsageError:
        assert by  # a column that the extract does not have, or that would identify children
        return
    for code in INDICATORS:
        add_up(extract, code, figures.get(code), periods, request, standing, placed)


# --- what a list says ---------------------------------------------------------------------------------

ICPC = """child_id,family_id,team,district,date_of_birth,s47_start,icpc_date,transfer_in,referral_date
c3,f2,North,Rugby,2010-01-01,2019-05-01,2019-06-20,,
c1,f1,North,Rugby,2010-01-01,2019-05-01,2019-05-10,,
c2,f1,South,Warwick,2010-01-01,,2019-05-10,,
c4,,South,Warwick,2010-01-01,2019-01-01,2019-09-02,1,2019-08-20
c5,f3,South,Warwick,2010-01-01,2020-02-03,2020-03-02,,
"""


def records(*arguments: str, **more: str) -> list[dict]:
    result = run("children", *arguments, "-f", "json", **more)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def icpc(here):
    (here / "e.csv").write_text(ICPC)
    return here


ICPC_OPTIONS = ("icpc", "e.csv", "--as-at", "2020-03-31", "--quarter", "Q1-19/20", "--quarter", "Q2-19/20")


def test_a_list_says_who_when_how_long_and_why_not_counted(icpc):
    """1 to 10 May 2019 are 6 working days (6 May is a bank holiday), 1 May to 20 June 34 (27 May is another), 20 August to
    2 September 8 (26 August is one)."""
    assert records(*ICPC_OPTIONS) == [
        {
            "period": period,
            "child_id": child,
            "family_id": family,
            "team": team,
            "district": district,
            "icpc_date": held,
            "timed_from": clock,
            "transfer_in": transferred,
            "working_days": days,
            "counted": counted,
            "checks": checks,
            "file": "e.csv",
            "row": row,
        }
        for period, child, family, team, district, held, clock, transferred, days, counted, checks, row in [
            ("Q1 19/20", "c1", "f1", "North", "Rugby", "2019-05-10", "2019-05-01", False, 6, True, None, 3),
            ("Q1 19/20", "c2", "f1", "South", "Warwick", "2019-05-10", None, False, None, False, "no-s47", 4),
            ("Q1 19/20", "c3", "f2", "North", "Rugby", "2019-06-20", "2019-05-01", False, 34, False, None, 2),
            ("Q2 19/20", "c4", None, "South", "Warwick", "2019-09-02", "2019-08-20", True, 8, True, None, 5),
        ]
    ]


@pytest.mark.parametrize(
    ("side", "expected"),
    [("numerator", ["c1", "c4"]), ("denominator", ["c1", "c2", "c3", "c4"]), ("rest", ["c2", "c3"])],
)
def test_the_children_counted_or_the_rest_may_be_chosen(icpc, side, expected):
    assert [row["child_id"] for row in records(*ICPC_OPTIONS, "--in", side)] == expected


def test_a_list_is_split_and_narrowed_as_the_figure_is(icpc):
    rows = records(*ICPC_OPTIONS, "--by", "district", "--by", "team", "--where", "district=Warwick")
    assert [(row["district"], row["team"], row["child_id"]) for row in rows] == [
        ("Warwick", "South", "c2"),
        ("Warwick", "South", "c4"),
    ]


def test_the_choices_are_those_of_the_figure(icpc):
    assert [row["child_id"] for row in records(*ICPC_OPTIONS, "--without-transfer-ins")] == ["c1", "c2", "c3"]


def test_a_list_says_how_many_and_that_it_identifies_children(icpc):
    result = run("children", *ICPC_OPTIONS)
    assert "cpind: this output identifies children: keep it as safe as its source\n" in result.stderr
    assert "Conferences: 1 of 3 (Q1 19/20), 1 of 1 (Q2 19/20)." in result.stdout
    assert "identifies" not in run("children", *ICPC_OPTIONS, "-q").stderr


def test_children_with_two_open_plans_are_listed_once_by_the_later(here):
    (here / "e.csv").write_text(
        "child_id,plan_start,plan_end\nb,2019-05-01,\na,2019-07-01,\na,2019-06-01,\nc,2018-01-01,2020-03-31\n"
    )
    rows = records("rates", "e.csv", "--at", "2020-03-31")
    assert [(row["child_id"], row["plan_start"], row["checks"]) for row in rows] == [
        ("b", "2019-05-01", None),
        ("a", "2019-07-01", "8935"),
    ]
    assert {row["at"] for row in rows} == {"2020-03-31"}


def test_bands_are_a_column(icpc):
    rows = records("icpc-bands", *ICPC_OPTIONS[1:])
    assert [row["band"] for row in rows] == [
        "0-10 working days",
        "Not known",
        "21 or more working days",
        "0-10 working days",
    ]


def test_dates_are_dates_in_a_workbook(icpc):
    from openpyxl import load_workbook

    assert run("children", *ICPC_OPTIONS, "-o", "out.xlsx").exit_code == 0
    heads, first, *_ = load_workbook("out.xlsx").worksheets[0].iter_rows(values_only=True)
    row = dict(zip(heads, first))
    assert row["icpc_date"] == datetime(2019, 5, 10)
    assert (row["child_id"], row["working_days"], row["row"], row["counted"]) == ("c1", 6, 3, "yes")


def test_a_list_without_rows_is_not_an_error(icpc):
    assert records("icpc", "e.csv", "--as-at", "2020-03-31", "--quarter", "Q3-19/20") == []
    table = run("children", "icpc", "e.csv", "--as-at", "2020-03-31", "--quarter", "Q3-19/20")
    assert table.exit_code == 0 and "Conferences: 0 of 0 (Q3 19/20)." in table.stdout


# --- long lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [one for one in FORMATS.values() if not one.is_picture], ids=lambda one: one.name)
@pytest.mark.parametrize("texts", [["a", " b", 'c,"d"', "=1", "x\ty", ""], ["\u00e9", "\u4e2d\u6587", "|"]])
def test_a_long_list_is_written_as_its_rows_would_be(format, texts):
    words = [Cell(text, foreign=True) for text in texts]
    numbers = [Cell("7", 0), Cell("-12", 0), Cell("")]
    rows = LongRows((([0, 1, 2, 1, -1], words), ([1, 0, -1, 0, 0], numbers)))
    long = Table("T", (Column("Word", "word", False), Column("Number", "number")), rows, ("Note.",))
    short = replace(long, rows=tuple((words[a], numbers[b]) for a, b in zip([0, 1, 2, 1, -1], [1, 0, -1, 0, 0])))
    assert write(long, format) == write(short, format)


# --- pseudonyms ---------------------------------------------------------------------------------------

KEY = b"0123456789abcdef, secret"


def pseudonym(column: str, text: str) -> str:
    return hmac.new(KEY, f"{column}\x1f{text}".encode(), sha256).hexdigest()[:16]


def test_pseudonyms_are_keyed_hashes_and_the_key_is_not_shown(icpc):
    (icpc / "key").write_bytes(KEY + b"\n")
    result = run("children", *ICPC_OPTIONS, "--pseudonyms", "key", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["child_id"] for row in rows] == [pseudonym("child_id", child) for child in ("c1", "c2", "c3", "c4")]
    assert [row["family_id"] for row in rows] == [*(pseudonym("family_id", f) for f in ("f1", "f1", "f2")), ""]
    assert "secret" not in result.output and "c1" not in result.stdout
    assert "pseudonyms replace identifiers" in result.stderr


@pytest.mark.parametrize("key", [b"", b"q7-zz", b"fifteen bytes..\n"])
def test_a_short_key_is_refused(icpc, key):
    (icpc / "key").write_bytes(key)
    result = run("children", *ICPC_OPTIONS, "--pseudonyms", "key")
    assert result.exit_code == 1 and "the key is too short" in result.stderr
    assert not key.strip() or key.decode().strip() not in result.output


def test_neither_the_key_nor_the_list_of_children_is_overwritten(icpc):
    (icpc / "key.csv").write_bytes(KEY)
    (icpc / "ids.csv").write_text("c1\n")
    for option, name in (("--pseudonyms", "key.csv"), ("--journey", "ids.csv")):
        words = ICPC_OPTIONS if option == "--pseudonyms" else ("e.csv",)
        result = run("children", *words, option, name, "-o", name)
        assert result.exit_code == 2 and "that is one of the inputs" in result.stderr


# --- journeys -----------------------------------------------------------------------------------------

HISTORY = """child_id,s47_start,icpc_date,plan_start,plan_end,previous_plans,review_dates
a,2017-05-02,2017-05-12,2017-05-12,2018-06-01,0,2017-08-01;2018-01-15
a,,,2019-02-01,,1,2019-04-20
b,2018-01-08,,,,,
"""


def journey(*arguments: str, stdin: str) -> list[tuple]:
    rows = records("--journey", "-", *arguments, stdin=stdin)
    return [tuple(row.values()) for row in rows]


def test_a_journey_is_in_order_with_the_figures_that_count_each_event(here):
    """The second plan began on 1 February 2019, within 24 months of the first one's end, 245 days after it. At 31 March 2018
    a plan is open, reviewed in time (due 12 August 2017 and 1 February 2018); at 31 March 2019 the second is, for under three
    months, so that no figure of reviews has it. The extract is of the day of the last review, 20 April 2019."""
    (here / "e.csv").write_text(HISTORY)
    assert set(INDICATORS) >= {"two-year", "repeats-2y", "gaps"}
    rows = journey("e.csv", "--as-at", "2019-04-20", stdin="b\n\na\nb\n")
    assert [row[:4] for row in rows] == [
        ("b", "2018-01-08", "enquiry", "2017/18"),
        ("a", "2017-05-02", "enquiry", "2017/18"),
        ("a", "2017-05-12", "conference", "2017/18"),
        ("a", "2017-05-12", "plan started", "2017/18"),
        ("a", "2017-08-01", "review", "2017/18"),
        ("a", "2018-01-15", "review", "2017/18"),
        ("a", "2018-03-31", "plan open", "2017/18"),
        ("a", "2018-06-01", "plan ended", "2018/19"),
        ("a", "2019-02-01", "plan started", "2018/19"),
        ("a", "2019-03-31", "plan open", "2018/19"),
        ("a", "2019-04-20", "review", "2019/20"),
        ("a", "2019-04-20", "plan open", "2019/20"),
    ]
    counted = {(row[1], row[2]): (set((row[4] or "").split(", ")), set((row[5] or "").split(", "))) for row in rows[1:]}
    expected = {
        ("2017-05-02", "enquiry"): ({"s47"}, set()),
        ("2017-05-12", "conference"): ({"conferences", "icpc", "icpc-bands", "icpc-percentiles"}, set()),
        ("2017-05-12", "plan started"): ({"plans-started"}, {"repeats", "repeats-2y"}),
        ("2017-08-01", "review"): ({""}, {""}),
        ("2018-03-31", "plan open"): ({"rates", "plans-open", "two-year-open-bands", "reviews"}, {"two-year-open"}),
        ("2018-06-01", "plan ended"): ({"plans-ended", "two-year-bands"}, {"two-year"}),
        ("2019-02-01", "plan started"): (
            {"plans-started", "repeats", "repeats-2y", "gaps", "gaps-median", "gaps-bands"},
            set(),
        ),
        ("2019-03-31", "plan open"): ({"rates", "plans-open", "two-year-open-bands"}, {"two-year-open"}),
    }
    for event, (numerators, denominators) in expected.items():
        assert counted[event][0] >= numerators and counted[event][1] >= denominators, event
    assert "reviews" not in set.union(*counted["2019-03-31", "plan open"])


def test_journeys_agree_with_the_lists(warwickshire):
    """Every indicator and year: the events of a hundred children whose journeys count them are those that are listed."""
    from cpind.analysis.journeys import journeys

    standing = bases(warwickshire)
    texts = list(warwickshire.rows["child_id"].texts)[:: len(warwickshire.rows["child_id"].texts) // 100]
    counted = {
        (code, step.year, step.child, step.day)
        for step in journeys(warwickshire, texts, standing).steps
        for code in step.counted_in
    }
    years = {label for _, label, _, _ in counted}
    assert len(years) > 5 and {code for code, *_ in counted} >= {"rates", "icpc", "repeats", "two-year", "gaps"}
    for code, one in INDICATORS.items():
        days = {"open": "at", "end": "plan_end", "start": "plan_start"}
        day = days.get(one.dated, {"conferences": "icpc_date", "enquiries": "s47_start"}.get(one.events))
        day = "at" if one.beside else day
        rows = cpind.members(warwickshire, code, sorted(years), Request(population=EVERYONE), standing=standing)
        is_counted = rows["in_numerator"] | (one.statistic.name == "difference")
        rows = rows[is_counted & rows["child_id"].isin(texts)]
        listed = {(code, p, c, d.date()) for p, c, d in zip(rows["period"], rows["child_id"], rows[day])}
        assert listed == {one for one in counted if one[0] == code}, code


def test_identifiers_that_no_child_has_are_named_by_their_line(here):
    (here / "e.csv").write_text(HISTORY)
    result = run("children", "--journey", "-", "e.csv", stdin="a\nsecret-1\nb\nsecret-2\n")
    assert "No child of the extract has the identifiers of lines 2 and 4." in result.stdout
    assert "secret" not in result.output
    alone = run("children", "--journey", "-", "e.csv", stdin="secret-1\n")
    assert alone.exit_code == 0 and "the identifier of line 1" in alone.stdout and "secret" not in alone.output


def test_journeys_of_a_file_of_identifiers_have_pseudonyms(here):
    (here / "e.csv").write_text(HISTORY)
    (here / "key").write_bytes(KEY)
    (here / "ids.txt").write_bytes(b"\xef\xbb\xbfb\r\n")
    rows = records("--journey", "ids.txt", "e.csv", "--pseudonyms", "key")
    assert [(row["child_id"], row["event"]) for row in rows] == [(pseudonym("child_id", "b"), "enquiry")]


# --- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["e.csv"], "INDICATOR is missing: name one; cpind indicators lists them"),
        (["icpc", "repeats", "e.csv"], "name one indicator; one at a time: icpc or repeats"),
        (["icpcs", "e.csv"], 'did you mean "icpc"?'),
        (["conferences", "e.csv", "--in", "rest"], "every one of the conferences of conferences is in its numerator"),
        (["icpc", "e.csv", "--at", "2020-03-31"], "icpc counts what happens in a period"),
        (["icpc", "e.csv", "--journey", "ids.txt"], "--journey and icpc can't be combined"),
        (["e.csv", "--journey", "ids.txt", "--year", "2019/20"], "--journey and a period can't be combined"),
        (["e.csv", "--journey", "ids.txt", "--in", "rest"], "--journey and --in can't be combined"),
        (["e.csv", "--journey", "ids.txt", "--by", "team"], "--journey and --by can't be combined"),
        (["-", "--journey", "-"], "standard input is the extract already"),
        (["e.csv", "--journey", ""], "--journey is empty"),
        (["icpc", "e.csv", "--pseudonyms", ""], "--pseudonyms is empty"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused(icpc, arguments, message):
    (icpc / "ids.txt").write_text("c1\n")
    result = run("children", *arguments)
    assert result.exit_code == 2 and message in result.stderr


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "no identifier"), (b"\n \n", "no identifier"), (b"\xff\xfe\x00", "UTF-8")]
)
def test_a_list_without_identifiers_is_refused(icpc, content, message):
    (icpc / "ids.txt").write_bytes(content)
    result = run("children", "e.csv", "--journey", "ids.txt")
    assert result.exit_code == 1 and message in result.stderr


def test_a_key_or_list_that_is_not_there_is_refused(icpc):
    for arguments in (["icpc", "--pseudonyms", "nowhere"], ["--journey", "nowhere"]):
        result = run("children", "e.csv", *arguments)
        assert result.exit_code == 1 and "nowhere: no such file" in result.stderr
