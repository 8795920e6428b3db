"""Reporting years, quarters, months, dates and spans: make, split, label, and read what people write.

The reporting year Y runs from 1 April Y-1 to 31 March Y and is written "2019/20" (Y = 2020); Q1 is
April-June ... Q4 January-March. Both ends of a period belong to it.
"""

from __future__ import annotations

from .calendar_days import add_months, long_date, month_end, month_number, not_to_come, short_date
from .labels import (
    calendar_year_of,
    mid_year_of,
    parse_at,
    parse_date,
    parse_month,
    parse_quarter,
    parse_year,
    reporting_year_of,
)
from .lists import as_periods, ends, listed, parse_range, parse_span, year_runs
from .period import (
    FIRST_YEAR,
    LAST_YEAR,
    Period,
    at,
    month,
    part_of,
    quarter,
    reporting_year,
    rolling,
    span,
    year,
    year_label,
    year_to_date,
)
from .splitting import containing, last_complete, split

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Period",
    "add_months",
    "as_periods",
    "at",
    "calendar_year_of",
    "containing",
    "ends",
    "last_complete",
    "listed",
    "long_date",
    "mid_year_of",
    "month",
    "month_end",
    "month_number",
    "not_to_come",
    "parse_at",
    "parse_date",
    "parse_month",
    "parse_quarter",
    "parse_range",
    "parse_span",
    "parse_year",
    "part_of",
    "quarter",
    "reporting_year",
    "reporting_year_of",
    "rolling",
    "short_date",
    "span",
    "split",
    "year",
    "year_label",
    "year_runs",
    "year_to_date",
]
