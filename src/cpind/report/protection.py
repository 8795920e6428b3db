"""The one place in which a pack's tables are made safe: all at once, as a reader could combine them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..figures.facts import Counted, NotRecognised
from ..figures.result import Note, Result

IS_THERE = False
"""Whether small numbers can be hidden. Until then a document says that they are not."""

SMALLEST, LARGEST = 1, 5
"""Counts that a pack hides."""


def protect(results: Sequence[Result]) -> list[Result]:
    """The results without small numbers, and without notes that count so few."""
    return [replace(result, notes=tuple(note for note in result.notes if not _counts_few(note))) for result in results]


def is_small(n: int) -> bool:
    """Whether a count is one that a pack hides."""
    return SMALLEST <= n <= LARGEST


def _counts_few(note: Note) -> bool:
    fact = note.fact
    if isinstance(fact, Counted):
        return is_small(fact.n) or is_small(fact.total - fact.n)
    return isinstance(fact, NotRecognised) and is_small(fact.n)
