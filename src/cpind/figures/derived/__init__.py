"""Columns that are derived from other events for the indicators that need them, in one file each."""

from __future__ import annotations

from ...model.discovery import import_all
from .registry import DERIVED, Derived

import_all(__name__, __path__)

__all__ = ["DERIVED", "Derived"]
