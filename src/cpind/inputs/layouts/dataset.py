"""Convert the Standard Safeguarding Dataset, with a CSV for each table, to flat TextTables of enquiries, conferences,
plans and reviews.

A conference is joined to its enquiry's start and its referral's date, a review to its plan, and every event to its
person. A row keeps its number in its own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ...errors import InputError
from ...model.columns import Categorical, constant
from ...model.schema import plain
from ..dataset_spells import looked_after, visits_of
from ..dataset_tables import TABLES, DatasetTable, table_of
from ..text_table import Noticed, TextTable, tidied_texts
from . import layout

LAYOUT = "ssd"

_NOWHERE = -2
"""The code for a text that is not in a column."""

_KEYS = {
    "ssd_person": ("pers_person_id",),
    "ssd_s47_enquiry": ("s47e_s47_enquiry_id", "s47e_person_id", "s47e_s47_start_date"),
    "ssd_initial_cp_conference": ("icpc_person_id", "icpc_icpc_date"),
    "ssd_cp_plans": ("cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date"),
    "ssd_cp_reviews": ("cppr_cp_plan_id", "cppr_cp_review_date"),
    "ssd_cin_episodes": ("cine_referral_id", "cine_referral_date"),
    "ssd_cp_visits": ("cppv_cp_visit_date",),
    "ssd_cla_episodes": ("clae_person_id",),
    "ssd_family": ("fami_family_id", "fami_person_id"),
}
"""The columns that a table needs to be useful."""

_OWN_KEYS = {
    "ssd_person": "pers_person_id",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id",
    "ssd_cp_plans": "cppl_cp_plan_id",
    "ssd_cin_episodes": "cine_referral_id",
}
"""The keys to which other tables refer: each identifies one row of its table."""


def _find_table(headings: Sequence[str], title: str) -> str | None:
    return table_of(headings)


@layout(LAYOUT, order=20, find_table=_find_table)
def as_flat(tables: list[TextTable]) -> list[TextTable]:
    """Join the dataset's tables and put them after all others. Raises InputError for two files of the same table, and
    for a table without its keys."""
    mine = [table for table in tables if _is_mine(table)]
    return [table for table in tables if not _is_mine(table)] + _joined_tables(mine) if mine else tables


def _is_mine(table: TextTable) -> bool:
    return not table.layout and table_of(table.headings) is not None


def _joined_tables(tables: Sequence[TextTable]) -> list[TextTable]:
    dataset: dict[str, DatasetTable] = {}
    for table in tables:
        name = table_of(table.headings) or ""
        if name in dataset:
            raise InputError(
                f"{dataset[name].table.name} and {table.name} are both the table {name}: read one dataset at a time"
            )
        dataset[name] = _named(table, name)
    if not set(dataset) & {"ssd_cp_plans", "ssd_initial_cp_conference", "ssd_s47_enquiry"}:
        raise InputError(
            f"{', '.join(table.name for table in tables)}: of the Standard Safeguarding Dataset there is neither "
            "ssd_cp_plans nor ssd_initial_cp_conference nor ssd_s47_enquiry; name the folder, or these files as well"
        )
    flat_tables: list[TextTable] = []
    if enquiries := dataset.get("ssd_s47_enquiry"):
        starts = {"s47_start": enquiries.get("s47e_s47_start_date")}
        flat_tables.append(_flat(enquiries, dataset, "s47e_person_id", starts, "enquiries"))
    if conferences := dataset.get("ssd_initial_cp_conference"):
        joined, lost = _joined(conferences, dataset)
        held = {
            "icpc_date": conferences.get("icpc_icpc_date"),
            "transfer_in": conferences.get("icpc_icpc_transfer_in"),
            "icpc_target": conferences.get("icpc_icpc_target_date"),
            "team": conferences.get("icpc_icpc_team"),
        }
        flat = _flat(conferences, dataset, "icpc_person_id", {**held, **joined}, "conferences", repeats=tuple(joined))
        flat_tables.append(replace(flat, noticed=lost))
    if plans := dataset.get("ssd_cp_plans"):
        beside = {**_plan(plans), **visits_of(dataset.get("ssd_cp_visits"), plans)}
        beside |= looked_after(dataset.get("ssd_cla_episodes"), plans.get("cppl_person_id"))
        flat_tables.append(_flat(plans, dataset, "cppl_person_id", beside, "plans"))
    if reviews := dataset.get("ssd_cp_reviews"):
        flat_tables.append(_reviews(reviews, plans))
    twice = tuple(noticed for name, one in dataset.items() if name in _OWN_KEYS for noticed in _listed_twice(one, name))
    return [replace(flat_tables[0], noticed=(*flat_tables[0].noticed, *twice)), *flat_tables[1:]]


def _listed_twice(table: DatasetTable, name: str) -> Iterable[Noticed]:
    """The rows whose key an earlier row has too: references to the key mean the first row."""
    key = table.get(_OWN_KEYS[name])
    twice = (np.bincount(key.codes + 1)[key.codes + 1] > 1) & key.filled()
    for row, text in zip(table.table.rows[twice].tolist(), key.listed(twice)):
        yield Noticed("key-twice", row, values=f"{_OWN_KEYS[name]} {text}", file=table.table.name)


def _named(table: TextTable, name: str) -> DatasetTable:
    spelled = {plain(column): column for column in TABLES[name].split()}
    columns = {
        spelled.get(plain(heading), heading): tidied_texts(column, identifiers=plain(heading).endswith("id"))
        for heading, column in zip(table.headings, table.texts())
    }
    for key in _KEYS[name]:
        if key not in columns:
            raise InputError(f"{table.name} is the table {name} without its column {key}: export it again")
    return DatasetTable(table, columns)


def _joined(
    table: DatasetTable, dataset: dict[str, DatasetTable]
) -> tuple[dict[str, Categorical], tuple[Noticed, ...]]:
    """The start of each conference's enquiry and the date of its referral; and the conferences that refer to another
    child's, which are not joined."""
    columns: dict[str, Categorical] = {}
    lost: list[Noticed] = []
    if enquiries := dataset.get("ssd_s47_enquiry"):
        at, elsewhere = _pointed_at(table, "icpc_s47_enquiry_id", enquiries, "s47e_s47_enquiry_id", "s47e_person_id")
        columns["s47_start"] = enquiries.get("s47e_s47_start_date").narrowed(at)
        lost += elsewhere
    if referrals := dataset.get("ssd_cin_episodes"):
        at, elsewhere = _pointed_at(table, "icpc_referral_id", referrals, "cine_referral_id", "cine_person_id")
        columns["referral_date"] = referrals.get("cine_referral_date").narrowed(at)
        lost += elsewhere
    return columns, tuple(lost)


