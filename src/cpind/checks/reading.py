"""What readers noticed: cells that can't be read, rows without events, children listed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import Frame
from .registry import ALL, ERROR, HELD, INFORMATION, PLANS, WARNING, Matches, Subject, whole

if TYPE_CHECKING:
    from ..model.extract import Extract


def noticed(subject: Subject, code: str) -> Iterator[Matches]:
    """The rows that a reader noticed for a check, in any part of the extract."""
    yield noticed_rows(subject.extract, code)


def noticed_rows(extract: Extract, code: str) -> Matches:
    """The rows that a reader noticed in an extract without anything to count."""
    rows = extract.noticed
    rows = rows.where(rows["check"].by_text(code.__eq__, False))
    # A reader's row may not be a row of the extract, so each gets its own number.
    return Matches(rows.with_columns(entry=-2 - np.arange(len(rows))), ("values",))


@whole(
    "unreadable",
    ERROR,
    "Cell that can't be read",
    figures=ALL,
    left_out="{n} {cell|cells} that can't be read taken as blank",
)
def unreadable(subject: Subject) -> Iterable[Matches]:
    """A date (a two-digit year, 31 February, a year outside 1990-2099), a number or a flag that can't be read, or a row
    without a child_id."""
    return noticed(subject, "unreadable")


@whole("8510", ERROR, "Child listed twice in one return", figures=ALL)
def listed_twice(subject: Subject) -> Iterable[Matches]:
    """Two Child elements of one census return have the same LAchildID; they are read as one child. (DfE rule 8510)"""
    return noticed(subject, "8510")


@whole(
    "no-event",
    INFORMATION,
    "Row without any date of an enquiry, a conference, a plan or a review",
    figures=ALL,
    left_out="{n} {row holds|rows hold} no section 47, conference or plan date",
)
def no_event(subject: Subject) -> Iterable[Matches]:
    """Nothing in the row can be counted."""
    return noticed(subject, "no-event")


@whole("no-return-year", WARNING, "Row without a return's year in a file of returns", figures=ALL)
def no_return_year(subject: Subject) -> Iterable[Matches]:
    """The row counts as live history; its return_year may have been forgotten."""
    return noticed(subject, "no-return-year")


@whole("leading-zeros", WARNING, "Identifier that differs from another by leading zeros alone", figures=ALL)
def leading_zeros(subject: Subject) -> Iterable[Matches]:
    """A spreadsheet removes leading zeros from identifiers: "0012" and "12" are probably the same child, but are read
    as two."""
    return noticed(subject, "leading-zeros")


@whole("capital-letters", WARNING, "Identifier that differs from another by capital letters alone", figures=ALL)
def capital_letters(subject: Subject) -> Iterable[Matches]:
    """A system that ignores case may write one identifier in two ways: "c0012" and "C0012" are probably the same child,
    but are read as two, since other systems distinguish them."""
    return noticed(subject, "capital-letters")


@whole(
    "letters-before",
    WARNING,
    "Identifier that differs from another by letters before the number, or by commas",
    figures=ALL,
)
def letters_before(subject: Subject) -> Iterable[Matches]:
    """Two reports may write one identifier in two ways: "W0012" and "0012", or "1,234" and "1234", are probably the same
    child, but are read as two. Listed if it is so for half of the identifiers of either kind."""
    return noticed(subject, "letters-before")


@whole("several-children", WARNING, "Identifier that stands for several children", figures=ALL)
def several_children(subject: Subject) -> Iterable[Matches]:
    """A list such as "10012; 10013" counts as one child, and so do all rows with "unborn" or "unknown". Give each
    child a row and an identifier."""
    return noticed(subject, "several-children")


@whole("key-twice", ERROR, "Key that two rows of a table of the dataset share", figures=ALL)
def key_twice(subject: Subject) -> Iterable[Matches]:
    """In the Standard Safeguarding Dataset: if two persons, enquiries, plans or referrals have the same key, the first
    is used for everything that refers to the key, whichever child it belongs to."""
    return noticed(subject, "key-twice")


@whole("points-elsewhere", WARNING, "Conference that points at another child's enquiry or referral", figures=("icpc",))
def points_elsewhere(subject: Subject) -> Iterable[Matches]:
    """In the Standard Safeguarding Dataset: the enquiry or the referral is not this child's, so the conference is not
    timed from it."""
    return noticed(subject, "points-elsewhere")


def _joined(subject: Subject, kind: str, entries: str, shows: tuple[str, ...]) -> Iterable[Matches]:
    """The rows of a kind of join, with the columns that show it."""
    for join in subject.extract.joins:
        places = getattr(join, entries)
        if join.kind == kind and len(places):
            rows = {name: subject.extract.rows[name].take(places) for name in shows}
            yield Matches(Frame({**rows, "entry": places}), shows)


@whole("joined", INFORMATION, "Row joined with a row of another file", figures=("icpc", "reviews"))
def joined(subject: Subject) -> Iterable[Matches]:
    """A conference joined with an enquiry, or a transfer-in with a referral, from another file: by a key that both
    files have, else the child's latest. A review joined with its plan is listed with its date, file and row."""
    yield from _joined(subject, "enquiry", "rows", ("icpc_date", "s47_start"))
    yield from _joined(subject, "referral", "rows", ("icpc_date", "referral_date"))
    yield from _joined(subject, "plan", "rows", ())


@whole("joined-choice", WARNING, "Conference with several enquiries to choose from in another file", figures=("icpc",))
def joined_choice(subject: Subject) -> Iterable[Matches]:
    """The latest of them is used, which gives the shortest time."""
    return _joined(subject, "enquiry", "doubtful", ("icpc_date", "s47_start"))


@whole("person-differs", WARNING, "Row of a person that differs from a later row of the same child", figures=ALL)
def person_differs(subject: Subject) -> Iterable[Matches]:
    """In files of people: the last value that is not blank is used."""
    return _joined(subject, "person", "doubtful", ())


@whole(
    "other-plan",
    INFORMATION,
    "Plan other than a child protection plan",
    figures=PLANS,
    left_out="{n} {plan is|plans are} of another kind than child protection (plan_type)",
)
def other_plan(subject: Subject) -> Iterable[Matches]:
    """plan_type says that it is a CIN, CLA or early help plan or the like: the plan and its reviews are not counted."""
    return noticed(subject, "other-plan")


@whole(
    "other-meeting",
    INFORMATION,
    "Meeting that is not a child protection conference",
    figures=(*HELD, "reviews"),
    left_out="{n} {meeting is not a child protection conference|meetings are not child protection conferences} "
    "(conference_type)",
)
def other_meeting(subject: Subject) -> Iterable[Matches]:
    """conference_type says that it is a strategy meeting, a looked-after review or the like."""
    return noticed(subject, "other-meeting")


@whole(
    "conference-not-held",
    INFORMATION,
    "Conference that was cancelled or is not yet held",
    figures=(*HELD, "reviews"),
    left_out="{n} {conference was|conferences were} cancelled or not held (conference_status)",
)
def conference_not_held(subject: Subject) -> Iterable[Matches]:
    """conference_status says that it was cancelled, postponed, planned or the like."""
    return noticed(subject, "conference-not-held")
