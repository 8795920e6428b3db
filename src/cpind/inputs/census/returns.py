"""Read a CIN census return (XML, the layouts of 2017 to 2026) into TextTables: conferences, plans and reviews.

Message > Header, Children > Child > ChildIdentifiers, ChildCharacteristics, CINdetails > Section47,
ChildProtectionPlans > Reviews. The order of elements, stray text and unknown elements do not matter. Each child is read
and then freed, so memory grows only with the tables (and with the little that stands outside Header and Child).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from ...model.columns import Categorical, constant
from ...model.periods import long_date
from ..text_table import Noticed, TextTable
from . import LAYOUT
from .children import ENQUIRY, PLAN, RowBuilder, read_child
from .elements import BinaryReader, elements_of, refuse_other_documents
from .years import other_reference_date, return_year

_WHO = ("child_id", "PersonBirthDate", "ExpectedPersonBirthDate", "sex", "date_of_death", "ethnicity")


_RECENT = ("pre_proceedings_dates",)
"""Columns that only the latest census years have: in an earlier return they are absent, not blank."""


def _without_recent(headings: list[str], columns: list[Categorical]) -> tuple[list[str], list[Categorical]]:
    """The columns, without those of _RECENT that are empty."""
    kept = [place for place, name in enumerate(headings) if name not in _RECENT or columns[place].texts]
    return [headings[place] for place in kept], [columns[place] for place in kept]


def read_census(file: BinaryReader, name: str, head: bytes = b"") -> list[TextTable]:
    """Read the return in a file once, from beginning to end; `head` has its first bytes, if they are known.

    The return's year is the ReferenceDate's; without a header it is the year of the latest date in it. Every column of
    the census is there, even if blank, so that an element nobody filled is not taken for one that the layout lacks.
    Raises InputError, with the line, for a file that is not a well-formed census return.
    """
    tables = {
        "enquiries": RowBuilder((*_WHO, "referral_date", *ENQUIRY.values(), "transfer_in")),
        "plans": RowBuilder((*_WHO, *PLAN.values(), "pre_proceedings_dates")),
        "reviews": RowBuilder(("child_id", "plan_start", "review_dates")),
    }
    first: dict[str, tuple[int, int]] = {}
    twice: dict[int, Noticed] = {}
    header: dict[str, str] = {}
    refuse_other_documents(head, name)
    for number, element in enumerate(elements_of(file, name)):
        if element.tag == "Header":
            header |= {part.tag: (part.text or "").strip() for part in element.iter("Year", "ReferenceDate", "LEA")}
            continue
        child = read_child(element, tables)
        before, line = first.setdefault(child, (number, element.sourceline))
        if before != number and child:
            twice[before] = Noticed("8510", line, child, f"also at line {element.sourceline}")
            twice[number] = Noticed("8510", element.sourceline, child, f"also at line {line}")
    year, remarks = return_year(header, tables, name)
    constants = [("return_year", year), ("authority", header.get("LEA", ""))]
    if day := other_reference_date(header, int(year)):
        constants.append(("return_date", day))
        remarks += (f"{name} is a return of {long_date(date.fromisoformat(day))}, not of 31 March: its year is part",)
    finished = []
    for table, rows in tables.items():
        headings, columns = _without_recent(list(rows.columns), rows.finished())
        for heading, text in constants:
            headings.append(heading)
            columns.append(constant(text, len(rows.lines)))
        feeds = ("conferences", "enquiries") if table == "enquiries" else (table,)
        repeats = ("child_id", "plan_start") if table == "reviews" else _WHO[1:]
        lines = np.array(rows.lines, np.int32)
        finished.append(
            TextTable(name, headings, columns, lines, layout=LAYOUT, feeds=feeds, repeats=repeats, by_line=True)
        )
    return [replace(finished[0], remarks=remarks, noticed=tuple(twice.values())), *finished[1:]]
