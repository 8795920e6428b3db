"""The population of a rate: a group always has its own, never the whole area's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..errors import UnavailableError
from ..inputs.population import Estimate, NoPopulation, Population, default_rule
from ..inputs.population_groups import RECOGNISED_GROUPINGS, grouping_key, label_key
from ..model.extract import Extract
from ..model.periods import Period
from ..model.schema import canonical
from ..model.wording import did_you_mean, name_key
from .basis import Basis
from .facts import Remark
from .groupings import GROUPINGS, Grouping
from .request import Request

Cell = Sequence[tuple[Grouping, str]]

MOST_CHILDREN = 400_000
"""More than any English authority has; Kent has the most, some 350,000. [data: ONS mid-2023]"""

GIVE_POPULATION = "give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml"


def population_of(period: Period, basis: Basis, cell: Cell, request: Request) -> Estimate | NoPopulation:
    """The population of a rate, or why there is none. The `cell` has the groupings and groups of the rate; it is empty
    for the whole area."""
    population = request.population
    if population is None:
        return NoPopulation.NOT_GIVEN
    if len(cell) > 1:
        return NoPopulation.NOT_OF_GROUP
    if population.number is not None:
        return NoPopulation.NOT_OF_GROUP if cell else Estimate(population.number)
    area = request.area
    at = min(period.end, basis.as_at)
    rule = request.rule or default_rule(period)
    for grouping, group in cell:
        if population.groups_of(request.area, grouping.name):
            own = population.find_group(request.area, grouping.name, group, at, rule=rule, mid_year=request.mid_year)
            return replace(own, rule=rule) if isinstance(own, Estimate) and not request.mid_year else own
        if not _may_have_population(population, grouping, group, request.area):
            return NoPopulation.NOT_OF_GROUP
        area = group
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
    """Raise UnavailableError if no population is given, or the file does not have the area."""
    population = request.population
    if population is None:
        raise UnavailableError(f"a rate needs a population: {GIVE_POPULATION}")
    names = [request.by] if isinstance(request.by, str) else list(request.by or ())
    is_split = any(population.groups_of(request.area, name) for name in (*names, *request.where))
    if population.number is None and not population.knows(request.area) and not is_split:
        raise UnavailableError(
            f'the population file has no area "{request.area}": name the authority with --authority, as one of '
            + ", ".join(population.areas)
            + did_you_mean(request.area, population.areas)
        )


def too_many_children(request: Request) -> Iterable[Remark]:
    """A note on a population that no authority's children can be: probably that of all ages, or of a region."""
    population = request.population
    if population is None:
        return
    of_area = (children for (area, _), (children, _) in population.estimates.items() if area == name_key(request.area))
    largest = max(of_area, default=0) if population.number is None else population.number
    if largest > MOST_CHILDREN:
        yield Remark(
            f"A population of {largest:,} is more than any English authority has aged 0-17: it seems to be of all ages, or of a larger "
            "area. If so, the rates are far too low."
        )


def unused_groups(request: Request, grouping: Grouping | None, extract: Extract) -> Iterable[Remark]:
    """The groups of the population that the extract can't have: those of a grouping that is not one of its columns, and
    those of this grouping that do not occur in any row."""
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
    for part in (grouping.parts or (grouping,)) if grouping else ():
        by = grouping_key(part.name)
        if by in RECOGNISED_GROUPINGS:
            continue
        known = {label_key(by, label) for label in part.labels}
        absent = [population.spelled[group][1] for group in groups if group.by == by and group.group not in known]
        if absent:
            yield Remark(f"Groups of the population that are not in the extract: {', '.join(absent)}.")
