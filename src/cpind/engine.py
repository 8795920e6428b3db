"""The engine: period -> episodes -> measure -> group -> statistic -> Result.

All periods of an indicator are counted in one pass: the episodes are placed between the sorted edges of the
periods, counted there by group, and a period is the difference of two running totals. Only snapshots look
at their dates one by one, and then at the open plans alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from .basis import Bases, Basis, bases
from .dates import days
from .errors import UnavailableError
from .extract import Extract
from .groups import Grouping, group_by
from .indicators import CAVEATS, INDICATORS, Choices, Indicator
from .measures import COUNT, RATE, ratio, total_months
from .periods import Period, long_date, reporting_year
from .periods import year as year_period
from .population import NONE_FOR_GROUP, NONE_SO_EARLY, Found, Population
from .result import BEFORE, COMPLETE, COVERS_FROM, ENDS_ON, PART, POPULATION, UNAVAILABLE, Figure, Note, Result
from .schema import NOT_RECORDED, accepted

PERCENTILES = {25: "25th percentile", 50: "Median", 75: "75th percentile"}
DEFAULT_YEARS = 5
WHOLE_AREA_ONLY = ("bands", "percentiles")
"""Statistics that are split already."""

WHOLE = Grouping("", ("",), lambda rows, at, which: np.zeros(len(rows), np.int32), ())
"""The grouping of an ungrouped figure: one group without a name."""


@dataclass(frozen=True)
class Request:
    """What is asked of an extract: everything but the indicators and periods.

    `mid_year` names a population by hand; `rule` is "dfe", "published" or None for each date's own.
    """

    area: str = "Extract"
    by: str | None = None
    population: Population | None = None
    rule: str | None = None
    mid_year: int | None = None
    choices: Choices = Choices()


@dataclass(frozen=True)
class Tally:
    """One group's numbers in one period, before they are a figure."""

    label: str
    numerator: float | None
    denominator: float | None
    value: float | None = None


def compute(
    extract: Extract, codes: Sequence[str], periods: Sequence[Period] | None = None, request: Request = Request(), *,
    standing: Bases | None = None, needed: Sequence[str] | None = None,
) -> Result:
    """The figures of the indicators `codes` for the periods (None: the default ones), whole area first, then each group.

    `standing`: the bases of the extract, if already made. `needed`: the indicators (None: all)
    that raise UnavailableError if the input can't answer them; any other is then left out and named in
    `left_out`. A single period that can't be answered is a figure with the status "unavailable" and the
    reason in its note.
    """
    standing = standing or bases(extract)
    periods = default_periods(codes, standing)[0] if periods is None else periods
    grouping = group_by(request.by, extract) if request.by else None
    figures: list[Figure] = []
    notes: list[Note] = []
    refused: dict[str, list[str]] = {}
    shelf: dict = {}
    for code in codes:
        indicator = INDICATORS[code]
        try:
            _require(indicator, extract, request)
            found, told = _figures_of(indicator, _possible(indicator, periods), standing, grouping, request, shelf)
        except UnavailableError as error:
            if needed is None or code in needed:
                raise UnavailableError(f"{code}: {error}") from None
            refused.setdefault(str(error), []).append(code)
            continue
        figures += found
        notes += [Note(code, text) for text in told]
        if grouping and indicator.statistic in WHOLE_AREA_ONLY:
            notes.append(Note(code, f"{code}: for the whole area only."))
    left_out = [f"{', '.join(left)}: {reason}" for reason, left in refused.items()]
    if not figures:
        raise UnavailableError("nothing that was asked for can be computed: " + "; ".join(left_out))
    return Result(
        tuple(figures), tuple(periods), request.area, grouping.name if grouping else "", tuple(dict.fromkeys(notes)), tuple(left_out),
    )


def default_periods(codes: Iterable[str], standing: Bases) -> tuple[list[Period], str]:
    """The last five complete, covered reporting years; where there is none, the year that contains as-at, and a note."""
    years = set(standing.returns)
    if standing.live:
        tables = {INDICATORS[code].episodes for code in codes}
        firsts = [first for table in tables if (first := standing.live.first(table))]
        if firsts:
            last = year_period(standing.as_at.year)
            first = min(firsts).year - 1
            live = (year_period(y) for y in range(first, last.reporting_year + 1))
            years |= {
                period.reporting_year for period in live
                if any(standing.live.first(table) and not standing.live.is_before(period, table) and not standing.live.is_part(period) for table in tables)
            }
    if years:
        return [year_period(y) for y in sorted(years)[-DEFAULT_YEARS:]], ""
    current = year_period(reporting_year(standing.as_at))
    return [current], f"no complete reporting year is covered: showing {current.label} so far"


# --- one indicator ----------------------------------------------------------------------------------


