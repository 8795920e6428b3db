"""The engine: which basis answers each period, what is counted there, and the figure it makes.

period -> basis -> events -> groups -> statistic -> Result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from ..errors import UnavailableError, UsageError
from ..inputs.population import NONE_FOR_GROUP, NONE_GIVEN, NONE_SO_EARLY, Estimate, Population, default_rule
from ..model.extract import Extract
from ..model.layouts import LAYOUTS
from ..model.measures import COUNT, RATE, exact, half_up, ratio
from ..model.periods import Period, as_periods, at, long_date, reporting_year, span
from ..model.periods import year as year_period
from ..model.schema import accepted
from ..model.threads import side_by_side
from ..model.wording import capital, counted, did_you_mean
from .basis import Bases, Basis, bases
from .counting import Tally, count, sentence
from .events import vanished
from .groups import Grouping, group_by
from .indicators import INDICATORS, Caveat, Choices, Indicator
from .result import (
    BEFORE,
    COMPLETE,
    COVERS_FROM,
    ENDS_ON,
    FILE_ENDS_ON,
    HOLDS,
    PART,
    POPULATION,
    UNAVAILABLE,
    Figure,
    Note,
    Result,
)

DEFAULT_YEARS = 5
GIVE_POPULATION = "give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml"
VANISHED = (
    "{n} {plan is|plans are} open in one return and absent from the next: in no stock after it, and ended nowhere."
)
CHECK_OF_TEXT = {
    "sex": "sex-unknown",
    "ethnicity": "ethnicity-unknown",
    "initial_category": "8905",
    "latest_category": "8910",
}
"""The checks that list the texts of a column that are not recognised."""
DERIVED = (
    "Every recorded number of previous plans is 0, though the history shows earlier plans of the same children: taken for "
    "a default, so repeat plans are derived from the history (check previous-all-zero)."
)
NEVER_OPEN = (
    "{n} {plan of the extract ends before it starts|plans of the extract end before they start}: in no stock "
    "(cpind check --only 8925)."
)
OPEN_AND_ENDED = (
    "{n} {plan has|plans have} rows with an end and rows without in one file: taken as ended; if a row is a team's share of a "
    "plan, its end is not the plan's."
)
CONSTANT = (
    "Every recorded number of previous plans is {constant}, which may be a default and not a record: if so, the figure means "
    "nothing"
)
WITHOUT_POPULATION = ("team", "sex", "age", "category", "ethnicity", "ethnic-group")
"""Splits that have no population of their own, whatever their groups are called; districts, authorities and a
file's own columns may have one."""


@dataclass(frozen=True)
class Request:
    """What is asked of an extract: everything but the indicators and periods.

    `area`: whose extract it is. `by`: the grouping, None for the whole area alone. `population`: for rates;
    `rule` is "dfe", "published" or None for that of each kind of period, `mid_year` names one by hand. `choices`: the
    documented choices that have an option.
    """

    area: str = "Extract"
    by: str | None = None
    population: Population | None = None
    rule: str | None = None
    mid_year: int | None = None
    choices: Choices = Choices()


