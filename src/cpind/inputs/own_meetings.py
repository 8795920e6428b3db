"""Unknown columns that say of conferences, reviews and enquiries that they were not held, or of another kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..model.columns import Categorical
from ..model.headings import key_words
from ..model.kinds import INITIAL, OTHER_MEETING, REVIEW, TRANSFER_IN, conference_type, letters_and_digits
from ..model.patterns import Pattern
from ..model.vocabulary.flags import FLAG_WORDS
from .other_kind import MOSTLY, NO, OtherKind, of_kind, remedy, sentence
from .own_headings import asks_for_an_enquiry, asks_whether_held

_BOOKED = Pattern(
    r"((icpc|rcpc|conference|review|meeting) )?(planned|scheduled|booked|arranged|provisional|to be held|not yet held)"
    r"( (icpc|rcpc|conference|review|meeting))?"
)
_NOT_REQUIRED = Pattern(r"\b(not (required|needed)|unnecessary)\b")
_GENERAL = {"outcome", "status", "decision", "result"}
_NONE = "no section 47 enquiry"
_ENQUIRY = Pattern(r"(?<!no )(?<!not )\b(s ?47|sec(tion)? 47)\b")


def look_for_meetings(
    heading: str,
    column: Categorical,
    headings: Sequence[str],
    named: Mapping[str, Sequence[int]],
    meetings: tuple[np.ndarray, np.ndarray],
    file: str,
) -> Iterable[str]:
    """A sentence for each way in which the column says that meetings were none. For the arguments see look_for_kinds."""
    if "conference_status" not in named and (other := _not_held(heading, column, meetings[0])):
        yield f"{file}: {sentence(other, 'counted as held, since there is a date')}: if not, {remedy(other)}"
    if "s47_start" in named and (other := _no_enquiry(heading, column, headings[named["s47_start"][0]])):
        yield (
            f"{file}: {sentence(other, 'counted as {an enquiry|enquiries}')}: take out strategy discussions that led to no "
            "section 47 enquiry"
        )
    if "conference_status" not in named and (other := _booked(heading, column, meetings)):
        yield f"{file}: {sentence(other, 'counted as held, since the date is past')}: if not, {remedy(other)}"
    if "reason" in key_words(heading):
        return
    if (
        "review_dates" in named
        and not {"icpc_date", "conference_type"} & set(named)
        and (other := _other_meetings(heading, column, REVIEW))
    ):
        yield f"{file}: {sentence(other, 'counted as {a review|reviews}')}: if not, map the heading to conference_type"
    if "icpc_date" in named and "conference_type" not in named and (other := _other_meetings(heading, column, INITIAL)):
        yield (
            f"{file}: {sentence(other, 'counted as {an initial conference|initial conferences}')} where the date is "
            "filled: if not, map the heading to conference_type under [columns] in cpind.toml"
        )
    if (
        "icpc_date" in named
        and not {"conference_type", "transfer_in"} & set(named)
        and (other := _transfers(heading, column))
    ):
        yield (
            f"{file}: {sentence(other, 'not timed from {its referral|their referrals}')}: map the heading to "
            "conference_type under [columns] in cpind.toml"
        )


def _other_meetings(heading: str, column: Categorical, wanted: int) -> OtherKind | None:
    """A column with kinds of conferences, some of them neither initial nor of the kind `wanted`."""
    texts = list(column.texts)
    kinds = [conference_type(text) for text in texts]
    others = {
        text: "review" if kind == REVIEW else "another meeting"
        for text, kind in zip(texts, kinds)
        if kind in (REVIEW, OTHER_MEETING) and kind != wanted
    }
    if not others or wanted not in kinds or len(texts) * MOSTLY > sum(kind is not None for kind in kinds):
        return None
    return of_kind(heading, column, others)


def _transfers(heading: str, column: Categorical) -> OtherKind | None:
    """A column with kinds of conferences, some of them transfer-ins."""
    kinds = {text: conference_type(text) for text in column.texts}
    transfers = {text: "transfer-in" for text, kind in kinds.items() if kind == TRANSFER_IN}
    known = sum(kind is not None for kind in kinds.values())
    are_kinds = transfers and INITIAL in kinds.values() and known >= MOSTLY * len(kinds)
    return of_kind(heading, column, transfers) if are_kinds else None


def _not_held(heading: str, column: Categorical, rows: np.ndarray) -> OtherKind | None:
    """A column that says of rows with a conference that it was not required, or a flag for those not held."""
    if asks_whether_held(heading):
        known_words = {text: "no" for text in column.texts if letters_and_digits(text) in NO}
    elif not _is_of_conferences(heading):
        return None
    else:
        known_words = {text: m[0] for text in column.texts if (m := _NOT_REQUIRED.search(letters_and_digits(text)))}
    count = int(column.by_text(known_words.__contains__, False)[np.unique(rows)].sum()) if known_words else 0
    return OtherKind(heading, tuple(dict.fromkeys(known_words.values())), count) if count else None


def _is_of_conferences(heading: str) -> bool:
    heading_words = key_words(heading)
    return bool(heading_words & {"icpc", "conference", "s47"}) or heading_words <= _GENERAL


def _no_enquiry(heading: str, column: Categorical, start: str) -> OtherKind | None:
    """A column that says which strategy discussions led to a section 47 enquiry, if these and not the enquiries give the
    start."""
    if "strat" not in start.lower():
        return None
    if asks_for_an_enquiry(heading) and {text.lower() for text in column.texts} <= set(FLAG_WORDS):
        return of_kind(heading, column, {text: _NONE for text in column.texts if letters_and_digits(text) in NO})
    led = [text for text in column.texts if _ENQUIRY.search(letters_and_digits(text))]
    others = {text: _NONE for text in column.texts if text not in led}
    return of_kind(heading, column, others) if led else None


def _booked(heading: str, column: Categorical, meetings: tuple[np.ndarray, np.ndarray]) -> OtherKind | None:
    """A column that says that some conferences are only booked, in rows with a date before the last that is not."""
    known_words = {text: said for text in column.texts if _BOOKED.fullmatch(said := letters_and_digits(text))}
    rows, days = meetings
    if not known_words or not len(rows):
        return None
    booked = column.by_text(lambda text: text in known_words, False)[rows]
    if booked.all():
        return None
    past = np.unique(rows[booked & (days <= days[~booked].max())])
    words = dict.fromkeys(known_words[text] for text in column.listed(past))
    return OtherKind(heading, tuple(words), len(past)) if len(past) else None