def _possible(indicator: Indicator, periods: Sequence[Period]) -> list[Period]:
    """The periods that an indicator can have: what is counted as it happens has none at a date."""
    possible = [period for period in periods if indicator.is_snapshot or period.kind != "date"]
    if not possible:
        raise UnavailableError("it counts what happens in a period, not at a date")
    return possible


def _require(indicator: Indicator, extract: Extract, request: Request) -> None:
    for column in indicator.columns:
        if column not in extract.columns:
            raise UnavailableError(_column_missing(column, extract))
    if indicator.measure is RATE:
        _require_population(request)


def _column_missing(column: str, extract: Extract) -> str:
    """Which column, the headings it would be known by, and those of the file that nobody knew."""
    known = accepted(column).partition(", ")[2]
    unknown = f"; not recognised: {', '.join(extract.own_columns[:10])}" if extract.own_columns else ""
    hint = "; for a list of open plans add an empty one" if column == "plan_end" else ""
    return f"no column {column} in {', '.join(extract.sources)} (also known as {known}){unknown}{hint}; map your own heading under [columns] in cpind.toml"


def _require_population(request: Request) -> None:
    population = request.population
    if population is None:
        raise UnavailableError("a rate needs a population: give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml")
    if population.number is None and not population.knows(request.area):
        raise UnavailableError(
            f"the population file has no area \"{request.area}\": name the authority with --authority, as one of {', '.join(population.areas)}"
        )


def _figures_of(
    indicator: Indicator, periods: Sequence[Period], standing: Bases, grouping: Grouping | None, request: Request,
    shelf: dict,
) -> tuple[list[Figure], list[str]]:
    wanted = (*indicator.columns, *indicator.in_return, *(grouping.columns[:1] if grouping else ()))
    chosen: list[Basis | str] = []
    for period in periods:
        try:
            chosen.append(standing.choose(period, columns=wanted, needs_history=indicator.needs_history))
        except UnavailableError as error:
            chosen.append(str(error))
    if all(isinstance(basis, str) for basis in chosen):
        raise UnavailableError(chosen[0])
    tallies: dict[int, list[tuple[str, list[Tally]]]] = {}
    notes: list[str] = []
    for basis in {id(b): b for b in chosen if isinstance(b, Basis)}.values():
        mine = [position for position, b in enumerate(chosen) if b is basis]
        here = [periods[position] for position in mine]
        counted, told = _count(indicator, here, basis, grouping, request.choices, shelf)
        tallies |= dict(zip(mine, counted))
        notes += told
    figures = []
    for position, period in enumerate(periods):
        basis = chosen[position]
        if isinstance(basis, str):
            figures.append(_unavailable(indicator, period, request.area, basis))
        elif basis.kind != "return" and period.kind != "date" and period.start > basis.as_at:
            figures.append(_unavailable(indicator, period, request.area, f"there is nothing after {long_date(basis.as_at)}"))
        elif indicator.dated in ("date", "end") and basis.is_all_before(period, indicator.episodes):
            # Nothing of the kind is recorded so early: a zero would be no count.
            figures.append(_figure(indicator, period, basis, "", Tally("", None, None), request))
        else:
            for by, groups in tallies[position]:
                figures += [_figure(indicator, period, basis, by, tally, request) for tally in groups]
    return figures, notes


def _unavailable(indicator: Indicator, period: Period, area: str, reason: str) -> Figure:
    return Figure(
        indicator.code, area, "", "", period.label, period.start, period.end, None, None, None,
        indicator.measure.unit, UNAVAILABLE, "", reason,
    )


def _figure(indicator: Indicator, period: Period, basis: Basis, by: str, tally: Tally, request: Request) -> Figure:
    measure, denominator, value = indicator.measure, tally.denominator, tally.value
    before, part = basis.is_before(period, indicator.episodes), basis.is_part(period)
    status = BEFORE if before else PART if part else COMPLETE
    remarks = list(_remarks(period, basis, indicator))
    if measure is RATE:
        found = _population(period, basis, by, tally.label, request)
        denominator = None if isinstance(found, str) else found.children
        remarks.append(found if isinstance(found, str) else f"{POPULATION}{found.label}" + (f", {found.source}" if found.source else ""))
    if value is None and tally.numerator is not None:
        value = tally.numerator if measure is COUNT else ratio(tally.numerator, denominator, measure)
    label = f"{basis.label} to {long_date(basis.as_at)}" if basis.kind == "live" else basis.label
    return Figure(
        indicator.code, request.area, by, tally.label, period.label, period.start, period.end, _whole(tally.numerator),
        _whole(denominator), _whole(value) if measure is COUNT else value, measure.unit, status, label,
        "; ".join(filter(None, remarks)),
    )