def compute(
    extract: Extract,
    codes: str | Sequence[str],
    periods: str | Period | date | Iterable[str | Period | date] | None = None,
    request: Request = Request(),
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
    reason in its note.
    """
    codes = [codes] if isinstance(codes, str) else codes
    unknown = [code for code in codes if code not in INDICATORS]
    if unknown:
        near = did_you_mean(unknown[0], INDICATORS)
        raise UsageError(f'"{unknown[0]}" is not an indicator; they are {", ".join(INDICATORS)}{near}')
    standing = standing or bases(extract)
    periods = default_periods(codes, standing)[0] if periods is None else as_periods(periods)
    grouping = group_by(request.by, extract) if request.by else None
    figures: list[Figure] = []
    notes: list[Note] = []
    refused: dict[str, list[str]] = {}
    stands_on: set[str] = set()
    bare = frozenset(codes if needed is None else needed)
    for code, answer in _answers(codes, periods, extract, standing, grouping, request, bare).items():
        if isinstance(answer, UnavailableError):
            if needed is None or code in needed:
                raise UnavailableError(f"{code}: {answer}") from None
            refused.setdefault(str(answer), []).append(code)
            continue
        found, told, labels = answer
        figures += found
        stands_on |= labels
        notes += [Note(code, text) for text in told]
        if INDICATORS[code].measure is RATE and request.population is None:
            notes.append(Note(code, f"{capital(NONE_GIVEN)}, so no rate: {GIVE_POPULATION}."))
        if grouping and INDICATORS[code].is_split:
            notes.append(Note(code, "The bands are for the whole area only."))
    left_out = [f"{', '.join(left)}: {reason}" for reason, left in refused.items()]
    if not figures:
        raise UnavailableError("nothing that was asked for can be computed: " + "; ".join(left_out))
    return Result(
        tuple(figures),
        tuple(periods),
        request.area,
        grouping.name if grouping else "",
        tuple(dict.fromkeys(notes)),
        tuple(left_out),
        stands_on=frozenset(stands_on),
        rules=_rules(codes, periods, request),
    )


def _rules(codes: Sequence[str], periods: Sequence[Period], request: Request) -> tuple[tuple[str, str], ...]:
    """The population rule of each period, for rates by mid-years that nobody named by hand."""
    is_ruled = request.population is not None and request.population.number is None and request.mid_year is None
    if not is_ruled or all(INDICATORS[code].measure is not RATE for code in codes):
        return ()
    return tuple((period.label, request.rule or default_rule(period)) for period in periods)


def default_periods(codes: Iterable[str], standing: Bases) -> tuple[list[Period], str]:
    """The last five complete, covered reporting years; where there is none, the year of as-at, and a note.

    Of a layout that holds a few months only, and no return: these months, or its date where all are snapshots.
    """
    years = {y for y, basis in standing.returns.items() if not basis.is_part(year_period(y))}
    if (live := standing.live) and not live.is_strict:
        counted = [INDICATORS[code] for code in codes]
        happening = [indicator for indicator in counted if not indicator.is_snapshot] or counted
        dated = [indicator for indicator in happening if live.first(indicator.events)]
        first = min((live.first(indicator.events).year for indicator in dated), default=live.as_at.year)
        for y in range(first - 1, live.as_at.year + 1):
            period = year_period(y)
            covered = (
                not live.is_before(period, indicator.events, snapshot=indicator.is_snapshot)
                and not live.shortfall(indicator, period)
                for indicator in dated
            )
            if not live.is_part(period) and any(covered):
                years.add(y)
    if years:
        return [year_period(y) for y in sorted(years)[-DEFAULT_YEARS:]], ""
    if live and live.is_strict:
        if all(INDICATORS[code].is_snapshot for code in codes):
            return [at(live.as_at)], ""
        return [span(live.covered_from, live.as_at)], ""
    current = year_period(reporting_year(standing.as_at))
    return [current], f"no complete reporting year is covered: showing {current.label}"


# --- all indicators -----------------------------------------------------------------------------------

Answer = "tuple[list[Figure], list[str], set[str]]"
"""The figures of one indicator, the sentences for under them, and the labels of the bases that they stand on."""


def _answers(
    codes: Sequence[str],
    periods: Sequence[Period],
    extract: Extract,
    standing: Bases,
    grouping: Grouping | None,
    request: Request,
    bare: frozenset[str],
) -> dict[str, Answer | UnavailableError]:
    """Each indicator's answer, or why there is none. Those that count the same events by the same date go together and
    share them; the others are counted side by side."""

    def together(family: Sequence[str]) -> list[tuple[str, Answer | UnavailableError]]:
        cache: dict = {}
        found: list[tuple[str, Answer | UnavailableError]] = []
        for code in family:
            try:
                _require(INDICATORS[code], extract, request, bare)
                possible = _possible(INDICATORS[code], periods)
                found.append((code, _figures_of(INDICATORS[code], possible, standing, grouping, request, cache)))
            except UnavailableError as error:
                found.append((code, error))
        return found

    families: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        families.setdefault((INDICATORS[code].events, INDICATORS[code].dated), []).append(code)
    # First what waits for nothing that another makes.
    in_turn = sorted(families, key=lambda family: family[0] == "plans" and family[1] != "open")
    found = side_by_side((partial(together, families[family]) for family in in_turn), len(extract.rows))
    answers = dict(answer for family in found for answer in family)
    return {code: answers[code] for code in codes}


# --- one indicator ----------------------------------------------------------------------------------


def _possible(indicator: Indicator, periods: Sequence[Period]) -> list[Period]:
    """The periods that an indicator can have: what is counted as it happens has none at a date."""
    possible = [period for period in periods if indicator.is_snapshot or period.kind != "date"]
    if not possible:
        raise UnavailableError("counted over a period, not at a date")
    return possible


def _require(indicator: Indicator, extract: Extract, request: Request, bare: frozenset[str]) -> None:
    for column in indicator.columns:
        if column not in extract.columns:
            raise UnavailableError(_column_missing(column, extract))
    if indicator.measure is RATE and not (request.population is None and indicator.code in bare):
        _require_population(request)


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


def _require_population(request: Request) -> None:
    population = request.population
    if population is None:
        raise UnavailableError(f"a rate needs a population: {GIVE_POPULATION}")
    if population.number is None and not population.knows(request.area):
        raise UnavailableError(
            f'the population file has no area "{request.area}": name the authority with --authority, as one of '
            + ", ".join(population.areas)
            + did_you_mean(request.area, population.areas)
        )


def _figures_of(
    indicator: Indicator,
    periods: Sequence[Period],
    standing: Bases,
    grouping: Grouping | None,
    request: Request,
    cache: dict,
) -> Answer:
    wanted = {**indicator.needs, "any_of": grouping.columns if grouping else ()}
    chosen: list[Basis | str] = []
    for period in periods:
        try:
            chosen.append(standing.choose(period, **wanted))
        except UnavailableError as error:
            chosen.append(str(error))
    if all(isinstance(basis, str) for basis in chosen):
        raise UnavailableError(chosen[0])
    for position, period in enumerate(periods):
        basis = chosen[position]
        if isinstance(basis, Basis) and not basis.reaches(period):
            chosen[position] = f"there is nothing after {long_date(basis.as_at)}"
    tallies: dict[int, list[tuple[str, list[Tally]]]] = {}
    told: dict[Caveat, tuple[int, int]] = {}
    unknown = 0
    for basis in dict.fromkeys(b for b in chosen if isinstance(b, Basis)):
        mine = [position for position, b in enumerate(chosen) if b is basis]
        here = [periods[position] for position in mine]
        tallied, concerned, strange = count(indicator, here, basis, grouping, request.choices, cache)
        tallies |= dict(zip(mine, tallied))
        unknown += strange
        for caveat, n, total in concerned:
            before = told.get(caveat, (0, 0))
            told[caveat] = (before[0] + n, before[1] + total)
    figures = []
    for position, period in enumerate(periods):
        basis = chosen[position]
        if isinstance(basis, str):
            figures.append(_unavailable(indicator, period, request.area, basis))
        elif basis.is_all_before(period, indicator.events, indicator.dated):
            # Nothing of the kind is recorded so early: a zero would be no count.
            figures.append(_figure(indicator, period, basis, "", Tally("", None, None), request))
        else:
            for by, groups in tallies[position]:
                figures += [_figure(indicator, period, basis, by, tally, request) for tally in groups]
    made = [f"{capital(text)}." for text in request.choices.made(indicator.heeds)]
    if indicator.events == "plans":
        made += [f"{capital(_bridged(b))}." for b in chosen if isinstance(b, Basis) and b.bridge is not None][:1]
        made += _derived(indicator, chosen)
        made += _never_open(indicator, chosen)
    notes = made + [sentence(caveat, n, total) for caveat, (n, total) in told.items() if n]
    if grouping and unknown:
        notes.append(_not_recognised(grouping, unknown))
    said = [*notes, *_vanished(indicator, chosen), *_cautions(indicator, chosen)]
    if grouping:
        said += _on_another_basis(indicator, periods, chosen, figures, standing, request)
    return figures, said, {basis.label for basis in chosen if isinstance(basis, Basis)}


def _not_recognised(grouping: Grouping, n: int) -> str:
    """How many events are in the group "Not recognised", and the checks that list them."""
    checks = " and ".join(dict.fromkeys(CHECK_OF_TEXT[column] for column in grouping.columns))
    what = grouping.name.replace("_", " ").replace("ethnic-group", "ethnicity")
    article = "an" if what[0] in "aeiou" else "a"
    return counted(f"{{n}} {{row has|rows have}} {article} {what} that is not recognised (check {checks}).", n)


def _on_another_basis(
    indicator: Indicator,
    periods: Sequence[Period],
    chosen: Sequence[Basis | str],
    figures: Sequence[Figure],
    standing: Bases,
    request: Request,
) -> Iterable[str]:
    """Which whole-area figures of a split table stand on another basis than without the split, and both figures."""
    differing = []
    for period, basis in zip(periods, chosen):
        try:
            unsplit = standing.choose(period, **indicator.needs, any_of=())
        except UnavailableError:
            continue
        if isinstance(basis, Basis) and unsplit is not basis and unsplit.reaches(period):
            differing.append((period, basis, unsplit))
    if not differing:
        return
    unsplit_figures, _, _ = _figures_of(indicator, [period for period, _, _ in differing], standing, None, request, {})
    wholes = {f.period: f for f in figures if not f.by}
    others = {f.period: f for f in unsplit_figures if not f.by}
    pairs = []
    for period, _, _ in differing:
        here, there = wholes.get(period.label), others.get(period.label)
        if here and there and here.value is not None and there.value is not None:
            pairs.append(f"{period.label} {_shown(here, indicator)}, without --by {_shown(there, indicator)}")
    bases_here = " and ".join(dict.fromkeys(basis.label for _, basis, _ in differing))
    bases_there = " and ".join(dict.fromkeys(unsplit.label for _, _, unsplit in differing))
    numbers = f": {'; '.join(pairs)}" if pairs else ""
    yield (
        f"Split, the whole area stands on another basis ({bases_here}) than without --by ({bases_there}), which lacks "
        f"the column{numbers}."
    )


def _shown(figure: Figure, indicator: Indicator) -> str:
    """A figure as a table shows it."""
    if figure.numerator is None or figure.denominator is None:
        return half_up(figure.value, indicator.measure.decimals)
    value = exact(figure.numerator, figure.denominator, indicator.measure)
    return half_up(value, indicator.measure.decimals)


def _cautions(indicator: Indicator, chosen: Iterable[Basis | str]) -> Iterable[str]:
    """What must be said where the layout of the live extract lacks a column that the indicator would use."""
    live = next((b for b in chosen if isinstance(b, Basis) and b.kind == "live"), None)
    for column, caution in live.cautions.items() if live else ():
        if column in indicator.uses:
            yield caution


def _derived(indicator: Indicator, chosen: Iterable[Basis | str]) -> list[str]:
    """What must be said where the recorded numbers of previous plans are left out."""
    defaulted = any(isinstance(b, Basis) and b.kind == "live" and b.is_number_a_default for b in chosen)
    if "previous_plans" not in indicator.uses:
        return []
    constant = next((b.constant_number for b in chosen if isinstance(b, Basis) and b.constant_number is not None), None)
    if not defaulted and constant is not None:
        return [f"{CONSTANT.format(constant=constant)}."]
    return [DERIVED] if defaulted else []


def _never_open(indicator: Indicator, chosen: Iterable[Basis | str]) -> Iterable[str]:
    """Of the live extract, the plans that end before they start, as where 1 January 1990 stands for no end, and those
    that have rows with an end and rows without."""
    live = next((b for b in chosen if isinstance(b, Basis) and b.kind == "live"), None)
    if live and indicator.code in ("rates", "plans-open", "plans-started"):
        n = int((live.plans["end"] < live.plans["start"]).sum())
        if n:
            yield counted(NEVER_OPEN, n)
    if live and indicator.code in ("rates", "plans-open", "plans-ended", "two-year") and live.open_and_ended:
        yield counted(OPEN_AND_ENDED, live.open_and_ended)


def _vanished(indicator: Indicator, chosen: Iterable[Basis | str]) -> Iterable[str]:
    """Of the returns together, the plans left open in one and absent from the next."""
    union = next((b for b in chosen if isinstance(b, Basis) and b.kind == "union"), None)
    if union and indicator.events == "plans":
        n = int(vanished(union.plans).sum())
        if n:
            yield counted(VANISHED, n, check="vanished")


def _unavailable(indicator: Indicator, period: Period, area: str, reason: str) -> Figure:
    return Figure(
        indicator=indicator.code,
        area=area,
        period=period.label,
        start=period.start,
        end=period.end,
        unit=indicator.measure.unit,
        status=UNAVAILABLE,
        note=reason,
    )


def _figure(indicator: Indicator, period: Period, basis: Basis, by: str, tally: Tally, request: Request) -> Figure:
    measure, denominator, value = indicator.measure, tally.denominator, tally.value
    short = basis.shortfall(indicator, period)
    early = basis.is_before(period, indicator.events, snapshot=indicator.is_snapshot)
    before = bool(short) or early
    tables = (indicator.events, "reviews") if indicator.needs_reviews else (indicator.events,)
    part = basis.is_part(period, *tables)
    remarks = []
    if short:
        remarks.append(f"{HOLDS}{short}")
    elif early:
        remarks.append(f"{COVERS_FROM}{long_date(basis.first(indicator.events))}")
    if part:
        remarks += _ends(basis, period, tables)
    if measure is RATE:
        found = _population(period, basis, by, tally.label, request)
        denominator = None if isinstance(found, str) else found.children
        remarks.append(
            found
            if isinstance(found, str)
            else f"{POPULATION}{found.label}" + (f", {found.source.replace(';', ',')}" if found.source else "")
        )
    remarks += request.choices.made(indicator.heeds)
    remarks += [_bridged(basis)] if indicator.events == "plans" and basis.bridge is not None else []
    if value is None and tally.numerator is not None:
        value = tally.numerator if measure is COUNT else ratio(tally.numerator, denominator, measure)
    label = f"{basis.label} to {long_date(basis.as_at)}" if basis.kind == "live" else basis.label
    return Figure(
        indicator=indicator.code,
        area=request.area,
        by=by,
        group=tally.label,
        period=period.label,
        start=period.start,
        end=period.end,
        numerator=_whole(tally.numerator),
        denominator=_whole(denominator),
        value=_whole(value) if measure is COUNT else value,
        unit=measure.unit,
        status=BEFORE if before else PART if part else COMPLETE,
        basis=label,
        note="; ".join(remarks),
    )


def _ends(basis: Basis, period: Period, tables: Sequence[str]) -> Iterable[str]:
    """On which day the extract ends, and earlier than it the files of these tables."""
    if period.end > basis.as_at:
        yield f"{ENDS_ON}{long_date(basis.as_at)}"
    for table in tables:
        if table in basis.behind and period.end > basis.behind[table][0]:
            day, names = basis.behind[table]
            yield f"{names} {FILE_ENDS_ON}{long_date(day)}"


def _bridged(basis: Basis) -> str:
    later = f", or up to {basis.bridge} days later," if basis.bridge > 1 else ", or the day after," * basis.bridge
    return (
        f"a plan that starts on the day on which another of the child's ends{later} is taken for one with it "
        f"(--bridge {basis.bridge})"
    )


def _population(period: Period, basis: Basis, by: str, group: str, request: Request) -> Estimate | str:
    """The population of a rate, or why there is none: strictly the area's own, never the total's for a group."""
    population = request.population
    if population is None:
        return NONE_GIVEN
    if population.number is not None:
        return NONE_FOR_GROUP if by else Estimate(population.number)
    # As spelled: two spellings of one district must not each take its whole population, nor a district of
    # the authority's name the authority's.
    if by and (
        by in WITHOUT_POPULATION or group not in population.areas or (group == request.area and by != "authority")
    ):
        return NONE_FOR_GROUP
    at = min(period.end, basis.as_at)
    rule = request.rule or default_rule(period)
    return population.find(group if by else request.area, at, rule=rule, mid_year=request.mid_year) or NONE_SO_EARLY


def _whole(number: float | None) -> float | int | None:
    """12.0 as 12: counts are whole numbers wherever they are written."""
    return int(number) if number is not None and float(number).is_integer() else number
