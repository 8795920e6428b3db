"""Answer one indicator: count its plan, and turn the numbers into figures with everything that a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..errors import UnavailableError
from ..inputs.population import Estimate
from ..model.measures import COUNT, RATE, ratio
from ..model.periods import Period
from .bases import Bases
from .basis import Basis
from .counting import count
from .coverage import CLOCKS
from .facts import Fact, OtherBasis
from .families import Clusters, Key
from .flags import BridgedBy, ChoiceMade, CoveredFrom, EndsOn, FilesEndOn, Flag, SilentAfter
from .groupings import Grouping
from .indicators import Caveat, Indicator
from .notes import notes_of
from .placing import Cache
from .plan import Plan, Step, plan
from .rates import Cell, population_of
from .request import Request
from .result import BEFORE, COMPLETE, PART, UNAVAILABLE, Figure
from .scope import Scope
from .statistics import Tally


class Answer(NamedTuple):
    """The figures of one indicator, the facts to print under them, and the plan that they follow."""

    figures: list[Figure]
    facts: list[Fact]
    plan: Plan


def answer_of(steps: Plan, standing: Bases, scope: Scope, request: Request, cache: Cache) -> Answer:
    """Count each step of the plan on its basis. `cache` keeps the placed events for the other indicators of the call."""
    tallies: dict[int, list[tuple[str, list[Tally]]]] = {}
    caveats: dict[Caveat, tuple[int, int]] = {}
    unrecognised: dict[str, int] = {}
    clusters: dict[int, dict[Key, Clusters]] = {}
    for basis, positions, periods in steps.by_basis():
        counted = count(steps.indicator, periods, basis, scope, request.choices, cache, families=request.families)
        clusters |= dict(zip(positions, counted.clusters))
        tallies |= dict(zip(positions, counted.tallies))
        for name, n in counted.unrecognised.items():
            unrecognised[name] = unrecognised.get(name, 0) + n
        for caveat, n, total in counted.caveats:
            before = caveats.get(caveat, (0, 0))
            caveats[caveat] = (before[0] + n, before[1] + total)
    figures: list[Figure] = []
    for position, step in enumerate(steps.steps):
        of_period = _figures(steps.indicator, step, tallies.get(position, []), scope, request)
        in_families = clusters.get(position, {})
        figures += (figure._replace(clusters=in_families.get((figure.by, figure.group))) for figure in of_period)
    facts: list[Fact] = list(notes_of(steps, caveats, unrecognised, scope, request))
    if scope.grouping:
        facts += _on_another_basis(steps, figures, standing, scope, request)
    return Answer(figures, facts, steps)


def _figures(
    indicator: Indicator,
    step: Step,
    splits: list[tuple[str, list[Tally]]],
    scope: Scope,
    request: Request,
) -> Iterable[Figure]:
    """The figures of a period: the whole area's, then each group's; a figure without a value if there is no basis."""
    period, basis = step.period, step.basis
    if basis is None:
        yield Figure(
            indicator=indicator.code,
            area=request.area,
            period=period.label,
            start=period.start,
            end=period.end,
            unit=indicator.measure.unit,
            status=UNAVAILABLE,
            reason=step.reason,
        )
        return
    certainty = _flags(indicator, period, basis, request)
    if basis.coverage.is_all_before(period, indicator):
        # No event of this kind is recorded this early, so a zero would not be a count.
        splits = [("", [Tally("", None, None)])]
    for by, groups in splits:
        grouping = next((one for one in scope.groupings if by == one.name), None)
        for tally in groups:
            cell = _cell(scope, grouping, tally.groups)
            yield _figure(indicator, period, basis, by, tally, cell, certainty, request)


Certainty = tuple[tuple[Flag, ...], str]
"""What a reader must know of a period's figures, and their status."""


def _cell(scope: Scope, grouping: Grouping | None, groups: Sequence[str]) -> Cell:
    """The groupings and groups of a figure, from the split and the filters; several groups of a filter count as one."""
    split = list(zip(grouping.parts or (grouping,), groups)) if grouping else []
    names = {one.name for one, _ in split}
    return [
        *split,
        *((one.grouping, " or ".join(one.labels)) for one in scope.filters if one.grouping.name not in names),
    ]


