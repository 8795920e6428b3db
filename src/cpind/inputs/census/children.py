"""The rows of one child of a census return: section 47 enquiries with their conferences, plans, and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ...model.columns import Categorical
from ...model.vocabulary import is_known, sex_code

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHILD = {
    "LAchildID": "child_id",
    "PersonBirthDate": "PersonBirthDate",
    "ExpectedPersonBirthDate": "ExpectedPersonBirthDate",
    "Sex": "sex",
    "GenderCurrent": "sex",
    "PersonDeathDate": "date_of_death",
    "Ethnicity": "ethnicity",
}
ENQUIRY = {
    "S47ActualStartDate": "s47_start",
    "InitialCPCtarget": "icpc_target",
    "DateOfInitialCPC": "icpc_date",
    "ICPCnotRequired": "icpc_not_required",
}
_DETAILS = {"CINreferralDate": "referral_date", "DateOfInitialCPC": "icpc_date"}
PLAN = {
    "CPPstartDate": "plan_start",
    "CPPendDate": "plan_end",
    "InitialCategoryOfAbuse": "initial_category",
    "LatestCategoryOfAbuse": "latest_category",
    "NumberOfPreviousCPP": "previous_plans",
}
"""Element -> column; a column that two elements fill takes the first that is not blank."""


_PRE_PROCEEDINGS = "PreProceedingsandFGDM"
_BEGUN = re.compile(r"preproceedings\w*(?:start|began|begin|commence|initiat)\w*", re.IGNORECASE)
"""The group that the census has from 2026-27 on, and its element for the start of pre-proceedings. Its schema was not
available, so an element with any other name is ignored rather than misread."""


def pre_proceedings(details: _Element) -> dict[str, str]:
    """The days on which pre-proceedings began in a CINdetails, separated by semicolons, as the column of its plans."""
    days = [
        text
        for group in details.iterchildren(_PRE_PROCEEDINGS)
        for part in group.iter("*")
        if not len(part) and _BEGUN.fullmatch(part.tag) and (text := (part.text or "").strip())
    ]
    return {"pre_proceedings_dates": ";".join(days)} if days else {}


class RowBuilder:
    """The rows of a table while they are added: for each column the codes so far (-1 for blank) and their texts."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = tuple(columns)
        self.texts: list[dict[str, int]] = [{"": -1} for _ in self.columns]
        self.codes: list[list[int]] = [[] for _ in self.columns]
        self.lines: list[int] = []

    def add(self, line: int, values: dict[str, str]) -> None:
        self.lines.append(line)
        for column, texts, codes in zip(self.columns, self.texts, self.codes):
            codes.append(texts.setdefault(values.get(column, ""), len(texts) - 1))

    def finished(self) -> list[Categorical]:
        return [Categorical(np.array(codes, np.int32), list(texts)[1:]) for codes, texts in zip(self.codes, self.texts)]


def read_child(element: _Element, tables: dict[str, RowBuilder]) -> str:
    """Add the rows of one child to the tables; return the child's identifier."""
    who: dict[str, str] = {}
    for part in element.iterchildren("ChildIdentifiers", "ChildCharacteristics"):
        for column, text in _values(part, _CHILD).items():
            who.setdefault(column, text)
    if sex := who.get("sex"):
        who["sex"] = sex_code(sex) if sex.isdecimal() and is_known(sex_code(sex)) else sex
    # Elements directly under Child belong in a CINdetails, but are not lost for that.
    for details in (element, *element.iterchildren("CINdetails")):
        transfer_in = _values(details, _DETAILS)
        if "icpc_date" in transfer_in:
            tables["enquiries"].add(details.sourceline, {**who, **transfer_in, "transfer_in": "1"})
        begun = pre_proceedings(details)
        for part in details.iterchildren("Section47", "ChildProtectionPlans"):
            if part.tag == "Section47":
                # Only a transfer-in is timed from its referral.
                tables["enquiries"].add(part.sourceline, {**who, **_values(part, ENQUIRY), "transfer_in": "0"})
            else:
                plan = _values(part, PLAN) | begun
                tables["plans"].add(part.sourceline, {**who, **plan})
                _add_reviews(part, who, plan, tables["reviews"])
    return who.get("child_id", "")


def _add_reviews(part: _Element, who: dict[str, str], plan: dict[str, str], reviews: RowBuilder) -> None:
    for reviews_held in part.iterchildren("Reviews"):
        for review in reviews_held.iterchildren("CPPreviewDate"):
            if text := (review.text or "").strip():
                values = {name: source.get(name, "") for name, source in (("child_id", who), ("plan_start", plan))}
                reviews.add(review.sourceline, {**values, "review_dates": text})


def _values(element: _Element, columns: dict[str, str]) -> dict[str, str]:
    """The column and text of each known child element that is not blank; the first if there are several."""
    texts: dict[str, str] = {}
    for part in element:
        column = columns.get(part.tag)
        if column and (text := part.text) and (text := text.strip()):
            texts.setdefault(column, text)
    return texts
