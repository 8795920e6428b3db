"""The Extract, which every input becomes. Canonical columns and types are guaranteed from here on.

Every reader makes one, and nothing after it depends on what the file looked like. The rows of all files are stacked,
each column once. Four tables say which of these rows are their events, before anything is merged (events.py does that).
A table takes a column when it is asked for:

plans        plan_start, plan_end, previous_plans, previous_plan_start, previous_plan_end, other_authority
conferences  icpc_date, s47_start, icpc_not_required, icpc_target, transfer_in, referral_date
enquiries    s47_start
reviews      plan_start, review_date, other_authority (one row for each review, however many a row of the file has)

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
"""The columns of each table, with the context columns."""

ONLY_CONTEXT = frozenset(CONTEXT_COLUMNS) - {"date_of_birth", "authority"}
"""Context that a figure needs only if it is split by it; likewise the file's own columns."""

REVIEW_COLUMNS = ("plan_start", "review_date", "other_authority")
OWN_COLUMNS = {
    "plans": PLAN_COLUMNS,
    "conferences": CONFERENCE_COLUMNS,
    "enquiries": ("s47_start",),
    "reviews": REVIEW_COLUMNS,
}
TRACE = ("entry", "file", "row")
"""Where a row comes from: its place among all rows and, for people, its file and row."""

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
"""Names of columns that events have; a file's own column with such a name is renamed, for example "own start"."""

TABLES = ("plans", "conferences", "enquiries", "reviews")
"""The tables of an Extract, by their attributes."""


@dataclass(frozen=True, eq=False)
class Extract:
    """The events of one or more files.

    Attributes:
        rows: the rows of all files.
        places: which of these rows each table has, None for all.
        review_dates: the date of each review, one for each place of the table of reviews.
        noticed: rows that could not enter any table, or that their reader doubts, with the columns row, check (the code
            of the check that lists them), file, child_id and values.
        columns: the canonical and own columns that the input had, which tells an absent column from an empty one.
        headings: the same for each file.
        return_years: the annual returns, oldest first; (2016, 2017) are 2015/16 and 2016/17.
        is_live: whether any row belongs to the live history.
        own_columns: the columns that the schema does not know.
        sources: the names of the files, for messages.
        authority: the one that every row names, else "".
        layouts: the layouts of all rows (layouts.py), "" for a flat file.
        live_layouts: the layouts of the live history.
        census_years: the returns that came as census XML, in which a missing date means that nothing happened.
        remarks: sentences to print about the files.
        public_remarks: those of them that count no children.
        hints: headings that were not used and should be looked at.
        joins: what was joined from separate files.
        review_starts: after a join, the start of each review's plan, one for each place of the table of reviews.
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
    public_remarks: tuple[str, ...] = ()
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
        """The last day of each return: its ReferenceDate, else 31 March. If there are several, the earliest: up to then
        all rows are known."""
        ends = {y: date(y, 3, 31) for y in self.return_years}
        if "return_date" in self.rows:
            years, days = self.rows["return_year"], self.rows["return_date"]
            for y, end in ends.items():
                own = days[(years == y) & ~np.isnat(days) & (days >= np.datetime64(date(y - 1, 4, 1)))]
                ends[y] = min([end, *([own.min().item()] if len(own) else [])])
        return ends

    @cached_property
    def family_of_child(self) -> Categorical:
        """The family of each child, by the child's code: the last one recorded, or blank."""
        child, family = self.rows["child_id"], self.rows["family_id"]
        of_child = np.full(len(child.texts), -1, family.codes.dtype)
        named = np.flatnonzero(family.filled() & child.filled())
        of_child[child.codes[named]] = family.codes[named]  # the last one wins
        return Categorical(of_child, family.texts)

    @cached_property
    def plans(self) -> pd.DataFrame:
        """The recorded plans, one in each row, with all columns."""
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
        """The recorded reviews, one in each row."""
        return self.part("reviews").to_pandas()

    @cached_property
    def why_identifying(self) -> dict[str, str]:
        """Why a column identifies children, "" if it does not, by column. A cache: every list and split table asks
        again."""
        return {}

    def texts(self, column: str) -> Iterable[str]:
        """The distinct texts of a column; none for one that holds dates or numbers."""
        values = self.rows[column]
        return values.texts if isinstance(values, Categorical) else ()
