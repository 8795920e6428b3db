"""A figure's value as it is printed."""

from __future__ import annotations

from ..model.measures import exact, half_up
from .indicators import INDICATORS
from .result import Figure

_AS_PRECISE = 1e-6


def printed(figure: Figure) -> str:
    """The value with its measure's decimals, rounded half up from whole numbers; "" where there is none. Not for what
    others have published, which stands as it was published."""
    measure = INDICATORS[figure.indicator].measure
    if figure.value is None:
        return ""
    if figure.numerator is None or not figure.denominator:
        return half_up(figure.value, measure.decimals)
    value = exact(figure.numerator, figure.denominator, measure)
    # Its numbers may be rounded for publication, and it is not of these.
    if abs(float(value) - figure.value) > _AS_PRECISE:
        return half_up(figure.value, measure.decimals)
    return half_up(value, measure.decimals)
