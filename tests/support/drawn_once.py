"""The tests of a process draw the same chart once: the packs of the example have the same charts in every format and test, and
drawing them is most of the time of a document.

A chart is known by its facts, its style and how it is drawn. A test of drawing itself asks for the fixture `drawn_anew`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any


def drawing_once(draw: Callable[..., bytes]) -> Callable[..., bytes]:
    """The function `_drawn` of cpind.output.charts.drawing, which remembers; `__wrapped__` is that function itself."""
    kept: dict[object, bytes] = {}

    @wraps(draw)
    def drawn_once(chart: Any, style: Any, format: str, **options: Any) -> bytes:
        key = (chart, style, format, repr(sorted(options.items())))
        if key not in kept:
            kept[key] = draw(chart, style, format, **options)
        return kept[key]

    return drawn_once
