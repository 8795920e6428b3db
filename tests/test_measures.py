"""Rounding, ratios and months."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpind.model.measures import MONTHS, PERCENT, RATE, exact, half_up, ratio, total_months


@pytest.mark.parametrize(
    "numerator, denominator, measure, printed",
    [
        (16, 256, PERCENT, "6.3"),  # 6.25
        (1, 16, PERCENT, "6.3"),  # 6.25
        (3, 32, PERCENT, "9.4"),  # 9.375
        (23, 160, PERCENT, "14.4"),  # 14.375
        (0, 10, PERCENT, "0.0"),
        (10, 10, PERCENT, "100.0"),
        (561, 114422, RATE, "49.0"),
        (563, 114422, RATE, "49.2"),
        (592, 113271, RATE, "52.3"),
        (330, 117720, RATE, "28.0"),
    ],
)
def test_ratios_of_whole_numbers_round_half_up(numerator, denominator, measure, printed):
    assert half_up(exact(numerator, denominator, measure), measure.decimals) == printed


def test_ties_that_binary_floats_miss_round_half_up():
    # 1.005 and 0.285 lie below the tie in binary; as written they are ties.
    assert half_up(1.005, 2) == "1.01"
    assert half_up(0.285, 2) == "0.29"
    assert half_up(-0.04, 1) == "0.0"
    assert half_up(-2.25, 1) == "-2.3"


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_every_percentage_rounds_as_decimal_does(numerator, denominator):
    expected = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert half_up(exact(numerator, denominator, PERCENT), 1) == str(expected)


def test_a_denominator_of_zero_gives_no_figure():
    assert ratio(0, 0, PERCENT) is None
    assert ratio(5, None, RATE) is None


@given(st.integers(0, 10_000), st.integers(1, 200))
def test_mean_months_are_recovered_exactly_from_the_float(days, plans):
    # A month is 365.25 / 12 days; the total is kept as a float and must not lose a tie.
    assert exact(total_months(days), plans, MONTHS) == Fraction(days * 1200, 36525 * plans)


def test_whole_months_round_half_up():
    # 487 days over 32 plans is exactly half a month each.
    assert half_up(exact(total_months(487), 32, MONTHS), 0) == "1"
