"""Age bands, as DfE shows them: what a text of one stands for."""

from __future__ import annotations

import re

from ..schema import NOT_RECOGNISED, NOT_RECORDED
from .blanks import is_blank

AGE_BANDS = ("Unborn", "Under 1", "1-4 years", "5-9 years", "10-15 years", "16 years and over")

_FILLERS = re.compile(r"\b(?:aged?|years?|yrs?|olds?)\b|[()]")
_FORMS = {
    "Unborn": r"unborn|un born",
    "Under 1": r"under 1|under one|<1|0|less than 1",
    "1-4 years": r"1-4",
    "5-9 years": r"5-9",
    "10-15 years": r"10-15",
    "16 years and over": r"16\+|16-17|16 (?:and|or|&) (?:over|above|older)|16 plus|16 over",
}


def age_band(text: str) -> str:
    """DfE's age band for a text, NOT_RECORDED for a blank, NOT_RECOGNISED for any other age.

    "10-15", "10 to 15 years", "aged 10-15" and "10-15 years" are the same band; 16-17 is the band "16 years and over".
    """
    if not text or is_blank(text, "age"):
        return NOT_RECORDED
    words = _FILLERS.sub(" ", re.sub(r"[\u2010-\u2015]", "-", text.lower()))
    words = re.sub(r" ?(?:-| to ) ?", "-", " ".join(words.split()))
    return next((band for band, form in _FORMS.items() if re.fullmatch(form, words)), NOT_RECOGNISED)
