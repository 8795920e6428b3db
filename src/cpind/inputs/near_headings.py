"""What headings that were not recognised could be, so that no column is ignored silently.

A heading is named if it resembles a column that the file lacks, or if its cells are dates, counts or flags. Other
columns of the file's own are for grouping, and are not mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np

from ..model.cells import parse
from ..model.columns import Categorical, Column
from ..model.headings import LONGEST_HEADING, key_words
from ..model.identifying import is_an_identifier
from ..model.nhs_numbers import without_nhs_numbers
from ..model.schema import BY_NAME, plain, recognise
from ..model.vocabulary.flags import FLAG_WORDS
from .text_table import DateLists

ALIKE = 0.8
"""From this likeness on two headings are alike; 1 means equal."""

LOOKED_AT = 200
"""How many distinct texts of a column are examined to say what its cells are, and how many headings of a file."""

_NOT_NEEDED = {
    plain(heading)
    for heading in [
        "ReferralNFA",
        "CINclosureDate",
        "ReferralSource",
        "PrimaryNeedCode",
        "ReasonForClosure",
        "UPNunknown",
        "FormerUPN",
        "UPN",
        "s47e_s47_end_date",
        "icpc_icpc_outcome_cp_flag",
    ]
}
"""Known headings of the census and the dataset that no figure needs."""

_LONGEST_NUMBER = 4

_CODE = re.compile(r"[A-Za-z]{1,4}[-/]?[0-9]{4,}[A-Za-z]?|[A-Za-z]{1,3}[0-9]{3,}", re.ASCII)
_SURNAME_FIRST = re.compile(r"[A-Z][A-Za-z'-]+, [A-Z][a-z'-]+", re.ASCII)
"""Forms of identifiers and names that headings never have: "W000123", "Smith, Jane"."""

_IDENTIFIER_WORDS = {"id", "number", "key", "person", "child", "mosaic", "pseudonym", "ident", "childs"}


def guess(name: str, headings: Sequence[str]) -> str:
    """' (perhaps "P_No")', naming the heading that is most like a missing column; "" if none is."""
    ranked = sorted(headings, key=lambda heading: -likeness(heading, name))
    near = next((heading for heading in ranked if likeness(heading, name) >= ALIKE), None)
    if near is None and name == "child_id":
        near = next((heading for heading in headings if key_words(heading) & _IDENTIFIER_WORDS), None)
    return f' (perhaps "{near}")' if near else ""


def likeness(heading: str, name: str) -> float:
    """How much a heading resembles the column's name or one of its aliases: ALIKE to 1, or else 0."""
    from difflib import SequenceMatcher

    text = plain(heading)
    known = (plain(one) for one in (name, *BY_NAME[name].aliases))
    # The lengths, and then the quick ratio, give upper bounds, which nearly always decide.
    alike = (one for one in known if 2 * min(len(text), len(one)) >= ALIKE * (len(text) + len(one)))
    near = (m for one in alike if (m := SequenceMatcher(None, text, one)).quick_ratio() >= ALIKE)
    return max((matcher.ratio() for matcher in near), default=0.0)


def nearest(heading: str, lacking: Iterable[str]) -> str:
    """The column that a file lacks and that a heading resembles; "" if there is none."""
    ranked = [(likeness(heading, name), name) for name in lacking]
    best = max(ranked, default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else ""


def contents(column: Column | DateLists | None) -> str:
    """What nearly all cells of a column are: "dates", "counts" or "flags"; else ""."""
    if not isinstance(column, Categorical) or not len(column.texts):
        return ""
    texts = list(islice(column.texts, LOOKED_AT))
    if {text.lower() for text in texts} <= set(FLAG_WORDS) and len(texts) <= 4:
        return "flags"
    if all(text.isdecimal() and len(text) <= 2 for text in texts):
        return "counts"
    unread = parse(texts, "birth").bad
    return "dates" if np.mean(unread) <= 0.1 else ""


def doubt(what: str, near: str) -> str:
    """ "dates, could be plan_start": what the cells under a heading are, and the column that it resembles; "" if
    neither is known."""
    return ", ".join(filter(None, (what, f"could be {near}" if near else "")))


def unused_sentence(headings: dict[str, Column | None], lacking: Sequence[str], name: str) -> str:
    """A sentence on the unrecognised headings of a file that should be looked at; "" if there are none."""
    named = []
    for heading, column in islice(headings.items(), LOOKED_AT):
        if plain(heading) in _NOT_NEEDED:
            continue
        why = doubt(contents(column), nearest(heading, lacking))
        if why:
            named.append(f'"{without_nhs_numbers(heading)}" ({why})')
    if not named:
        return ""
    return f"{name}: not used: {', '.join(named)}; map a heading under [columns] in cpind.toml if it should be"


def are_data(headings: Sequence[str], columns: Sequence[object] = ()) -> bool:
    """Whether a row that should hold headings holds data: it has a date, a number or an identifier, which no heading
    is, or a text that occurs again in its column. Two known headings make it a row of headings, unless it has both a
    date and an identifier or number: then a damaged row of headings runs on into a row of data."""
    cells = [heading.strip()[:LONGEST_HEADING] for heading in headings if heading.strip()]
    if not cells:
        return False
    known = sum(recognise(cell) is not None for cell in cells)
    values, dates = any(map(_is_a_value, cells)), not parse(cells, "birth").bad.all()
    if known > 1:
        return values and dates
    if values or dates:
        return True
    return not known and any(map(_stands_below, headings, columns))


def _is_a_value(cell: str) -> bool:
    """Whether a text has the form of data: a longer number, an identifier, a name with the surname first."""
    number = cell.replace(".", "").replace(" ", "").replace("-", "")
    return (
        (len(number) > _LONGEST_NUMBER and number.isdecimal())
        or is_an_identifier(cell)
        or _CODE.fullmatch(cell) is not None
        or _SURNAME_FIRST.fullmatch(cell) is not None
    )


def _stands_below(heading: str, column: object) -> bool:
    """Whether a heading is one of the first texts under it."""
    return bool(heading) and isinstance(column, Categorical) and heading in islice(column.texts, LOOKED_AT)
