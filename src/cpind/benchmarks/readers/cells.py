"""Normalise the texts of a download's cells for the store: numbers, DfE's symbols, years, headings in plain form."""

from __future__ import annotations

import re

from ...model.periods import FIRST_YEAR, LAST_YEAR
from ..published import SYMBOLS
from ..records import is_number

SUPPRESSED, NOT_AVAILABLE = "c", "x"
LAST_YEAR_OF_X_FOR_SUPPRESSED = 2017
"""Up to the release's year 2017 "x" stood for a suppressed figure, which is "c" today."""


def stored_value(text: str, year: int) -> str:
    """A number or symbol as the store keeps it; "" for a blank cell and for a text that is neither.

    Thousands separators, leading zeros and the ".0" of a count read as a float are removed. What "x" means depends on
    the reporting year of the figure.
    """
    text = text.strip().replace(",", "")
    if re.fullmatch(r"-?[0-9]+\.0", text) and len(text) > 6:  # a count; a percentage has fewer digits
        text = text[:-2]
    symbol = text.lower()
    if symbol == NOT_AVAILABLE and year <= LAST_YEAR_OF_X_FOR_SUPPRESSED:
        return SUPPRESSED
    if symbol in SYMBOLS:
        return symbol
    return re.sub(r"^(-?)0+(?=[0-9])", r"\1", text) if is_number(text) else ""


def without_binary_noise(text: str) -> str:
    """A number without the noise of binary floating point: 86.10000000000001 is 86.1."""
    return format(float(text), ".10g") if re.fullmatch(r"-?[0-9]{1,6}\.[0-9]{8,}", text) else text


def reporting_year_of(text: str) -> int | None:
    """ "2020", "201920" or "2019/20" as 2020; None for a text that is not a year."""
    match = re.fullmatch(r"([0-9]{4})(?:[-/]?([0-9]{2}))?", text.strip())
    if not match:
        return None
    year = int(match[1]) + (1 if match[2] else 0)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def plain_heading(heading: str) -> str:
    """ "2_years+_percent" as "2_years_or_more_percent", "Duration_0-10_days" as "duration_0_10_days"."""
    return re.sub(r"[^a-z0-9]+", "_", heading.lower().replace("+", "_or_more ")).strip("_")


def first_filled(row: dict[str, str], headings: tuple[str, ...]) -> str:
    """The first non-blank cell under any of the headings; "" if there is none."""
    return next((row[heading].strip() for heading in headings if row.get(heading, "").strip()), "")
