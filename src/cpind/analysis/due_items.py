"""Items of open work, each with the day by which it is due, and where that day lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from ..model.columns import Categorical, stacked

ENQUIRY, FIRST_REVIEW, NEXT_REVIEW = "enquiry", "first review", "next review"
MONTHS = (9, 12, 15, 18)
TWO_YEARS = "two years"
LENGTHS = (*(f"{months} months" for months in MONTHS), TWO_YEARS)
KINDS = (ENQUIRY, FIRST_REVIEW, NEXT_REVIEW, *LENGTHS)
"""What an item waits for, or which length a plan passes."""

SOON_DAYS = 7
"""An item is due soon from the extract's date to this many days after it. [choice]"""

WHENS = OVERDUE, SOON, LATER = "overdue", "soon", "later"
BOOKINGS = IN_TIME, LATE, NOT_BOOKED = "in time", "late", "not booked"


@dataclass(frozen=True, eq=False)
class Items:
    """Items of open work, one in each row.

    Attributes:
        kind: a position in KINDS.
        group: a position among the labels of the grouping.
        start: the day on which the enquiry or the plan started.
        due: the day by which it is due.
        booked: the day of the conference or review that is booked, missing where none is.
        has_plan: of an enquiry, whether the child has an open plan.
        file, row: where its row is.
        context: child_id, family_id, team and district, as far as the extract has them.
    """

    kind: np.ndarray
    group: np.ndarray
    start: np.ndarray
    due: np.ndarray
    booked: np.ndarray
    has_plan: np.ndarray
    file: Categorical
    row: np.ndarray
    context: dict[str, Categorical]

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, places: np.ndarray) -> Items:
        """The items at these places, in their order."""
        return Items(*(_take(getattr(self, field.name), places) for field in fields(self)))

    def where(self, mask: np.ndarray) -> Items:
        """The items where the mask is true."""
        return self.take(np.flatnonzero(mask))

    def of_kind(self, kind: str) -> Items:
        """The items of one kind."""
        return self.where(self.kind == KINDS.index(kind))

    def up_to(self, by: date, as_at: date) -> Items:
        """What is due up to a day, overdue or not; of the lengths of plans only those that are not passed at `as_at`."""
        is_passed = (self.kind >= KINDS.index(LENGTHS[0])) & (self.due <= np.datetime64(as_at, "D"))
        return self.where((self.due <= np.datetime64(by, "D")) & ~is_passed)

    def in_order(self) -> Items:
        """The items sorted by group and day, then by kind and by their place in the files."""
        return self.take(np.lexsort((self.row, self.file.codes, self.kind, self.due, self.group)))

    def whens(self, as_at: date) -> np.ndarray:
        """Whether each item is overdue, due soon or later: a position in WHENS. What is due on the day is not overdue."""
        today = np.datetime64(as_at, "D")
        return (self.due >= today).astype(np.int64) + (self.due > today + np.timedelta64(SOON_DAYS, "D"))

    def bookings(self) -> np.ndarray:
        """Whether what is booked meets the day by which each item is due: a position in BOOKINGS."""
        is_late = (self.booked > self.due).astype(np.int64)
        return np.where(np.isnat(self.booked), BOOKINGS.index(NOT_BOOKED), is_late)


def _take(column: Any, places: np.ndarray) -> Any:
    if isinstance(column, dict):
        return {name: one.take(places) for name, one in column.items()}
    return column.take(places)


def together(parts: Sequence[Items]) -> Items:
    """The parts joined into one; all must be of the same extract."""
    names = [field.name for field in fields(Items) if field.name != "context"]
    context: dict[str, Any] = {name: stacked([part.context[name] for part in parts]) for name in parts[0].context}
    columns: dict[str, Any] = {name: stacked([getattr(part, name) for part in parts]) for name in names}
    return Items(**columns, context=context)
