"""The engine: a request becomes a plan, the plan's events are counted, and the numbers become figures.

request -> plan (period -> basis) -> events -> members -> tallies -> figures and notes -> Result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from ..errors import UnavailableError, UsageError
from ..inputs.population import Estimate
from ..model.extract import Extract
from ..model.layouts import LAYOUTS
from ..model.measures import COUNT, RATE, ratio
from ..model.periods import Period, as_periods
from ..model.schema import accepted
from ..model.threads import side_by_side
from ..model.wording import did_you_mean
from .bases import Bases, bases
from .basis import Basis
from .counting import count
from .default_periods import default_periods
from .facts import BridgedBy, ChoiceMade, CoveredFrom, EndsOn, FilesEndOn, Flag, OtherBasis, Remark
from .groupings import Grouping
from .indicators import INDICATORS, Caveat, Indicator
from .notes import notes_of
from .placing import Cache
from .plan import Plan, plan
from .rates import GIVE_POPULATION, Cell, population_of, require_population
from .request import WHOLE_AREA, Request
from .result import BEFORE, COMPLETE, PART, UNAVAILABLE, Figure, LeftOut, Note, Result
from .scope import Scope, scope_of
from .statistics import Tally

__all__ = ["Request", "compute", "default_periods", "periods_of"]

NO_RATE = Remark(f"No population given, so no rate: {GIVE_POPULATION}.")
BANDS_OF_WHOLE_AREA = Remark("The bands are for the whole area only.")


def compute(
    extract: Extract,
    codes: str | Sequence[str],
    periods: str | Period | date | Iterable[str | Period | date] | None = None,
    request: Request = WHOLE_AREA,
    *,
    standing: Bases | None = None,
    needed: Sequence[str] | None = None,
) -> Result:
    """The figures of the indicators `codes` for the periods, whole area first, then each group.

    A rate without a population in the request has its numerator alone, if the rate is one of `needed`.

    `periods`: Periods, or labels and ranges as the command line takes them ("2019/20", "Q1-20/21", "Mar-20..Jul-20",
    "2020-07-31"); None for the default ones.

    `standing`: the bases of the extract, if already made. `needed`: the indicators (None: all)
    that raise UnavailableError if the input can't answer them; any other is then left out and named in
    `left_out`. A single period that can't be answered is a figure with the status "unavailable" and the
    reason.
    """
    codes = known_codes(codes)
    standing = standing or bases(extract)
    chosen = periods_of(codes, periods, standing)
    scope = scope_of(request.by, request.where, extract)
    grouping = scope.grouping
    figures: list[Figure] = []
    notes: list[Note] = []
    refused: dict[str, list[str]] = {}
    stands_on: set[str] = set()
    bare = frozenset(codes if needed is None else needed)
    for code, answer in _answers(codes, chosen, extract, standing, scope, request, bare).items():
        if isinstance(answer, UnavailableError):
            if needed is None or code in needed:
                raise UnavailableError(str(answer), indicator=code) from None
            refused.setdefault(str(answer), []).append(code)
            continue
        figures += answer.figures
        stands_on |= {basis.label for basis in answer.plan.bases}
        notes += [Note(code, fact) for fact in answer.facts]
        if INDICATORS[code].measure is RATE and request.population is None:
            notes.append(Note(code, NO_RATE))
        if grouping and INDICATORS[code].is_split:
            notes.append(Note(code, BANDS_OF_WHOLE_AREA))
    left_out = tuple(LeftOut(tuple(left), reason) for reason, left in refused.items())
    if not figures:
        reasons = "; ".join(f"{', '.join(left.indicators)}: {left.reason}" for left in left_out)
        raise UnavailableError(f"nothing that was asked for can be computed: {reasons}")
    return Result(
        tuple(figures),
        tuple(chosen),
        request.area,
        grouping.name if grouping else "",
        tuple(dict.fromkeys(notes)),
        left_out,
        stands_on=frozenset(stands_on),
        groupings=tuple(part.name for part in grouping.parts or (grouping,)) if grouping else (),
        where=tuple((one.grouping.name, one.labels) for one in scope.filters),
    )


def known_codes(codes: str | Sequence[str]) -> Sequence[str]:
    """One or several codes as a sequence. Raises UsageError for one that is not an indicator's."""
    codes = [codes] if isinstance(codes, str) else codes
    unknown = [code for code in codes if code not in INDICATORS]
    if unknown:
        near = did_you_mean(unknown[0], INDICATORS)
        raise UsageError(f'"{unknown[0]}" is not an indicator; they are {", ".join(INDICATORS)}{near}')
    return codes


