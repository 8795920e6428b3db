"""The width of words in Arial and the number of lines they take: Word's layout, predicted."""

from __future__ import annotations

import math

_WIDTHS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[]\\ft",
    333: "()-r`",
    355: '"',
    389: "*",
    500: "Jcksvxyz",
    556: "0123456789abdeghnopqu?$#_L",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
"""The widths of letters, in thousandths of their size: Helvetica's metrics, which Arial and Liberation Sans share."""

_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 667
_MORE = 1.04
"""Words are assumed to be a little wider than they are: one line too many does no harm."""


def width_of(text: str, size: float) -> float:
    """The width of a text in points."""
    return sum(_OF.get(letter, _OTHER) for letter in text) * size * _MORE / 1000


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of this width, in points."""
    lines, used, blank = 1, 0.0, width_of(" ", size)
    for word in text.split():
        wide = width_of(word, size)
        if used and used + blank + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + (blank if used else 0.0)
        if wide > width:  # broken within
            more = math.ceil(used / width) - 1
            lines, used = lines + more, used - more * width
    return lines
