"""Convert a CIN census return with one CSV for each table, as checking tools export it, to flat tables.

`CINdetails` holds the date of a transfer-in conference, timed from the referral in the same row; initial conferences
are in `Section47`. [official: census guide] The tables have no header and the year of the return is unknown, so they
are read as a live extract.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from ...model.columns import Categorical
from ...model.schema import plain, recognise
from ..text_table import TextTable
from . import layout

_DETAILS = {"cinreferraldate", "dateofinitialcpc"}
_DETAILS_MARKS = {"cinclosuredate", "primaryneedcode", "referralsource", "reasonforclosure", "referralnfa"}


_NOT_NEEDED = (
    {"cinplanstartdate"},
    {"assessmentactualstartdate"},
    {"assessmentfactors"},
    {"disability"},
    {"collection", "referencedate"},
)
"""Headings of the census tables that have no data on child protection."""


def is_not_needed(headings: Iterable[str]) -> bool:
    """Whether these are the headings of a census table that no figure needs: child in need plans, assessments,
    disabilities, the header."""
    names = {plain(heading) for heading in headings}
    return any(marks <= names for marks in _NOT_NEEDED) and not names & {"cppstartdate", "s47actualstartdate"}


def is_cin_details(headings: Iterable[str]) -> bool:
    """Whether these are the headings of the census table CINdetails: a referral and a transfer-in conference."""
    names = {plain(heading) for heading in headings}
    return names >= _DETAILS and not names.isdisjoint(_DETAILS_MARKS) and "s47actualstartdate" not in names


@layout("census tables", order=30)
def as_flat(tables: list[TextTable]) -> list[TextTable]:
    """Mark the conferences in CINdetails as transfer-ins; leave out tables that no figure needs, and name them, if
    there are others."""
    flat = [
        _with_transfer_ins(table) if not table.layout and is_cin_details(table.headings) else table for table in tables
    ]
    unused = [table for table in flat if _is_unused(table)]
    if not unused or len(unused) == len(flat):
        return flat
    names = ", ".join(table.name for table in unused)
    first, *others = [table for table in flat if not _is_unused(table)]
    remark = f"Not used, as census tables of which no figure is made: {names}"
    return [replace(first, remarks=(*first.remarks, remark)), *others]


def _is_unused(table: TextTable) -> bool:
    return not table.layout and is_not_needed(table.headings) and not is_cin_details(table.headings)


def _with_transfer_ins(table: TextTable) -> TextTable:
    """The table with a column that marks its conferences as transfer-ins."""
    if any(recognise(heading) == "transfer_in" for heading in table.headings):
        return table
    place = [plain(heading) for heading in table.headings].index("dateofinitialcpc")
    held: Any = table.columns[place]
    filled = held.filled() if isinstance(held, Categorical) else ~np.isnat(held)
    marks = Categorical(np.where(filled, 0, -1).astype(np.int32), ["1"])
    return replace(table, headings=[*table.headings, "transfer_in"], columns=[*table.columns, marks])
