"""Titles and units of published figures: of cpind's own indicators, and of those only taken from releases."""

from __future__ import annotations

from typing import NamedTuple

from ..figures.indicators import INDICATORS
from ..model.measures import COUNT, PERCENT, RATE, Measure


class PublishedMeasure(NamedTuple):
    """The title of a published table, its measure, and what is good: high, low, or "" where neither is."""

    title: str
    measure: Measure
    good: str = ""


_ONLY_PUBLISHED = {
    "s47-rate": PublishedMeasure("Section 47 enquiries started per 10,000 aged 0-17", RATE),
    "s47-children": PublishedMeasure("Children with a section 47 enquiry started", COUNT),
    "conferences-rate": PublishedMeasure("Initial child protection conferences per 10,000 aged 0-17", RATE),
    "conferences-children": PublishedMeasure("Children with an initial child protection conference", COUNT),
    "starts-rate": PublishedMeasure("Child protection plans started per 10,000 aged 0-17", RATE),
    "starts-children": PublishedMeasure("Children with a child protection plan started", COUNT),
    "ends-rate": PublishedMeasure("Child protection plans ended per 10,000 aged 0-17", RATE),
    "ends-children": PublishedMeasure("Children with a child protection plan ended", COUNT),
    "any-point-children": PublishedMeasure(
        "Children subject to a child protection plan at any point in the year", COUNT
    ),
    "any-point": PublishedMeasure("Child protection plans open at any point in the year", COUNT),
    "any-point-rate": PublishedMeasure(
        "Child protection plans open at any point in the year per 10,000 aged 0-17", RATE
    ),
    "category-start": PublishedMeasure("Child protection plans started by initial category of abuse, %", PERCENT),
    "category-open-latest": PublishedMeasure(
        "Children subject to a plan at 31 March by latest category of abuse, %", PERCENT
    ),
    "category-open-initial": PublishedMeasure(
        "Children subject to a plan at 31 March by initial category of abuse, %", PERCENT
    ),
}
"""Indicators in releases that cpind does not compute; if cpind computes one with the same code, that one is used."""


def published_codes() -> tuple[str, ...]:
    """The codes that a store may have: cpind's indicators, then those that are only published."""
    return (*INDICATORS, *(code for code in _ONLY_PUBLISHED if code not in INDICATORS))


def measure_of(code: str) -> PublishedMeasure:
    """The title, measure and good direction of a code. Raises KeyError for one that is not among `published_codes`."""
    if code in INDICATORS:
        indicator = INDICATORS[code]
        return PublishedMeasure(indicator.heading.format(when=" at 31 March"), indicator.measure, indicator.good)
    return _ONLY_PUBLISHED[code]
