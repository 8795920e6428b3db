"""The documented choices that have an option."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """The documented choices, by default as DfE makes them.

    Attributes:
        anniversary: two years end at the second anniversary, not after 730 days.
        weekends_only: bank holidays count as working days.
        without_transfer_ins: transfer-in conferences are left out of icpc.
        gap_from: whether the gap before a repeat plan is from the "end" or the "start" of the previous plan.
        full_history: all reviews of a plan count, not only those of the last twelve months.
        visit_days: the last visit must be within this many working days before the date.
        calendar_days: these are calendar days.
    """

    anniversary: bool = False
    weekends_only: bool = False
    without_transfer_ins: bool = False
    gap_from: str = "end"
    full_history: bool = False
    visit_days: int = 10
    calendar_days: bool = False

    def departures(self, among: Iterable[str]) -> list[str]:
        """Which of these choices depart from the published definition."""
        return [name for name in among if getattr(self, name) != getattr(Choices, name)]


PUBLISHED_DEFINITIONS = Choices()
"""The choices that DfE makes in its publications."""
