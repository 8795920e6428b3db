"""Published figures to set beside one's own: a small CSV that people write, or a store made of DfE's own downloads."""

from .comparing import chosen_areas, compare
from .published import SYMBOLS, Benchmarks, Published, read_benchmarks

__all__ = ["SYMBOLS", "Benchmarks", "Published", "chosen_areas", "compare", "read_benchmarks"]
