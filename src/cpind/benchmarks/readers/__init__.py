"""Readers of downloads, a file for each kind of table; each knows its table by the columns in it.

A reader takes a Download and returns an Imported, or None for a table that is not of its kind.
"""

from __future__ import annotations

from collections.abc import Callable

from ..downloads import Download
from . import lait, neighbours, populations, releases
from .imported import Imported, described

__all__ = ["KNOWN_HEADINGS", "READERS", "Imported", "described"]

READERS: tuple[Callable[[Download], Imported | None], ...] = (
    neighbours.read,
    lait.read,
    populations.read,
    releases.read,
)
"""In the order in which they are tried."""

KNOWN_HEADINGS = neighbours.HEADINGS | lait.HEADINGS | populations.HEADINGS | releases.HEADINGS
"""The headings by which the readers know their tables, in plain form."""
