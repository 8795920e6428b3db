"""Converted to cpind's own flat table and read again, every input gives the same figures."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import layouts, run, strategies
from support.profiles import examples, first

from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS
from cpind.inputs.population import Population
from cpind.inputs.reading import read
from cpind.model.extract import Extract
from cpind.model.periods import at, quarter, year
from cpind.output.convert import flat_columns
from cpind.output.formats import FORMATS

PERIODS = [year(2018), year(2019), quarter(2019, 2), at(date(2018, 3, 31))]


def usable(rows) -> bool:
    return any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start"))


def everything(extract: Extract, by: str | None = None) -> object:
    """All that an extract says: its figures, and what it can't answer; what it stands on."""
    standing = bases(extract)
    request = Request(by=by, population=Population({}, number=1000))
    try:
        result = compute(extract, list(INDICATORS), PERIODS, request, standing=standing, needed=())
    except UnavailableError as error:
        return str(error)
    # Why something is left out names files and their headings, which differ.
    refused = [left_out.indicators for left_out in result.left_out]
    return result.figures, result.notes, refused, standing.as_at, extract.return_years, extract.authority


def written(extract: Extract) -> str:
    """The extract as `cpind convert` writes it in CSV."""
    return FORMATS["csv"].write_columns(flat_columns(extract))


def assert_same(extract: Extract, folder: str, by: str | None) -> None:
    path = Path(folder) / "converted.csv"
    path.write_text(written(extract), encoding="utf-8")
    again = read(path)
    assert everything(extract, by) == everything(again, by)
    assert extract.live_layouts == again.live_layouts
    assert written(again) == written(extract)


BY = st.sampled_from([None, "age", "sex", "ethnicity", "category"])


@examples(8, nightly=12)
@given(rows=strategies.extracts(), by=BY)
def test_a_flat_extract_is_converted(rows, by):
    if not usable(rows):
        return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "e.csv").write_text(strategies.write_csv(rows), encoding="utf-8")
        assert_same(read(Path(folder) / "e.csv"), folder, by)


@examples(8, nightly=12)
@given(rows=strategies.extracts("returns"), by=BY)
def test_census_returns_are_converted(rows, by):
    years = sorted({row["return_year"] for row in rows})
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for y in years:
            mine = [row for row in rows if row["return_year"] == y]
            if usable(mine):
                paths.append(Path(folder) / f"{y}.xml")
                paths[-1].write_bytes(layouts.write_census(mine, y))
        if paths:
            assert_same(read(paths), folder, by)


@examples(7, nightly=10)
@given(rows=strategies.extracts("live"), as_at=strategies.days(), by=BY, seed=st.integers(0, 9))
def test_annex_a_is_converted(rows, as_at, by, seed):
    if not usable(layouts.as_carried(rows, "annex-a", as_at=as_at)):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annex.xlsx"
        layouts.write_annex_a(rows, as_at, path, rng=random.Random(seed))
        assert_same(read(path), folder, by)


@examples(7, nightly=10)
@given(rows=strategies.extracts("live"), by=BY)
def test_a_standard_safeguarding_dataset_is_converted(rows, by):
    if not usable(rows):
        return
    with tempfile.TemporaryDirectory() as folder:
        layouts.write_ssd(rows, Path(folder) / "ssd")
        assert_same(read(Path(folder) / "ssd"), folder, by)


# --- the command ------------------------------------------------------------------------------------


def test_the_command_writes_csv_with_canonical_headings(here):
    (here / "e.csv").write_text(
        "Child ID,CPP start date,CPP end date,Ward\n007,31/03/2019,,-North\n8,1/4/2019,2019-12-30,\n9,,,\n"
    )
    result = run("convert", "e.csv")
    assert list(csv.reader(io.StringIO(result.stdout))) == [
        ["child_id", "plan_start", "plan_end", "Ward"],
        ["007", "2019-03-31", "", "'-North"],
        ["8", "2019-04-01", "2019-12-30", ""],
        ["9", "", "", ""],
    ]
    assert "cpind: 1 row holds no section 47, conference or plan date (check no-event)" in result.stderr
    (here / "flat.csv").write_text(result.stdout)
    assert list(read("flat.csv").plans["Ward"].dropna()) == ["-North"]  # the apostrophe was for spreadsheets


@pytest.mark.parametrize("name", first(2, ["flat.csv", "flat.xlsx", "flat.parquet", "flat.tsv"]))
def test_the_example_converted_gives_the_same_figures(example, name):
    before = run("figures", "-f", "json").stdout
    assert run("convert", "-o", name).exit_code == 0
    after = run("figures", name, "-f", "json").stdout
    assert json.loads(after) == json.loads(before)


@pytest.mark.parametrize("name", ["flat.csv", "flat.xlsx", "flat.parquet"])
def test_headings_and_cells_like_formulas_survive_conversion(here, name):
    (here / "e.csv").write_text("child_id,plan_start,=1+1\nA1,2019-05-01,x\x01y\n")
    assert run("convert", "e.csv", "-o", name).exit_code == 0
    assert list(read(name).plans["=1+1"]) == ["x\\x01y"]


def test_formats_that_hold_no_extract_are_refused(example):
    assert "'markdown' is not one of 'csv', 'parquet', 'tsv', 'xlsx'" in run("convert", "-f", "markdown").stderr
    result = run("convert", "-o", "flat.md")
    assert result.exit_code == 2
    assert "convert writes csv, parquet, tsv, xlsx, not markdown" in result.stderr
    assert "use .csv, .parquet, .tsv, .xlsx, or give -f" in run("convert", "-o", "flat.xyz").stderr


def test_standard_output_by_name_is_csv_too(example):
    assert run("convert", "-o", "-").stdout == run("convert").stdout


def test_an_extract_is_never_converted_over_itself(example):
    assert "that is one of the inputs" in run("convert", "extract.csv", "-o", "extract.csv").stderr
