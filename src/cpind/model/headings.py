"""Which column a heading of a case system means, by its words rather than its spelling.

"CPP Start", "Date CP Plan Started" and "Child Protection Plan - Start Date" have the same words once "CPP", "CP plan" and
"child protection plan" are one word and fillers are left out. A heading is recognised only if all of its words are
accounted for: "CIN Plan Start" and "CP Plan Start Reason" are not a plan's start.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_HEADING, MOST_COLUMNS = 1000, 20_000
"""No heading is longer and no table is wider (a workbook has 16,384 columns); anything that is, is not a table."""

_SPLIT = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
"""The words of a heading, including one in camel case; the plural of an abbreviation ("CPPs") is one word."""

_PHRASES = (
    (r"\by n$", ""),
    (r"\b(section|sec|sect|s) ?47s?\b", "s47"),
    (r"\b(id|ref|reference|identifier) (no|number|num)\b", "id"),
    (r"\bconf\b", "conference"),
    (r"\b(initial (child protection|cp) (case )?conference|initial (case )?conference|initial cpc|icpcs?)\b", "icpc"),
    (r"\b(rcpc|rpc|(child protection |cp )?review (child protection |cp )?(case )?conference)s?\b", "review"),
    (r"\b(child protection|cp) conference\b", "conference"),
    (r"\b(cpps?|(child protection|cp) plan|child protection|cp|cpr|child protection register)\b", "plan"),
    (r"\b(no|nos|num|nr|count|total|times)\b", "number"),
    (r"\b(identifier|identity|ref|reference)\b", "id"),
    (r"\b(dob|d o b)\b", "birth date"),
    (r"\b(dt|dates|datetime)\b", "date"),
    (r"\bde (registered|registration)\b", "end"),
    (r"\bcat\b", "category"),
    (r"\b(started|starts|starting|commenced|commencement|commence|initiated|began|begin|begun|opened|registered|registration)\b", "start"),
    (r"\b(ended|ends|ending|ceased|cease|cessation|closed|closure|finish|finished|deregistered|deregistration|discontinued)\b", "end"),
    (r"\b(enquiries|inquiry|inquiries|investigation)\b", "enquiry"),
    (r"\b(earlier|prior|past|prev|previously)\b", "previous"),
    (r"\bplans\b", "plan"),
    (r"\breviews\b", "review"),
    (r"\bconferences\b", "conference"),
    (r"\bola\b", "other authority"),
    (r"\bla\b", "authority"),
    (r"\btemp\b", "temporary"),
    (r"\blocal authority\b", "authority"),
    (r"\b(ethnic origin|ethnic group|ethnic background|ethnicities|ethnic code|ethnicity code|ethnic)\b", "ethnicity"),
    (r"\bgender\b", "sex"),
    (r"\btransferred\b", "transfer"),
    (r"\bborn\b", "birth"),
    (r"\b(eclipse|liquidlogic|liquid logic|ics|lcs|azeus|carefirst|care first|protocol|icis|swift)\b", "mosaic"),
    (r"\b(client|service user|pupil|young person|individual)\b", "person"),
)  # fmt: skip
"""Words and abbreviations that mean the same, in the order in which they are replaced."""

_FILLERS = {"of", "the", "for", "to", "on", "a", "an", "at", "was", "is", "by", "actual", "s", "and", "per"}

_MEANINGS = {
    "child_id": (
        "person id", "child id", "mosaic id", "mosaic person id", "mosaic child id", "child unique id", "unique child id",
        "unique id", "person number", "child number", "mosaic number", "case number", "case id", "person unique id",
        "unique person id", "mosaic case id", "mosaic case number", "mosaic person number", "child person id",
    ),
    "family_id": ("family id", "household id", "family number", "family group id", "family group number"),
    "date_of_birth": (
        "birth date", "birth date expected", "birth date or expected", "person birth date", "child birth date", "edd",
        "expected birth date", "birth date edd", "estimated birth date", "expected delivery date",
    ),
    "date_of_death": ("death date", "person death date", "child death date"),
    "sex": ("sex", "person sex", "child sex", "sex code", "sex description", "sex current", "sex birth"),
    "ethnicity": ("ethnicity", "person ethnicity", "child ethnicity", "ethnicity description", "ethnicity full"),
    "district": ("district", "locality", "home district", "district council", "district or borough", "borough", "district name"),
    "team": (
        "team", "team name", "allocated team", "responsible team", "locality team", "current team", "worker team",
        "social work team", "case team", "team allocated", "owning team", "lead team",
    ),
    "authority": (
        "authority", "authority name", "responsible authority", "responsible authority name", "case responsible authority",
        "owning authority",
    ),
    "s47_start": (
        "s47 start date", "s47 start", "s47 enquiry start", "s47 enquiry start date", "s47 date", "s47 enquiry date",
        "enquiry start date", "enquiry start", "strategy discussion date", "strategy meeting date", "strat discussion date",
        "s47 strategy discussion date", "s47 strategy meeting date", "strategy discussion start date",
    ),
    "icpc_date": ("icpc date", "icpc held date", "icpc held", "icpc conference date", "date icpc held"),
    "icpc_not_required": ("icpc not required", "icpc required not", "icpc unnecessary", "icpc deemed unnecessary"),
    "icpc_target": ("icpc target date", "icpc target", "icpc due date", "icpc due"),
    "transfer_in": (
        "transfer in", "transfer in conference", "transfer in icpc", "icpc transfer in", "transfer in flag",
        "transfer from other authority", "transfer in from other authority", "transfer in from another authority",
    ),
    "referral_date": ("referral date", "referral start date", "referral start", "referral received date", "referral received"),
    "plan_start": ("plan start date", "plan start", "date plan start"),
    "plan_end": ("plan end date", "plan end"),
    "initial_category": (
        "initial category", "initial category abuse", "plan initial category", "plan initial category abuse",
        "initial abuse category", "category start", "category abuse start", "plan category start",
    ),
    "latest_category": (
        "latest category", "latest category abuse", "current category", "current category abuse", "plan latest category",
        "plan latest category abuse", "latest abuse category", "category abuse", "abuse category", "plan category",
        "plan category abuse", "plan current category", "category", "category end", "category abuse end",
    ),
    "previous_plans": (
        "number previous plan", "previous plan number", "previous plan", "number previous", "plan previous number",
        "repeat plan", "second or subsequent plan", "previous plan flag", "repeat plan flag", "ever previous plan",
        "previous subject plan", "number previous subject plan", "ever previous subject plan",
    ),
    "previous_plan_start": ("previous plan start date", "previous plan start"),
    "previous_plan_end": ("previous plan end date", "previous plan end"),
    "review_dates": ("review date", "plan review date", "review held date", "date review held", "review conference date"),
    "other_authority": (
        "other authority", "other authority plan", "plan other authority", "temporary plan other authority",
        "temporary plan", "temporary registration", "other authority child",
    ),
    "plan_type": ("plan type", "type plan"),
    "conference_date": ("conference date", "conference held date", "meeting date", "date conference held"),
    "conference_type": ("conference type", "meeting type", "plan conference type"),
    "conference_status": ("conference status", "meeting status", "icpc status"),
    "enquiry_id": ("enquiry id", "s47 id", "s47 enquiry id"),
    "conference_id": ("conference id", "icpc id", "icpc conference id"),
    "referral_id": ("referral id", "referral number"),
    "plan_id": ("plan id",),
}  # fmt: skip
"""Column -> the words that mean it, in any order and with fillers between them."""


@lru_cache(maxsize=1)
def _replacements() -> list[tuple[re.Pattern[str], str]]:
    """The phrases as patterns; compiled when a heading is first split into words."""
    return [(re.compile(pattern), word) for pattern, word in _PHRASES]


def split_camel_case(heading: str) -> str:
    """The words of a heading in lower case, blanks between: "pers_NHSNumber" is "pers nhs number"."""
    return " ".join(_SPLIT.findall(heading)).lower()


@lru_cache(maxsize=65536)
def key_words(heading: str) -> frozenset[str]:
    """The words of a heading in one spelling, without fillers: "No. of Previous CP Plans" is {number, previous, plan}."""
    text = split_camel_case(re.sub(r"['\u2019]s?(?![a-z])", "", heading))
    for pattern, word in _replacements():
        text = pattern.sub(word, text)
    return frozenset(text.split()) - _FILLERS


@lru_cache(maxsize=1)
def _columns() -> dict[frozenset[str], str]:
    """The column of each set of words; built when a heading is first looked up by its words."""
    return {key_words(phrase): column for column, phrases in _MEANINGS.items() for phrase in phrases}


def by_words(heading: str) -> str | None:
    """The column that a heading means by its words; None where they mean none, or something else besides."""
    return _columns().get(key_words(heading))
