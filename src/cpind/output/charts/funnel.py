"""A funnel as a chart: every authority by the size of its denominator, with the limits, and our own."""

from __future__ import annotations

from ...analysis.funnel import OUTER, Funnel, curves
from ...benchmarks.measures import measure_of
from ...model.measures import PERCENT, half_up
from .chart import FUNNEL, Chart, Points

_STEPS = 60


def funnel_chart(funnel: Funnel) -> Chart:
    """The chart of a funnel; its text alternative says how many lie outside, and where our own lies."""
    measure = measure_of(funnel.code)
    unit = "%" if measure.measure is PERCENT else measure.measure.unit
    places = funnel.places
    largest = max(place.denominator for place in places)
    smallest = min(place.denominator for place in places)
    sizes = [smallest + (largest - smallest) * step / _STEPS for step in range(_STEPS + 1)]
    own = next((number for number, place in enumerate(places) if place.number == funnel.own), None)
    return Chart(
        FUNNEL,
        f"{measure.title}, {funnel.period.label}: {len(places)} authorities",
        (),
        (),
        unit,
        measure.measure.decimals,
        _alt(funnel, unit),
        centre=(funnel.spread.centre * measure.measure.factor,),
        points=Points(
            tuple(place.area for place in places),
            tuple(float(place.denominator) for place in places),
            tuple(place.value for place in places),
            own,
        ),
        limits=tuple(curves(funnel.spread, sizes, factor=measure.measure.factor, adjusted=funnel.is_adjusted)),
    )


def _alt(funnel: Funnel, unit: str) -> str:
    own = funnel.own_place
    text = (
        f"Funnel plot of {len(funnel.places)} authorities by the size of their denominator; "
        f"{funnel.outside if funnel.is_adjusted else funnel.outside_alone} lie outside the {OUTER:g} % limits."
    )
    if own is None:
        return text
    value = half_up(own.value, measure_of(funnel.code).measure.decimals)
    return f"{text} {own.area} has {value} {unit} and is {own.place}."
