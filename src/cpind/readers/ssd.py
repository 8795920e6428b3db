"""The Standard Safeguarding Dataset: a CSV a table -> flat TextTables of enquiries, conferences, plans and reviews.

A conference is joined to its enquiry's start and its referral's date, a review to its plan, and every one to its
person. A row keeps the number it has in its own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..schema import plain
from .text_table import Coded, Noticed, TextTable, coded

LAYOUT = "ssd"

TABLES = {
    "ssd_person": "pers_person_id pers_sex pers_gender pers_ethnicity pers_dob pers_expected_dob pers_death_date",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date s47e_s47_end_date",
    "ssd_initial_cp_conference": "icpc_icpc_id icpc_s47_enquiry_id icpc_person_id icpc_cp_plan_id icpc_referral_id "
    "icpc_icpc_transfer_in icpc_icpc_target_date icpc_icpc_date icpc_icpc_outcome_cp_flag icpc_icpc_team",
    "ssd_cp_plans": "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id cppl_cp_plan_start_date "
    "cppl_cp_plan_end_date cppl_cp_plan_ola cppl_cp_plan_initial_category cppl_cp_plan_latest_category",
    "ssd_cp_reviews": "cppr_cp_plan_id cppr_cp_review_date",
    "ssd_cin_episodes": "cine_referral_id cine_person_id cine_referral_date",
}
"""The tables that are read, and the columns of them that are known."""

_KEYS = {
    "ssd_person": ("pers_person_id",),
    "ssd_s47_enquiry": ("s47e_s47_enquiry_id", "s47e_person_id", "s47e_s47_start_date"),
    "ssd_initial_cp_conference": ("icpc_person_id", "icpc_icpc_date"),
    "ssd_cp_plans": ("cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date"),
    "ssd_cp_reviews": ("cppr_cp_plan_id", "cppr_cp_review_date"),
    "ssd_cin_episodes": ("cine_referral_id", "cine_referral_date"),
}
"""What a table must have to be of use."""

_PREFIXES = {name: columns.partition("_")[0] + "_" for name, columns in TABLES.items()}
_KNOWN = {plain(column): name for name, columns in TABLES.items() for column in columns.split()}


def table_of(headings: Iterable[str]) -> str | None:
    """The name of the table that has these headings: two or more of its columns, and none of another table's."""
    found = [_KNOWN[key] for heading in headings if (key := plain(heading)) in _KNOWN]
    return found[0] if len(found) > 1 and len(set(found)) == 1 else None


def is_table_file(stem: str) -> bool:
    """Whether a file of this name is one of the tables, as "ssd_cp_plans" or "dbo.ssd_cp_plans"."""
    return any(plain(stem).endswith(plain(name)) for name in TABLES)


@dataclass(frozen=True)
class _Table:
    """One table of the dataset, its columns by their names."""

    table: TextTable
    columns: dict[str, Coded]

    def get(self, name: str) -> Coded:
        return self.columns.get(name) or Coded(np.zeros(len(self.table), np.int32), [""])

    def lookup(self, key: str, value: str) -> dict[str, str]:
        """value by key; of several rows with one key the first."""
        found: dict[str, str] = {}
        for one, other in zip(self.get(key).listed(), self.get(value).listed()):
            found.setdefault(one, other)
        found.pop("", None)
        return found


def as_flat(tables: Sequence[TextTable]) -> list[TextTable]:
    """The dataset's tables, joined. Raises InputError for two files of one table, and for a table without its keys."""
    found: dict[str, _Table] = {}
    for table in tables:
        name = table_of(table.headings)
        if name in found:
            raise InputError(
                f"{found[name].table.name} and {table.name} are both the table {name}: read one dataset at a time"
            )
        found[name] = _named(table, name)
    if not set(found) & {"ssd_cp_plans", "ssd_initial_cp_conference", "ssd_s47_enquiry"}:
        raise InputError(
            f"{', '.join(table.name for table in tables)}: of the Standard Safeguarding Dataset there is neither "
            "ssd_cp_plans nor ssd_initial_cp_conference nor ssd_s47_enquiry; name the folder, or these files as well"
        )
    made = []
    if table := found.get("ssd_s47_enquiry"):
        made.append(_flat(table, found, "s47e_person_id", {"s47_start": table.get("s47e_s47_start_date")}, "enquiries"))
    if table := found.get("ssd_initial_cp_conference"):
        made.append(_flat(table, found, "icpc_person_id", _conference(table, found), "conferences"))
    if table := found.get("ssd_cp_plans"):
        made.append(_flat(table, found, "cppl_person_id", _plan(table), "plans"))
        if reviews := found.get("ssd_cp_reviews"):
            made.append(_reviews(reviews, table))
    return made


