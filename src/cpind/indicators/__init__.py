"""The indicators, one decorated function each. Imports no pandas: `cpind indicators` lists them at once."""

from . import conferences, endings, repeats, stock  # noqa: F401  (importing registers)
from .registry import CAVEATS, INDICATORS, Caveat, Choices, Indicator

__all__ = ["CAVEATS", "INDICATORS", "Caveat", "Choices", "Indicator"]
