"""What stands in a cell for nothing at all."""

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
"""In small letters. What says that somebody does not know ("unknown", "tbc", "?") is not here: under a date or a number
it is a cell that can't be read. Nor are a spreadsheet's errors ("#N/A", "#REF!"): a look-up that failed is not a plan
without an end."""

_ABBREVIATED = frozenset(["na"])
"""What R, and some exports, write for nothing; it may also be an identifier, or the short name of North Area."""

_OF_ITS_OWN = ("child_id", "family_id", "district", "team", "authority")
"""Known columns of what an authority has named itself."""

LONGEST = max(map(len, _NOTHING | _ABBREVIATED))


def blanks_of(column: str) -> frozenset[str]:
    """What is blank in a column, in small letters; nothing further in a column of the file's own."""
    if column not in BY_NAME:
        return frozenset()
    return _NOTHING if column in _OF_ITS_OWN else _NOTHING | _ABBREVIATED


def is_blank(text: str, column: str = "child_id") -> bool:
    """Whether a text stands for nothing in the column."""
    return len(text) <= LONGEST and text.lower() in blanks_of(column)
