"""Suppress small numbers in a pack: all its tables together, since a reader could combine them."""

from __future__ import annotations

from ..analysis.suppression.cells import LARGEST
from ..analysis.suppression.cells import is_small_number as is_small

__all__ = ["LARGEST", "is_small"]
