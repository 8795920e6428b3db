"""A Scorecard -> its table: a row for each indicator on one page, and a row for each cell as a program wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...analysis.scorecard import Content, Row, Scorecard, Trend, is_shown
from ...benchmarks.areas import NEIGHBOURS
from ...figures.facts import Assessed
from ...figures.indicators import INDICATORS
from ...figures.printed import printed
from ...figures.result import BEFORE, Figure, Result
from ...inputs.population import DFE, PUBLISHED_BY_THEN, Estimate, NoPopulation
from ...model.measures import COUNT, MONTHS, PERCENT
from ...model.periods import Period, long_date
from ...model.wording import distinct, listed
from ..words import estimate_label
from .assessed import number_text
from .cells import number
from .footnotes import footnotes
from .table import BLANK, Cell, Column, Table, count
from .tidy import COLUMNS, cell_of, record

_HEADINGS = {Content.TO_DATE: "To date", Content.YEAR_AGO: "Year ago", Content.TWELVE_MONTHS: "12 months"}
"""The headings of the periods; those of the others are the periods' own labels."""

WIDTH_OF_PAGE, WIDTHS_OF_MEASURE = 132, range(22, 41)
WIDTH_OF_TREND, WIDTH_OF_TARGET, WIDTH_OF_RANK = 7, 9, 7
"""In characters. Longer texts take several lines of their row, so that a terminal need not break it."""


def scorecard_table(card: Scorecard) -> Table:
    """The page."""
    has_targets = any(_assessed(row) for row in card.rows)
    has_ranks = any(row.rank for row in card.rows)
    areas = [area for area in card.areas if any(area in row.published for row in card.rows)]
    columns = [
        Column("", "measure", False),
        *(column for content, period in card.periods.items() for column in _period_columns(content, period)),
        Column("Trend", "trend", False, WIDTH_OF_TREND),
        *([Column("Target", "target", False, WIDTH_OF_TARGET)] if has_targets else []),
        *(Column(_area_heading(card, area), f"{area} (published)") for area in areas),
        *([Column("Rank", "rank", False, WIDTH_OF_RANK)] if has_ranks else []),
    ]
    rows = []
    for row in card.rows:
        cells = [Cell(_title(row.code))]
        for content in card.periods:
            cells += _period_cells(row, content)
        cells.append(Cell(_trend_text(row.trend)))
        cells += [Cell(_target_text(_assessed(row)))] if has_targets else []
        cells += [number(row.published.get(area)) for area in areas]
        cells += [Cell(f"{row.rank.place} of {row.rank.among}" if row.rank else "")] if has_ranks else []
        rows.append(tuple(cells))
    columns[0] = columns[0]._replace(width=_width_of_measure(columns, rows))
    title = f"{card.result.area}: scorecard at {long_date(card.periods[Content.TO_DATE].end)}"
    return Table(title, tuple(columns), tuple(rows), _notes(card, has_targets, has_ranks), tuple(records(card)))


