"""Cells that hold several days or spells of a child, in the one form in which an extract keeps them.

Days are "2020-01-06;2020-01-20", in order, each once. Spells are "2019-05-01 to 2019-09-30;2020-01-06 to", the last one
without an end while it is open. Text sorts as days do, so the last day of a cell is its last ten characters.
"""

from __future__ import annotations

import re

import numpy as np

from .columns import Categorical
from .dates import days

DAYS, SPELLS = "days", "spells"
KINDS = (DAYS, SPELLS)
"""The kinds of columns whose cells hold several days, or spells; texts to whoever does not count them."""

BETWEEN = ";"
_TO = re.compile(r"\s+to(?:\s+|$)")


def pieces_of(text: str, kind: str) -> list[str]:
    """The texts of the days in a cell: one a day, two a spell, the second "" of an open one."""
    pieces = [piece.strip() for piece in text.split(BETWEEN)]
    if kind == DAYS:
        return pieces
    ends = [_TO.split(piece, maxsplit=1) for piece in pieces]
    return [day.strip() for pair in ends for day in (*pair, "")[:2]]


def cell_of(iso: list[str], kind: str) -> str:
    """The cell of days as ISO texts, as `pieces_of` has them; "" for a spell that ends without a start."""
    if kind == DAYS:
        return BETWEEN.join(sorted(set(filter(None, iso))))
    pairs = {(start, end) for start, end in zip(iso[::2], iso[1::2]) if start}
    return BETWEEN.join(f"{start} to {end}".rstrip() for start, end in sorted(pairs))


def last_day_until(column: Categorical, limit: np.ndarray) -> np.ndarray:
    """For each row the last of its days that is not after the limit; missing where there is none."""
    codes, starts = column.codes, _first_of_each(column)
    listed = np.array([day for text in column.texts for day in text.split(BETWEEN)], "datetime64[D]")
    owner = np.repeat(np.arange(len(column.texts)), np.diff(starts))
    # Days of a cell ascend, so with the cell before them they ascend throughout, and one search finds each row's.
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
    """Where the days of each text begin among those of all, and where the last one's end."""
    return np.cumsum([0, *(text.count(BETWEEN) + 1 for text in column.texts)])


def is_within_spell(column: Categorical, day: np.ndarray) -> np.ndarray:
    """Which rows have a spell that is open on their day: begun on or before it, and without an end or ended after it."""
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