def _remarks(period: Period, basis: Basis, indicator: Indicator) -> Iterable[str]:
    if basis.is_before(period, indicator.episodes):
        yield f"{COVERS_FROM}{long_date(basis.first(indicator.episodes))}"
    if basis.is_part(period):
        yield f"{ENDS_ON}{long_date(basis.as_at)}"


def _population(period: Period, basis: Basis, by: str, group: str, request: Request) -> Found | str:
    """The population of a rate, or why there is none: strictly the area's own, never the total's for a group."""
    population = request.population
    if population.number is not None:
        return NONE_FOR_GROUP if by else Found(population.number)
    if by and (group == NOT_RECORDED or not population.knows(group)):
        return NONE_FOR_GROUP
    at = min(period.end, basis.as_at)
    rule = request.rule or ("dfe" if period.kind == "year" else None)
    return population.find(group if by else request.area, at, rule=rule, mid_year=request.mid_year) or NONE_SO_EARLY


def _whole(number: float | None) -> float | int | None:
    """12.0 as 12: counts are whole numbers wherever they are written."""
    return int(number) if number is not None and float(number).is_integer() else number


# --- counting ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Placed:
    """Episodes and their places among the periods. `place`: between which edges each is dated."""

    episodes: pd.DataFrame
    dated: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    edges: int

    def sums(self, weights: np.ndarray, codes: np.ndarray, groups: int) -> np.ndarray:
        """Per period (row) and group (column) the sum of the weights."""
        counts = np.bincount(self.place * groups + codes, weights, minlength=(self.edges + 1) * groups)
        running = counts.reshape(self.edges + 1, groups).cumsum(axis=0)
        return running[self.last] - running[self.first]

    def in_period(self, position: int) -> np.ndarray:
        return (self.place > self.first[position]) & (self.place <= self.last[position])

    def in_any_period(self) -> np.ndarray:
        covered = np.zeros(self.edges + 1, bool)
        for first, last in zip(self.first, self.last):
            covered[first + 1 : last + 1] = True
        return covered[self.place]


def _count(
    indicator: Indicator, periods: list[Period], basis: Basis, grouping: Grouping | None, choices: Choices, shelf: dict,
) -> tuple[list[list[tuple[str, list[Tally]]]], list[str]]:
    """Per period the tallies of the whole area and of each group, and the caveats that hold in any of the periods."""
    key = (basis.label, indicator.episodes, indicator.dated, tuple(periods))
    if key not in shelf:
        shelf[key] = _open_plans(basis, periods, grouping) if indicator.is_snapshot else _events(basis, indicator, periods)
    placed: _Placed = shelf[key]
    values = np.asarray(indicator.function(placed.episodes, choices), np.float64)
    if indicator.statistic == "children":
        values = np.where(_last_of_child(placed.episodes), values, np.nan)
    splits = [_tallies(indicator, placed, values, WHOLE)]
    if grouping and indicator.statistic not in WHOLE_AREA_ONLY:
        splits.append(_tallies(indicator, placed, values, grouping))
    per_period = [[(by, tallies[position]) for by, tallies in splits] for position in range(len(periods))]
    return per_period, list(_told(indicator, placed, choices))


def _events(basis: Basis, indicator: Indicator, periods: list[Period]) -> _Placed:
    """The episodes that have the indicator's date, placed among the periods."""
    episodes = getattr(basis, indicator.episodes)
    dated = days(episodes[indicator.dated])
    known = ~np.isnat(dated)
    if not known.all():  # only plans that ended have an end
        episodes, dated = episodes[known], dated[known]
    return _placed(episodes, dated, [(period.start, period.end) for period in periods])


def _open_plans(basis: Basis, periods: list[Period], grouping: Grouping | None) -> _Placed:
    """The plans open at each period's last day (or as-at, if that is earlier), one row per plan and such day, dated by it."""
    plans = basis.plans
    start, out = days(plans["start"]), days(plans["out"])
    at = [min(period.end, basis.as_at) for period in periods]
    found = {day: np.flatnonzero((start <= day) & ~(out <= day)) for day in (np.datetime64(day, "D") for day in sorted(set(at)))}
    positions = np.concatenate(list(found.values()))
    dated = np.repeat(np.array(list(found), "datetime64[D]"), [len(rows) for rows in found.values()])
    columns = dict.fromkeys(["child", "start", "date_of_birth", *(grouping.columns if grouping else ())])
    taken = {name: plans[name].array.take(positions) for name in columns}
    episodes = pd.DataFrame({**taken, "at": dated.astype("datetime64[s]"), "episode": positions}, copy=False)
    return _placed(episodes, dated, [(day, day) for day in at])


