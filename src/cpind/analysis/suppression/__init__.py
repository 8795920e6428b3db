"""Suppression: numbers from 1 to 5 are hidden, all that is made of them, and so much more that none can be worked out.

DfE's rule for an authority. Figures become cells (`cells`), cells stand in sums (`sums`), a sum with one hidden cell hides a
second (`hiding`), and then the output is attacked: what each hidden number may be, given all that is shown (`attack`).
"""

from .explanations import require_publishable
from .hiding import suppressed, without_counts

__all__ = ["require_publishable", "suppressed", "without_counts"]
