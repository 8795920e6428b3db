"""The words by which a case system says what a row is: which plans are child protection plans, which conferences are
initial ones, and which of them were held.

Each function turns a cell's text into the number that a typed column holds, or None if it does not know the word: a row
of an unknown kind must not be counted as one of a known kind.
"""

from __future__ import annotations

import re

from .patterns import Pattern

OTHER_PLAN, CHILD_PROTECTION, TEMPORARY = 0, 1, 2
OTHER_MEETING, INITIAL, TRANSFER_IN, REVIEW = 0, 1, 2, 3
NOT_HELD, HELD, BOOKED = 0, 1, 2

_CHILD_PROTECTION = Pattern(r"\b(child(ren)? ?protection|cpp?s?|cpr|cp plan)\b")
_DENIED = Pattern(
    r"\b(not|no|non|former(ly)?|previous(ly)?|ex|stepp?(ed)? down from) (on )?(an? )?(child(ren)? ?protection|cpp?s?|cpr)\b"
)
_ON_THE_WAY = Pattern(r"\b(stepp?(ed)? (down|up)|to (cin|child(ren)? in need|cla|lac))\b")
_TEMPORARY = Pattern(r"\b(temporary|temp|other (la|local authority)|ola)\b")
_OTHER_PLANS = Pattern(
    r"\b(cin|child(ren)? in need|cla|lac|looked after|child(ren)? in care|cic|care plan|care leaver|leaving care|pathway|"
    r"early help|eh|eha|taf|team around|family support|private fostering|adoption|sgo|special guardianship|step down|"
    r"young carers?|youth|disab\w+|ehcp?|send?|safety|contact|assessment|placement|universal|targeted|none|no plan)\b"
)
_OTHER_MEETINGS = Pattern(
    r"\b(looked after|cla|lac|child(ren)? in care|cic|cin|child(ren)? in need|strategy|core group|family group|fgc|"
    r"legal planning|plo|early help|professionals|network|panel|adoption|pathway|permanence|placement|transfer out|"
    r"transfer(red)? to another|disruption|education|section 47|s47)\b"
)
_REVIEW = Pattern(r"\b(reviews?|rcpcs?|rpc|subsequent|follow up)\b")
_TRANSFER_IN = Pattern(r"\b(transfer(red)?|receiving in|moved in)\b")
_INITIAL = Pattern(r"\b(initial|icpcs?|icc)\b")
_FIRST = Pattern(r"\b(first|pre ?birth)\b")
_NOT_HELD = Pattern(
    r"\b(cancel\w*|not held|not take place|not taken place|abandon\w*|postponed|rescheduled|re scheduled|stood down|void\w*|"
    r"did not|deleted|in error|withdrawn|aborted|not required|not convened|dna|no)\b"
)
_BOOKED = Pattern(r"\b(planned|scheduled|booked|arranged|pending|due|proposed|provisional|future|to be held|open)\b")
_HELD = Pattern(
    r"\b(held|completed?|took place|taken place|attended|occurred|closed|finali[sz]ed|finished|done|convened|quorate|"
    r"inquorate|actual|yes|ended|authori[sz]ed|approved|recorded)\b"
)


def plan_type(text: str) -> int | None:
    """CHILD_PROTECTION, TEMPORARY (the plan of another authority's child), or OTHER_PLAN for the other plans in case
    systems; None for an unknown word. "CP - Child Protection" and "CPP" are child protection."""
    words = letters_and_digits(text)
    if _DENIED.search(words):
        return OTHER_PLAN
    if _CHILD_PROTECTION.search(words):
        if _ON_THE_WAY.search(words):  # "CP step down": the plan that is left, or the one that follows?
            return None
        return TEMPORARY if _TEMPORARY.search(words) else CHILD_PROTECTION
    if _TEMPORARY.search(words):
        return TEMPORARY
    return OTHER_PLAN if _OTHER_PLANS.search(words) else None


def conference_type(text: str) -> int | None:
    """INITIAL, TRANSFER_IN or REVIEW of a child protection conference, OTHER_MEETING for others; None if not known."""
    words = letters_and_digits(text)
    if _OTHER_MEETINGS.search(words):
        return OTHER_MEETING
    if _TRANSFER_IN.search(words):
        return TRANSFER_IN
    is_initial, is_review = bool(_INITIAL.search(words)), bool(_REVIEW.search(words))
    if is_initial or is_review:
        return None if is_initial and is_review else INITIAL if is_initial else REVIEW
    return INITIAL if _FIRST.search(words) else None


def conference_status(text: str) -> int | None:
    """HELD, NOT_HELD (cancelled, postponed ...) or BOOKED; None if not known."""
    words = letters_and_digits(text)
    if "not yet" in words:
        return BOOKED
    if _NOT_HELD.search(words):
        return NOT_HELD
    if _BOOKED.search(words):
        return BOOKED
    return HELD if _HELD.search(words) else None


READERS = {"plan_type": plan_type, "conference_type": conference_type, "conference_status": conference_status}

REMEDIES = {
    "plan_type": "write CP for a child protection plan; other kinds (CIN, CLA, early help) are left out",
    "conference_type": "write initial, review or transfer-in",
    "conference_status": "write held or cancelled",
}
"""How to correct a cell with an unknown word."""


def letters_and_digits(text: str) -> str:
    """The text in lower case, with a blank for anything else: unlike vocabulary's `words_of`, "s47" is one word."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