def periods_of(
    codes: Sequence[str], periods: str | Period | date | Iterable[str | Period | date] | None, standing: Bases
) -> list[Period]:
    """The periods that were asked for, or the default ones of these indicators."""
    return default_periods(codes, standing)[0] if periods is None else as_periods(periods)


# --- all indicators -----------------------------------------------------------------------------------


class Answer(NamedTuple):
    """The figures of one indicator, the facts for under them, and the plan that they follow."""

    figures: list[Figure]
    facts: list[object]
    plan: Plan


def _answers(
    codes: Sequence[str],
    periods: Sequence[Period],
    extract: Extract,
    standing: Bases,
    scope: Scope,
    request: Request,
    bare: frozenset[str],
) -> dict[str, Answer | UnavailableError]:
    """Each indicator's answer, or why there is none. Those that count the same events by the same date go together and
    share them; the others are counted side by side."""

    def together(family: Sequence[str]) -> list[tuple[str, Answer | UnavailableError]]:
        cache: Cache = {}
        answers: list[tuple[str, Answer | UnavailableError]] = []
        for code in family:
            try:
                _require(INDICATORS[code], extract, request, bare)
                steps = plan(INDICATORS[code], periods, standing, scope)
                answers.append((code, _answer(steps, standing, scope, request, cache)))
            except UnavailableError as error:
                answers.append((code, error))
        return answers

    families: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        families.setdefault((INDICATORS[code].events, INDICATORS[code].dated), []).append(code)
    # First what waits for nothing that another makes.
    in_turn = sorted(families, key=lambda family: family[0] == "plans" and family[1] != "open")
    by_family = side_by_side((partial(together, families[family]) for family in in_turn), len(extract.rows))
    answers = dict(answer for family in by_family for answer in family)
    return {code: answers[code] for code in codes}


def _require(indicator: Indicator, extract: Extract, request: Request, bare: frozenset[str]) -> None:
    for column in indicator.columns:
        if column not in extract.columns:
            raise UnavailableError(_column_missing(column, extract))
    if indicator.measure is RATE and not (request.population is None and indicator.code in bare):
        require_population(request)


def _column_missing(column: str, extract: Extract) -> str:
    """Which column, the headings it would be known by, and those of the file that nobody knew."""
    for layout in sorted(extract.layouts & set(LAYOUTS)):
        if column in LAYOUTS[layout].lacks:
            return LAYOUTS[layout].lacks[column]
    known = accepted(column).partition(", ")[2]
    unknown = f"; not recognised: {', '.join(extract.own_columns[:10])}" if extract.own_columns else ""
    hint = "; for a list of open plans add an empty one" if column == "plan_end" else ""
    return (
        f"no column {column} in {', '.join(extract.sources)} (also known as {known}){unknown}{hint}; "
        "map your own heading under [columns] in cpind.toml"
    )


# --- one indicator ----------------------------------------------------------------------------------


def _answer(steps: Plan, standing: Bases, scope: Scope, request: Request, cache: Cache) -> Answer:
    tallies: dict[int, list[tuple[str, list[Tally]]]] = {}
    caveats: dict[Caveat, tuple[int, int]] = {}
    unrecognised: dict[str, int] = {}
    for basis, positions, periods in steps.by_basis():
        counted = count(steps.indicator, periods, basis, scope, request.choices, cache)
        tallies |= dict(zip(positions, counted.tallies))
        for name, n in counted.unrecognised.items():
            unrecognised[name] = unrecognised.get(name, 0) + n
        for caveat, n, total in counted.caveats:
            before = caveats.get(caveat, (0, 0))
            caveats[caveat] = (before[0] + n, before[1] + total)
    figures: list[Figure] = []
    for position, step in enumerate(steps.steps):
        figures += _figures(
            steps.indicator, step.period, step.basis, step.reason, tallies.get(position, []), scope, request
        )
    facts = list(notes_of(steps, caveats, unrecognised, scope, request))
    if scope.grouping:
        facts += _on_another_basis(steps, figures, standing, scope, request)
    return Answer(figures, facts, steps)


