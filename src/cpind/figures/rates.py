"""The population of a rate: strictly the area's own, never the total's for a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import UnavailableError
from ..inputs.population import Estimate, NoPopulation, Population, default_rule
from ..model.periods import Period
from ..model.wording import did_you_mean
from .basis import Basis
from .groupings import Grouping
from .request import Request

Cell = Sequence[tuple[Grouping, str]]

GIVE_POPULATION = "give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml"


def population_of(period: Period, basis: Basis, cell: Cell, request: Request) -> Estimate | NoPopulation:
    """The population of a rate, or why there is none. `cell`: the groupings and groups that the rate is of, none for the
    whole area."""
    population = request.population
    if population is None:
        return NoPopulation.NOT_GIVEN
    if len(cell) > 1:
        return NoPopulation.NOT_OF_GROUP
    if population.number is not None:
        return NoPopulation.NOT_OF_GROUP if cell else Estimate(population.number)
    area = request.area
    for grouping, group in cell:
        if not _may_have_population(population, grouping, group, request.area):
            return NoPopulation.NOT_OF_GROUP
        area = group
    at = min(period.end, basis.as_at)
    rule = request.rule or default_rule(period)
    estimate = population.find(area, at, rule=rule, mid_year=request.mid_year)
    if estimate is None:
        return NoPopulation.NOT_SO_EARLY
    return estimate if request.mid_year else replace(estimate, rule=rule)


def _may_have_population(population: Population, grouping: Grouping, group: str, area: str) -> bool:
    # As spelled: two spellings of one district must not each take its whole population, nor a district of
    # the authority's name the authority's.
    is_listed = grouping.has_population and group in population.areas
    return is_listed and (group != area or grouping.name == "authority")


def require_population(request: Request) -> None:
    """Raise UnavailableError where no population is given, or the file has none of the area."""
    population = request.population
    if population is None:
        raise UnavailableError(f"a rate needs a population: {GIVE_POPULATION}")
    if population.number is None and not population.knows(request.area):
        raise UnavailableError(
            f'the population file has no area "{request.area}": name the authority with --authority, as one of '
            + ", ".join(population.areas)
            + did_you_mean(request.area, population.areas)
        )
