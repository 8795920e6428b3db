"""The words of a scorecard: its headings, the texts of its cells that are not numbers, and the notes under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...analysis.scorecard import Content, Scorecard, Trend
from ...benchmarks.areas import NEIGHBOURS
from ...benchmarks.ranks import Rank
from ...figures.facts import Assessed
from ...figures.indicators import INDICATORS
from ...figures.result import BEFORE, Figure, Result
from ...inputs.population import DFE, PUBLISHED_BY_THEN, Estimate
from ...model.periods import Period, long_date
from ...model.wording import distinct, listed
from ..words import estimate_label
from .assessed import number_text
from .footnotes import footnotes

HEADINGS = {Content.TO_DATE: "To date", Content.YEAR_AGO: "Year ago", Content.TWELVE_MONTHS: "12 months"}
"""The headings of the periods; those of the others are the periods' own labels."""


def period_heading(content: Content, period: Period) -> str:
    """The heading of a period."""
    return HEADINGS.get(content, period.label)


def row_title(code: str) -> str:
    """An indicator's name, in the first column."""
    return INDICATORS[code].heading.format(when="")


def area_heading(card: Scorecard, area: str) -> str:
    """A short heading; the notes have the region's name."""
    if area.lower() == card.result.area.lower():
        return f"{area} (published)"
    return "Neighbours" if area == NEIGHBOURS else "Region" if area == card.region else area


def trend_text(trend: Trend | None) -> str:
    """ "up, better", "down", "same"."""
    if trend is None:
        return ""
    judgement = "" if trend.is_better is None else ", better" if trend.is_better else ", worse"
    return f"{trend.direction}{judgement}"


def target_text(assessed: Assessed | None) -> str:
    """ "90: off, 4 more"."""
    if assessed is None:
        return ""
    away = f", {abs(assessed.away):,} {'more' if assessed.away > 0 else 'fewer'}" if assessed.away else ""
    verdict = f": {assessed.verdict}{away}" if assessed.verdict else ""
    return f"{number_text(assessed.target.value)}{verdict}"


RANGE_OF_RANKS = (
    "Where a rank is a range, figures of other authorities are suppressed, and each of these may be better or worse."
)


def rank_text(rank: Rank | None) -> str:
    """ "4 of 151", or "4 to 9 of 151" where the figures of five are suppressed."""
    return f"{rank.range} of {rank.among}" if rank else ""


# --- notes ----------------------------------------------------------------------------------------------


def notes_of(card: Scorecard) -> tuple[str, ...]:
    """The sentences under a scorecard."""
    named = _named_by_column(card)
    codes = [row.code for row in card.rows]
    own = [figure for figure in named.figures if not figure.is_benchmark]
    sentences = [*_legend(card), *_years_published(card), *_ranked(card)]
    if any(figure.status == BEFORE for figure in own):
        sentences.append("Blank where the extract does not cover the period.")
    return distinct([*sentences, *footnotes(named, codes, population_text=_population(own))])


def _legend(card: Scorecard) -> Iterable[str]:
    """Which days the columns are of, and what is compared with what."""
    periods = card.periods
    days = [f"To date: {_days(periods[Content.TO_DATE])}"]
    days += [f"year ago: {_days(periods[Content.YEAR_AGO])}"] if Content.YEAR_AGO in periods else []
    days += [f"12 months: {_days(periods[Content.TWELVE_MONTHS])}"]
    yield f"{'; '.join(days)}."
    has_stock = any(INDICATORS[row.code].is_snapshot for row in card.rows)
    taken = " Open plans and children with a plan are those at each period's last day." if has_stock else ""
    yield f"n, of: numerator and denominator of {periods[Content.LATEST].label}.{taken}"
    target = " Target: 12 months against it, and how many more or fewer in the numerator would have met it."
    yield f"Trend: to date against a year ago.{target if card.has_targets else ''}"


def _days(period: Period) -> str:
    return f"{long_date(period.start)} to {long_date(period.end)}"


def _years_published(card: Scorecard) -> Iterable[str]:
    """Of which year the published figures are, where that is not the last year; and the region's name."""
    last = card.periods[Content.LAST_YEAR].label
    others: dict[str, dict[str, list[str]]] = {}
    for row in card.rows:
        for area, figure in row.published.items():
            if figure.period != last and figure.value is not None:
                others.setdefault(figure.period, {}).setdefault(area_heading(card, area), []).append(row.code)
    everything = {
        area_heading(card, area): [
            row.code for row in card.rows if area in row.published and row.published[area].value is not None
        ]
        for area in card.areas
    }
    for period, areas in others.items():
        which = [
            area + ("" if codes == everything[area] else f" ({', '.join(codes)})") for area, codes in areas.items()
        ]
        yield f"{listed(which)}: of {period}, the latest published; there is no figure for {last}."
    if card.region in card.areas:
        yield f"Region: {card.region}."


def _ranked(card: Scorecard) -> Iterable[str]:
    """What the rank is of, and of which year."""
    if not card.has_ranks:
        return
    years: dict[str, list[str]] = {}
    among: set[int] = set()
    for row in card.rows:
        if row.rank and row.rank_year:
            years.setdefault(row.rank_year.label, []).append(row.code)
            among.add(row.rank.among)
    (first, _), *others = sorted(years.items(), key=lambda one: -len(one[1]))
    which = "; ".join([first, *(f"{year} for {listed(codes)}" for year, codes in others)])
    many = str(*among) if len(among) == 1 else f"{min(among)} to {max(among)}"
    yield f"Rank: of the authority's published figure among those of {many} authorities, 1 is the best ({which})."
    if any(row.rank and not row.rank.is_exact for row in card.rows):
        yield RANGE_OF_RANKS


def _named_by_column(card: Scorecard) -> Result:
    """The result with the periods called by their headings, so that the notes name columns; targets have their column."""
    headings = {
        period.label: HEADINGS[content].lower() if content in HEADINGS else period.label
        for content, period in card.periods.items()
    }
    periods = tuple(replace(period, label=headings[period.label]) for period in card.result.periods)
    figures = tuple(
        figure if figure.is_benchmark else figure._replace(period=headings[figure.period], assessed=None)
        for figure in card.result.figures
    )
    return replace(card.result, figures=figures, periods=periods)


def _population(figures: Sequence[Figure]) -> str:
    """By which rule each column's rates take their mid-year, and which that is."""
    rules: dict[str, dict[str, list[str]]] = {}
    sources = []
    for figure in figures:
        if isinstance(figure.population, Estimate):
            mid_years = rules.setdefault(figure.population.rule, {})
            mid_years.setdefault(estimate_label(figure.population), []).append(figure.period)
            sources.append(figure.population.source.replace(";", ","))
    texts = []
    for rule, mid_years in rules.items():
        which = [f"{listed(distinct(periods))} ({estimate})" for estimate, periods in mid_years.items()]
        texts.append(f"{_RULES[rule]} for {listed(which)}")
    return f"Population of rates: {'; '.join([*texts, *distinct(filter(None, sources))])}." if texts else ""


_RULES = {DFE: "DfE's rule", PUBLISHED_BY_THEN: "the latest published by the date", "": "as given"}
"""What is said of each rule by which a mid-year is chosen."""
