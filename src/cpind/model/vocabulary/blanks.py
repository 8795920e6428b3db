"""Texts that mean a blank cell."""

from __future__ import annotations

from ..schema import BY_NAME

_NOTHING = frozenset(
    [
        "-",
        "--",
        "---",
        ".",
        "..",
        "n/a",
        "n.a.",
        "n.a",
        "n\\a",
        "null",
        "(null)",
        "<null>",
        "[null]",
        "none",
        "(none)",
        "nil",
        "nan",
        "nat",
        "<na>",
        "<n/a>",
        "(n/a)",
        "(blank)",
        "[blank]",
        "blank",
        "\\n",
    ]
)
"""In lower case. Words for not knowing ("unknown", "tbc", "?") are not here: in a column of dates or numbers, such a
cell can't be read. Nor are a spreadsheet's errors ("#N/A", "#REF!"): a failed look-up does not mean a plan without an
end."""

_ABBREVIATED = frozenset(["na"])
"""What R and some exports write for a missing value; it may also be an identifier, or short for North Area."""

_OF_ITS_OWN = ("child_id", "family_id", "district", "team", "authority")
"""Known columns whose values an authority chooses itself."""

LONGEST = max(map(len, _NOTHING | _ABBREVIATED))


def blanks_of(column: str) -> frozenset[str]:
    """The texts that mean a blank in a column, in lower case; only the general ones in a column of the file's own."""
    if column not in BY_NAME:
        return frozenset()
    return _NOTHING if column in _OF_ITS_OWN else _NOTHING | _ABBREVIATED


def is_blank(text: str, column: str = "child_id") -> bool:
    """Whether a text means a blank in the column."""
    return len(text) <= LONGEST and text.lower() in blanks_of(column)
