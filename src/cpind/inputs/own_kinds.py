"""Unknown columns that say what kind each row is. A list of plans of all kinds must not pass for child protection
plans, nor cancelled conferences for conferences that were held, because the heading is only "Type" or "Status".

No column is recognised by its content. If the heading of the plans' start does not mention child protection, the file
is refused, with the mapping that would correct it; otherwise a sentence says how many rows are concerned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..errors import InputError
from ..model.columns import Categorical
from ..model.headings import key_words
from ..model.kinds import CHILD_PROTECTION, OTHER_PLAN, letters_and_digits, plan_type
from ..model.patterns import Pattern
from ..model.schema import plain, recognise
from ..model.vocabulary.flags import FLAG_WORDS
from ..model.wording import counted, name_key
from .other_kind import FILLED, MOST_TEXTS, MOSTLY, YES, OtherKind, of_kind, remedy, sentence
from .own_headings import VOID, is_authority, is_name, is_temporary, is_void
from .own_meetings import look_for_meetings
from .text_table import may_hold

_PLAN_OF_ANOTHER_KIND = Pattern(
    r"\b(cin|child(ren)? in need|cla|lac|looked after|child(ren)? in care|early help|pathway|care leaver|family support|"
    r"private fostering)\b"
)
_PLACE = Pattern(r"\b(team|service|unit|hub|locality|area|office)\b")
_TEST_ID = Pattern(r"(?<![a-z])(z*test|dummy)(?![a-z])")
_TEST_NAME = Pattern(r"\bz*tests?\b|\bdummy\b|\btraining\b|\bdo not use\b|\bduplicate\b|\bzz")
_TEST_SIGNS = ("test", "dummy", "training", "do not", "duplicate", "zz")
_OF_ANOTHER_AUTHORITY = Pattern(
    r"\b(temporary(?! (accommodation|housing|address|placement|leave))|other local authority|other la|ola)\b"
)
_NOTHING = {"", "-", "n/a", "na", "none", "not applicable"}
_OF_A_HOME = {"accommodation", "housing", "address", "placement", "immigration", "school"}
_SAYS_CHILD_PROTECTION = Pattern(r"child ?protection|(?<![a-z])cpp?(?![a-z])|cpp|cppl", re.IGNORECASE)
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
                yield f"{file}: {sentence(other, 'counted like any other')}: take out test records"
            continue
        if not 0 < len(column.texts) <= MOST_TEXTS and not is_void(heading):
            continue
        if (other := _not_happened(heading, column)) and not {"conference_status"} & set(named):
            yield f"{file}: {sentence(other, 'counted like any other')}: if what it holds did not happen, {remedy(other)}"
        yield from look_for_meetings(heading, column, headings, named, meetings, file)
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
            yield f"{file}: {sentence(other, 'counted as {a child protection plan|child protection plans}')}: if not, {right}"
        if (
            "plan_start" in named
            and not {"plan_type", "other_authority"} & set(named)
            and (other := _temporary(heading, column))
        ):
            yield (
                f"{file}: {sentence(other, 'counted as {a plan of this authority|plans of this authority}')}: if another "
                f'authority is responsible for the children, map the heading to plan_type (plan_type = "{heading}")'
            )


def _other_plans(heading: str, column: Categorical) -> OtherKind | None:
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
        return of_kind(heading, column, others)
    if not others or known < MOSTLY * len(texts) or not (CHILD_PROTECTION in kinds or key_words(heading) & _OF_PLANS):
        return None
    return of_kind(heading, column, others)


def _temporary(heading: str, column: Categorical) -> OtherKind | None:
    """A column that calls some plans temporary, as those of another authority's children are."""
    if key_words(heading) & _OF_A_HOME:
        return None
    if is_temporary(heading):
        return of_kind(heading, column, {text: "yes" for text in column.texts if letters_and_digits(text) in YES})
    temporary = {
        text: match[0] for text in column.texts if (match := _OF_ANOTHER_AUTHORITY.search(letters_and_digits(text)))
    }
    return of_kind(heading, column, temporary)


def _not_happened(heading: str, column: Categorical) -> OtherKind | None:
    """A column that says that some events were cancelled or entered in error, or a flag for those that were."""
    if is_void(heading) and key_words(heading) & {"reason", "date"}:
        return of_kind(heading, column, {text: FILLED for text in column.texts if text.lower() not in _NOTHING})
    if is_void(heading):
        return of_kind(heading, column, {text: "yes" for text in column.texts if letters_and_digits(text) in YES})
    void = {text: match[0] for text in column.texts if (match := VOID.search(letters_and_digits(text)))}
    return of_kind(heading, column, void)


def _authorities(heading: str, column: Categorical) -> int:
    """How many authorities a column names, if they are several or others; 0 for flags."""
    if not is_authority(heading) or is_void(heading) or {text.lower() for text in column.texts} <= set(FLAG_WORDS):
        return 0
    names = {name_key(text) for text in column.texts if text}
    return len(names) if len(names) > 1 or "other" in key_words(heading) else 0


def _test_record(heading: str, column: Categorical, is_child: bool) -> OtherKind | None:
    """A column of identifiers (`is_child`) or names, some of them of children that do not exist."""
    if not may_hold(column.texts, _TEST_SIGNS):
        return None
    if is_child:
        matches = {text: _TEST_ID.search(text.lower()) for text in column.texts}
    else:
        matches = {text: _TEST_NAME.search(letters_and_digits(text)) for text in column.texts}
    return of_kind(heading, column, {text: match[0] for text, match in matches.items() if match})
