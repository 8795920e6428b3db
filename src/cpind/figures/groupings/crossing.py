"""Cross two groupings, one inside the other."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from .registry import Grouping

BETWEEN = " / "
"""Separates the two names, and the two labels, of a crossed grouping."""


def crossed(outer: Grouping, inner: Grouping) -> Grouping:
    """Every group of `outer` with every group of `inner` in it, in their order."""
    width = len(inner.labels)

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        return outer.codes(rows, at, which).astype(np.int64) * width + inner.codes(rows, at, which)

    return Grouping(
        f"{outer.name}{BETWEEN}{inner.name}",
        tuple(f"{a}{BETWEEN}{b}" for a in outer.labels for b in inner.labels),
        codes,
        tuple(dict.fromkeys((*outer.columns, *inner.columns))),
        events=tuple(kind for kind in outer.events if kind in inner.events),
        parts=(outer, inner),
        pairs=tuple((a, b) for a in outer.labels for b in inner.labels),
    )
