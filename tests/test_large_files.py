"""Large files are read in another way: pyarrow's parser, columns left unread, several threads. The result is the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Collection
from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import run, strategies
from support.profiles import PROFILE, examples

import cpind.model.threads
from cpind.checks import Subject, examine
from cpind.errors import CpindError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS
from cpind.inputs import at_once, delimited
from cpind.inputs.at_once import ArrowTexts, is_plainly_quoted
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import LIST, read_flat
from cpind.inputs.population import Population
from cpind.inputs.reading import read
from cpind.model.columns import Categorical, Frame
from cpind.model.extract import TABLES, Extract
from cpind.model.periods import as_periods

pytestmark = pytest.mark.slow

HEADINGS = (
    "child_id,sex,Ward,date_of_birth,s47_start,icpc_date,transfer_in,plan_start,plan_end,previous_plans,review_dates\n"
)
LINES = [
    "A1,M,North,2010-02-03,2017-01-02,2017-01-20,0,2017-01-20,2017-09-01,0,2017-04-01;2017-08-30\n",
    "A2,F,South,2012-02-29,2017-03-01,2017-03-20,1,2017-03-20,,1,2017-06-01\n",
    "A3,F,,2016-12-24,2018-03-01,,,,,,\n",
]
WHOLE = HEADINGS + "".join(LINES) * 3


def quoted(text: str) -> str:
    """The same cells, each in quotation marks."""
    return "".join('"' + '","'.join(line.split(",")) + '"\n' for line in text.splitlines())


def quick(data: bytes, **how: bool) -> Extract:
    """As a large file is read; the parser must have been asked."""
    before = delimited.LARGE_BYTES
    delimited.LARGE_BYTES = 0
    try:
        return read_flat([read_delimited(data, "f.csv", None, {}, **how)], {}, bad_cells=LIST)
    finally:
        delimited.LARGE_BYTES = before


def careful(data: bytes) -> Extract:
    """As a small one."""
    return read_flat([read_delimited(data, "f.csv", None, {})], {}, bad_cells=LIST)


def attempt(reader: Callable, data: object) -> object:
    """What a reader makes of data, or why it makes nothing."""
    try:
        return reader(data)
    except CpindError as error:
        return str(error)


def content(found: Extract | str) -> object:
    """All that an extract holds, as texts."""
    if isinstance(found, str):
        return found
    tables = {name: as_texts(found.part(name)) for name in TABLES}
    return tables, as_texts(found.noticed), about(found)


def about(found: Extract) -> tuple[object, ...]:
    return found.columns, found.own_columns, found.remarks, found.return_years, found.layouts


def as_texts(rows: Frame, without: Collection[str] = ()) -> dict[str, list[str]]:
    """The cells of all columns but some."""
    columns = {name: rows[name] for name in rows.names if name not in without}
    return {
        name: column.listed() if isinstance(column, Categorical) else column.astype(str).tolist()
        for name, column in columns.items()
    }


@given(rows=strategies.extracts(), write=st.sampled_from([str, quoted]))
def test_both_parsers_read_every_extract_in_the_same_way(rows, write):
    data = write(strategies.write_csv(rows)).encode()
    assert content(attempt(quick, data)) == content(attempt(careful, data))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2017-01-20", "20/01/2017"),
        ("2017-03-20", "2017-03-20 00:00:00"),
        ("2017-09-01", "31/02/2017"),
        ("2017-09-01", "1889-01-01"),
        ("2010-02-03", "1949-12-31"),
        ("2010-02-03", "1951-01-01"),
        ("2017-09-01", "2100-01-01"),
        ("2017-09-01", "NULL"),
        ("2017-09-01", " 2017-09-01 "),
        ("2017-09-01", "nUll"),
        ("2017-09-01", '"\n2017-09-01"'),
        ("North", "nuLL"),
        ("2017-09-01", "'2017-09-01"),
        ("2017-09-01", "n/a"),
        (";2017-08-30", ";"),
        (";2017-08-30", "; 2017-08-30"),
        (";2017-08-30", ";30/08/2017"),
        (";2017-08-30", ";never"),
        ("A1,", "12345.0,"),
        ("A1,", "'A1,"),
        ("A1,", "#REF!,"),
        ("A1,", ","),
        ("A1,", " ,"),
        ("A1,", "null,"),
        ("A1,", "\u00a0Zo\u00eb,"),
        ("North", " North"),
        ("A3,F,,2016-12-24,2018-03-01,,,,,,", ",,,,,,,,,,"),
        ("A3,F,,2016-12-24,2018-03-01,,,,,,", ",,West,,,,,,,,"),
        ("A3,F,,2016-12-24,2018-03-01,,,,,,", ""),
        ("A3,F,,2016-12-24,2018-03-01,,,,,,", "A3,F"),
        ("A3,F,,2016-12-24,2018-03-01,,,,,,", "A3,F,,2016-12-24,2018-03-01,,,,,,,too long"),
        ("A3,F,,2016-12-24,2018-03-01,,,,,,", "A3,F,,2016-12-24,2018-03-01,,,,,,,"),
        ("\n", "\r\n"),
        ("child_id", '"child_id"'),
        ("North", '"North, or so"'),
        ("North", 'No"rth'),
        ("North", '"North'),
        ("North", 'North"'),
        ("North", '"North"'),
        ("North", '""'),
        ("North", '"North ""or so"""'),
        ("North", '"North\nor so"'),
        ("North", '"No"r"th"'),
        ("North", ' "North"'),
        ("2017-09-01", '"2017-09-01"'),
        ("2017-09-01", '"NULL"'),
        ("2017-04-01;2017-08-30", '"2017-04-01;2017-08-30"'),
        ("transfer_in", "plan_start"),
        ("date_of_birth", "Strategy discussion date"),
    ],
)
@pytest.mark.parametrize("times", [1, 99])
def test_both_parsers_read_unusual_text_in_the_same_way(old, new, times):
    data = WHOLE.replace(old, new, times).encode()
    wanted = attempt(careful, data)
    assert content(attempt(quick, data)) == content(wanted)
    narrow = attempt(partial(quick, context=False), data)
    if isinstance(wanted, str):
        assert narrow == wanted
        return
    assert (as_texts(narrow.noticed), about(narrow)) == (as_texts(wanted.noticed), about(wanted))
    for name in TABLES:
        assert as_texts(narrow.part(name), narrow.rows.unread) == as_texts(wanted.part(name), narrow.rows.unread)


