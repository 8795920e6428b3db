"""The indicators, one decorated function each. Imports no pandas: `cpind indicators` lists them at once."""

from __future__ import annotations

from ...model.discovery import import_all
from ..choices import Choices
from .registry import CAVEATS, INDICATORS, Caveat, Indicator, Measured, codes_where

import_all(__name__, __path__, first=("stock", "endings", "conferences", "repeats"))

__all__ = ["CAVEATS", "INDICATORS", "Caveat", "Choices", "Indicator", "Measured", "codes_where"]
