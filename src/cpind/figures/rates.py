"""The population of a rate: strictly the area's own, never the total's for a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..errors import UnavailableError
from ..inputs.population import Estimate, NoPopulation, Population, default_rule
from ..inputs.population_groups import RECOGNISED_GROUPINGS, group_key, grouping_key
from ..model.extract import Extract
from ..model.periods import Period
from ..model.schema import canonical
from ..model.wording import did_you_mean
from .basis import Basis
from .facts import Remark
from .groupings import GROUPINGS, Grouping
from .request import Request

GIVE_POPULATION = "give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml"


def population_of(
    period: Period, basis: Basis, grouping: Grouping | None, group: str, request: Request
) -> Estimate | NoPopulation:
    """The population of a rate, or why there is none. `grouping`: None for the whole area."""
    population = request.population
    if population is None:
        return NoPopulation.NOT_GIVEN
    if population.number is not None:
        return NoPopulation.NOT_OF_GROUP if grouping else Estimate(population.number)
    at = min(period.end, basis.as_at)
    rule = request.rule or default_rule(period)
    if grouping and population.groups_of(request.area, grouping.name):
        own = population.find_group(request.area, grouping.name, group, at, rule=rule, mid_year=request.mid_year)
        return replace(own, rule=rule) if isinstance(own, Estimate) and not request.mid_year else own
    if grouping and not _may_have_population(population, grouping, group, request.area):
        return NoPopulation.NOT_OF_GROUP
    estimate = population.find(group if grouping else request.area, at, rule=rule, mid_year=request.mid_year)
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
    is_split = request.by is not None and population.groups_of(request.area, request.by)
    if population.number is None and not population.knows(request.area) and not is_split:
        raise UnavailableError(
            f'the population file has no area "{request.area}": name the authority with --authority, as one of '
            + ", ".join(population.areas)
            + did_you_mean(request.area, population.areas)
        )


def unused_groups(request: Request, grouping: Grouping | None, extract: Extract) -> Iterable[Remark]:
    """Which groups of the population the extract can't have: of a grouping that is not one of its columns, and of the
    grouping at hand those whose text no row has."""
    population = request.population
    if population is None or population.number is not None:
        return
    groups = population.groups_of(request.area)
    for by in dict.fromkeys(group.by for group in groups):
        if by not in GROUPINGS and canonical(by, extract.columns) not in extract.columns:
            name = next(population.spelled[group][0] for group in groups if group.by == by)
            yield Remark(
                f'The populations by "{name}" are not used: it is neither a grouping nor a column of the extract.'
            )
    if grouping and grouping_key(grouping.name) not in RECOGNISED_GROUPINGS:
        by, labels = grouping_key(grouping.name), grouping.labels
        known = {group_key(by, label) for label in labels}
        absent = [population.spelled[group][1] for group in groups if group.by == by and group.group not in known]
        if absent:
            yield Remark(f"Groups of the population that are not in the extract: {', '.join(absent)}.")
