"""Cells that hold several days or spells of a child, in the form in which an extract keeps them.

Days are "2020-01-06;2020-01-20", in order and without repeats. Spells are "2019-05-01 to 2019-09-30;2020-01-06 to"; an
open spell has no end. These texts sort as days do, so the last day of a cell is its last ten characters.
"""

from __future__ import annotations

import re

import numpy as np

from .columns import Categorical
from .dates import days

DAYS, SPELLS = "days", "spells"
KINDS = (DAYS, SPELLS)
"""The kinds of columns whose cells hold several days or spells; all other code treats them as text."""

BETWEEN = ";"
_TO = re.compile(r"\s+to(?:\s+|$)")


def pieces_of(text: str, kind: str) -> list[str]:
    """The texts of the days in a cell: one for each day, or two for each spell, the second "" if the spell is open."""
    pieces = [piece.strip() for piece in text.split(BETWEEN)]
    if kind == DAYS:
        return pieces
    ends = [_TO.split(piece, maxsplit=1) for piece in pieces]
    return [day.strip() for pair in ends for day in (*pair, "")[:2]]


def cell_of(iso: list[str], kind: str) -> str:
    """The cell made of ISO dates, ordered as `pieces_of` gives them; "" for a spell that has an end but no start."""
    if kind == DAYS:
        return BETWEEN.join(sorted(set(filter(None, iso))))
    pairs = {(start, end) for start, end in zip(iso[::2], iso[1::2]) if start}
    return BETWEEN.join(f"{start} to {end}".rstrip() for start, end in sorted(pairs))


def last_day_until(column: Categorical, limit: np.ndarray) -> np.ndarray:
    """For each row, the last of its days that is not after the limit; missing if there is none."""
    codes, starts = column.codes, _first_of_each(column)
    listed = np.array([day for text in column.texts for day in text.split(BETWEEN)], "datetime64[D]")
    owner = np.repeat(np.arange(len(column.texts)), np.diff(starts))
    # The days of a cell ascend, so cell number and day ascend together, and one search finds every row's day.
    keys = owner * _SPAN + listed.astype(np.int64) + _SHIFT
    filled = np.flatnonzero((codes >= 0) & ~np.isnat(limit))
    wanted = codes[filled].astype(np.int64) * _SPAN + days(limit)[filled].astype(np.int64) + _SHIFT
    place = np.searchsorted(keys, wanted, side="right") - 1
    known = place >= starts[codes[filled]]
    found = np.full(len(codes), np.datetime64("NaT"), "datetime64[D]")
    found[filled[known]] = listed[place[known]]
    return found


_SPAN, _SHIFT = 2**20, 2**18


def _first_of_each(column: Categorical) -> np.ndarray:
    """Where the days of each text begin among the days of all texts, and where the last ones end."""
    return np.cumsum([0, *(text.count(BETWEEN) + 1 for text in column.texts)])


def is_within_spell(column: Categorical, day: np.ndarray) -> np.ndarray:
    """Which rows have a spell open on their day: it began on or before that day and has no end, or ended after it."""
    within, at = np.zeros(len(day), bool), days(day)
    order = np.argsort(column.codes, kind="stable")
    edges = np.searchsorted(column.codes[order], np.arange(len(column.texts) + 1))
    for code, text in enumerate(column.texts):
        rows = order[edges[code] : edges[code + 1]]
        within[rows] = _open_on(text, at[rows])
    return within


def _open_on(text: str, at: np.ndarray) -> np.ndarray:
    is_open = np.zeros(len(at), bool)
    for spell in text.split(BETWEEN):
        start, _, end = (part.strip() for part in spell.partition(" to"))
        is_open |= (at >= np.datetime64(start, "D")) & (not end or at < np.datetime64(end or start, "D"))
    return is_open
