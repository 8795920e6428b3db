"""Headings of columns that say who a child is, in any wording: names, births, addresses, identifiers of any system.

The heading of a place, a team or a worker ("Ward ID", "Team no", "School name") is not one of them.
"""

from __future__ import annotations

from .headings import split_camel_case
from .nhs_numbers import holds_nhs_number
from .patterns import Pattern

_APOSTROPHES = Pattern(r"['\u2019]")

_PERSON = (
    r"(?:child|children|childs|childrens|person|persons|people|client|clients|pupil|student|learner|patient|subject|sibling|siblings|"
    r"baby|infant|adult|mother|mothers|mum|father|fathers|dad|parent|parents|guardian|case|carer|carers|relative|kin|user|"
    r"individual|family|household|young person|yp|cyp)"
)
_SYSTEM = (
    r"(?:case|record|file|system|legacy|source|external|internal|unique|index|master|history|social care|care|care first|"
    r"carefirst|ics|lcs|icis|mosaic|liquid logic|liquidlogic|eclipse|azeus|capita|sims|ems|synergy|tribal|protocol|"
    r"paris|rio|system one|systm one|swift|raise|framework i|frameworki|frameworki person|nhs|sen|send|ehcp|police|"
    r"niche|pnc|crn|home office|asylum|passport|hospital|court|upn|uln|ssd|cin|cpp|cp|lac|cla|referral|plan|episode|"
    r"enquiry|conference|registration|birth certificate|ni|national insurance|service user|ssid|swis|p|c)"
)
_NUMBER = r"(?:id|ids|ident|identifier|identity|ref|refs|reference|no|nos|num|number|key|pseudonym|code|hash)"

_PLACE = Pattern(
    r"\b(wards?|teams?|districts?|school|nursery|college|localit(y|ies)|areas?|region|patch|zone|cluster|hub|office|la|lsoa|msoa|oa|lad|"
    r"authority|council|borough|parish|town|site|cent(re|er)|service|unit|department|directorate|division|branch|base|"
    r"provider|agency|placement|establishment|organi[sz]ation|worker|manager|chair|practitioner|officer|reviewer|iro|"
    r"supervisor|allocated|category|status|type|reason|outcome|stage|phase|group|gender|sex|ethnic|ethnicity|language|"
    r"religion|nationality|disability)\b"
)
"""Things whose name, number or code a heading may hold without identifying a child."""

_ALWAYS = Pattern(
    r"\b(surnames?|forenames?|firstnames?|lastnames?|fullnames?|middlenames?|givennames?|familynames?|nicknames?|alias(es)?|aka|"
    r"initials|maiden|known as|uprns?|usrns?|upns?|ulns?|nino|passport|addr(ess(es)?)?|post ?codes?|pcodes?|postal codes?|"
    r"zip( codes?)?|e ?mails?|(tele)?phones?|mobiles?|tel|telno|contact (no|number|details)|births?|birthdays?|birthdate|"
    r"born|dob|d o b|dobs|edd|dod|d o d|expected delivery|due date of baby|latitude|longitude|lat|lon|lng|eastings?|northings?|crn|"
    r"(os )?grid ref(erence)?|coordinates?|(house|flat|door|building|property) (name|no|num|number)|street|house|"
    r"guids?|uuids?|pseudonyms?|nhs (no|num|number|id)|nhs|ni no|national insurance)\b"
    r"|surname|forename|firstname|lastname|middlename|postcode|dateofbirth|birthdate|dateborn|nhsn|uprn|address|(former|child|pupil)upn|[a-z]dob$|(child|client|pupil|person|mother|father|parent|carer|sibling)(full|first|last)?name|"
    r"(person|child|client|pupil)(id|ref|no)\b|dateofdeath|persondeath"
)
"""Words (or parts of a heading without blanks) that concern a child or family whatever stands beside them."""

_COARSE = Pattern(
    r"\b(post ?code|postal) (area|district|sector)s?\b|\bbirth (country|region|order)\b|\b(country|place type) of birth\b|"
    r"\b(mosaic|social) (group|type)\b"
)
"""What is too coarse to find anybody by; it is removed from a heading before the rest is examined."""

_ORGANISATION = Pattern(
    r"\b(team|office|school|nursery|worker|manager|agency|provider|service|site) (post ?code|address|e ?mail|phone|telephone)\b"
)

_OF_SOMEBODY = Pattern(
    rf"^{_NUMBER}$|^names?$|^(?:child|person|client|pupil|mother|father|parent|guardian|carer)s?$|^(?:{_PERSON} )?(?:full |first |last |middle |given |other |previous |preferred |legal |birth |known |display |"
    rf"christian |second |maiden |family |former )+names?\b|\b{_PERSON} (?:full |first |last |family )?names?\b|"
    rf"\bnames? (?:of )?(?:the )?(?:{_PERSON}|in full)\b|"
    rf"\b(?:{_PERSON}|{_SYSTEM})(?: {_SYSTEM})* {_NUMBER}\b|\b{_NUMBER} of (?:the )?{_PERSON}\b"
)

_IDENTIFIER = Pattern(r"\b(ids?|ident|identifiers?|refs?|references?)\b|[a-z]{2,}_?id$")
"""An identifier of something; a place's identifier says nothing of a child."""

_ENDS_IN_ID = {
    "covid",
    "paid",
    "grid",
    "said",
    "madrid",
    "valid",
    "invalid",
    "aid",
    "bid",
    "mid",
    "void",
    "avoid",
    "rapid",
}

_COUNT_OF = Pattern(
    r"^(number|no|num|nos|count|total) (of|in) |\b(previous|prior|earlier) (plan|cpp|plans)\b|\bplan (number|no|type)\b"
)
"""A count of people is not an identifying number."""


_FREE_TEXT = frozenset(
    f"{kind}{text}"
    for kind in ("", "case ", "worker ", "free ", "general ", "other ", "additional ")
    for text in ["note", "notes", "comment", "comments", "text", "remark", "remarks", "narrative", "observations"]
)
"""Headings of free text about a child, which may contain names."""


def names_somebody(heading: str) -> bool:
    """Whether cells under this heading say who a child or a family member is, or where they live; or whether the
    heading itself contains an NHS number."""
    if holds_nhs_number(heading):
        return True
    words = _COARSE.sub(" ", split_camel_case(_APOSTROPHES.sub("", heading))).strip()
    if words in _FREE_TEXT:
        return True
    if _ORGANISATION.search(words):
        return False
    if _ALWAYS.search(words) or (_OF_SOMEBODY.search(words) and not _COUNT_OF.search(words)):
        return True
    if _PLACE.search(words):
        return False
    last = words.split()[-1] if words else ""
    return _IDENTIFIER.search(words) is not None and last not in _ENDS_IN_ID
