"""Numbers rounded for publication: to the nearest 5. Percentages and rates are of the unrounded numbers, as DfE's are, and
have no more decimals than are printed: 3 of 89 is 3.4 %, and 5 of 90 would be 5.6.

Rounding by itself hides little: a percentage and an approximate denominator give an approximate numerator. With
--suppress, small numbers are hidden first. [choice]
"""

from __future__ import annotations

from dataclasses import replace

from ..figures.facts import Rounded, Suppressed
from ..figures.indicators import INDICATORS
from ..figures.printed import printed
from ..figures.result import Figure, Note, Result
from ..model.measures import COUNT, RATE
from .public_notes import public_note


def rounded(result: Result, base: int) -> Result:
    """The result with every number of events or children rounded to the nearest multiple of `base`, halves away from 0, and
    percentages, rates and means as they are printed. Totals of means are removed, and so are the notes that count anything."""
    figures = tuple(one if one.is_benchmark else _rounded(one, base) for one in result.figures)
    kept = (note if isinstance(note.fact, Suppressed) else public_note(note) for note in result.notes)
    notes = tuple(filter(None, kept))
    is_suppressed = any(isinstance(note.fact, Suppressed) for note in notes)
    return replace(result, figures=figures, notes=(*notes, Note("", Rounded(base, is_suppressed))), suppressed=True)


def _rounded(figure: Figure, base: int) -> Figure:
    indicator = INDICATORS[figure.indicator]
    measure = indicator.measure
    is_made_of_counts = indicator.statistic.name in ("share", "count", "children", "bands", "ratio", "difference")
    numerator = _nearest(figure.numerator, base) if is_made_of_counts else None
    denominator = figure.denominator if measure is RATE else _nearest(figure.denominator, base)
    value = figure.value
    if measure is COUNT:
        value = _nearest(value, base)
    elif value is not None:
        value = float(printed(figure))
    change = figure.change and figure.change._replace(
        before=figure.change.before and _rounded(figure.change.before, base),
        year_before=figure.change.year_before and _rounded(figure.change.year_before, base),
    )
    assessed = figure.assessed and replace(figure.assessed, away=None)
    return figure._replace(
        numerator=numerator,
        denominator=denominator,
        value=value,
        change=change,
        assessed=assessed,
        ratio=None,
        clusters=None,
        interval=None,
        run=None,
    )


def _nearest(number: float | None, base: int) -> int | None:
    """The nearest multiple, halves away from 0."""
    if number is None:
        return None
    nearest = (2 * abs(int(number)) + base) // (2 * base) * base
    return -nearest if number < 0 else nearest
