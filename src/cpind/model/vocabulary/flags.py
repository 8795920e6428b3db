"""Flags: yes or no, in the words of case systems."""

from __future__ import annotations

import re

from ..patterns import Pattern
from .wording import without_prefix

FLAG_WORDS = {
    **dict.fromkeys(("1", "-1", "true", "t", "y", "yes"), True),
    **dict.fromkeys(("0", "false", "f", "n", "no"), False),
}
"""-1 is how Access writes true."""

_GOES_ON = Pattern(r"(yes|no|true|false|[yn])\s*[-:;,(/.\u2013\u2014]", re.IGNORECASE)
"""A yes or no with an explanation: "Yes - transferred from elsewhere"; "No further action" is not one."""


def flag_value(text: str) -> bool | None:
    """Whether a text says yes or no; None where it says neither.

    "Y", "TRUE", "1.0", "a) Yes", "Yes - not needed".
    """
    for written in (text, without_prefix(text)):
        known = FLAG_WORDS.get(written.lower().removesuffix(".0"))
        if known is None and (match := _GOES_ON.match(written)):
            # "Y/N" and "Yes / No" do not say which.
            rest = re.findall(r"[a-z]+", written[match.end() :].lower())
            is_open = rest[:1] and rest[0] in FLAG_WORDS and rest[:2] != ["n", "a"]
            known = None if is_open else FLAG_WORDS[match[1].lower()]
        if known is not None:
            return known
    return None
