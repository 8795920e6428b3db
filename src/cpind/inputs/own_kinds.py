"""Unknown columns that say what kind each row is. A list of plans of all kinds must not pass for child protection
plans, nor cancelled conferences for conferences that were held, because the heading is only "Type" or "Status".

No column is recognised by its content. If the heading of the plans' start does not mention child protection, the file
is refused, with the mapping that would correct it; otherwise a sentence says how many rows are concerned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..model.columns import Categorical
from ..model.headings import key_words
from ..model.kinds import (
    CHILD_PROTECTION,
    INITIAL,
    OTHER_MEETING,
    OTHER_PLAN,
    REVIEW,
    conference_type,
    letters_and_digits,
    plan_type,
)
from ..model.patterns import Pattern
from ..model.schema import plain, recognise
from ..model.vocabulary.flags import FLAG_WORDS
from ..model.wording import counted, name_key
from .own_headings import VOID, asks_for_an_enquiry, asks_whether_held, is_authority, is_name, is_temporary, is_void
from .text_table import may_hold

MOST_TEXTS = 40
"""A column with more distinct texts does not hold kinds."""

_MOSTLY = 0.75
_FILLED = ""
"""In place of a known word: any text says it."""
_PLAN_OF_ANOTHER_KIND = Pattern(
    r"\b(cin|child(ren)? in need|cla|lac|looked after|child(ren)? in care|early help|pathway|care leaver|family support|"
    r"private fostering)\b"
)
_PLACE = Pattern(r"\b(team|service|unit|hub|locality|area|office)\b")
_TEST_ID = Pattern(r"(?<![a-z])(z*test|dummy)(?![a-z])")
_TEST_NAME = Pattern(r"\bz*tests?\b|\bdummy\b|\btraining\b|\bdo not use\b|\bduplicate\b|\bzz")
_TEST_SIGNS = ("test", "dummy", "training", "do not", "duplicate", "zz")
_BOOKED = Pattern(
    r"((icpc|rcpc|conference|review|meeting) )?(planned|scheduled|booked|arranged|provisional|to be held|not yet held)"
    r"( (icpc|rcpc|conference|review|meeting))?"
)
_YES = {"y", "yes", "true", "1", "x"}
_NOTHING = {"", "-", "n/a", "na", "none", "not applicable"}
_NO = {"n", "no", "false", "0"}
_NOT_REQUIRED = Pattern(r"\b(not (required|needed)|unnecessary)\b")
_NONE = "no section 47 enquiry"
_ENQUIRY = Pattern(r"(?<!no )(?<!not )\b(s ?47|sec(tion)? 47)\b")
_OF_ANOTHER_AUTHORITY = Pattern(
    r"\b(temporary(?! (accommodation|housing|address|placement|leave))|other local authority|other la|ola)\b"
)
_OF_A_HOME = {"accommodation", "housing", "address", "placement", "immigration", "school"}
_SAYS_CHILD_PROTECTION = Pattern(r"child ?protection|(?<![a-z])cpp?(?![a-z])|cpp|cppl", re.IGNORECASE)


@dataclass(frozen=True)
class _OtherKind:
    """A heading, the known words for another kind in its texts, and the number of rows with these."""

    heading: str
    known_words: tuple[str, ...]
    rows: int

    @property
    def description(self) -> str:
        """The heading and the known words: messages never show a cell of an unknown column."""
        if self.known_words == (_FILLED,):
            return f'"{self.heading}" is filled'
        more = ", ..." if len(self.known_words) > 3 else ""
        return f'"{self.heading}" says {", ".join(self.known_words[:3])}{more}'


_OF_PLANS = {"type", "plan", "kind"}


def look_for_kinds(
    doubtful: Mapping[str, Categorical],
    headings: Sequence[str],
    named: Mapping[str, Sequence[int]],
    mapping: Mapping[str, str],
    meetings: tuple[np.ndarray, np.ndarray],
    file: str,
) -> Iterable[str]:
    """A sentence for each of the `doubtful` columns that says what kind of plan or conference a row is, or that it did not
    happen.

    `headings`: of the file; `named`: the positions of those that were used; `meetings`: the row and the day of each
    conference and review. Raises InputError if a plan's start under a general heading ("Plan start date") may belong to
    another kind of plan.
    """
    for heading, column in doubtful.items():
        is_child = heading in (headings[position] for position in named.get("child_id", ()))
        if is_child or is_name(heading):
            if other := _test_record(heading, column, is_child):
                yield f"{file}: {_sentence(other, 'counted like any other')}: take out test records"
            continue
        if not 0 < len(column.texts) <= MOST_TEXTS and not is_void(heading):
            continue
        if (other := _not_happened(heading, column)) and not {"conference_status"} & set(named):
            yield f"{file}: {_sentence(other, 'counted like any other')}: if what it holds did not happen, {_remedy(other)}"
        if "conference_status" not in named and (other := _not_held(heading, column, meetings[0])):
            yield f"{file}: {_sentence(other, 'counted as held, since there is a date')}: if not, {_remedy(other)}"
        if "s47_start" in named and (other := _no_enquiry(heading, column, headings[named["s47_start"][0]])):
            yield (
                f"{file}: {_sentence(other, 'counted as {an enquiry|enquiries}')}: take out strategy discussions that led to no "
                "section 47 enquiry"
            )
        if "conference_status" not in named and (other := _booked(heading, column, meetings)):
            yield f"{file}: {_sentence(other, 'counted as held, since the date is past')}: if not, {_remedy(other)}"
        if "authority" not in named and (count := _authorities(heading, column)):
            yield (
                f'{file}: "{heading}" names {counted("{n} {authority|authorities}", count)}, whose rows are counted together; '
                "with --by or --where they are not"
            )
        if "reason" in key_words(heading):  # which names what came after: "stepped down to CIN", "moved to another LA"
            continue
        if "plan_start" in named and "plan_type" not in named and (other := _other_plans(heading, column)):
            start = headings[named["plan_start"][0]]
            right = f'map the heading to plan_type under [columns] in cpind.toml (plan_type = "{heading}")'
            is_named = bool(_SAYS_CHILD_PROTECTION.search(start)) or plain(start) in mapping
            if not is_named:
                raise InputError(
                    f'{file}: {other.description} in {counted("{n} {row|rows}", other.rows)}, so "{start}" may be the start of '
                    f"other plans than child protection plans: {right}; or map plan_start if all are child protection plans"
                )
            yield f"{file}: {_sentence(other, 'counted as {a child protection plan|child protection plans}')}: if not, {right}"
        if (
            "plan_start" in named
            and not {"plan_type", "other_authority"} & set(named)
            and (other := _temporary(heading, column))
        ):
            yield (
                f"{file}: {_sentence(other, 'counted as {a plan of this authority|plans of this authority}')}: if another "
                f'authority is responsible for the children, map the heading to plan_type (plan_type = "{heading}")'
            )
        if (
            "review_dates" in named
            and not {"icpc_date", "conference_type"} & set(named)
            and (other := _other_meetings(heading, column, REVIEW))
        ):
            yield f"{file}: {_sentence(other, 'counted as {a review|reviews}')}: if not, map the heading to conference_type"
        if (
            "icpc_date" in named
            and "conference_type" not in named
            and (other := _other_meetings(heading, column, INITIAL))
        ):
            yield (
                f"{file}: {_sentence(other, 'counted as {an initial conference|initial conferences}')} where the date is "
                "filled: if not, map the heading to conference_type under [columns] in cpind.toml"
            )


def _sentence(other: _OtherKind, counted_as: str) -> str:
    return f"{other.description} in {counted('{n} {row, which is|rows, which are} ' + counted_as, other.rows)}"


def _remedy(other: _OtherKind) -> str:
    them = "it" if other.rows == 1 else "them"
    return f"take {them} out, or for conferences map the heading to conference_status"


def _of_kind(heading: str, column: Categorical, known_words: Mapping[str, str]) -> _OtherKind | None:
    """The column's texts of another kind; `known_words`: for each of these, the word in it that says so."""
    rows = int(column.by_text(lambda text: text in known_words, False).sum())
    return _OtherKind(heading, tuple(dict.fromkeys(known_words.values())), rows) if rows else None