def _figure(
    indicator: Indicator,
    period: Period,
    basis: Basis,
    by: str,
    tally: Tally,
    cell: Cell,
    certainty: Certainty,
    request: Request,
) -> Figure:
    measure, denominator, value = indicator.measure, tally.denominator, tally.value
    flags, status = certainty
    population = None
    if measure is RATE:
        population = population_of(period, basis, cell, request)
        denominator = population.children if isinstance(population, Estimate) else None
    if value is None and tally.numerator is not None:
        value = tally.numerator if measure is COUNT else ratio(tally.numerator, denominator, measure)
    return Figure(
        indicator=indicator.code,
        area=request.area,
        by=by,
        group=tally.label,
        groups=tally.groups if by else (),
        period=period.label,
        start=period.start,
        end=period.end,
        numerator=_whole(tally.numerator),
        denominator=_whole(denominator),
        value=_whole(value) if measure is COUNT else value,
        unit=measure.unit,
        status=status,
        basis=basis.info,
        population=population,
        flags=flags,
    )


def _flags(indicator: Indicator, period: Period, basis: Basis, request: Request) -> Certainty:
    coverage = basis.coverage
    flags: list[Flag] = []
    tables = indicator.tables
    needed = (*tables, CLOCKS) if indicator.is_timed else tables
    if selected := coverage.selections.certain(indicator, period):
        flags.append(selected)
    if short := coverage.shortfall(indicator, period):
        flags.append(short)
    elif first := coverage.begins_after(period, needed, snapshot=indicator.is_snapshot):
        flags.append(CoveredFrom(first))
    is_before = bool(flags)
    is_part = coverage.is_part(period, *tables)
    if is_part:
        flags += _ends(basis, period, tables)
    if not is_before and (doubt := coverage.doubt(indicator, period)):
        flags.append(doubt)
    flags += map(ChoiceMade, request.choices.departures(indicator.heeds))
    if "plans" in tables and basis.bridge is not None:
        flags.append(BridgedBy(basis.bridge))
    return tuple(flags), BEFORE if is_before else PART if is_part else COMPLETE


def _ends(basis: Basis, period: Period, tables: Sequence[str]) -> Iterable[Flag]:
    """The day on which the extract ends, and the files of these tables that end earlier."""
    if period.end > basis.as_at:
        yield EndsOn(basis.as_at)
    if basis.silent_after and period.end > basis.silent_after:
        yield SilentAfter(basis.silent_after)
    behind = basis.coverage.behind
    for table in tables:
        if table in behind and period.end > behind[table][0]:
            day, files = behind[table]
            yield FilesEndOn(files, day)


def _on_another_basis(
    steps: Plan, figures: Sequence[Figure], standing: Bases, scope: Scope, request: Request
) -> Iterable[OtherBasis]:
    """The whole-area figures of a split table whose basis differs from that without the split, and both figures."""
    try:
        unsplit = plan(steps.indicator, [step.period for step in steps.steps], standing, scope.without_split())
    except UnavailableError:
        return
    differing = [
        (step, other)
        for step, other in zip(steps.steps, unsplit.steps)
        if step.basis and other.basis and other.basis is not step.basis
    ]
    if not differing:
        return
    again = Plan(steps.indicator, tuple(other for _, other in differing))
    wholes = {f.period: f for f in figures if not f.by}
    others = {f.period: f for f in answer_of(again, standing, scope.without_split(), request, {}).figures if not f.by}
    pairs = [(wholes.get(step.period.label), others.get(step.period.label)) for step, _ in differing]
    yield OtherBasis(
        tuple((a, b) for a, b in pairs if a and b and a.value is not None and b.value is not None),
        tuple(dict.fromkeys(step.basis.info for step, _ in differing if step.basis)),
        tuple(dict.fromkeys(other.basis.info for _, other in differing if other.basis)),
    )


def _whole(number: float | None) -> float | int | None:
    """12.0 as 12: counts are always written as whole numbers."""
    return int(number) if number is not None and float(number).is_integer() else number
