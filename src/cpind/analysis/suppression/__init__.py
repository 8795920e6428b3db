"""Suppression: numbers from 1 to 5 are hidden, all that is made of them, and so much more that none can be worked out.

DfE's rule for an authority. Figures become cells (`cells`) with a name for what each counts (`counted`). Cells stand in sums (`sums`,
`relations`), a sum with one hidden cell hides a second (`secondary`), and then the output is attacked: what each hidden number
may be, given all that is shown (`attack`). What is made of a hidden number goes with it (`made`, `hiding`).
"""

from .explanations import require_publishable
from .hiding import hidden_figure, suppressed, without_counts

__all__ = ["hidden_figure", "require_publishable", "suppressed", "without_counts"]
