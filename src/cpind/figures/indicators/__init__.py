"""The indicators, one decorated function each. Imports no pandas: `cpind indicators` lists them at once."""

from . import stock, endings, conferences, repeats  # noqa: F401, I001  (importing registers, in the order of the lists)
from .registry import CAVEATS, INDICATORS, Caveat, Choices, Indicator

__all__ = ["CAVEATS", "INDICATORS", "Caveat", "Choices", "Indicator"]
