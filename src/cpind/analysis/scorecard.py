"""The facts of a scorecard: a row for each indicator, a cell for each period, and what each is compared with.

The periods follow from the extract's date: the latest complete quarter (or month), the year to date, the same days a year
before, the last complete reporting year, and the twelve months to the date. The trend compares the year to date with the year
before, which is as long and has the same seasons; the target is compared with the twelve months, which fit a target for a
year and any other. [choice]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ..benchmarks.comparing import benchmark_figure, chosen_areas
from ..benchmarks.published import Comparable
from ..benchmarks.ranks import Rank
from ..benchmarks.view import View
from ..errors import UnavailableError, UsageError
from ..figures.facts import Assessed, Interval, OfPeriod, Remark
from ..figures.indicators import INDICATORS
from ..figures.printed import printed
from ..figures.result import BEFORE, SUPPRESSED, Figure, Note, Result
from ..inputs.population import DFE
from ..model.measures import COUNT
from ..model.periods import Period, at, last_complete, parse_year, rolling, year_to_date
from ..model.wording import not_an_indicator
from .change import difference, year_before
from .targets import Targets, with_targets

DEFAULT_CODES = (
    "s47",
    "conferences",
    "icpc",
    "plans-started",
    "repeats",
    "plans-ended",
    "two-year",
    "rates",
    "two-year-open",
    "reviews",
)
"""In the order of a child's way through the process, from the enquiry to the review."""


class Content(StrEnum):
    """What a cell of a row holds; the text is its name in tidy output."""

    LATEST = "latest"
    TO_DATE = "to date"
    YEAR_AGO = "year ago"
    LAST_YEAR = "last year"
    TWELVE_MONTHS = "twelve months"
    TREND = "trend"
    TARGET = "target"
    PUBLISHED = "published"
    RANK = "rank"


@dataclass(frozen=True)
class Trend:
    """The year to date less the same days a year before, unrounded.

    Its `direction` is up | down | same, as printed; `is_better` is None where it is the same, or neither high nor low
    is good.
    """

    difference: float
    direction: str
    is_better: bool | None


@dataclass(frozen=True)
class ScorecardRow:
    """An indicator in a scorecard.

    Attributes:
        code: the indicator.
        figures: its figures, by what they are of.
        trend: the trend, None where there is none.
        published: the published figures, by area.
        rank: its rank among all authorities, None where there is none.
        rank_year: the year of the rank.
    """

    code: str
    figures: Mapping[Content, Figure]
    trend: Trend | None
    published: Mapping[str, Figure]
    rank: Rank | None = None
    rank_year: Period | None = None

    @property
    def assessed(self) -> Assessed | None:
        """The twelve months beside the target; None without a target."""
        figure = self.figures.get(Content.TWELVE_MONTHS)
        return figure.assessed if figure else None


@dataclass(frozen=True)
class Scorecard:
    """The rows of a scorecard.

    Attributes:
        rows: one for each indicator.
        periods: by what a cell holds.
        areas: those that any row has published figures of.
        region: which of these is the authority's, "" where none is.
        result: the figures of all rows, with the notes that belong under them.
    """

    rows: tuple[ScorecardRow, ...]
    periods: Mapping[Content, Period]
    areas: tuple[str, ...]
    region: str
    result: Result

    @property
    def has_targets(self) -> bool:
        """Whether any row has a target."""
        return any(row.assessed for row in self.rows)

    @property
    def has_intervals(self) -> bool:
        """Whether any figure has an interval."""
        return any(isinstance(figure.interval, Interval) for figure in self.result.figures)

    @property
    def has_ranks(self) -> bool:
        """Whether any row has a rank."""
        return any(row.rank for row in self.rows)


def chosen_codes(wanted: Sequence[str], *, option: str) -> tuple[str, ...]:
    """The indicators of a scorecard, each once, the default ones if none is wanted. Raises UsageError for one that is unknown
    or has several rows."""
    codes = tuple(dict.fromkeys(code.lower() for code in wanted)) or DEFAULT_CODES
    for code in codes:
        if code not in INDICATORS:
            raise UsageError(f"{option}: {not_an_indicator(code, INDICATORS)}")
        if INDICATORS[code].is_split:
            raise UsageError(f"{option} {code}: it has several rows, and a scorecard has one for each indicator")
    return codes


def periods_at(as_at: date, every: str = "quarter") -> dict[Content, Period]:
    """The periods of a scorecard at an extract's date, of which the latest is a whole quarter or month, as `every`
    says. Raises UnavailableError for a date with no complete year before it that cpind knows."""
    try:
        latest, last_year = (last_complete(1, kind, as_at)[0] for kind in (every, "year"))
    except UsageError:
        raise UnavailableError(f"the extract is of {as_at}: there is no complete reporting year before it") from None
    to_date = year_to_date(as_at)
    earlier = year_before(to_date)
    return {
        Content.LATEST: latest,
        Content.TO_DATE: to_date,
        **({Content.YEAR_AGO: year_to_date(earlier.end)} if earlier else {}),
        Content.LAST_YEAR: last_year,
        Content.TWELVE_MONTHS: rolling(at(as_at), 12),
    }