def _other_plans(heading: str, column: Categorical) -> _OtherKind | None:
    """A column with kinds of plans, some of them not child protection plans. Beside categories of abuse, every other
    kind is one too many."""
    texts = list(column.texts)
    if any(_PLACE.search(text.lower()) for text in texts):
        return None
    kinds = [plan_type(text) for text in texts]
    # If all are of another kind, the heading must be about plans: a status may be the child's.
    others = {
        text: match[0]
        for text, kind in zip(texts, kinds)
        if kind == OTHER_PLAN and (match := _PLAN_OF_ANOTHER_KIND.search(letters_and_digits(text)))
    }
    known = sum(kind is not None for kind in kinds)
    if recognise(heading) == "latest_category":
        return _of_kind(heading, column, others)
    if not others or known < _MOSTLY * len(texts) or not (CHILD_PROTECTION in kinds or key_words(heading) & _OF_PLANS):
        return None
    return _of_kind(heading, column, others)


def _other_meetings(heading: str, column: Categorical, wanted: int) -> _OtherKind | None:
    """A column with kinds of conferences, some of them neither initial nor of the kind `wanted`."""
    texts = list(column.texts)
    kinds = [conference_type(text) for text in texts]
    others = {
        text: "review" if kind == REVIEW else "another meeting"
        for text, kind in zip(texts, kinds)
        if kind in (REVIEW, OTHER_MEETING) and kind != wanted
    }
    if not others or wanted not in kinds or len(texts) * _MOSTLY > sum(kind is not None for kind in kinds):
        return None
    return _of_kind(heading, column, others)