def _figures(
    indicator: Indicator,
    period: Period,
    basis: Basis | None,
    reason: str,
    splits: list[tuple[str, list[Tally]]],
    scope: Scope,
    request: Request,
) -> Iterable[Figure]:
    """The figures of a period: the whole area's, then each group's; one without a value where there is no basis."""
    if basis is None:
        yield Figure(
            indicator=indicator.code,
            area=request.area,
            period=period.label,
            start=period.start,
            end=period.end,
            unit=indicator.measure.unit,
            status=UNAVAILABLE,
            reason=reason,
        )
    elif basis.coverage.is_all_before(period, indicator.events, indicator.dated):
        # Nothing of the kind is recorded so early: a zero would be no count.
        yield _figure(indicator, period, basis, "", Tally("", None, None), _cell(scope, None, ()), request)
    else:
        for by, groups in splits:
            grouping = next((one for one in scope.groupings if by == one.name), None)
            for tally in groups:
                yield _figure(indicator, period, basis, by, tally, _cell(scope, grouping, tally.groups), request)


def _cell(scope: Scope, grouping: Grouping | None, groups: Sequence[str]) -> Cell:
    """The groupings and groups that a figure is of, by the split and by the filters; several groups of a filter as one."""
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
    request: Request,
) -> Figure:
    measure, denominator, value = indicator.measure, tally.denominator, tally.value
    flags, status = _flags(indicator, period, basis, request)
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


def _flags(indicator: Indicator, period: Period, basis: Basis, request: Request) -> tuple[tuple[Flag, ...], str]:
    """What a reader must know of a figure, and the status that follows."""
    coverage = basis.coverage
    flags: list[Flag] = []
    first = coverage.first(indicator.events)
    if short := coverage.shortfall(indicator, period):
        flags.append(short)
    elif first and coverage.is_before(period, indicator.events, snapshot=indicator.is_snapshot):
        flags.append(CoveredFrom(first))
    is_before = bool(flags)
    tables = (indicator.events, "reviews") if indicator.needs_reviews else (indicator.events,)
    is_part = coverage.is_part(period, *tables)
    if is_part:
        flags += _ends(basis, period, tables)
    flags += map(ChoiceMade, request.choices.departures(indicator.heeds))
    if indicator.events == "plans" and basis.bridge is not None:
        flags.append(BridgedBy(basis.bridge))
    return tuple(flags), BEFORE if is_before else PART if is_part else COMPLETE


def _ends(basis: Basis, period: Period, tables: Sequence[str]) -> Iterable[Flag]:
    """On which day the extract ends, and earlier than it the files of these tables."""
    if period.end > basis.as_at:
        yield EndsOn(basis.as_at)
    behind = basis.coverage.behind
    for table in tables:
        if table in behind and period.end > behind[table][0]:
            day, files = behind[table]
            yield FilesEndOn(files, day)


def _on_another_basis(
    steps: Plan, figures: Sequence[Figure], standing: Bases, scope: Scope, request: Request
) -> Iterable[OtherBasis]:
    """Which whole-area figures of a split table stand on another basis than without the split, and both figures."""
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
    others = {f.period: f for f in _answer(again, standing, scope.without_split(), request, {}).figures if not f.by}
    pairs = [(wholes.get(step.period.label), others.get(step.period.label)) for step, _ in differing]
    yield OtherBasis(
        tuple((a, b) for a, b in pairs if a and b and a.value is not None and b.value is not None),
        tuple(dict.fromkeys(step.basis.label for step, _ in differing if step.basis)),
        tuple(dict.fromkeys(other.basis.label for _, other in differing if other.basis)),
    )


def _whole(number: float | None) -> float | int | None:
    """12.0 as 12: counts are whole numbers wherever they are written."""
    return int(number) if number is not None and float(number).is_integer() else number
