"""The extract against the population that its rates divide by."""

from __future__ import annotations

import numpy as np

from ..engine import default_periods
from ..population import wanted_mid_year
from ..schema import NOT_RECORDED
from .histories import of_no_row
from .registry import WARNING, Found, whole


@whole("district-unknown", WARNING, "District without a population", figures=("rates by district",))
def district_unknown(subject):
    """A district that the population file does not spell so: its rate is blank."""
    population, extract = subject.population, subject.extract
    if population is None or population.number is not None or "district" not in extract.columns:
        return
    named = {text for table in extract.tables for text in table["district"].cat.categories} - {NOT_RECORDED}
    if not named & set(population.areas):
        return  # a file of the authority alone: no rates by district are meant
    for part in subject.parts:
        rows = part.recorded["plans"]
        strange = np.array([text not in population.areas for text in rows["district"].cat.categories] + [False], bool)
        yield Found(rows[strange[rows["district"].cat.codes]], ("district", "plan_start"), part.label, "plan_start")


@whole("population-missing", WARNING, "Population that is wanted and not there", figures=("rates",))
def population_missing(subject):
    """The authority, or the mid-year that a reporting year's rate takes, is not in the population file: there is no
    rate, or the latest earlier mid-year serves."""
    population = subject.population
    if population is None or population.number is not None:
        return
    if not population.knows(subject.area):
        yield of_no_row(f'no area "{subject.area}"; the file has {", ".join(population.areas)}')
        return
    for period in subject.periods or default_periods(("rates",), subject.standing)[0]:
        rule = "dfe" if period.kind == "year" else None
        wanted = wanted_mid_year(period.end, rule)
        found = population.find(subject.area, period.end, rule=rule)
        if found is None or found.mid_year != wanted:
            yield of_no_row(f"{period.label} takes mid-{wanted}")
