"""How charts look: one place for colours, sizes and letters.

The colours are those of the Government Analysis Function, four at most in a chart, which keep apart in print and for people who
see few colours. Text is horizontal, series are named where they end, bars begin at zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from .chart import ENGLAND, NEIGHBOURS, OWN, REGION

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25")
"""Dark blue, turquoise, dark pink, orange."""

GREY, LIGHT, TEXT = "#6F6F6F", "#D9D9D9", "#0B0C0C"

OF_ROLE = {OWN: PALETTE[0], NEIGHBOURS: PALETTE[1], REGION: PALETTE[2], ENGLAND: PALETTE[3]}
"""The colour of an area, the same in every chart."""

WIDTH, HEIGHT = 6.3, 3.4
"""In inches: the width of text on A4 between margins of 2.5 cm."""

RC = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": LIGHT,
    "grid.linewidth": 0.6,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "lines.linewidth": 2,
    "legend.frameon": False,
    "text.parse_math": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "cpind",
    "figure.dpi": 100,
}
"""matplotlib's settings while a chart is drawn, and no longer. Letters as paths: an SVG looks the same everywhere."""


@dataclass(frozen=True)
class Style:
    """`palette`: the colours of series, in order; `of_role`: of areas."""

    palette: tuple[str, ...] = PALETTE
    of_role: tuple[tuple[str, str], ...] = tuple(OF_ROLE.items())

    def colour(self, role: str, place: int) -> str:
        """The colour of a series, by its role, else by its place."""
        return dict(self.of_role).get(role) or self.palette[place % len(self.palette)]


DEFAULT = Style()
