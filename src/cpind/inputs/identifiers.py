"""Identifiers that a spreadsheet has damaged: rounded, or without the zeros that they began with."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from ..model.cells import ROUNDED
from ..model.columns import Categorical, Rows
from ..model.wording import counted
from .text_table import matching

_ZEROS = re.compile(r"0+[0-9]+")
_HAS_A_LETTER = re.compile(r".*[A-Za-z].*")
_PLAIN = re.compile(r"[0-9][Ee][0-9]{1,3}")
"""Perhaps a number in scientific notation, perhaps an identifier of letters and digits, as "5e31"."""

_SAID = (
    "{n} {identifier differs from another|identifiers differ from others} by leading zeros alone, which spreadsheets take "
    "away: probably one child each, read as several"
)


def rounded(column: Categorical) -> np.ndarray | None:
    """Which rows have an identifier in scientific notation; None where none has. One without a decimal point and a plus is
    taken for such only where no other identifier of the column has a letter."""
    texts = set(matching(column.texts, ROUNDED))
    if not texts:
        return None
    plain = {text for text in texts if _PLAIN.fullmatch(text)}
    if plain and any(text not in texts for text in matching(column.texts, _HAS_A_LETTER)):
        texts -= plain
    return column.by_text(texts.__contains__, False) if texts else None


def differing_by_zeros(rows: Rows) -> tuple[np.ndarray, Iterable[str]]:
    """The rows of children whose identifiers differ from another's by leading zeros alone; and what to say of them."""
    children = rows["child_id"]
    zeros = matching(children.texts, _ZEROS)
    if not zeros:
        return np.array([], np.int64), ()
    alike: dict[str, set[str]] = {}
    for text in zeros:
        alike.setdefault(text.lstrip("0") or "0", set()).add(text)
    for text in alike.keys() & set(children.texts):
        alike[text].add(text)
    groups = [texts for texts in alike.values() if len(texts) > 1]
    if not groups:
        return np.array([], np.int64), ()
    concerned = children.by_text(set().union(*groups).__contains__, False)
    return np.flatnonzero(concerned), (counted(_SAID, len(groups), check="leading-zeros"),)
