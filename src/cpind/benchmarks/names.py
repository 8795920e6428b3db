"""Names of places as people write them: authorities' names in plain words, the usual short ones, and regions by code."""

from __future__ import annotations

import re
from functools import cache

from ..model.patterns import Pattern
from ..model.wording import name_key

REGIONS = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E13000001": "Inner London",
    "E13000002": "Outer London",
    "E12000008": "South East",
    "E12000009": "South West",
}
"""The regions of England, and the two parts of London, by the codes of the Office for National Statistics."""

LAIT_NUMBERS = dict(zip(map(str, range(980, 989)), REGIONS))
"""LAIT's numbers of the regions, from 980 in this order up to London; other regions are recognised by name."""

_WORDS = {
    "beds": "bedfordshire",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "derbys": "derbyshire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "saint": "st",
    "shrops": "shropshire",
    "staffs": "staffordshire",
    "warks": "warwickshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
}
_NAMES = {
    "banes": "bath and north east somerset",
    "bcp": "bournemouth christchurch and poole",
    "brum": "birmingham",
    "cwac": "cheshire west and chester",
    "h and f": "hammersmith and fulham",
    "hf": "hammersmith and fulham",
    "hull": "kingston upon hull",
    "iow": "isle of wight",
    "k and c": "kensington and chelsea",
    "lbbd": "barking and dagenham",
    "lbhf": "hammersmith and fulham",
    "ne lincolnshire": "north east lincolnshire",
    "nel": "north east lincolnshire",
    "rbkc": "kensington and chelsea",
    "rbwm": "windsor and maidenhead",
    "scilly": "isles of scilly",
    "wight": "isle of wight",
}
_POINTS = {"n": "north", "s": "south", "e": "east", "w": "west"}

_BEFORE = Pattern(
    r"^(the|london borough of|royal borough of|metropolitan borough of|borough of|city and county of|"
    r"city of(?! london\b)|county of|county|lb|rb|mbc) "
)
_AFTER = Pattern(
    r" (pre lg|(city|county|metropolitan|borough|district|royal) (of|council)|council|borough|county|city|ua|mbc|cc|bc)$"
)
_JOINED = Pattern(r"(of|upon|on|and|with|le|under|in)\b")


def plain_name(name: str) -> str:
    """A name in plain words: "Kingston upon Hull, City of" as "kingston upon hull", "St. Helens Council" as "st helens"."""
    text = re.sub(r"['\u2019]", "", name.lower().replace("&", " and "))
    text = " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())
    while (shorter := _AFTER.sub("", _BEFORE.sub("", text))) != text:
        text = shorter
    expanded = [_WORDS.get(word, word) for word in text.split()]
    if len(expanded) > 1 and expanded[0] in _POINTS:
        expanded[0] = _POINTS[expanded[0]]
    text = " ".join(expanded)
    return _NAMES.get(text, text)


def key(name: str) -> str:
    """A name's plain words without spaces and without "and": the same for all spellings of a name."""
    return "".join(word for word in plain_name(name).split() if word != "and")


def begins(short: str, name: str) -> bool:
    """Whether a short name is the beginning of a name that goes on with "of", "upon", "and" ...: "Telford" of "Telford and
    Wrekin", but never "North Lincolnshire" for "Lincolnshire", nor "Cheshire East" for "Cheshire"."""
    given, whole = plain_name(short), plain_name(name)
    return bool(given) and whole.startswith(f"{given} ") and bool(_JOINED.match(whole[len(given) + 1 :]))


@cache
def region_code(name: str, number: str = "") -> str:
    """The code of a region by its name in any spelling or order ("London (Inner)", "Yorkshire & the Humber"), else by
    LAIT's number; "" for a name that is not a region's."""
    return _BY_WORDS.get(_region_words(name)) or LAIT_NUMBERS.get(number, "")


def region_key(code: str, area: str) -> str:
    """The key that joins a region's figures from different files: its code, else the code of its name, else its name."""
    return code if code in REGIONS else region_code(area, code) or name_key(area)


def _region_words(name: str) -> frozenset[str]:
    fillers = {"the", "and", "of", "england", "region"}
    return frozenset(re.findall(r"[a-z]+", name.lower())) - fillers


_BY_WORDS = {_region_words(name): code for code, name in REGIONS.items()}
