"""Headings that nobody took: what they could be, so that no column is passed over silently.

A heading is named where it is like a column that the file lacks, or where its cells are dates, counts or flags; other
columns of a file's own are for grouping by, and need no word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np

from ..cells import parse
from ..columns import Coded, Column
from ..headings import words
from ..schema import BY_NAME, plain
from ..vocabulary.flags import FLAG_WORDS

ALIKE = 0.8
"""From here on two headings are near one another, 1 being the same."""

LOOKED_AT = 200
"""So many distinct texts of a column are looked at to say what its cells are, and so many headings of a file."""

_NOT_NEEDED = {
    plain(heading)
    for heading in (
        "ReferralNFA CINclosureDate ReferralSource PrimaryNeedCode ReasonForClosure UPNunknown FormerUPN UPN "
        "s47e_s47_end_date icpc_icpc_outcome_cp_flag"
    ).split()
}
"""Headings of the census and the dataset that are known, and of which no figure is made."""

_LONGEST_NUMBER = 4

_IDENTIFIER_WORDS = {"id", "number", "key", "person", "child", "mosaic", "pseudonym", "ident", "childs"}


def guess(name: str, headings: Sequence[str]) -> str:
    """ " (perhaps "P_No")": the heading that is most like a column that is missing; "" where none is."""
    ranked = sorted(headings, key=lambda heading: -likeness(heading, name))
    near = next((heading for heading in ranked if likeness(heading, name) >= ALIKE), None)
    if near is None and name == "child_id":
        near = next((heading for heading in headings if words(heading) & _IDENTIFIER_WORDS), None)
    return f' (perhaps "{near}")' if near else ""


def likeness(heading: str, name: str) -> float:
    """How much a heading is like a column's name or a name that it is known by: ALIKE to 1, or else 0."""
    from difflib import SequenceMatcher

    known = (plain(one) for one in (name, *BY_NAME[name].aliases))
    matchers = (SequenceMatcher(None, plain(heading), one) for one in known)
    # The quick ratios are upper bounds, and nearly always settle it.
    near = (m for m in matchers if m.real_quick_ratio() >= ALIKE and m.quick_ratio() >= ALIKE)
    return max((matcher.ratio() for matcher in near), default=0.0)


def nearest(heading: str, lacking: Iterable[str]) -> str:
    """The column among those that a file lacks that a heading is near; "" where it is near none."""
    ranked = [(likeness(heading, name), name) for name in lacking]
    best = max(ranked, default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else ""


def contents(column: Column | None) -> str:
    """What the cells of a column of texts are, if nearly all of them are: "dates", "counts", "flags"; else ""."""
    if not isinstance(column, Coded) or not len(column.texts):
        return ""
    texts = list(islice(column.texts, LOOKED_AT))
    if {text.lower() for text in texts} <= set(FLAG_WORDS) and len(texts) <= 4:
        return "flags"
    if all(text.isdecimal() and len(text) <= 2 for text in texts):
        return "counts"
    unread = parse(texts, "birth").bad
    return "dates" if np.mean(unread) <= 0.1 else ""


def said_of(headings: dict[str, Column | None], lacking: Sequence[str], name: str) -> str:
    """A sentence on the headings of a file that were not taken and should be looked at; "" where there is none."""
    named = []
    for heading, column in islice(headings.items(), LOOKED_AT):
        if plain(heading) in _NOT_NEEDED:
            continue
        near, what = nearest(heading, lacking), contents(column)
        why = ", ".join(filter(None, (what, f"could be {near}" if near else "")))
        if why:
            named.append(f'"{heading}" ({why})')
    if not named:
        return ""
    return f"{name}: not used: {', '.join(named)}; map a heading under [columns] in cpind.toml if it should be"


def are_data(headings: Sequence[str]) -> bool:
    """Whether a row that should be headings holds data: a date or a long number among them, which no heading is."""
    cells = [heading.strip() for heading in headings if heading.strip()]
    numbers = any(len(cell) > _LONGEST_NUMBER and cell.replace(".", "").isdecimal() for cell in cells)
    return numbers or (bool(cells) and not parse(cells, "birth").bad.all())
