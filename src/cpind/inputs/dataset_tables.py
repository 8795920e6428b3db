"""The tables of the Standard Safeguarding Dataset that cpind reads, and how it recognises them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..model.columns import Categorical, constant
from ..model.schema import plain
from .text_table import TextTable

TABLES = {
    "ssd_person": "pers_person_id pers_sex pers_gender pers_ethnicity pers_dob pers_expected_dob pers_death_date",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date s47e_s47_end_date",
    "ssd_initial_cp_conference": "icpc_icpc_id icpc_s47_enquiry_id icpc_person_id icpc_cp_plan_id icpc_referral_id "
    "icpc_icpc_transfer_in icpc_icpc_target_date icpc_icpc_date icpc_icpc_outcome_cp_flag icpc_icpc_team",
    "ssd_cp_plans": "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id cppl_cp_plan_start_date "
    "cppl_cp_plan_end_date cppl_cp_plan_ola cppl_cp_plan_initial_category cppl_cp_plan_latest_category",
    "ssd_cp_reviews": "cppr_cp_plan_id cppr_cp_review_date",
    "ssd_cp_visits": "cppv_cp_visit_id cppv_person_id cppv_cp_plan_id cppv_cp_visit_date cppv_cp_visit_seen "
    "cppv_cp_visit_seen_alone cppv_cp_visit_bedroom",
    "ssd_cla_episodes": "clae_cla_episode_id clae_person_id clae_cla_episode_start_date clae_cla_episode_start "
    "clae_cla_episode_ceased clae_cla_episode_ceased_date",
    "ssd_family": "fami_table_id fami_family_id fami_person_id",
    "ssd_cin_episodes": "cine_referral_id cine_person_id cine_referral_date",
}
"""The tables that are read, and their known columns."""

_PREFIXES = {name: columns.partition("_")[0] + "_" for name, columns in TABLES.items()}
_KNOWN = {plain(column): name for name, columns in TABLES.items() for column in columns.split()}


@dataclass(frozen=True)
class DatasetTable:
    """One table of the dataset, its columns by their names."""

    table: TextTable
    columns: dict[str, Categorical]

    def get(self, name: str) -> Categorical:
        return self.columns.get(name) or constant("", len(self.table))

    def row_of(self, key: str, wanted: Categorical) -> np.ndarray:
        """For each cell of `wanted`, the first row with that key; -1 if there is none."""
        known = self.get(key)
        codes, first = np.unique(known.codes, return_index=True)
        rows = {known.texts[code]: row for code, row in zip(codes.tolist(), first.tolist()) if code >= 0}
        return wanted.by_text(lambda text: rows.get(text, -1), -1)


def table_of(headings: Iterable[str]) -> str | None:
    """The name of the table with these headings: at least one of its known columns, none of another table's, and at
    least two headings with the table's prefix."""
    headings = list(headings)
    tables = {_KNOWN[key] for heading in headings if (key := plain(heading)) in _KNOWN}
    if len(tables) != 1:
        return None
    (name,) = tables
    return name if sum(heading.lower().startswith(_PREFIXES[name]) for heading in headings) > 1 else None


def headings_of(head: bytes) -> list[str]:
    """The headings in the first bytes of a file that may be one of the tables; in any other file they mean nothing."""
    line = head.lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")[0].decode("utf-8", "replace")
    return [heading.strip('" \r') for heading in re.split(r"[,;\t|]", line)]
