"""Published figures to compare with: from a small CSV that people write, or a store made from DfE's downloads."""

from .comparing import chosen_areas, compare
from .published import SYMBOLS, Benchmarks, Published, read_benchmarks

__all__ = ["SYMBOLS", "Benchmarks", "Published", "chosen_areas", "compare", "read_benchmarks"]