@examples(80, nightly=120)
@given(
    st.sampled_from([WHOLE, quoted(WHOLE)]),
    st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True), st.binary(max_size=3) | st.sampled_from([b'"', b'""', b"\n", b","])
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_both_parsers_read_altered_bytes_in_the_same_way(text, changes):
    data = bytearray(text.encode())
    for where, put in changes:
        place = int(where * len(data))
        data[place : place + 1] = put
    assert content(attempt(quick, bytes(data))) == content(attempt(careful, bytes(data)))


@pytest.mark.parametrize(
    ("cell", "plainly"),
    [
        ("North", True),
        ('"North, or so"', True),
        ('""', True),
        ('"North', False),
        ('No"rth"', False),
        ('"North" ', False),
        ('"North ""or so"""', False),
        ('"North\nor so"', False),
    ],
)
def test_quotation_is_plain_only_if_every_parser_reads_it_in_the_same_way(cell, plainly):
    for text in (WHOLE.replace("North", cell), f"a\n{cell}", f"{cell},b\n{cell}"):
        assert is_plainly_quoted(text.encode(), ",") == plainly


@pytest.mark.parametrize("threads", [False, True])
def test_blocks_of_a_large_file_are_put_together(monkeypatch, threads):
    monkeypatch.setattr(at_once, "_PIECE_BYTES", 5_000)
    monkeypatch.setattr(at_once, "_BLOCK_BYTES", 1_000)
    monkeypatch.setattr(cpind.model.threads, "MANY_ROWS", 0 if threads else 10**9)
    lines = [line.replace("A", f"{chr(65 + n % 26)}{n % 700}-") for n in range(400) for line in LINES]
    for write in (str, quoted):
        data = write(HEADINGS + "".join(lines)).encode()
        extract = quick(data)
        assert isinstance(extract.rows["child_id"].texts, ArrowTexts)
        assert content(extract) == content(careful(data))


@pytest.mark.parametrize("reader", [quick, careful])
@pytest.mark.parametrize(("cell", "other"), [("nuLL", "Hullo"), ("nuLL", "two words"), ('"\nNorth"', "two words")])
def test_a_cell_is_cleaned_whatever_the_other_cells_hold(reader, cell, other):
    alone, beside = (
        reader(WHOLE.replace("North", cell).replace("South", south).encode()).plans["Ward"]
        for south in ("South", other)
    )
    assert alone.iloc[0] is np.nan if "nu" in cell else alone.iloc[0] == "North"
    assert str(alone.iloc[0]) == str(beside.iloc[0])


def test_identifiers_become_python_strings_only_on_demand():
    extract = quick(WHOLE.encode())
    assert isinstance(extract.rows["child_id"].texts, ArrowTexts)
    assert extract.rows["child_id"].listed() == ["A1", "A2", "A3"] * 3


# --- columns left unread ----------------------------------------------------------------------------


