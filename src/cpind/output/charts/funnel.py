"""A funnel plot: every authority by the size of its denominator, our own among them, with the limits."""

from __future__ import annotations

from ...analysis.funnel import AS_EXPECTED, OUTER, Funnel, FunnelPlace, Hidden, curves
from ...benchmarks.measures import measure_of
from ...model.measures import PERCENT, half_up
from .chart import FUNNEL, Chart, Points

_STEPS = 60


def name_of(place: FunnelPlace | Hidden) -> str:
    """ "Warwickshire", or "Warwickshire (this extract)"."""
    return place.area if isinstance(place, FunnelPlace) and not place.is_own_figure else f"{place.area} (this extract)"


def lie(n: int) -> str:
    """The verb for a number of authorities: "1 lies", "0 lie"."""
    return "lies" if n == 1 else "lie"


def funnel_chart(funnel: Funnel) -> Chart:
    """The chart of a funnel, with the own figure of an extract beside the published ones; its text alternative says how many lie
    outside, and where our own lies."""
    measure = measure_of(funnel.code)
    unit = "%" if measure.measure is PERCENT else measure.measure.unit
    extract = funnel.own_figure if isinstance(funnel.own_figure, FunnelPlace) else None
    places = (*funnel.places, *([extract] if extract else []))
    largest = max(place.denominator for place in places)
    smallest = min(place.denominator for place in places)
    sizes = [smallest + (largest - smallest) * step / _STEPS for step in range(_STEPS + 1)]
    own = next((number for number, place in enumerate(places) if place.number == funnel.own), None)
    return Chart(
        FUNNEL,
        f"{measure.title}, {funnel.period.label}: {len(funnel.places)} authorities",
        (),
        (),
        unit,
        measure.measure.decimals,
        _alt(funnel, unit),
        centre=(funnel.spread.centre * measure.measure.factor,),
        points=Points(
            tuple(name_of(place) for place in places),
            tuple(float(place.denominator) for place in places),
            tuple(place.value for place in places),
            own,
            len(places) - 1 if extract else None,
        ),
        limits=tuple(curves(funnel.spread, sizes, factor=measure.measure.factor, adjusted=funnel.is_adjusted)),
    )


def _alt(funnel: Funnel, unit: str) -> str:
    outside = funnel.outside if funnel.is_adjusted else funnel.outside_alone
    text = (
        f"Funnel plot of {len(funnel.places)} authorities by the size of their denominator; "
        f"{outside} {lie(outside)} outside the {OUTER:g} % limits."
    )
    for own in (funnel.own_place, funnel.own_figure):
        if isinstance(own, FunnelPlace):
            value = half_up(own.value, measure_of(funnel.code).measure.decimals)
            place = own.place if own.place == AS_EXPECTED else f"{own.place} than expected"
            text += f" {name_of(own)} has {value} {unit} and is {place}."
    return text
