"""The headings of unknown columns that may say what a row is: its kind, its status, who the child is.

The columns themselves are looked at in own_kinds.py, own_meetings.py and ended_plans.py, which are imported if a file has any.
"""

from __future__ import annotations

from ..model.headings import key_words, split_camel_case
from ..model.kinds import letters_and_digits
from ..model.patterns import Pattern
from ..model.private_headings import names_somebody

_SAYING = {
    *("type", "kind", "class", "classification", "description", "event", "step", "form", "workflow", "service"),
    *("status", "state", "outcome", "result", "reason", "decision"),
}
"""Words in headings of columns that say what kind a row is."""

VOID = Pattern(
    r"\b(cancel(l?ed|lation)?|not held|did not (go ahead|take place)|abandon(ed)?|void(ed)?|deleted|"
    r"(entered|created|added|opened|recorded) in error|not convened|stood down|aborted|postponed|rescheduled|draft)\b|^(in )?error$"
)
TEST_IDENTIFIERS = ("test", "dummy")
"""What the identifiers of test records hold."""

_OF_AN_AUTHORITY = {
    *("authority", "name", "code", "number", "home", "residence", "resident", "placing", "host", "lead", "current"),
    *("child", "other", "responsible", "owning", "accountable", "case"),
}
_CURRENT = {"current", "currently", "open", "active", "live"}
_OF_ABUSE = {"abuse", "initial", "latest", "start", "end"}
_OF_HELD = {"icpc", "conference", "review", "meeting", "held", "took", "place", "taken", "happened", "completed", "did"}
_OF_AN_ENQUIRY = {
    *("s47", "enquiry", "required", "led", "outcome", "result", "resulted", "in", "progressed", "flag", "decision"),
    "agreed",
}
_LISTED_ON = Pattern(
    r"((snapshot|as at|month end(ing)?|week end(ing)?|(report(ing)?|extract(ion)?|run|census|position|list)( month| period)?)( date)?|"
    r"date of (snapshot|report|extract|list)|month|period|((financial|academic|reporting|submission|collection|cin census) )?year)"
)


def may_say_kinds(heading: str) -> bool:
    """Whether a heading may belong to a column of kinds."""
    heading_words = key_words(heading)
    if heading_words & _SAYING or heading_words == {"plan"}:
        return True
    others = (
        *(is_category, is_void, is_name, is_authority, asks_whether_current, is_temporary, dates_a_list),
        *(asks_whether_held, asks_for_an_enquiry),
    )
    return any(is_one(heading) for is_one in others)


def asks_whether_current(heading: str) -> bool:
    """Whether a heading asks if a plan is open: "Current CP", "Currently on plan", "Is open"."""
    heading_words = key_words(heading)
    return bool(heading_words & _CURRENT) and heading_words <= _CURRENT | {"plan", "subject", "status", "flag"}


def is_authority(heading: str) -> bool:
    """Whether a heading is an authority by another name than cpind's: "Home LA", "LA of residence"."""
    heading_words = key_words(heading)
    return "authority" in heading_words and heading_words <= _OF_AN_AUTHORITY


def is_name(heading: str) -> bool:
    """Whether a heading is the name of a child: "Surname", "Child name", "Name"."""
    return "name" in heading.lower() and names_somebody(heading)


def is_category(heading: str) -> bool:
    """Whether a heading may be the category of abuse or of plans: "Category", "Plan category"."""
    heading_words = key_words(heading)
    return "category" in heading_words and not heading_words & _OF_ABUSE


def is_temporary(heading: str) -> bool:
    """Whether a heading is a flag of temporary plans."""
    heading_words = key_words(heading)
    return "temporary" in heading_words and heading_words <= {"temporary", "flag"}


def asks_whether_held(heading: str) -> bool:
    """Whether a heading asks if a conference was held: "ICPC held", "Conference took place?"."""
    heading_words = key_words(heading)
    is_about_one = bool(heading_words & {"icpc", "conference", "review", "meeting"}) or heading_words == {"held"}
    return is_about_one and heading_words <= _OF_HELD


def asks_for_an_enquiry(heading: str) -> bool:
    """Whether a heading asks if a strategy discussion led to an enquiry: "S47 required", "Led to S47"."""
    heading_words = key_words(heading)
    return "s47" in heading_words and heading_words <= _OF_AN_ENQUIRY


def dates_a_list(heading: str) -> bool:
    """Whether a heading is the day of the list that a row comes from: "Snapshot date", "As at", "Month end"."""
    return bool(_LISTED_ON.fullmatch(letters_and_digits(split_camel_case(heading))))


def is_void(heading: str) -> bool:
    """Whether a heading names rows that do not count: "Deleted", "Is void", "Entered in error"."""
    return bool(VOID.search(letters_and_digits(heading)))
