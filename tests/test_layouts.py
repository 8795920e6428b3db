"""The same children give the same figures whichever way they arrive: census XML, Annex A, SSD or flat.

layouts.py writes generated children in each layout and says, as flat rows, what is left of them there; oracle.py
recomputes every figure from those rows, row by row. Neither has seen the readers.
"""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import layouts, strategies
from support.comparing import agrees
from support.profiles import examples

from cpind.figures.bases import bases
from cpind.inputs.reading import read

pytestmark = pytest.mark.slow

LONG_AGO = date(1995, 1, 1)
OF_A_YEAR = [
    "rates",
    "plans-open",
    "two-year-open",
    "two-year-open-bands",
    "reviews",
    "plans-ended",
    "two-year",
    "two-year-bands",
    "s47",
    "conferences",
    "icpc",
    "icpc-bands",
    "icpc-percentiles",
    "plans-started",
    "repeats",
]
"""What one annual return answers."""

OF_SIX_MONTHS = [code for code in OF_A_YEAR if code != "reviews"]
"""What Annex A answers."""

NOT_BY_CATEGORY = ("s47", "conferences", "icpc", "icpc-bands", "icpc-percentiles")
"""No layout ties an enquiry or a conference to the category of a plan, as a flat row does."""


def usable(rows) -> bool:
    return any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start"))


def split_as_possible(by: str | None, codes: list[str]) -> list[str]:
    return [code for code in codes if by != "category" or code not in NOT_BY_CATEGORY]


@examples(8, nightly=12)
@given(strategies.extracts(), st.integers(0, 10**6).map(random.Random))
def test_the_writers_write_every_row(rows, rng):
    """Before the readers are tested against them, with nothing but a parser."""
    layouts.check_writers(rows, rng)


@examples(20, nightly=40)
@given(
    rows=strategies.extracts("live"),
    year=st.integers(2016, 2021),
    written=st.fixed_dictionaries(
        {
            "reviews": st.sampled_from(["one", "many"]),
            "gender": st.sampled_from(["Sex", "GenderCurrent"]),
            "flags": st.sampled_from(["digits", "words"]),
            "order": st.sampled_from(["schema", "shuffled"]),
            "noise": st.booleans(),
        }
    ),
    by=st.sampled_from([None, "age", "sex", "ethnicity", "ethnic-group", "category"]),
    seed=st.integers(0, 99),
)
def test_a_generated_census_return_is_read_back(rows, year, written, by, seed):
    if not usable(rows):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return.xml"
        path.write_bytes(layouts.write_census(rows, year, rng=random.Random(seed), **written))
        extract = read(path)
    carried = layouts.as_carried(rows, "census", year=year)
    assert (extract.return_years, extract.is_live, extract.authority) == ((year,), False, "937")
    basis = bases(extract).returns[year]
    spans = [(date(year - 1, 4, 1), date(year, 3, 31)), (date(year - 1, 10, 1), date(year - 1, 12, 31))]
    agrees(extract, basis, carried, year, spans, codes=split_as_possible(by, OF_A_YEAR), by=by)


@examples(8, nightly=24)
@given(rows=strategies.extracts("returns"), by=st.sampled_from([None, "age", "sex"]), spans=st.data())
def test_several_returns_in_one_call_are_read_back(rows, by, spans):
    years = sorted({row["return_year"] for row in rows})
    written = {year: [row for row in rows if row["return_year"] == year] for year in years}
    if not all(usable(of_year) for of_year in written.values()):
        return
    wanted = spans.draw(st.lists(strategies.periods(), min_size=1, max_size=3, unique=True))
    with tempfile.TemporaryDirectory() as folder:
        for year in years:
            (Path(folder) / f"{year}.xml").write_bytes(layouts.write_census(written[year], year))
        extract = read(folder)
    carried = [row for year in years for row in layouts.as_carried(written[year], "census", year=year)]
    standing = bases(extract)
    for name, basis in [*standing.returns.items(), ("union", standing.union)]:
        mine = [(start, end) for start, end in wanted if start <= basis.as_at]
        if mine:
            agrees(extract, basis, carried, name, mine, by=by)


@examples(20, nightly=40)
@given(
    rows=strategies.extracts("live"),
    as_at=strategies.days(),
    names=st.sampled_from(["plain", "underscore", "words"]),
    title_row=st.booleans(),
    how=st.sampled_from(["excel", "text", "lists"]),
    by=st.sampled_from([None, "age", "sex", "team", "ethnicity", "category"]),
    seed=st.integers(0, 99),
)
def test_a_generated_annex_a_is_read_back(rows, as_at, names, title_row, how, by, seed):
    carried = layouts.as_carried(rows, "annex-a", as_at=as_at)
    if not usable(carried):
        return
    options = {"names": names, "title_row": title_row, "rng": random.Random(seed)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annex.xlsx"
        if how == "lists":
            path = Path(folder) / "lists"
            layouts.write_annex_a_lists(rows, as_at, path, **options)
        else:
            layouts.write_annex_a(rows, as_at, path, dates=how, **options)
        extract = read(path)
    basis = bases(extract, as_at=as_at).live
    first = basis.covered_from
    assert (basis.is_strict, extract.live_layouts) == (True, {"annex-a"})
    spans = [(first, as_at), (as_at, as_at), (first + timedelta(days=40), first + timedelta(days=90))]
    agrees(extract, basis, carried, "live", spans, codes=split_as_possible(by, OF_SIX_MONTHS), by=by)


@examples(16, nightly=40)
@given(
    rows=strategies.extracts("live"),
    spans=st.lists(strategies.periods(), min_size=1, max_size=3, unique=True),
    with_ola=st.booleans(),
    by=st.sampled_from([None, "age", "sex", "ethnicity"]),
    choices=st.sampled_from([{}, {"full_history": True}, {"gap_from": "start"}, {"without_transfer_ins": True}]),
)
def test_a_generated_safeguarding_dataset_is_read_back(rows, spans, with_ola, by, choices):
    if not usable(rows):
        return
    with tempfile.TemporaryDirectory() as folder:
        layouts.write_ssd(rows, folder, with_ola=with_ola)
        extract = read(folder)
    carried = layouts.as_carried(rows, "ssd", with_ola=with_ola)
    far = date(2030, 12, 31)
    agrees(
        extract,
        bases(extract, as_at=far, covered_from=LONG_AGO).live,
        carried,
        "live",
        spans,
        by=by,
        choices=choices,
    )