def all_figures(extract: Extract) -> object:
    """Every figure, note and warning of an extract for some periods; and what check finds that touches none of what may
    be left unread."""
    standing = bases(extract, as_at=date(2018, 7, 31))
    request = Request(population=Population({}, number=10_000))
    result = compute(
        extract,
        list(INDICATORS),
        as_periods(["2016/17..2017/18", "Q1-17/18", "Q1-18/19"]),
        request,
        standing=standing,
        needed=(),
    )
    found = examine(Subject(extract, standing), only=["8940", "no-event", "8841", "2885"]).rows
    return result.figures, result.notes, result.left_out, extract.remarks, found.to_dict("list")


@given(rows=strategies.extracts("live"))
def test_figures_are_the_same_without_the_context_columns(rows):
    data = strategies.write_csv(rows).encode()
    if not any(row[column] for row in rows for column in ("s47_start", "icpc_date", "plan_start") if row["child_id"]):
        return
    # Those by category of abuse name the columns that they need.
    context = frozenset({"initial_category", "latest_category"})
    assert all_figures(quick(data, context=context)) == all_figures(careful(data))


def test_a_column_left_unread_is_never_taken_for_an_empty_one():
    extract = quick(WHOLE.encode(), context=False)
    assert {"sex", "Ward"} <= extract.columns and extract.own_columns == ("Ward",)
    for name in ("sex", "Ward"):
        with pytest.raises(KeyError):
            extract.rows[name]
    assert extract.rows["team"].listed() == [""] * 9  # which the file has not


def test_own_columns_keep_the_order_of_the_file():
    own = ["Ward", "alpha", "day of visit", "beta", "Ward"]
    data = "\n".join([",".join(["child_id", "sex", *own, "icpc_date"]), *["A1,M,a,b,c,d,e,2017-01-20"] * 3]).encode()
    wanted = ("Ward", "alpha", "day of visit", "beta", "Ward (2)")
    assert careful(data).own_columns == quick(data).own_columns == quick(data, context=False).own_columns == wanted


@pytest.mark.parametrize("cell", ["", " ", "null"])
def test_every_column_is_read_where_a_row_has_no_child(cell):
    data = WHOLE.replace("A3,F,,2016-12-24,2018-03-01", f"{cell},,West,,").encode()
    extract = quick(data, context=False)
    assert content(extract) == content(careful(data))
    assert extract.noticed["check"].listed() == ["unreadable"] * 3


def test_the_command_line_reads_what_a_split_needs(here, monkeypatch):
    monkeypatch.setattr(delimited, "LARGE_BYTES", 0)
    (here / "e.csv").write_text(WHOLE)
    for by in ("sex", "ward", "age"):
        assert run("activity", "e.csv", "--by", by).exit_code == 0
    result = run("activity", "e.csv", "--by", "ward", "--year", "2016/17", "-f", "csv")
    assert "North" in result.stdout and "South" in result.stdout
    assert run("check", "e.csv").exit_code in (0, 1)
    assert read("e.csv").plans["Ward"].dropna().tolist() == ["North", "South"] * 3


@pytest.mark.parametrize(("sexes", "is_said"), [("FF", True), ("FM", False)])
def test_a_large_file_that_was_filtered_says_so(here, monkeypatch, sexes, is_said):
    monkeypatch.setattr(delimited, "LARGE_BYTES", 0)
    half = 300
    rows = [f'{n},{sexes[n // half]},2018-05-01,2019-03-0{n % 9 + 1},"x, y"\r' for n in range(2 * half)]
    (here / "e.csv").write_text("\n".join(["child_id,sex,plan_start,plan_end,note", *rows, ""]))
    printed = run("show", "plans-started", "e.csv", "--year", "2018/19", "--holds", "ended").stdout
    assert ("All plans of the extract are of one sex (F)" in printed) is is_said


# --- several threads --------------------------------------------------------------------------------


@examples(6, nightly=20)
@given(rows=strategies.extracts())
def test_threads_do_not_change_the_result(rows):
    data = strategies.write_csv(rows).encode()
    extract = attempt(careful, data)
    if isinstance(extract, str):
        return
    alone = attempt(all_figures, extract)
    before = cpind.model.threads.MANY_ROWS
    cpind.model.threads.MANY_ROWS = 0
    try:
        for _ in range(3 if PROFILE == "nightly" else 1):
            assert attempt(all_figures, careful(data)) == alone
    finally:
        cpind.model.threads.MANY_ROWS = before


def test_a_large_file_needs_no_pandas(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(HEADINGS + "".join(LINES) * 20_000)
    assert path.stat().st_size > delimited.LARGE_BYTES
    program = (
        "import sys; from cpind.cli import main\n"
        f"try: main(['figures', {str(path)!r}, '--population', '10000', '-q'])\n"
        "except SystemExit as end: assert not end.code\nassert 'pyarrow' in sys.modules and 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
