"""Sex: M, F or U, as the census has it since 2025, from words, letters and the numbers of GenderCurrent."""

from __future__ import annotations

from ..patterns import Pattern
from ..schema import NOT_RECOGNISED, NOT_RECORDED
from .blanks import is_blank
from .wording import NOTHING_SAID, without_prefix, words_of

_WORDS = {
    **dict.fromkeys(("male", "males", "boy", "man", "masculine"), "M"),
    **dict.fromkeys(("female", "females", "girl", "woman", "feminine"), "F"),
}
_LETTERS = {"m": "M", "f": "F"}
_NEITHER = Pattern(
    r"\b(?:u|i|x|indeterminate|intersex|neither|non ?binary|other|another|unclassified|unable|transgender|ambiguous|"
    r"refused|declined|undisclosed|not disclosed|prefers? not)\b"
)
_NUMBERS = {"0": "U", "1": "M", "2": "F", "9": "U"}
"""GenderCurrent, up to 2024."""


def sex_code(text: str) -> str:
    """M, F or U for a text, NOT_RECORDED for a blank, NOT_RECOGNISED for a text that means none of them, or two.

    "Boy", "1", "1 - Male", "a) Male", "M - Male"; "Not stated", "Unborn", "Neither" and "Indeterminate" are U.
    """
    if is_blank(text, "sex") or not text:
        return NOT_RECORDED
    if (number := text.removesuffix(".0")) in _NUMBERS:
        return _NUMBERS[number]
    words = words_of(without_prefix(text))
    codes = {_WORDS[word] for word in words.split() if word in _WORDS}
    if not codes and all(len(word) == 1 for word in words.split()):
        codes = {_LETTERS[word] for word in words.split() if word in _LETTERS}
    if _NEITHER.search(words) or NOTHING_SAID.search(words):
        return "U" if len(codes) != 1 or "transgender" not in words else codes.pop()
    return codes.pop() if len(codes) == 1 else NOT_RECOGNISED
