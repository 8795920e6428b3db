"""Extract: what any input becomes. Canonical columns and types are guaranteed from here on.

Every reader makes one, and nothing after it knows what the file looked like. The rows of all files lie one under
another, each column once; four tables say which of these rows are their events, before anything is merged
(events.py does that). A table takes a column when somebody asks for it:

plans        plan_start, plan_end, previous_plans, previous_plan_start, previous_plan_end, other_authority
conferences  icpc_date, s47_start, icpc_not_required, icpc_target, transfer_in, referral_date
enquiries    s47_start
reviews      plan_start, review_date, other_authority (a row a review: a file's row with several stands several times)

All have child_id, the context an event can be split by (date_of_birth, sex, ethnicity, district, team, authority,
family_id, initial_category, latest_category and the file's own columns), return_year (0 = live), file and row, so
that each figure can be traced. Types: columns.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .columns import Categorical, Frame, Part, Rows
from .joins import Join
from .schema import SEVERAL_DAYS

if TYPE_CHECKING:
    import pandas as pd

PLAN_COLUMNS = (
    "plan_start",
    "plan_end",
    "previous_plans",
    "previous_plan_start",
    "previous_plan_end",
    "other_authority",
)
CONFERENCE_COLUMNS = ("icpc_date", "s47_start", "icpc_not_required", "icpc_target", "transfer_in", "referral_date")
CONTEXT_COLUMNS = (
    "family_id",
    "date_of_birth",
    "sex",
    "ethnicity",
    "district",
    "team",
    "authority",
    "initial_category",
    "latest_category",
)
"""The columns of each table, and those that say where an event belongs."""

ONLY_CONTEXT = frozenset(CONTEXT_COLUMNS) - {"date_of_birth", "authority"}
"""Of these, and of the file's own, what no figure needs that is not split by it."""

REVIEW_COLUMNS = ("plan_start", "review_date", "other_authority")
OWN_COLUMNS = {
    "plans": PLAN_COLUMNS,
    "conferences": CONFERENCE_COLUMNS,
    "enquiries": ("s47_start",),
    "reviews": REVIEW_COLUMNS,
}
TRACE = ("entry", "file", "row")
"""Where a row stands: its place among all rows, and for people its file and its row there."""

SELDOM = ("date_of_death", "source_layout", "last_visit", "return_date", *SEVERAL_DAYS)
"""Context that few inputs have."""

RESERVED = frozenset(
    [
        "child",
        "start",
        "end",
        "out",
        "recorded",
        "has_previous",
        "previous_start",
        "previous_end",
        "date",
        "clock",
        "at",
        "event",
        "not_required",
        "enquiries",
        "entry",
        "file",
        "row",
        "feeds",
        "review_date",
        "on_time",
        "_key",
        "_then",
        "_at",
        "_different",
    ]
)
"""Names of columns that events have; a file's own column of such a name is called "own start"."""

TABLES = ("plans", "conferences", "enquiries", "reviews")
"""The tables of an Extract, by their attributes."""


@dataclass(frozen=True, eq=False)
class Extract:
    """The events of one or several files.

    `rows`: of all files; `places`: which of them each table has, None all; `review_dates`: of the table of reviews, one a
    place. `columns`: the canonical and own columns that the input had, so that an absent column and an empty one
    can be told apart, and `headings` the same of each file. `return_years`: the annual returns in here, oldest first; (2016, 2017) are 2015/16 and
    2016/17. `is_live`: whether any row is of the live history. `own_columns`: those that the schema does not
    know. `sources`: file names, for messages. `authority`: the one that every row names, "" where they don't.
    `layouts`: those of all rows, `live_layouts` those of the live history (layouts.py; "" is a flat file's), and
    `census_years` the returns that came as census XML, in which no date of a kind says that nothing happened.
    `remarks`: what must be said of the files, a sentence each; `hints`: headings that were not taken and should be looked
    at. `joins`: what was joined from separate files; `review_starts`: then the start of each review's plan, one a place of
    the table of reviews. `noticed`: the rows that could not enter any table, or
    that their reader doubts; columns row, check (the code of the check that lists them), file, child_id and
    values.
    """

    rows: Rows
    places: dict[str, np.ndarray | None]
    review_dates: np.ndarray
    noticed: Frame
    columns: frozenset[str]
    headings: dict[str, frozenset[str]] = field(default_factory=dict)
    return_years: tuple[int, ...] = ()
    is_live: bool = True
    own_columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authority: str = ""
    layouts: frozenset[str] = frozenset()
    live_layouts: frozenset[str] = frozenset()
    census_years: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    review_starts: np.ndarray | None = None

    def part(self, table: str) -> Part:
        """One of the four tables."""
        if table == "reviews":
            own = {"review_date": self.review_dates}
            if self.review_starts is not None:
                own["plan_start"] = self.review_starts
            return Part(self.rows, ("child_id", *REVIEW_COLUMNS, "return_year", *TRACE), self.places[table], own)
        seldom = [name for name in SELDOM if name in self.rows]
        names = ("child_id", *OWN_COLUMNS[table], *CONTEXT_COLUMNS, *seldom, *self.own_columns)
        return Part(self.rows, (*names, "return_year", *TRACE), self.places[table])

    @cached_property
    def return_dates(self) -> dict[int, date]:
        """The last day of each return: its ReferenceDate, else 31 March; of several the first, as nothing later is known of
        all."""
        ends = {y: date(y, 3, 31) for y in self.return_years}
        if "return_date" in self.rows:
            years, days = self.rows["return_year"], self.rows["return_date"]
            for y, end in ends.items():
                own = days[(years == y) & ~np.isnat(days) & (days >= np.datetime64(date(y - 1, 4, 1)))]
                ends[y] = min([end, *([own.min().item()] if len(own) else [])])
        return ends

    @cached_property
    def family_of_child(self) -> Categorical:
        """The family of each child, by the child's code: that of its last row with one, blank without."""
        child, family = self.rows["child_id"], self.rows["family_id"]
        of_child = np.full(len(child.texts), -1, family.codes.dtype)
        named = np.flatnonzero(family.filled() & child.filled())
        of_child[child.codes[named]] = family.codes[named]  # of several the last stays
        return Categorical(of_child, family.texts)

    @cached_property
    def plans(self) -> pd.DataFrame:
        """The recorded plans, a row each, all columns."""
        return self.part("plans").to_pandas()

    @cached_property
    def conferences(self) -> pd.DataFrame:
        """The recorded conferences."""
        return self.part("conferences").to_pandas()

    @cached_property
    def enquiries(self) -> pd.DataFrame:
        """The recorded section 47 enquiries."""
        return self.part("enquiries").to_pandas()

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """The recorded reviews, a row a date."""
        return self.part("reviews").to_pandas()

    @cached_property
    def why_identifying(self) -> dict[str, str]:
        """Of columns that were asked for, why they identify children, "" where they don't: every list and table that is
        split asks again."""
        return {}

    def texts(self, column: str) -> Iterable[str]:
        """The distinct texts of a column; none for one that holds dates or numbers."""
        values = self.rows[column]
        return values.texts if isinstance(values, Categorical) else ()
