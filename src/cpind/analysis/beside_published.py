"""Our own figures as they may be printed beside those that DfE published: what DfE hides stays hidden in ours too.

A published table has a second number hidden beside each small one, and ours may have another one. From both in one output, of
the same children, each would give away the other's; so a figure is hidden where either hides it. Published numbers are public.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..benchmarks.records import Record
from ..figures.facts import Suppressed
from ..figures.result import SUPPRESSED, Figure, Note, Result
from .suppression import hidden_figure, suppressed


def suppressed_beside(result: Result, published: Callable[[Figure], Record | None]) -> Result:
    """The result with small numbers suppressed, and with what DfE suppressed. `published`: the store's row of a figure.
    Raises UsageError without scipy."""
    (hidden,) = suppressed([result])
    figures = tuple(
        hidden_figure(one) if one.value is not None and (row := published(one)) and row.is_suppressed else one
        for one in hidden.figures
    )
    notes = tuple(note for note in hidden.notes if not isinstance(note.fact, Suppressed))
    is_any = any(one.status == SUPPRESSED for one in figures)
    return replace(hidden, figures=figures, notes=(*notes, Note("", Suppressed(is_any))))
