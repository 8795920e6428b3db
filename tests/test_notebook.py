"""In a notebook: DataFrames as extracts, plain arguments, results that show themselves, errors in Python's words."""

from __future__ import annotations

import io
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cpind
from cpind.inputs.frames import as_table

ROWS = pd.DataFrame(
    {
        "child_id": ["001", "002", "003", "004"],
        "date_of_birth": ["2010-01-01", "2015-06-30", "", "2019-12-31"],
        "team": ["North", "South", "", "North"],
        "plan_start": ["2018-05-01", "2019-05-01", "2019-06-01", "2020-01-01"],
        "plan_end": ["2019-04-30", "", "", ""],
        "previous_plans": ["0", "1", "", "2"],
    }
)
CODES = ["plans-open", "plans-started", "plans-ended", "repeats"]


def counts(extract, by=None) -> dict:
    frame = cpind.compute(extract, CODES, "2019/20", cpind.Request(by=by), needed=[]).to_frame()
    return {(row.indicator, row.group): (row.numerator, row.denominator) for row in frame.itertuples()}


def dates_as(convert) -> pd.DataFrame:
    frame = ROWS.copy()
    for name in ("date_of_birth", "plan_start", "plan_end"):
        frame[name] = convert(frame[name])
    return frame


@pytest.mark.parametrize(
    "frame",
    [
        ROWS,
        dates_as(pd.to_datetime),
        dates_as(lambda texts: pd.to_datetime(texts).dt.tz_localize("Europe/London")),
        dates_as(lambda texts: [date.fromisoformat(t) if t else None for t in texts]),
        dates_as(lambda texts: [datetime.fromisoformat(t) if t else pd.NaT for t in texts]),
        ROWS.replace("", np.nan),
        ROWS.replace("", pd.NA).astype("string"),
        ROWS.astype("category"),
        ROWS.assign(previous_plans=pd.array([0, 1, None, 2], "Int64")),
        ROWS.assign(previous_plans=[0.0, 1.0, np.nan, 2.0]),
        ROWS.set_index("child_id"),
        ROWS.set_index(pd.Index([7, 7, 7, 7])),
    ],
)
def test_a_frame_gives_the_figures_of_its_rows(frame):
    expected = {
        ("plans-open", ""): (3, None),
        ("plans-started", ""): (3, None),
        ("plans-ended", ""): (1, None),
        ("repeats", ""): (2, 3),
    }
    found = counts(cpind.read(frame))
    assert {key: tuple(None if pd.isna(n) else n for n in pair) for key, pair in found.items()} == expected


@pytest.mark.parametrize(
    "values, texts",
    [
        ([12345.0, 7.0], ["12345", "7"]),
        ([12345, 7], ["12345", "7"]),
        (["007", " 8 "], ["007", "8"]),
        ([1.5, np.nan], ["1.5", ""]),
        ([True, False], ["True", "False"]),
        (pd.array([1, None], "Int64"), ["1", ""]),
        ([None, pd.NaT], ["", ""]),
        (pd.to_datetime(["2020-06-30 23:30Z", "2020-12-31 23:30Z"]), ["2020-07-01", "2020-12-31"]),
        ([pd.Timestamp("2020-06-30 10:00"), date(2020, 7, 1)], ["2020-06-30", "2020-07-01"]),
        ([["2020-01-01", date(2020, 2, 1)], []], None),
    ],
)
def test_cells_of_a_frame_become_text(values, texts):
    try:
        table = as_table(pd.DataFrame({"x": values}), "frame")
    except TypeError:  # a list in a cell has no hash
        assert texts is None
        return
    assert table.columns[0].listed() == texts


