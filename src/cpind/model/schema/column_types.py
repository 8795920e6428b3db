"""The columns of an extract and of its events, by what each row of them holds, for type checkers.

A column that is not named here (one of a file's own) may be either.
"""

from __future__ import annotations

from typing import Literal

TextColumn = Literal[
    "child_id",
    "family_id",
    "sex",
    "ethnicity",
    "district",
    "team",
    "authority",
    "initial_category",
    "latest_category",
    "enquiry_id",
    "conference_id",
    "referral_id",
    "plan_id",
    "source_layout",
    "visit_dates",
    "seen_alone_dates",
    "looked_after",
    "pre_proceedings_dates",
    "file",
    "check",
    "values",
    "period",
    "basis",
    "group",
    "caveats",
]
"""Texts: a Categorical."""

ArrayColumn = Literal[
    # Dates.
    "date_of_birth",
    "date_of_death",
    "s47_start",
    "icpc_date",
    "icpc_target",
    "referral_date",
    "plan_start",
    "plan_end",
    "previous_plan_start",
    "previous_plan_end",
    "last_visit",
    "conference_date",
    "return_date",
    "review_date",
    # Flags, numbers and years.
    "icpc_not_required",
    "transfer_in",
    "previous_plans",
    "other_authority",
    "plan_type",
    "conference_type",
    "conference_status",
    "return_year",
    "entry",
    "row",
    "feeds",
    # Of events, once they are merged.
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
    "not_required",
    "enquiries",
    "plan",
    "at",
    "event",
    "kind",
    # Derived ones.
    "on_time",
    "conferences_as_at",
    "plans_as_at",
    "conference_date",
    "next_plan_start",
    "is_on_plan",
    "held_again",
    "starts_again",
    "overlaps",
    "initial_position",
    "latest_position",
    "is_looked_after",
    "pre_proceedings",
    "last_visited",
    "last_seen_alone",
    # Of members.
    "in_numerator",
    "measured",
]
"""Dates, flags, numbers and years: an array of numpy's."""
