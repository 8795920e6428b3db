"""The category of abuse: a census code, however a case system spells it."""

from __future__ import annotations

import re

from ..patterns import Pattern
from ..schema import CATEGORIES, NOT_RECOGNISED, NOT_RECORDED
from .blanks import is_blank
from .wording import NOTHING_SAID, corrected, slips, without_prefix, words_of

_WORD = Pattern(r"(?P<NEG>neg(?!at))|(?P<PHY>phy(?!sio)|pa$)|(?P<SAB>sex|sab|sa$)|(?P<EMO>emo|ea$)|(?P<MUL>mul)")
"""How a word of each category begins; PA, SA and EA are whole words."""

_SPELLED = slips(["neglect", "physical", "sexual", "emotional", "multiple"])
_FLAGS = ("NEG", "PHY", "SAB", "EMO")
_FOUR_FLAGS = Pattern(r"\s*([YN])[ ,;/|-]?([YN])[ ,;/|-]?([YN])[ ,;/|-]?([YN])\s*", re.IGNORECASE)
_DENIED = Pattern(r"\b(?:no|not|non|without) (?:evidence of |signs of |a )?(?:neg|phy|sex|emo)")

_PRIMARY_NEED = Pattern(r"\babuse (?:or|and) neglect\b")
"""The primary need N1 of children in need, which is not a category of a plan."""


def category_code(text: str) -> str:
    """The census code for a text; NOT_RECORDED for a blank, NOT_RECOGNISED for what is not a category.

    "NEG", "Neglect", "Likelihood of Neglect", "b) Emotional Abuse", "PHYSAB" (abuse, cut short); "YNNN" is four flags in
    the order neglect, physical, sexual, emotional. Several in one text are "MUL".
    """
    if text in CATEGORIES:
        return text
    if not text or is_blank(text, "initial_category"):
        return NOT_RECORDED
    if flags := _FOUR_FLAGS.fullmatch(text):
        codes = {code for code, flag in zip(_FLAGS, flags.groups()) if flag in "Yy"}
        return NOT_RECORDED if not codes else codes.pop() if len(codes) == 1 else "MUL"
    words = words_of(without_prefix(text))
    if _DENIED.search(words) or _PRIMARY_NEED.search(words):
        return NOT_RECOGNISED
    codes = {match.lastgroup for word in words.split() if (match := _WORD.match(word))}
    if not codes:
        codes = {_WORD.match(meant).lastgroup for word in words.split() if (meant := corrected(word, _SPELLED))}
    if len(codes) > 1 or "MUL" in codes:
        return "MUL"
    if codes:
        return codes.pop()
    return NOT_RECORDED if NOTHING_SAID.search(words) else NOT_RECOGNISED


def category_name(text: str) -> str:
    """The name of a category, "Neglect" for "NEG"."""
    code = category_code(text)
    return CATEGORIES.get(code, code)
