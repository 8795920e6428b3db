"""How charts look: colours, sizes and fonts in one place.

The colours are those of the Government Analysis Function, four at most in a chart, which keep apart in print and for people who
see few colours. Text is horizontal, series are named where they end, bars begin at zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .chart import ENGLAND, NEIGHBOURS, OWN, REGION

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25")
"""Dark blue, turquoise, dark pink, orange."""

_AREAS = (OWN, NEIGHBOURS, REGION, ENGLAND)

GREY, LIGHT, TEXT = "#6F6F6F", "#D9D9D9", "#0B0C0C"

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
"""matplotlib's settings, only while a chart is drawn. Letters are drawn as paths, so an SVG looks the same everywhere."""


GRAPHICS, LETTERS = 3.0, 4.5
"""The contrast with white that lines and columns need, and that text needs: WCAG 2.2, 1.4.11 and 1.4.3."""


def contrast(colour: str) -> float:
    """The contrast of a colour, as "#12436D", with white: from 1 to 21, by WCAG's relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def for_text(colour: str) -> str:
    """The colour, darkened until words in it can be read on white."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    while contrast(colour) < LETTERS:
        parts = [part * 19 // 20 for part in parts]
        colour = "#" + "".join(f"{part:02X}" for part in parts)
    return colour


@dataclass(frozen=True)
class Style:
    """The colours of charts: a palette of one to four. An area has the same colour in every chart."""

    palette: tuple[str, ...] = PALETTE

    @property
    def signal(self) -> str:
        """The colour of points that are signals."""
        return self.palette[-1] if len(self.palette) > 1 else TEXT

    def colours(self, roles: Sequence[str]) -> list[str]:
        """The colours of series, by their roles: an area has its own, the others what is left of the palette. Where there is no
        colour left a series is grey; its name stands where it ends."""
        areas = (OWN, NEIGHBOURS, REGION, ENGLAND) if len(self.palette) > 3 else (OWN, NEIGHBOURS, ENGLAND)
        of_role = dict(zip(areas, self.palette))
        left = [colour for role, colour in of_role.items() if role not in roles]
        return [of_role.get(role, GREY) if role in _AREAS else left.pop(0) if left else GREY for role in roles]


DEFAULT = Style()