def _width_of_measure(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> int:
    """What the other columns leave of the page, as far as it can be read."""
    longest = [max(len(row[place].text) for row in rows) for place in range(len(columns))]
    taken = (2 + max(len(column.heading), min(column.width or width, width)) for column, width in zip(columns, longest))
    left = WIDTH_OF_PAGE - sum([*taken][1:])
    return min(max(left, WIDTHS_OF_MEASURE[0]), WIDTHS_OF_MEASURE[-1])


# --- cells ----------------------------------------------------------------------------------------------


def _heading(content: Content, period: Period) -> str:
    return _HEADINGS.get(content, period.label)


def _period_columns(content: Content, period: Period) -> Iterable[Column]:
    heading = _heading(content, period)
    yield Column(heading, heading)
    if content is Content.LATEST:
        yield Column("n", f"{heading} numerator")
        yield Column("of", f"{heading} denominator")


def _period_cells(row: Row, content: Content) -> list[Cell]:
    """The value, and of the latest period what it is made of."""
    figure = row.figures.get(content)
    shown = figure if figure and is_shown(figure) else None
    cells = [number(shown)]
    if content is Content.LATEST:
        is_ratio = INDICATORS[row.code].measure not in (COUNT, MONTHS)
        # A rate without a population still has its children.
        has_counts = figure is not None and figure.status != BEFORE and is_ratio
        cells += [count(figure.numerator), count(figure.denominator)] if figure and has_counts else [BLANK, BLANK]
    return cells


def _title(code: str) -> str:
    return INDICATORS[code].heading.format(when="")


def _trend_text(trend: Trend | None) -> str:
    """ "up, better", "down", "same"."""
    if trend is None:
        return ""
    judgement = "" if trend.is_better is None else ", better" if trend.is_better else ", worse"
    return f"{trend.direction}{judgement}"


def _assessed(row: Row) -> Assessed | None:
    figure = row.figures.get(Content.TWELVE_MONTHS)
    return figure.assessed if figure else None


def _target_text(assessed: Assessed | None) -> str:
    """ "90: off, 4 more"."""
    if assessed is None:
        return ""
    away = f", {abs(assessed.away):,} {'more' if assessed.away > 0 else 'fewer'}" if assessed.away else ""
    verdict = f": {assessed.verdict}{away}" if assessed.verdict else ""
    return f"{number_text(assessed.target.value)}{verdict}"


def _area_heading(card: Scorecard, area: str) -> str:
    """A short heading; the notes have the region's name."""
    if area.lower() == card.result.area.lower():
        return f"{area} (published)"
    return "Neighbours" if area == NEIGHBOURS else "Region" if area == card.region else area


# --- notes ----------------------------------------------------------------------------------------------


def _notes(card: Scorecard, has_targets: bool, has_ranks: bool) -> tuple[str, ...]:
    named = _named_by_column(card)
    codes = [row.code for row in card.rows]
    own = [figure for figure in named.figures if not figure.is_benchmark]
    sentences = [*_legend(card, has_targets), *_years_published(card), *_ranked(card, has_ranks)]
    if any(figure.status == BEFORE for figure in own):
        sentences.append("Blank where the extract does not cover the period.")
    return distinct([*sentences, *footnotes(named, codes, population=_population(own))])


def _legend(card: Scorecard, has_targets: bool) -> Iterable[str]:
    """Which days the columns are of, and what is compared with what."""
    periods = card.periods
    days = [f"To date: {_days(periods[Content.TO_DATE])}"]
    days += [f"year ago: {_days(periods[Content.YEAR_AGO])}"] if Content.YEAR_AGO in periods else []
    days += [f"12 months: {_days(periods[Content.TWELVE_MONTHS])}"]
    yield f"{'; '.join(days)}."
    snapshots = [row.code for row in card.rows if INDICATORS[row.code].is_snapshot]
    taken = f" At each period's last day: {', '.join(snapshots)}." if snapshots else ""
    yield f"n, of: numerator and denominator of {periods[Content.LATEST].label}.{taken}"
    target = " Target: 12 months against it, and how many more or fewer in the numerator would have met it."
    yield f"Trend: to date against a year ago.{target if has_targets else ''}"


def _days(period: Period) -> str:
    return f"{long_date(period.start)} to {long_date(period.end)}"


def _years_published(card: Scorecard) -> Iterable[str]:
    """Of which year the published figures are, where that is not the last year; and the region's name."""
    last = card.periods[Content.LAST_YEAR].label
    others: dict[str, dict[str, list[str]]] = {}
    for row in card.rows:
        for area, figure in row.published.items():
            if figure.period != last and figure.value is not None:
                others.setdefault(figure.period, {}).setdefault(_area_heading(card, area), []).append(row.code)
    everything = {
        _area_heading(card, area): [
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


def _ranked(card: Scorecard, has_ranks: bool) -> Iterable[str]:
    """What the rank is of, and of which year."""
    if not has_ranks:
        return
    years: dict[str, list[str]] = {}
    for row in card.rows:
        if row.rank_year:
            years.setdefault(row.rank_year.label, []).append(row.code)
    (first, _), *others = sorted(years.items(), key=lambda one: -len(one[1]))
    which = "; ".join([first, *(f"{year} for {listed(codes)}" for year, codes in others)])
    yield f"Rank: of the published figure among all authorities with one, 1 the best ({which})."


def _named_by_column(card: Scorecard) -> Result:
    """The result with the periods called by their headings, so that the notes name columns; targets have their column."""
    headings = {period.label: _heading(content, period).lower() for content, period in card.periods.items()}
    headings |= {
        card.periods[content].label: card.periods[content].label for content in (Content.LATEST, Content.LAST_YEAR)
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


# --- as a program wants it -------------------------------------------------------------------------------

EXTRA = ("text", "population_rule", "against", "away")
TIDY = ("cell", *COLUMNS, *EXTRA)
_NUMBERS = ("numerator", "denominator", "value", "away")


def tidy_scorecard(card: Scorecard) -> Table:
    """A row for each cell."""
    rows = tuple(records(card))
    columns = tuple(Column(name, name, name in _NUMBERS) for name in TIDY)
    cells = tuple(tuple(cell_of(name, value) for name, value in row.items()) for row in rows)
    return Table("", columns, cells, scorecard_table(card).notes, rows)


def records(card: Scorecard) -> Iterable[dict[str, object]]:
    """The figures of the periods and of other areas, the trend, the target and the rank, each with its period, its unrounded
    value, and `text` as the page has it."""
    for row in card.rows:
        for content, figure in row.figures.items():
            yield _record(content, figure, printed(figure) if is_shown(figure) else "")
        yield from _derived(row, card.result.area)
        for figure in row.published.values():
            if figure.value is None and not figure.symbol:
                continue
            yield _record(Content.PUBLISHED, figure, number(figure).text)


def _derived(row: Row, area: str) -> Iterable[dict[str, object]]:
    """What is worked out from the figures of a row."""
    blank = Figure(row.code, area, unit=INDICATORS[row.code].measure.unit)
    to_date, twelve_months = row.figures.get(Content.TO_DATE), row.figures.get(Content.TWELVE_MONTHS)
    if row.trend and to_date:
        is_percent = INDICATORS[row.code].measure is PERCENT
        change = _of_period(blank, to_date)._replace(value=row.trend.difference)
        change = change._replace(unit="percentage points") if is_percent else change
        yield _record(Content.TREND, change, _trend_text(row.trend))
    if twelve_months and twelve_months.assessed:
        assessed = twelve_months.assessed
        target = _of_period(blank, twelve_months)._replace(value=assessed.target.value)
        beside = {"against": assessed.verdict or None, "away": assessed.away}
        yield _record(Content.TARGET, target, _target_text(assessed)) | beside
    if row.rank and row.rank_year:
        year, rank = row.rank_year, row.rank
        place = blank._replace(period=year.label, start=year.start, end=year.end, unit="rank", value=rank.place)
        yield _record(Content.RANK, place._replace(denominator=rank.among), f"{rank.place} of {rank.among}")


def _of_period(blank: Figure, figure: Figure) -> Figure:
    return blank._replace(period=figure.period, start=figure.start, end=figure.end, basis=figure.basis)


def _record(content: Content, figure: Figure, text: str) -> dict[str, object]:
    population = figure.population
    rule = "" if population is None or isinstance(population, NoPopulation) else population.rule
    extra: Mapping[str, object] = {"text": text, "population_rule": rule, "against": None, "away": None}
    return {"cell": str(content), **record(figure), **extra}
