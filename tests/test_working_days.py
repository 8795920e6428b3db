"""Working days: the worked cases, and any pair of days against a walk from day to day."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import oracle

from cpind.model.bank_holidays import BANK_HOLIDAYS
from cpind.model.periods import FIRST_YEAR, LAST_YEAR
from cpind.model.workdays import last_day_within, working_days


def count(start: str, end: str, **options: bool) -> float:
    return working_days(np.array([start], "datetime64[D]"), np.array([end], "datetime64[D]"), **options)[0]


@pytest.mark.parametrize(
    "start, end, days",
    [
        ("2025-03-03", "2025-03-24", 15),
        ("2025-03-03", "2025-03-25", 16),
        ("2025-04-07", "2025-04-30", 15),  # Good Friday and Easter Monday between
        ("2025-03-01", "2025-03-03", 1),  # from a Saturday
        ("2025-03-03", "2025-03-08", 4),  # to a Saturday
        ("2022-09-12", "2022-10-04", 15),  # the Queen's funeral on 19 September
        ("2020-04-27", "2020-05-19", 15),  # the early May holiday moved to VE day, Friday 8 May
        ("2019-12-14", "2020-01-08", 15),  # Christmas and New Year
        ("2025-03-03", "2025-03-03", 0),
    ],
)
def test_working_days_of_worked_cases(start, end, days):
    assert count(start, end) == days


def test_a_conference_on_a_bank_holiday_after_day_15_is_still_15():
    assert count("2025-03-28", "2025-04-18") == 14  # Good Friday itself counts nothing
    assert count("2025-03-27", "2025-04-17") == 15
    assert count("2025-03-27", "2025-04-21") == 15  # Easter Monday


def test_weekends_only_forgets_bank_holidays():
    assert count("2025-04-07", "2025-04-30", weekends_only=True) == 17


def test_a_missing_date_is_nan_and_reversed_dates_are_negative():
    assert np.isnan(count("NaT", "2025-03-03"))
    assert count("2025-03-03", "2025-02-28") < 0
    # Saturday and the Sunday before: no working day between, but backwards all the same.
    assert count("2025-03-02", "2025-03-01") < 0


@given(st.dates(date(1996, 1, 1), date(2026, 12, 31)), st.integers(0, 80), st.booleans())
def test_the_count_equals_a_walk_from_day_to_day(start, length, weekends_only):
    end = start + timedelta(days=length)
    choices = oracle.Choices(weekends_only=weekends_only)
    assert count(str(start), str(end), weekends_only=weekends_only) == oracle.working_days(start, end, choices)


@pytest.mark.parametrize(
    "start, last",
    [
        ("2025-03-03", "2025-03-24"),  # Monday to Monday
        ("2025-03-07", "2025-03-30"),  # Friday 28 March is day 15, and the weekend after it has its number
        ("2025-03-27", "2025-04-21"),  # Maundy Thursday is day 15; Tuesday after Easter is day 16
        ("2025-03-01", "2025-03-23"),  # a Saturday counts from Friday
        ("2019-12-13", "2020-01-08"),  # Christmas and New Year: 7 days to the 24th, 3 in the year, 5 after it
    ],
)
def test_the_last_day_within_fifteen_working_days_equals_worked_cases(start, last):
    assert last_day_within(np.array([start], "datetime64[D]"), 15).astype(str).tolist() == [last]


@given(st.lists(st.dates(date(1996, 1, 1), date(2026, 12, 31)), max_size=5), st.integers(0, 30))
def test_the_last_day_within_a_limit_is_the_last_whose_count_is_within_it(starts, most):
    for start, last in zip(starts, last_day_within(np.array(starts, "datetime64[D]"), most).tolist(), strict=True):
        assert oracle.working_days(start, last, oracle.Choices()) <= most
        assert oracle.working_days(start, last + timedelta(days=1), oracle.Choices()) == most + 1


def weekdays_off(year: int) -> set[date]:
    return {day for day in holidays.UnitedKingdom(subdiv="ENG", years=year) if day.weekday() < 5}


@pytest.mark.parametrize("year", range(1989, 2101))
def test_the_bank_holidays_are_those_of_the_library(year):
    assert {date.fromisoformat(f"{year}-{day}") for day in BANK_HOLIDAYS[year].split()} == weekdays_off(year)


def test_bank_holidays_are_known_for_every_date_an_extract_may_have():
    assert list(BANK_HOLIDAYS) == list(range(FIRST_YEAR - 1, LAST_YEAR + 2))


def test_a_year_without_bank_holidays_is_refused():
    assert count("2100-12-23", "2100-12-29") == 2
    for start, end in (("2100-12-23", "2101-01-05"), ("1988-12-20", "1989-01-05")):
        with pytest.raises(ValueError, match="bank holidays of (2101|1988) are not known"):
            count(start, end)