def _temporary(heading: str, column: Categorical) -> _OtherKind | None:
    """A column that calls some plans temporary, as those of another authority's children are."""
    if key_words(heading) & _OF_A_HOME:
        return None
    if is_temporary(heading):
        return _of_kind(heading, column, {text: "yes" for text in column.texts if letters_and_digits(text) in _YES})
    temporary = {
        text: match[0] for text in column.texts if (match := _OF_ANOTHER_AUTHORITY.search(letters_and_digits(text)))
    }
    return _of_kind(heading, column, temporary)


def _not_happened(heading: str, column: Categorical) -> _OtherKind | None:
    """A column that says that some events were cancelled or entered in error, or a flag for those that were."""
    if is_void(heading) and key_words(heading) & {"reason", "date"}:
        return _of_kind(heading, column, {text: _FILLED for text in column.texts if text.lower() not in _NOTHING})
    if is_void(heading):
        return _of_kind(heading, column, {text: "yes" for text in column.texts if letters_and_digits(text) in _YES})
    void = {text: match[0] for text in column.texts if (match := VOID.search(letters_and_digits(text)))}
    return _of_kind(heading, column, void)


def _not_held(heading: str, column: Categorical, rows: np.ndarray) -> _OtherKind | None:
    """A column that says of rows with a conference that it was not required, or a flag for those not held."""
    if asks_whether_held(heading):
        known_words = {text: "no" for text in column.texts if letters_and_digits(text) in _NO}
    elif not _is_of_conferences(heading):
        return None
    else:
        known_words = {text: m[0] for text in column.texts if (m := _NOT_REQUIRED.search(letters_and_digits(text)))}
    count = int(column.by_text(known_words.__contains__, False)[np.unique(rows)].sum()) if known_words else 0
    return _OtherKind(heading, tuple(dict.fromkeys(known_words.values())), count) if count else None


def _is_of_conferences(heading: str) -> bool:
    heading_words = key_words(heading)
    return bool(heading_words & {"icpc", "conference", "s47"}) or heading_words <= {
        "outcome",
        "status",
        "decision",
        "result",
    }


def _no_enquiry(heading: str, column: Categorical, start: str) -> _OtherKind | None:
    """A column that says which strategy discussions led to a section 47 enquiry, if these and not the enquiries give the
    start."""
    if "strat" not in start.lower():
        return None
    if asks_for_an_enquiry(heading) and {text.lower() for text in column.texts} <= set(FLAG_WORDS):
        return _of_kind(heading, column, {text: _NONE for text in column.texts if letters_and_digits(text) in _NO})
    led = [text for text in column.texts if _ENQUIRY.search(letters_and_digits(text))]
    others = {text: _NONE for text in column.texts if text not in led}
    return _of_kind(heading, column, others) if led else None


def _booked(heading: str, column: Categorical, meetings: tuple[np.ndarray, np.ndarray]) -> _OtherKind | None:
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
    return _OtherKind(heading, tuple(words), len(past)) if len(past) else None


def _authorities(heading: str, column: Categorical) -> int:
    """How many authorities a column names, if they are several or others; 0 for flags."""
    if not is_authority(heading) or is_void(heading) or {text.lower() for text in column.texts} <= set(FLAG_WORDS):
        return 0
    names = {name_key(text) for text in column.texts if text}
    return len(names) if len(names) > 1 or "other" in key_words(heading) else 0


def _test_record(heading: str, column: Categorical, is_child: bool) -> _OtherKind | None:
    """A column of identifiers (`is_child`) or names, some of them of children that do not exist."""
    if not may_hold(column.texts, _TEST_SIGNS):
        return None
    if is_child:
        matches = {text: _TEST_ID.search(text.lower()) for text in column.texts}
    else:
        matches = {text: _TEST_NAME.search(letters_and_digits(text)) for text in column.texts}
    return _of_kind(heading, column, {text: match[0] for text, match in matches.items() if match})
