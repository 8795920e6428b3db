"""Extract: what any input becomes. Canonical columns and types are guaranteed from here on.

Every reader makes one, and nothing after it knows what the file looked like. Three tables hold the events
as they were recorded, a row an event, before anything is merged (episodes.py does that):

plans        child_id, plan_start, plan_end, previous_plans, previous_plan_start, previous_plan_end,
             other_authority
conferences  child_id, icpc_date, s47_start, icpc_not_required, icpc_target, transfer_in, referral_date
enquiries    child_id, s47_start
reviews      child_id, plan_start, review_date, other_authority

All but reviews also carry the context an event can be split by (date_of_birth, sex, ethnicity, district, team,
authority, family_id, initial_category, latest_category and the file's own columns), and all carry return_year
(0 = live), file and row, so that each figure can be traced. Types: text is categorical with missing as NaN, dates
are datetime64[s], flags and numbers int16 with -1 for missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

REVIEW_COLUMNS = ("plan_start", "other_authority")

NOTICED_COLUMNS = ("check", "file", "row", "child_id", "values")

RESERVED = frozenset(
    "child start end out recorded has_previous previous_start previous_end date clock at episode "
    "not_required enquiries file row feeds review_date on_time on_time_ever _key _then _at".split()
)
"""Names of columns that episodes have; a file's own column of such a name is called "own start"."""

TABLES = ("plans", "conferences", "enquiries", "reviews")
"""The tables of an Extract, by their attributes."""

LIVE = 0
"""The return_year of a row that belongs to no annual return."""


@dataclass(frozen=True)
class Extract:
    """The events of one or several files.

    `columns`: the canonical and own columns that the input had, so that an absent column and an empty one
    can be told apart. `return_years`: the annual returns in here, oldest first; (2016, 2017) are 2015/16 and
    2016/17. `is_live`: whether any row is of the live history. `own_columns`: those that the schema does not
    know. `sources`: file names, for messages. `authority`: the one that every row names, "" where they don't.
    `layouts`: those of all rows, `live_layouts` those of the live history (layouts.py; "" is a flat file's), and
    `census_years` the returns that came as census XML, in which no date of a kind says that nothing happened.
    `remarks`: what must be said of the files, a sentence each. `noticed`: the rows that could not enter any table, or
    that their reader doubts; columns as NOTICED_COLUMNS, `check` the code of the check that lists them.
    """

    plans: pd.DataFrame
    conferences: pd.DataFrame
    enquiries: pd.DataFrame
    reviews: pd.DataFrame
    columns: frozenset[str]
    return_years: tuple[int, ...] = ()
    is_live: bool = True
    own_columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authority: str = ""
    layouts: frozenset[str] = frozenset()
    live_layouts: frozenset[str] = frozenset()
    census_years: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    noticed: pd.DataFrame | None = None

    @property
    def tables(self) -> tuple[pd.DataFrame, ...]:
        """The three tables of events: plans, conferences, enquiries."""
        return self.plans, self.conferences, self.enquiries
