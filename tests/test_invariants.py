"""What must hold whatever the extract: sums, order, and what lies outside a period."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import extract_of, strategies

from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.inputs.population import Population
from cpind.model.periods import Period, split, year

pytestmark = pytest.mark.slow

FLOWS = ["s47", "conferences", "plans-started", "plans-ended"]
SHARES = ["two-year", "icpc", "repeats", "repeats-2y"]
AS_AT = date(2030, 12, 31)
EVERYONE = Population({}, number=10_000)


def figures(rows: list[dict], codes: list[str], periods: list[Period], by: str | None = None) -> list[tuple]:
    extract = extract_of(strategies.write_csv(rows))
    standing = bases(extract, as_at=AS_AT, covered_from=date(2000, 1, 1))
    result = compute(extract, codes, periods, Request(by=by, population=EVERYONE), standing=standing, needed=())
    return [(f.indicator, f.group, f.period, f.numerator, f.denominator, f.value) for f in result.figures]


def live_extracts():
    return strategies.extracts("live").filter(
        lambda rows: any(r["plan_start"] or r["icpc_date"] or r["s47_start"] for r in rows)
    )


@given(live_extracts(), st.sampled_from(["quarter", "month"]))
def test_quarters_and_months_sum_to_the_year(rows, every):
    whole = figures(rows, FLOWS + SHARES, [year(2018)])
    parts = figures(rows, FLOWS + SHARES, list(split(year(2018), every)))
    for code, _, _, numerator, denominator, _ in whole:
        mine = [part for part in parts if part[0] == code]
        assert numerator == sum(part[3] for part in mine)
        if denominator is not None:
            assert denominator == sum(part[4] for part in mine)


@given(live_extracts(), st.sampled_from(["district", "sex", "age", "ethnic-group", "ethnicity", "category", "team"]))
def test_groups_sum_to_the_total(rows, by):
    codes = FLOWS + SHARES + ["plans-open", "two-year-open", "gaps-not-known"]
    found = figures(rows, codes, [year(2017), year(2018)], by)
    assert {figure[0] for figure in found} >= set(codes) - {"icpc"}
    for code in dict.fromkeys(figure[0] for figure in found):  # without any clock there is no timeliness
        for period in ("2016/17", "2017/18"):
            total, *groups = [f for f in found if (f[0], f[2]) == (code, period)]
            assert total[3] == sum(group[3] for group in groups)
            if total[4] is not None:
                assert total[4] == sum(group[4] for group in groups)


@given(live_extracts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, shuffler: random.Random):
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    codes = FLOWS + SHARES + ["plans-open", "two-year-open", "gaps", "gaps-median", "gaps-bands", "icpc-percentiles"]
    periods = [year(2017), year(2018), year(2019)]
    assert figures(rows, codes, periods, "district") == figures(shuffled, codes, periods, "district")


@given(live_extracts())
def test_what_happens_after_a_period_changes_none_of_its_flows(rows):
    later = {
        **dict.fromkeys(rows[0]),
        "child_id": "newcomer",
        "s47_start": date(2021, 5, 3),
        "icpc_date": date(2021, 5, 12),
        "plan_start": date(2021, 5, 12),
        "plan_end": date(2021, 9, 1),
        "review_dates": [],
    }
    codes = FLOWS + SHARES + ["plans-open", "two-year-open", "gaps", "gaps-not-known"]
    before, after = figures(rows, codes, [year(2018)]), figures([*rows, later], codes, [year(2018)])
    # The newcomer's conference may be the only one with a clock, without which there is no figure.
    answered = {figure[0] for figure in before}
    assert answered >= set(codes) - {"icpc"}
    assert before == [figure for figure in after if figure[0] in answered]


@given(live_extracts())
def test_ended_and_open_partition_the_plans_that_had_begun(rows):
    """Of the plans begun by the year's end, each has ended by then or is open (or never was: it ended by its start)."""
    extract = extract_of(strategies.write_csv(rows))
    plans = bases(extract, as_at=AS_AT).live.plans
    year_end = np.datetime64("2018-03-31")
    begun = plans.where(plans["start"] <= year_end)
    ended = (begun["out"] <= year_end).sum()
    still = ((begun["start"] <= year_end) & ~(begun["out"] <= year_end)).sum()
    assert ended + still == len(begun)
