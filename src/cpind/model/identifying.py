"""Whether the contents of a column would identify a child, whatever its heading: identifiers, dates, addresses, names,
or a different value for nearly every child."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np

from .cells import parse
from .frequent_names import FREQUENT_NAMES
from .nhs_numbers import holds_nhs_number
from .patterns import Pattern
from .wording import name_key

SINGLE_CHILDREN = 20
"""A column may have up to this many values, however few children there are for each."""

FEWEST_OWN, FEWEST_KNOWN = 4, 6
"""With this many children or more, a different value for each of them identifies them: the first for a column of the
file's own, the second for one known to hold places, teams or groups, of which three children easily have three."""

_LONGEST_LOOKED_AT = 200

_UPN = Pattern(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_NINO = Pattern(r"[A-CEGHJ-PR-TW-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", re.ASCII)
_EMAIL = Pattern(r"\S+@\S+\.\S+")
_PHONE = Pattern(r"(?:\+44 ?\(?0?\)?|0|\(0)[0-9() -]{9,14}", re.ASCII)
_LONG_NUMBER = Pattern(r"[A-Za-z]{0,3}[0-9]{9,30}[A-Za-z]?", re.ASCII)
_GSS = Pattern(r"[ENWSK][0-9]{8}", re.ASCII)
_POSTCODE = Pattern(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2})\b", re.ASCII)
_ADDRESS = Pattern(
    r"(?i)\b(?:flat|apt|apartment|room)? ?[0-9]+[a-z]?,? [a-z' -]+ (?:road|rd|street|str|st|avenue|ave|lane|ln|close|cl|drive|dr|"
    r"way|court|ct|crescent|cres|gardens|gdns|grove|place|pl|terrace|walk|row|square|sq|hill|view|rise|mews|green|park)\b"
)
_SURNAME_FIRST = Pattern(r"[A-Z][A-Za-z'-]+, ?(?:(?:Mr|Mrs|Miss|Ms|Dr) )?[A-Z][A-Za-z'-]*(?: [A-Z][a-z.]*)*")
_PLACES = Pattern(
    r"(?i)\b(st|saint|school|academy|college|nursery|primary|secondary|ward|team|hub|area|district|locality|north|south|east|west|"
    r"central|centre|office|service|unit|cluster|council|borough|church|house|hospital|upper|lower|great|little)\b"
)


def is_an_identifier(text: str) -> bool:
    """Whether a text has the form of a personal identifier: a pupil or National Insurance number, an e-mail address, a full
    postcode, or any text with an NHS number in it."""
    text = text.strip()
    return len(text) <= _LONGEST_LOOKED_AT and (
        holds_nhs_number(text)
        or _UPN.fullmatch(text.upper()) is not None
        or _NINO.fullmatch(text.upper()) is not None
        or _EMAIL.fullmatch(text) is not None
        or _POSTCODE.fullmatch(text.upper()) is not None
    )


def why_identifying(
    values: np.ndarray, children: np.ndarray, texts: Sequence[str], identifiers: Iterable[str], *, known: bool
) -> str:
    """Why a column identifies children, in words that show none of its values; "" if it does not.

    Args:
        values: a code for each row, the position of its text in `texts`, -1 for blank.
        children: the code of the child of each row, -1 for blank.
        texts: the texts of the values.
        identifiers: the children's identifiers.
        known: whether the column's name says that it holds places, teams or groups.
    """
    with_value = (values >= 0) & (children >= 0)
    used = np.unique(values[with_value])
    if not len(used):
        return ""
    count = len(np.unique(children[with_value]))
    distinct = [texts[code] for code in used.tolist()]
    fewest = FEWEST_KNOWN if known else FEWEST_OWN
    if _is_each_childs_own(len(used), count, fewest) and _is_each_childs_own(_spelled_apart(distinct), count, fewest):
        return "its values are nearly as many as the children"
    if any(map(is_an_identifier, distinct)):
        return "there are identifiers or postcodes in it (an NHS or pupil number, an e-mail address, or the like)"
    forms = _forms(identifiers)
    if any(form in forms and not _GSS.fullmatch(text) for text in distinct if (form := _form(text))):
        return "there are children's identifiers in it"
    # A team may be called 12, as may a child; only a longer text that is also a child's identifier counts as one.
    children_in_it = {text for text in distinct if len(text) >= 5 and re.search("[0-9]", text)}.intersection(
        identifiers
    )
    if children_in_it:
        return "there are children's identifiers in it"
    return _why_by_form([text[:_LONGEST_LOOKED_AT].strip() for text in distinct], count)


def _is_each_childs_own(values: int, children: int, fewest: int) -> bool:
    """Whether nearly every child has a different value, or, if there are more than forty, every second child."""
    if children < fewest:
        return False
    return values > max(min(0.8 * children, SINGLE_CHILDREN), children / 2)


def _form(text: str) -> str:
    """The form of an identifier with letters and three digits or more: "W000123" has "A999999"; "" for any other
    text."""
    if len(text) > 40 or len(re.findall("[0-9]", text)) < 3 or not re.search("[A-Za-z]", text) or " " in text:
        return ""
    return re.sub("[A-Za-z]", "A", re.sub("[0-9]", "9", text))


def _forms(identifiers: Iterable[str]) -> set[str]:
    """The forms of the first hundred of the children's identifiers."""
    return {_form(text) for text in islice(identifiers, 100)} - {""}


def _spelled_apart(distinct: list[str]) -> int:
    """How many of the texts differ in more than case and blanks."""
    return len(set(map(name_key, distinct)))


def _why_by_form(distinct: list[str], children: int) -> str:
    """What at least half of the values look like: dates, numbers, addresses; or names that few children share."""
    half = len(distinct) / 2
    for what, is_one in (("long numbers", _is_a_long_number), ("addresses", _is_an_address), ("dates", _is_a_date)):
        if sum(map(is_one, distinct)) >= half:
            return f"its values are {what}"
    few_children_each = children >= FEWEST_OWN and len(distinct) > children / 5
    if few_children_each and (
        sum(1 for text in distinct if _SURNAME_FIRST.fullmatch(text)) >= half
        or sum(map(_is_a_name, distinct)) >= max(2, len(distinct) / 3)
    ):
        return "its values are names, of few children each"
    return ""


def _is_a_long_number(text: str) -> bool:
    compact = re.sub("[ -]", "", text)
    return _GSS.fullmatch(text) is None and (
        _LONG_NUMBER.fullmatch(compact) is not None or _PHONE.fullmatch(text) is not None
    )


def _is_an_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None or _POSTCODE.search(text.upper()) is not None


def _is_a_date(text: str) -> bool:
    return len(text) >= 6 and not text.isdecimal() and not parse([text], "birth").bad[0]


def _is_a_name(text: str) -> bool:
    words = re.findall("[a-z']+", text.lower())
    return 0 < len(words) <= 3 and not _PLACES.search(text) and not FREQUENT_NAMES.isdisjoint(words)
