"""Identifiers that a spreadsheet has damaged (rounded, or without leading zeros), those that differ only by letters, and
those that stand for several children."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import numpy as np

from ..model.cells import ROUNDED
from ..model.columns import Categorical, Rows
from ..model.wording import counted
from .text_table import has_any, matching, may_hold

_ZEROS = re.compile(r"0[0-9]+")
_HAS_A_LETTER = re.compile(r".*[A-Za-z].*")
_HAS_A_SMALL_LETTER, _HAS_A_CAPITAL = re.compile(r".*[a-z].*"), re.compile(r".*[A-Z].*")
_PLAIN = re.compile(r"[0-9][Ee][0-9]{1,3}")
"""Perhaps a number in scientific notation, perhaps an identifier with letters and digits, such as "5e31"."""

_DIGITS, _DECORATED = re.compile(r"[0-9]+"), re.compile(r"[A-Za-z]+[-_ /]?[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
_BEFORE_THE_NUMBER = f"{string.ascii_letters}-_ /0"
_MOSTLY = 0.5
_SEPARATED = re.compile(r"[^;|&,\n]*[;|&,\n][\s\S]*")
_SEPARATOR = re.compile(r"[;|&\n]|,(?=\s*[A-Za-z]*[0-9]{4,}\s*(?:[;|&\n,]|\Z))")
"""What separates identifiers: "W12; W13", "100012, 100013"; but not "12,345", a number with a comma for thousands."""

_ANYBODY = frozenset(["unborn", "unborn baby", "baby", "unknown", "not known", "not recorded", "tbc", "tba", "new"])
"""Texts that stand for a child whose identifier is not known."""

_ZEROS_SENTENCE = (
    "{n} {identifier differs from another|identifiers differ from others} by leading zeros alone, which spreadsheets take "
    "away: probably one child each, read as several"
)
_CASE_SENTENCE = (
    "{n} {identifier differs from another|identifiers differ from others} by capital letters alone: probably one child each, read "
    "as several"
)
_LETTERS_SENTENCE = (
    "{n} {identifier differs from another|identifiers differ from others} by letters before the number or commas in it alone: "
    "probably one child each, read as several"
)
_SEVERAL_SENTENCE = (
    '{n} {identifier stands|identifiers stand} for several children, as a list of siblings or "unborn" does: each counts as one '
    "child; give each child a row and an identifier"
)


def rounded(column: Categorical) -> np.ndarray | None:
    """Which rows have an identifier in scientific notation; None if none has. One without a decimal point and a plus
    counts only if no other identifier in the column has a letter."""
    texts = set(matching(column.texts, ROUNDED))
    if not texts:
        return None
    plain = {text for text in texts if _PLAIN.fullmatch(text)}
    if plain and any(text not in texts for text in matching(column.texts, _HAS_A_LETTER)):
        texts -= plain
    return column.by_text(texts.__contains__, False) if texts else None


def doubted(rows: Rows) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """For each check, the rows of children whose identifiers differ from another's only by leading zeros, by capital
    letters or by letters before the number, or are several in one; and remarks on them."""
    children = rows["child_id"]
    found, sentences = {}, list[str]()
    for check, sentence, groups in (
        ("leading-zeros", _ZEROS_SENTENCE, _of_several(_alike_but_for_zeros(children))),
        ("capital-letters", _CASE_SENTENCE, _of_several(_alike_but_for_case(children))),
        ("letters-before", _LETTERS_SENTENCE, _of_several(_alike_but_for_letters(children))),
        ("several-children", _SEVERAL_SENTENCE, [{text} for text in _of_many(children)]),
    ):
        found[check] = np.array([], np.int64)
        if groups:
            found[check] = np.flatnonzero(children.by_text(set().union(*groups).__contains__, False))
            sentences.append(counted(sentence, len(groups), check=check))
    return found, tuple(sentences)


def _of_several(alike: Mapping[str, set[str]]) -> list[set[str]]:
    return [texts for texts in alike.values() if len(texts) > 1]


def _of_many(children: Categorical) -> list[str]:
    """Identifiers that are lists of several, or stand for a child whose identifier is not known."""
    texts = children.texts
    may_be_lists = may_hold(texts, ";|&,") or (isinstance(texts, list) and "\n" in "".join(texts))
    lists = list(filter(_is_list, matching(texts, _SEPARATED))) if may_be_lists else []
    if has_any(texts, _ANYBODY):
        lists += [text for text in texts if text.lower() in _ANYBODY]
    return lists


def _is_list(text: str) -> bool:
    """Whether a text has a separator, and a digit on each side."""
    pieces = _SEPARATOR.split(text)
    return len(pieces) > 1 and all(any(map(str.isdecimal, piece)) for piece in pieces)


def _alike_but_for_zeros(children: Categorical) -> Mapping[str, set[str]]:
    alike: dict[str, set[str]] = {}
    for text in matching(children.texts, _ZEROS):
        alike.setdefault(text.lstrip("0") or "0", set()).add(text)
    for text in alike.keys() & set(children.texts) if alike else ():
        alike[text].add(text)
    return alike


def _alike_but_for_case(children: Categorical) -> Mapping[str, set[str]]:
    # Two that differ only by capitals need both cases; most extracts use one, and need no further look.
    alike: dict[str, set[str]] = {}
    if matching(children.texts, _HAS_A_SMALL_LETTER) and matching(children.texts, _HAS_A_CAPITAL):
        for text in matching(children.texts, _HAS_A_LETTER):
            alike.setdefault(text.casefold(), set()).add(text)
    return alike


def _alike_but_for_letters(children: Categorical) -> Mapping[str, set[str]]:
    """Identifiers such as "W0012" and "0012", or "1,234" and "1234", as from two reports; none if they are too few to be more than chance."""
    alike: dict[str, set[str]] = {}
    if not (bare := matching(children.texts, _DIGITS)) or not (decorated := matching(children.texts, _DECORATED)):
        return alike
    for text in (*bare, *decorated):
        alike.setdefault(text.lstrip(_BEFORE_THE_NUMBER).replace(",", ""), set()).add(text)
    mixed = {number: texts for number, texts in alike.items() if {text.isdecimal() for text in texts} == {True, False}}
    return mixed if len(mixed) >= _MOSTLY * min(len(bare), len(decorated)) else {}