def test_a_dict_of_frames_is_read_as_several_files():
    first, second = ROWS.iloc[:2], ROWS.iloc[2:]
    assert counts(cpind.read({"one": first, "two": second})) == counts(cpind.read(ROWS))


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.dates(date(2017, 1, 1), date(2019, 12, 31)),
            st.none() | st.integers(0, 700),
            st.sampled_from(["A", "b", "", "Not known"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_a_frame_and_the_csv_of_it_agree(rows):
    frame = pd.DataFrame(
        {
            "child_id": [child for child, *_ in rows],
            "plan_start": pd.to_datetime([start for _, start, *_ in rows]),
            "plan_end": pd.to_datetime(
                [None if days is None else start + pd.Timedelta(days=days) for _, start, days, _ in rows]
            ),
            "team": [team for *_, team in rows],
        }
    )
    text = io.StringIO()
    frame.to_csv(text, index=False)
    again = pd.read_csv(io.StringIO(text.getvalue()), dtype=str, keep_default_na=False)
    from support import extract_of

    of_csv = extract_of(text.getvalue())
    for by in (None, "team"):
        assert counts(cpind.read(frame), by) == counts(cpind.read(again), by) == counts(of_csv, by)


@pytest.mark.parametrize(
    "wrong, message",
    [
        (lambda: cpind.read(ROWS.iloc[:0]), "frame has headings and no rows"),
        (lambda: cpind.read({}), "no frame given"),
        (lambda: cpind.read({"plans": "plans.csv"}), "plans: a str is not a DataFrame"),
        (lambda: cpind.read([ROWS, ROWS]), "as a dict"),
        (lambda: cpind.compute(ROWS, "repeats"), "read it first"),
        (lambda: cpind.compute(cpind.read(ROWS), "repeat"), 'did you mean "repeats"?'),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", "2011-12"), "could be 2011/12 or Dec-11"),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", 2019), "2019"),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", [2019]), "int is not a type of period"),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", request=cpind.Request(by="taem")), "by= taem"),
        (lambda: cpind.compute(cpind.read(ROWS), "rates", request=cpind.Request(population=0)), "population="),
        (lambda: cpind.compute(cpind.read(ROWS), "rates", request=cpind.Request(population=1.5)), "population="),
        (lambda: cpind.compute(cpind.read(ROWS), "rates", request=cpind.Request(population=True)), "population="),
        (lambda: cpind.compute(cpind.read(ROWS), "rates", request=cpind.Request(population="no.csv")), "population="),
        (lambda: cpind.compute(cpind.read(ROWS), "rates", request=cpind.Request(population={19: 5})), "mid-year"),
        (lambda: cpind.read(ROWS.assign(plan_end="soon")), "bad_dates="),
        (lambda: cpind.read(None), "a NoneType is not a file"),
        (lambda: cpind.read(""), "no extract given"),
        (lambda: cpind.compute(cpind.read(ROWS), []), "no indicator is named"),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", request={"by": "team"}), "cpind.Request("),
        (
            lambda: cpind.compute(cpind.read(ROWS), "repeats", request=cpind.Request(where="team=N")),
            "where=: give a dict",
        ),
        (
            lambda: cpind.compute(cpind.read(ROWS), "repeats", request=cpind.Request(by="a,b")),
            'by=("district", "team")',
        ),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", ci="95"), "ci: '95' is not a level"),
        (lambda: cpind.compute(cpind.read(ROWS), "repeats", spc=True, chart="p"), 'chart="p": it is "laney"'),
        (lambda: cpind.members(cpind.read(ROWS), ["repeats", "icpc"]), "name repeats or icpc"),
        (lambda: cpind.bases(cpind.read(ROWS), as_at="soon"), '"soon" is not a date'),
        (lambda: cpind.compare(cpind.compute(cpind.read(ROWS), "repeats"), "b.csv"), "cpind.read_benchmarks("),
    ],
)
def test_errors_name_pythons_parameters(wrong, message):
    with pytest.raises(cpind.CpindError) as caught:
        wrong()
    assert message in str(caught.value)
    assert "--" not in str(caught.value)


@pytest.mark.parametrize("day", ["2019-03-31", "31/03/2019", date(2019, 3, 31), pd.Timestamp("2019-03-31 10:00")])
def test_a_date_may_be_a_text_a_date_or_a_timestamp(day):
    assert cpind.bases(cpind.read(ROWS), as_at=day).as_at == date(2019, 3, 31)
    (figure,) = cpind.compute(cpind.read(ROWS), "plans-open", day).figures
    assert figure.period == "31 March 2019"


@pytest.mark.parametrize(
    "population",
    [
        30_000,
        "30000",
        np.int64(30_000),
        {2019: 30_000},
        pd.DataFrame({"area": ["Extract"], "mid_year": [2019], "population": [30_000]}),
    ],
)
def test_a_population_may_be_given_in_many_forms(population):
    (figure,) = cpind.compute(cpind.read(ROWS), "rates", "2019/20", cpind.Request(population=population)).figures
    assert (figure.numerator, figure.denominator, figure.value) == (3, 30_000, 1.0)


def test_a_result_shows_itself():
    answer = cpind.compute(cpind.read(ROWS), "repeats", "2019/20", cpind.Request(area="A & B"))
    assert "A & B" in repr(answer) and "66.7" in str(answer)
    html = answer._repr_html_()
    assert "A &amp; B" in html and "66.7</td>" in html and "<table>" in html
    bare = cpind.compute(cpind.read(ROWS), "rates", "2019/20")
    assert "--" not in repr(bare).split("\n\n")[-1] and "population=" in repr(bare)


def test_the_area_is_that_of_the_request_or_else_the_authority_that_the_extract_names():
    of_one = cpind.read(ROWS.assign(authority="Ourshire"))
    areas = [
        cpind.compute(extract, "repeats", "2019/20", request).figures[0].area
        for extract, request in ((of_one, None), (of_one, cpind.Request(area="Theirs")), (cpind.read(ROWS), None))
    ]
    assert areas == ["Ourshire", "Theirs", "Extract"]


def test_a_single_label_or_date_is_accepted():
    one = cpind.compute(cpind.read(ROWS), "plans-open", date(2019, 12, 31)).figures
    assert [(f.period, f.numerator) for f in one] == [("31 December 2019", 2)]
    labels = [f.period for f in cpind.compute(cpind.read(ROWS), "repeats", "2018/19-2019/20").figures]
    assert labels == ["2018/19", "2019/20"]
