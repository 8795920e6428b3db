"""Suppression: hide numbers from 1 to 5, all numbers made from them, and enough others that none can be worked out.

This is DfE's rule for an authority. Figures become cells (`cells`) with a name for what each counts (`counted`). Cells
are terms of sums (`sums`, `relations`); a sum with one hidden cell hides a second (`secondary`); and then the output is
attacked to find what each hidden number may be, given everything shown (`attack`). Figures made from a hidden number
are hidden too (`dependent`, `hiding`).
"""

from .explanations import require_publishable
from .hiding import hidden_figure, suppressed, without_counts

__all__ = ["hidden_figure", "require_publishable", "suppressed", "without_counts"]