def _pointed_at(
    table: DatasetTable, key: str, other: DatasetTable, other_key: str, other_person: str
) -> tuple[np.ndarray, list[Noticed]]:
    """For each conference, the row of the other table to which its key refers, -1 if that is not the child's; and the
    conferences that refer to another child's."""
    child, keys = table.get("icpc_person_id"), table.get(key)
    at = other.row_of(other_key, keys)
    person = other.get(other_person).narrowed(at)
    elsewhere = person.filled() & ~_same(person, child)
    rows = zip(table.table.rows[elsewhere].tolist(), child.listed(elsewhere), keys.listed(elsewhere))
    lost = [Noticed("points-elsewhere", row, child_id, f"{key} {text}") for row, child_id, text in rows]
    return np.where(elsewhere, -1, at), lost


def _same(one: Categorical, other: Categorical) -> np.ndarray:
    """The rows in which two columns have the same text."""
    codes = {text: code for code, text in enumerate(other.texts)}
    is_same: np.ndarray = one.by_text(lambda text: codes.get(text, _NOWHERE), -1) == other.codes
    return is_same


def _plan(table: DatasetTable) -> dict[str, Categorical]:
    return {
        "plan_start": table.get("cppl_cp_plan_start_date"),
        "plan_end": table.get("cppl_cp_plan_end_date"),
        "initial_category": table.get("cppl_cp_plan_initial_category"),
        "latest_category": table.get("cppl_cp_plan_latest_category"),
        "other_authority": table.get("cppl_cp_plan_ola"),
    }


def _flat(
    table: DatasetTable,
    dataset: dict[str, DatasetTable],
    person: str,
    events: dict[str, Categorical],
    feeds: str,
    repeats: tuple[str, ...] = (),
) -> TextTable:
    """A table's events, with what is known of the person. The columns in `repeats` repeat what another table says."""
    child = table.get(person)
    columns = {"child_id": child, **events}
    if families := dataset.get("ssd_family"):
        columns["family_id"] = families.get("fami_family_id").narrowed(families.row_of("fami_person_id", child))
    if people := dataset.get("ssd_person"):
        at = people.row_of("pers_person_id", child)
        columns |= {
            "sex": people.get("pers_sex").coalesce(people.get("pers_gender")).narrowed(at),
            "date_of_birth": people.get("pers_dob").coalesce(people.get("pers_expected_dob")).narrowed(at),
            "ethnicity": people.get("pers_ethnicity").narrowed(at),
            "date_of_death": people.get("pers_death_date").narrowed(at),
        }
    own = table.table
    return TextTable(
        own.name,
        list(columns),
        list(columns.values()),
        own.rows,
        layout=LAYOUT,
        feeds=(feeds,),
        repeats=("family_id", "date_of_birth", "date_of_death", *repeats),
    )


def _reviews(table: DatasetTable, plans: DatasetTable | None) -> TextTable:
    """Reviews with their plan's child and start; a review whose plan is not in the dataset is noticed and left out."""
    key, day, rows = table.get("cppr_cp_plan_id"), table.get("cppr_cp_review_date"), table.table.rows
    at = plans.row_of("cppl_cp_plan_id", key) if plans else np.full(len(rows), -1)
    kept, lost = np.flatnonzero(at >= 0), at < 0

    def of_plan(name: str) -> Categorical:
        return plans.get(name).narrowed(at[kept]) if plans else constant("", 0)

    columns = {
        "child_id": of_plan("cppl_person_id"),
        "plan_start": of_plan("cppl_cp_plan_start_date"),
        "review_dates": day.narrowed(kept),
        "other_authority": of_plan("cppl_cp_plan_ola"),
    }
    lost_rows = zip(rows[lost].tolist(), key.listed(lost), day.listed(lost))
    return TextTable(
        table.table.name,
        list(columns),
        list(columns.values()),
        rows[kept],
        layout=LAYOUT,
        feeds=("reviews",),
        repeats=("child_id", "plan_start", "other_authority"),
        noticed=tuple(
            Noticed(
                "review-without-plan", row, values=f"cppr_cp_plan_id {plan or 'blank'}; review_date {date or 'blank'}"
            )
            for row, plan, date in lost_rows
        ),
    )