def population_rule_at(as_at: date) -> str | None:
    """By which rule all rates of a scorecard take their population; None: each by that of its kind of period. At a 31 March
    every period ends on one, and the children of one day have one rate. [choice]"""
    return DFE if (as_at.month, as_at.day) == (3, 31) else None


def scorecard(
    compute: Callable[[Sequence[Period]], Result],
    periods: Mapping[Content, Period],
    *,
    targets: Targets,
    benchmarks: Comparable | None = None,
    compare: Sequence[str] = (),
) -> Scorecard:
    """A scorecard of what `compute` answers for the periods, as engine.compute does for one request.

    `compare` names the areas to show beside; if it is empty, all of the benchmarks are shown. Raises OptionError for an
    unknown one, UnavailableError where the input answers nothing.
    """
    result = _with_notes_apart(compute, compute(list(dict.fromkeys(periods.values()))), periods)
    result = with_targets(result, targets)
    areas = chosen_areas(benchmarks, result, compare) if benchmarks else ()
    rows = []
    for code in dict.fromkeys(figure.indicator for figure in result.figures):
        by_period = {(figure.period, figure.start): figure for figure in result.of(code)}
        figures = {
            content: by_period[p.label, p.start] for content, p in periods.items() if (p.label, p.start) in by_period
        }
        row = ScorecardRow(code, figures, _trend(figures), {})
        if benchmarks and (INDICATORS[code].measure is not COUNT or benchmarks.with_counts):
            row = _beside_others(row, areas, periods[Content.LAST_YEAR], benchmarks)
        rows.append(row)
    published = [one for row in rows for one in row.published.values()]
    compared = tuple(row.code for row in rows if row.published)
    texts = benchmarks.remarks(compared, tuple(periods.values())) if benchmarks and compared else ()
    notes = tuple(Note(compared[0], Remark(text)) for text in texts)
    result = replace(result, figures=(*result.figures, *published), published=notes)
    region = benchmarks.region if isinstance(benchmarks, View) else ""
    shown = tuple(area for area in areas if any(area in row.published for row in rows))
    return Scorecard(tuple(rows), periods, shown, region, result)


def _with_notes_apart(
    compute: Callable[[Sequence[Period]], Result], result: Result, periods: Mapping[Content, Period]
) -> Result:
    """The result; where the last year stands on a return and the rest on something else, with the notes of both apart:
    added up, they would count twice the events that both have."""
    last_year = periods[Content.LAST_YEAR]
    with_basis = [figure for figure in result.figures if figure.basis]
    bases = {figure.basis for figure in with_basis if figure.period == last_year.label}
    if not bases or bases >= {figure.basis for figure in with_basis}:
        return result
    rest = [period for period in dict.fromkeys(periods.values()) if period != last_year]
    notes = _notes_of(compute, rest)
    of_year = [note for note in _notes_of(compute, [last_year]) if note not in notes]
    apart = (*notes, *(Note(code, OfPeriod(last_year.label, fact)) for code, fact in of_year))
    return replace(result, notes=apart)


def _notes_of(compute: Callable[[Sequence[Period]], Result], periods: Sequence[Period]) -> tuple[Note, ...]:
    """The notes of these periods, none if the input has no figures for them."""
    try:
        return compute(periods).notes
    except UnavailableError:
        return ()


def _trend(figures: Mapping[Content, Figure]) -> Trend | None:
    """How the year to date differs from the same days a year before; None unless both are whole."""
    now, then = figures.get(Content.TO_DATE), figures.get(Content.YEAR_AGO)
    change = difference(now, then) if now and then else None
    if now is None or then is None or change is None:
        return None
    good = INDICATORS[now.indicator].good or (now.assessed.target.good if now.assessed else "")
    if printed(now) == printed(then):
        return Trend(float(change), "same", None)
    direction = "up" if change > 0 else "down"
    return Trend(float(change), direction, (direction == "up") == (good == "high") if good else None)


def _beside_others(row: ScorecardRow, areas: Sequence[str], last_year: Period, benchmarks: Comparable) -> ScorecardRow:
    """The row with the published figures of the areas, of the last year or of the latest that has one, and the rank."""
    published = {area: _published(benchmarks, row.code, area, last_year) for area in areas}
    if not isinstance(benchmarks, View):
        return replace(row, published=published)
    years = [last_year, *(parse_year(label) for label in sorted(benchmarks.years(row.code), reverse=True))]
    ranks = ((benchmarks.rank(row.code, year), year) for year in years)
    rank, rank_year = next((pair for pair in ranks if pair[0]), (None, None))
    return replace(row, published=published, rank=rank, rank_year=rank_year)


def _published(benchmarks: Comparable, code: str, area: str, last_year: Period) -> Figure:
    """An area's published figure: of the last year, else of the latest with one, else what stands in its place."""
    own = benchmarks.find(code, area, last_year)
    latest = None if own and own.value is not None else benchmarks.latest(code, area)
    published = latest or own
    return benchmark_figure(published, code, area, published.period if published else last_year)


def is_shown(figure: Figure) -> bool:
    """Whether a figure or its symbol is printed: a period that the extract does not cover is left blank."""
    return figure.status == SUPPRESSED or (figure.value is not None and figure.status != BEFORE)
