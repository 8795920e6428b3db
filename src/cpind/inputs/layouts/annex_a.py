"""Convert Ofsted's Annex A, its lists of section 47 enquiries and conferences (5) and of plans (7), to flat TextTables.

A list is recognised by its headings, in a workbook or as CSV. The letters that Ofsted puts before values ("a) Yes") are
removed, and "-" and "#N/A" are blank. The lists hold six months: model/layouts.py says which questions that can't
answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from ...model.patterns import Pattern
from ...model.schema import EVENT_COLUMNS, plain, recognise
from ...model.vocabulary import is_blank, sex_code
from ...model.vocabulary.wording import without_prefix
from ..text_table import TextTable
from . import layout

LAYOUT = "annex-a"

_MARKS = {
    5: (
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months",
        "StratDiscussionDate",
        "InitialCPConfUnnecessary",
        "CPConfResultInCPPlan",
        "NumberS47s12m",
        "NumberICPCs12m",
    ),
    7: (
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "DateOfLastStatutoryVisit",
        "ChildSeenAlone",
        "DateOfLatestReviewConf",
        "ProtectionLastSixMonths",
    ),
}
"""Headings that no other list and hardly any other export has: Ofsted's, and those of the tool that fills Annex A from
the Standard Safeguarding Dataset."""

_MARKS_NEEDED = 2

_NAMES = {"list5": 5, "list7": 7, "sec47andicpc": 5, "s47andicpc": 5, "section47andicpc": 5, "cpplans": 7, "cpp": 7}
"""The names of sheets, reduced to letters and digits."""

_FEEDS = {5: ("conferences", "enquiries"), 7: ("plans",)}

_ERRORS = {"#n/a", "#ref!", "#value!"}
"""Errors left by formulas in the workbook."""

_NOT_KNOWN = {"not yet known", "not known", "unknown", "not recorded", "not stated", "not stated/recorded"}
_SEXES = {"male", "female", "m", "f", "indeterminate", "neither", *_NOT_KNOWN}
"""The list's words for a sex, written as M, F or U; other words are recognised when they are counted."""

_PREFIX = Pattern(r"(?:[a-z]{1,2}\)\.?|[0-9]{1,2} -)\s*", re.IGNORECASE)
"""The prefix that any value of a list may have, even a date: "a) Yes", "B) Yes", "b). Yes", "1 - Yes"."""

_AS_IT_STANDS = ("child_id", "family_id", "team")
"""Columns whose values may themselves begin with a letter and a bracket."""


def list_of(headings: Iterable[str], title: str = "") -> int | None:
    """5 or 7 if a table with these headings is that list of Annex A: it has two headings that only this list has, or
    one and the list's name. A table with the headings of both is a flat extract."""
    names = {plain(heading) for heading in headings}
    if "sourcelayout" in names:  # converted by cpind, whatever else it contains
        return None
    marks = {number: sum(plain(mark) in names for mark in of_list) for number, of_list in _MARKS.items()}
    lists = [number for number, count in marks.items() if count >= _MARKS_NEEDED]
    named = _NAMES.get(plain(PurePath(title).stem.replace("&", "and")))
    if not lists and named and marks[named] and any(recognise(heading) in EVENT_COLUMNS for heading in headings):
        return named
    return lists[0] if len(lists) == 1 else None


def _find_table(headings: Sequence[str], title: str) -> str | None:
    number = list_of(headings, title)
    return f"List {number}" if number else None


@layout(LAYOUT, order=10, find_table=_find_table)
def as_flat(tables: list[TextTable]) -> list[TextTable]:
    """Convert each list to a flat table: the same rows, with values in cpind's words."""
    return [
        _flat_list(table, number) if not table.layout and (number := list_of(table.headings, table.title)) else table
        for table in tables
    ]


def _flat_list(table: TextTable, number: int) -> TextTable:
    columns = [
        column.mapped(partial(_value, column=recognise(heading)))
        for heading, column in zip(table.headings, table.texts())
    ]
    return replace(table, columns=columns, layout=LAYOUT, feeds=_FEEDS[number])


def _value(text: str, column: str | None) -> str:
    text = text.replace("\xa0", " ").strip()
    if text.lower() in _ERRORS or is_blank(text, column or "team"):
        return ""
    if column == "sex":
        text = without_prefix(text)
        return sex_code(text) if text.lower() in _SEXES else text
    if column in _AS_IT_STANDS:
        return text
    text = text.removeprefix(match[0]) if (match := _PREFIX.match(text)) else text
    return "" if text.lower() in _NOT_KNOWN else text
