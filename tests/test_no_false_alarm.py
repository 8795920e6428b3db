"""An extract is marked as incomplete only where something is missing: complete extracts and samples of them are not."""

from __future__ import annotations

import random

import pytest
from support import EXAMPLES, extract_of
from support.example_rows import EXTRACT, csv_of, rows_with

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.inputs.reading import read
from cpind.model.extract import Extract

YEARS = ["2015/16..2019/20"]
PLANS = ("plans-open", "two-year-open", "plans-started", "plans-ended", "two-year", "repeats")


def marked(extract: Extract, codes: tuple[str, ...], periods: list[str] | None = YEARS) -> set[tuple[str, str, str]]:
    """The figures that are not complete."""
    found = compute(extract, codes, periods, standing=bases(extract)).figures
    return {(figure.indicator, figure.period, figure.status) for figure in found if figure.status != "complete"}


COLUMNS = ["child_id", "plan_start", "plan_end", "previous_plans", "review_dates"]


@pytest.mark.parametrize("size", [40, 60, 100, 200])
def test_samples_of_plans_are_not_marked(size):
    plans = rows_with("plan_start")
    alarms = []
    for seed in range(40):
        extract = extract_of(csv_of(random.Random(seed).sample(plans, size), COLUMNS))
        holding = bases(extract).live.coverage.holding
        alarms += [(seed, holding.kind)] if holding.kind != "active" else []
    assert alarms == []


def test_the_example_and_its_plans_alone_are_not_marked():
    assert marked(read(EXTRACT), (*PLANS, "s47", "conferences", "icpc", "reviews")) == set()
    assert marked(extract_of(csv_of(rows_with("plan_start"), COLUMNS)), PLANS) == set()


def test_conferences_alone_are_not_marked():
    rows = rows_with("icpc_date")
    extract = extract_of(csv_of(rows, ["child_id", "s47_start", "icpc_date", "transfer_in", "referral_date"]))
    assert bases(extract).live.coverage.holding is None
    assert marked(extract, ("conferences", "icpc")) == set()


@pytest.mark.parametrize(
    "files, codes",
    [
        (["warwickshire/returns.csv"], (*PLANS, "icpc", "reviews", "repeats-2y", "gaps")),
        (["warwickshire/returns.csv", "warwickshire/extract.csv"], (*PLANS, "icpc", "reviews", "repeats-2y", "gaps")),
        (["layouts/ssd"], (*PLANS, "icpc", "reviews", "gaps")),
    ],
)
def test_returns_and_the_dataset_are_not_marked(files, codes):
    assert marked(read([EXAMPLES / name for name in files]), codes) == set()


@pytest.mark.parametrize("name, codes", [("annex-a.xlsx", ("plans-open", "repeats", "icpc")), ("cin-2020.xml", PLANS)])
def test_annex_a_and_a_census_return_are_not_marked(name, codes):
    extract = read(EXAMPLES / "layouts" / name)
    statuses = {figure.status for figure in compute(extract, codes, standing=bases(extract)).figures}
    assert statuses == {"complete"}
