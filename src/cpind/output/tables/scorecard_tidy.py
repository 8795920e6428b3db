"""A Scorecard as tidy rows: one for each cell."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.scorecard import Content, Scorecard, ScorecardRow, is_shown
from ...figures.facts import Interval
from ...figures.indicators import INDICATORS
from ...figures.result import Figure
from ...inputs.population import Estimate
from ...model.measures import PERCENT
from .cells import number
from .scorecard_words import notes_of, rank_text, target_text, trend_text
from .table import Column, Table
from .tidy import COLUMNS, cell_of, record

TIDY = ("cell", *COLUMNS, "text", "population_rule", "against", "away")
LIMITS = ("lower", "upper")
"""With --ci."""
_NUMBERS = (*LIMITS, "numerator", "denominator", "value", "away")


def tidy_scorecard(card: Scorecard) -> Table:
    """A row for each cell."""
    rows = tuple(records(card))
    if not card.has_intervals:
        rows = tuple({name: row[name] for name in TIDY} for row in rows)
    names = (*TIDY, *LIMITS) if card.has_intervals else TIDY
    columns = tuple(Column(name, name, name in _NUMBERS) for name in names)
    cells = tuple(tuple(cell_of(name, value) for name, value in row.items()) for row in rows)
    return Table("", columns, cells, notes_of(card), rows)


def records(card: Scorecard) -> Iterable[dict[str, object]]:
    """The figures of the periods and of other areas, the trend, the target and the rank, each with its period, its unrounded
    value, and `text` as the page has it."""
    for row in card.rows:
        for content, figure in row.figures.items():
            yield _record(content, figure, number(figure).text if is_shown(figure) else "")
        yield from _derived(row, card.result.area)
        for figure in row.published.values():
            if figure.value is None and not figure.symbol:
                continue
            yield _record(Content.PUBLISHED, figure, number(figure).text)


def _derived(row: ScorecardRow, area: str) -> Iterable[dict[str, object]]:
    """What is worked out from the figures of a row."""
    blank = Figure(row.code, area, unit=INDICATORS[row.code].measure.unit)
    to_date, twelve_months = row.figures.get(Content.TO_DATE), row.figures.get(Content.TWELVE_MONTHS)
    if row.trend and to_date:
        is_percent = INDICATORS[row.code].measure is PERCENT
        change = _of_period(blank, to_date)._replace(value=row.trend.difference)
        change = change._replace(unit="percentage points") if is_percent else change
        yield _record(Content.TREND, change, trend_text(row.trend))
    if twelve_months and twelve_months.assessed:
        assessed = twelve_months.assessed
        target = _of_period(blank, twelve_months)._replace(value=assessed.target.value)
        beside = {"against": assessed.verdict or None, "away": assessed.away}
        yield _record(Content.TARGET, target, target_text(assessed)) | beside
    if row.rank and row.rank_year:
        year, rank = row.rank_year, row.rank
        place = blank._replace(
            period=year.label, start=year.start, end=year.end, unit="rank", value=rank.place if rank.is_exact else None
        )
        yield _record(Content.RANK, place._replace(denominator=rank.among), rank_text(rank))


def _of_period(blank: Figure, figure: Figure) -> Figure:
    return blank._replace(period=figure.period, start=figure.start, end=figure.end, basis=figure.basis)


def _record(content: Content, figure: Figure, text: str) -> dict[str, object]:
    population = figure.population
    rule = population.rule if isinstance(population, Estimate) else ""
    extra: dict[str, object] = {"text": text, "population_rule": rule, "against": None, "away": None}
    interval = figure.interval if isinstance(figure.interval, Interval) else None
    extra |= {"lower": interval.lower if interval else None, "upper": interval.upper if interval else None}
    return {"cell": str(content), **record(figure), **extra}