def _placed(episodes: pd.DataFrame, dated: np.ndarray, spans: list[tuple[date, date]]) -> _Placed:
    starts = np.array([start for start, _ in spans], "datetime64[D]")
    after = np.array([end + timedelta(days=1) for _, end in spans], "datetime64[D]")
    edges = np.unique(np.concatenate([starts, after]))
    place = np.searchsorted(edges, dated, side="right")
    return _Placed(episodes, dated, place, np.searchsorted(edges, starts), np.searchsorted(edges, after), len(edges))


def _last_of_child(episodes: pd.DataFrame) -> np.ndarray:
    """Of each child's plans open on one day the one with the later start; the plans come in that order."""
    child, at = episodes["child"].to_numpy(), episodes["at"].to_numpy()
    last = np.ones(len(child), bool)
    last[:-1] = (child[1:] != child[:-1]) | (at[1:] != at[:-1])
    return last


def _tallies(indicator: Indicator, placed: _Placed, values: np.ndarray, grouping: Grouping) -> tuple[str, list[list[Tally]]]:
    """The name of the split and, per period, its tallies."""
    known = ~np.isnan(values)
    if indicator.statistic == "bands":
        banded = np.where(values >= 0, values, len(indicator.labels)).astype(np.int64)
        counts = placed.sums(np.ones(len(banded)), banded, len(indicator.labels) + 1)[:, :-1]
        return "band", [[Tally(label, n, sum(row)) for label, n in zip(indicator.labels, row)] for row in counts.tolist()]
    codes = grouping.codes(placed.episodes, placed.dated, indicator.category)
    if indicator.statistic in ("median", "percentiles"):
        by = "percentile" if indicator.statistic == "percentiles" else grouping.name
        return by, [list(_ranked(indicator, values, codes, placed.in_period(p) & known, grouping)) for p in range(len(placed.first))]
    numerators = placed.sums(np.where(known, values, 0), codes, len(grouping.labels)).tolist()
    denominators = placed.sums(known.astype(float), codes, len(grouping.labels)).tolist()
    if indicator.statistic == "mean":  # of days, kept whole until here so that the order of rows can't matter
        numerators = [[total_months(total) for total in row] for row in numerators]
    if indicator.statistic in ("count", "children"):
        per_period = [[Tally(label, n, None) for label, n in zip(grouping.labels, row)] for row in numerators]
    else:
        per_period = [
            [Tally(label, n, d) for label, n, d in zip(grouping.labels, top, bottom)] for top, bottom in zip(numerators, denominators)
        ]
    return grouping.name, _without_empty_not_recorded(per_period)


def _ranked(indicator: Indicator, values: np.ndarray, codes: np.ndarray, chosen: np.ndarray, grouping: Grouping) -> Iterable[Tally]:
    """The median of each group, in months; or the percentiles of all, by nearest rank."""
    if indicator.statistic == "percentiles":
        ranked = np.sort(values[chosen])
        for percent, label in PERCENTILES.items():
            value = ranked[math.ceil(len(ranked) * percent / 100) - 1] if len(ranked) else None
            yield Tally(label, None, len(ranked), None if value is None else int(value))
        return
    for code, label in enumerate(grouping.labels):
        own = values[chosen & (codes == code)]
        if len(own) or label != NOT_RECORDED:
            yield Tally(label, None, len(own), total_months(float(np.median(own))) if len(own) else None)


def _without_empty_not_recorded(per_period: list[list[Tally]]) -> list[list[Tally]]:
    """"Not recorded" goes where no period has anything in it; every other group stays, empty or not."""
    last = [tallies[-1] for tallies in per_period]
    if all(tally.label == NOT_RECORDED and not tally.numerator and not tally.denominator for tally in last):
        return [tallies[:-1] for tallies in per_period]
    return per_period


def _told(indicator: Indicator, placed: _Placed, choices: Choices) -> Iterable[str]:
    """The sentence of each caveat that any episode of the periods is concerned by."""
    inside = placed.in_any_period()
    for caveat in CAVEATS:
        if indicator.code in caveat.codes:
            concerned = np.asarray(caveat.function(placed.episodes, choices), np.float64)
            total, hit = inside & ~np.isnan(concerned), inside & (concerned == 1)
            if hit.any():
                n, of = _episodes(placed, hit), _episodes(placed, total)
                yield sentence(caveat.text + (caveat.many if n * 10 > of else ""), n=n, total=of)


def _episodes(placed: _Placed, chosen: np.ndarray) -> int:
    """How many different episodes; a plan open at several dates is one."""
    if "episode" in placed.episodes:
        return len(np.unique(placed.episodes["episode"].to_numpy()[chosen]))
    return int(chosen.sum())


def sentence(text: str, *, n: int, total: int) -> str:
    """A caveat's text with its numbers, and of {one|many} the word that suits n."""
    text = re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda match: match[1] if n == 1 else match[2], text)
    return text.format(n=f"{n:,}", total=f"{total:,}")