def _named(table: TextTable, name: str) -> _Table:
    spelled = {plain(column): column for column in TABLES[name].split()}
    columns = {
        spelled.get(plain(heading), heading): column.mapped(lambda text: text.replace("\xa0", " ").strip())
        for heading, column in zip(table.headings, table.columns)
    }
    for key in _KEYS[name]:
        if key not in columns:
            raise InputError(f"{table.name} is the table {name} without its column {key}: export it again")
    return _Table(table, columns)


def _conference(table: _Table, found: dict[str, _Table]) -> dict[str, Coded]:
    enquiries, episodes = found.get("ssd_s47_enquiry"), found.get("ssd_cin_episodes")
    starts = enquiries.lookup("s47e_s47_enquiry_id", "s47e_s47_start_date") if enquiries else {}
    referrals = episodes.lookup("cine_referral_id", "cine_referral_date") if episodes else {}
    return {
        "icpc_date": table.get("icpc_icpc_date"),
        "s47_start": table.get("icpc_s47_enquiry_id").mapped(lambda key: starts.get(key, "")),
        "referral_date": table.get("icpc_referral_id").mapped(lambda key: referrals.get(key, "")),
        "transfer_in": table.get("icpc_icpc_transfer_in"),
        "icpc_target": table.get("icpc_icpc_target_date"),
        "team": table.get("icpc_icpc_team"),
    }


def _plan(table: _Table) -> dict[str, Coded]:
    return {
        "plan_start": table.get("cppl_cp_plan_start_date"),
        "plan_end": table.get("cppl_cp_plan_end_date"),
        "initial_category": table.get("cppl_cp_plan_initial_category"),
        "latest_category": table.get("cppl_cp_plan_latest_category"),
        "other_authority": table.get("cppl_cp_plan_ola"),
    }


def _flat(table: _Table, found: dict[str, _Table], person: str, events: dict[str, Coded], feeds: str) -> TextTable:
    """A table's events with what is known of the person."""
    child = table.get(person)
    columns = {"child_id": child, **events}
    if people := found.get("ssd_person"):
        sexes = {**people.lookup("pers_person_id", "pers_gender"), **_filled(people, "pers_sex")}
        births = {**people.lookup("pers_person_id", "pers_expected_dob"), **_filled(people, "pers_dob")}
        ethnicities = people.lookup("pers_person_id", "pers_ethnicity")
        deaths = people.lookup("pers_person_id", "pers_death_date")
        columns |= {
            "sex": child.mapped(lambda key: sexes.get(key, "")),
            "date_of_birth": child.mapped(lambda key: births.get(key, "")),
            "ethnicity": child.mapped(lambda key: ethnicities.get(key, "")),
            "date_of_death": child.mapped(lambda key: deaths.get(key, "")),
        }
    own = table.table
    joined = () if feeds == "enquiries" else ("s47_start", "referral_date")
    repeats = ("date_of_birth", "date_of_death", *joined)
    return TextTable(
        own.name, list(columns), list(columns.values()), own.rows, layout=LAYOUT, feeds=(feeds,), repeats=repeats
    )


def _filled(people: _Table, column: str) -> dict[str, str]:
    return {key: value for key, value in people.lookup("pers_person_id", column).items() if value}


def _reviews(table: _Table, plans: _Table) -> TextTable:
    """Reviews with their plan's child and start; one whose plan is not in the dataset is noticed and left."""
    child = plans.lookup("cppl_cp_plan_id", "cppl_person_id")
    start = plans.lookup("cppl_cp_plan_id", "cppl_cp_plan_start_date")
    elsewhere = plans.lookup("cppl_cp_plan_id", "cppl_cp_plan_ola")
    keys, days, rows = (
        table.get("cppr_cp_plan_id").listed(),
        table.get("cppr_cp_review_date").listed(),
        table.table.rows,
    )
    kept = [place for place, key in enumerate(keys) if key in child]
    columns = {
        "child_id": [child[keys[place]] for place in kept],
        "plan_start": [start[keys[place]] for place in kept],
        "review_dates": [days[place] for place in kept],
        "other_authority": [elsewhere[keys[place]] for place in kept],
    }
    lost = tuple(
        Noticed("review-without-plan", int(rows[place]), values=f"review_date {days[place]}")
        for place, key in enumerate(keys)
        if key not in child
    )
    return TextTable(
        table.table.name,
        list(columns),
        [coded(cells) for cells in columns.values()],
        rows[kept],
        layout=LAYOUT,
        feeds=("reviews",),
        repeats=("child_id", "plan_start", "other_authority"),
        noticed=lost,
    )
