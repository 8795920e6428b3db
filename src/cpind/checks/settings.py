"""Checks of the extract against the population of its rates."""

from __future__ import annotations

from collections.abc import Iterable

from ..figures.default_periods import default_periods
from ..figures.groupings.columns import spellings
from ..inputs.population import default_rule, wanted_mid_year
from ..inputs.population_groups import label_key
from ..model.wording import name_key
from .registry import WARNING, Matches, Subject, match_of_no_row, matches_in, whole


@whole("district-unknown", WARNING, "District without a population", figures=("rates by district",))
def district_unknown(subject: Subject) -> Iterable[Matches]:
    """The population file has no district of this spelling, so its rate is blank. Not checked if the file has only the
    authority."""
    population, extract = subject.population, subject.extract
    if population is None or "district" not in extract.columns:
        return
    groups = {group.group for group in population.groups_of(subject.area, "district")}
    if not groups and not set(population.areas) - {subject.area}:
        return
    shown = spellings(extract.rows["district"])
    for basis in subject.bases:
        rows = basis.recorded["plans"]

        def is_strange(text: str) -> bool:
            label = shown.get(text, text)
            return label_key("district", label) not in groups if groups else label not in population.areas

        strange = rows["district"].by_text(is_strange, False)
        yield matches_in(rows, strange, ("district", "plan_start"), basis, "plan_start")


@whole("population-above", WARNING, "District with more children than the whole area", figures=("rates by district",))
def population_above(subject: Subject) -> Iterable[Matches]:
    """The population of a district is larger than that of the whole area in the same mid-year: one of them is wrong."""
    population, extract = subject.population, subject.extract
    if population is None or "district" not in extract.columns:
        return
    districts = {name_key(text) for text in extract.rows["district"].texts} - {name_key(subject.area)}
    bases = {(name, year): known[0] for (name, year), known in population.estimates.items() if name in districts}
    for group in population.groups_of(subject.area, "district"):
        bases |= {(group.group, year): known[0] for year, known in population.groups[group].items()}
    for (name, year), children in bases.items():
        whole_area = population.estimates.get((name_key(subject.area), year))
        if whole_area and children > whole_area[0]:
            yield match_of_no_row(f"{name}, mid-{year}: {children:,} children, {subject.area} {whole_area[0]:,}")


@whole("population-missing", WARNING, "Population that a rate needs but the file does not have", figures=("rates",))
def population_missing(subject: Subject) -> Iterable[Matches]:
    """The authority, or the mid-year that a reporting year's rate takes, is not in the population file: there is no
    rate, or the latest earlier mid-year is used."""
    population = subject.population
    if population is None or population.number is not None:
        return
    if not population.knows(subject.area):
        yield match_of_no_row(f'no area "{subject.area}"; the file has {", ".join(population.areas)}')
        return
    for period in subject.periods or default_periods(("rates",), subject.standing)[0]:
        rule = default_rule(period)
        wanted = wanted_mid_year(period.end, rule)
        population_of_period = population.find(subject.area, period.end, rule=rule)
        if population_of_period is None or population_of_period.mid_year != wanted:
            yield match_of_no_row(f"{period.label} takes mid-{wanted}")
