"""Suppress our own figures so that they may be printed beside DfE's: what DfE hides stays hidden in ours too.

A published table hides a second number beside each small one, and ours may hide another. Both tables together, about
the same children, would reveal each other's hidden numbers, so a figure is hidden if either hides it. Published numbers
stay public.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..benchmarks.records import Record
from ..figures.facts import Suppressed
from ..figures.result import SUPPRESSED, Figure, Note, Result
from .suppression import hidden_figure, suppressed


def suppressed_beside(result: Result, published: Callable[[Figure], Record | None]) -> Result:
    """The result with small numbers suppressed, and with what DfE suppressed; `published` gives the store's row of a
    figure. Raises UsageError without scipy."""
    (hidden,) = suppressed([result])
    figures = tuple(
        hidden_figure(one) if one.value is not None and (row := published(one)) and row.is_suppressed else one
        for one in hidden.figures
    )
    notes = tuple(note for note in hidden.notes if not isinstance(note.fact, Suppressed))
    is_any = any(one.status == SUPPRESSED for one in figures)
    return replace(hidden, figures=figures, notes=(*notes, Note("", Suppressed(is_any))))
