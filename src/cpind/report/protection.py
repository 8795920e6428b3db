"""What a pack hides: all its tables are made safe at once, as a reader could combine them."""

from __future__ import annotations

from ..analysis.suppression.cells import LARGEST, SMALLEST


def is_small(n: float) -> bool:
    """Whether a number is one that a pack hides."""
    return SMALLEST <= n <= LARGEST


__all__ = ["LARGEST", "SMALLEST", "is_small"]
