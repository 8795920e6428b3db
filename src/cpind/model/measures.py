"""Pure statistics: percentages, rates, months between dates, rounding. Knows nothing of children.

Rounding is half up, worked from whole numbers and never from binary floats: 16 of 256 is 6.25 and prints
as 6.3, as every figure DfE publishes does. [data: half-even does not reproduce them]
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

DAYS_IN_A_MONTH = Fraction(36525, 1200)
"""365.25 / 12: the mean length of a month in days, kept exact."""

# total_months() returns days x 16/487; no fraction met in practice has a larger denominator than this.
_LARGEST_DENOMINATOR = 487


@dataclass(frozen=True)
class Measure:
    """How a numerator and a denominator become a value.

    Attributes:
        unit: what the tidy result prints.
        factor: what numerator / denominator is multiplied by.
        decimals: how many a table for people shows.
    """

    unit: str
    factor: int
    decimals: int


PERCENT = Measure("percent", 100, 1)
PER_100 = Measure("per 100", 100, 1)
RATE = Measure("per 10,000", 10_000, 1)
COUNT = Measure("count", 1, 0)
MONTHS = Measure("months", 1, 0)
WORKING_DAYS = Measure("working days", 1, 0)


def ratio(numerator: float, denominator: float | None, measure: Measure) -> float | None:
    """numerator / denominator x factor, unrounded; None where there is no denominator to divide by."""
    if denominator is None or denominator == 0:
        return None
    return float(exact(numerator, denominator, measure))


def exact(numerator: float, denominator: float, measure: Measure) -> Fraction:
    """The ratio as an exact fraction, so that ties are recognised."""
    return exact_total(numerator) * measure.factor / Fraction(denominator)


def exact_total(total: float) -> Fraction:
    """A count, or a total of months made by `total_months` from whole days, as an exact fraction."""
    return Fraction(total).limit_denominator(_LARGEST_DENOMINATOR)


def total_months(days: float) -> float:
    """Days as months of 365.25 / 12 days, unrounded."""
    return float(Fraction(days) / DAYS_IN_A_MONTH)


def in_a_sentence(text: str) -> str:
    """A printed number as it stands in a sentence: "1,306", with a comma from 1,000 on. A symbol stays unchanged."""
    whole, point, decimals = text.partition(".")
    digits = whole.lstrip("+-")
    if not digits.isascii() or not digits.isdigit():
        return text
    return f"{whole[: len(whole) - len(digits)]}{int(digits):,}{point}{decimals}"


def half_up(value: Fraction | int | float, decimals: int) -> str:
    """The text of `value` with this many decimals, ties rounded away from zero, never "-0".

    A float is taken at its shortest decimal form (6.25 is a tie, as it reads), not its binary one.
    """
    fraction = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(fraction) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if fraction < 0 and whole else text


def signed(value: Fraction | int | float, decimals: int) -> str:
    """A change as `half_up` writes it, with its sign: "+1.07", "-50", and "0" without one."""
    text = half_up(value, decimals)
    return f"+{text}" if text.strip("0.") and not text.startswith("-") else text
