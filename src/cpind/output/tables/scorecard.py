"""A Scorecard -> its page: a row for each indicator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...analysis.scorecard import Content, Scorecard, ScorecardRow, is_shown
from ...figures.indicators import INDICATORS
from ...figures.result import BEFORE, SUPPRESSED
from ...model.measures import COUNT, MONTHS
from ...model.periods import Period, long_date
from .cells import limit_cells, number
from .scorecard_words import area_heading, notes_of, period_heading, rank_text, row_title, target_text, trend_text
from .table import BLANK, Cell, Column, Table, count

WIDTH_OF_PAGE, WIDTHS_OF_MEASURE = 132, range(22, 41)
WIDTH_OF_TREND, WIDTH_OF_TARGET, WIDTH_OF_RANK = 7, 9, 7
"""In characters. Longer texts take several lines of their row, so that a terminal need not break it."""


def scorecard_table(card: Scorecard) -> Table:
    """The page."""
    columns = [
        Column("", "measure", False),
        *(
            column
            for content, period in card.periods.items()
            for column in _period_columns(content, period, limits=card.has_intervals)
        ),
        Column("Trend", "trend", False, WIDTH_OF_TREND),
        *([Column("Target", "target", False, WIDTH_OF_TARGET)] if card.has_targets else []),
        *(Column(area_heading(card, area), f"{area} (published)") for area in card.areas),
        *([Column("Rank", "rank", False, WIDTH_OF_RANK)] if card.has_ranks else []),
    ]
    rows = []
    for row in card.rows:
        cells = [Cell(row_title(row.code))]
        for content in card.periods:
            cells += _period_cells(row, content)
            if content is Content.LATEST and card.has_intervals:
                cells += limit_cells(row.figures.get(content))
        cells.append(Cell(trend_text(row.trend)))
        cells += [Cell(target_text(row.assessed))] if card.has_targets else []
        cells += [number(row.published.get(area)) for area in card.areas]
        cells += [Cell(rank_text(row.rank))] if card.has_ranks else []
        rows.append(tuple(cells))
    columns[0] = columns[0]._replace(width=_width_of_measure(columns, rows))
    title = f"{card.result.area}: scorecard at {long_date(card.periods[Content.TO_DATE].end)}"
    return Table(title, tuple(columns), tuple(rows), notes_of(card))


def _width_of_measure(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> int:
    """What the other columns leave of the page, as far as it can be read."""
    longest = [max(len(row[place].text) for row in rows) for place in range(len(columns))]
    taken = (2 + max(len(column.heading), min(column.width or width, width)) for column, width in zip(columns, longest))
    left = WIDTH_OF_PAGE - sum([*taken][1:])
    return min(max(left, WIDTHS_OF_MEASURE[0]), WIDTHS_OF_MEASURE[-1])


# --- cells ----------------------------------------------------------------------------------------------


def _period_columns(content: Content, period: Period, *, limits: bool) -> Iterable[Column]:
    heading = period_heading(content, period)
    yield Column(heading, heading)
    if content is Content.LATEST:
        yield Column("n", f"{heading} numerator")
        yield Column("of", f"{heading} denominator")
        if limits:
            yield Column("Lower", f"{heading} lower")
            yield Column("Upper", f"{heading} upper")


def _period_cells(row: ScorecardRow, content: Content) -> list[Cell]:
    """The value, and for the latest period its numerator and denominator."""
    figure = row.figures.get(content)
    shown = figure if figure and is_shown(figure) else None
    cells = [number(shown)]
    if content is Content.LATEST:
        is_ratio = INDICATORS[row.code].measure not in (COUNT, MONTHS)
        # A rate without a population still has its children.
        has_counts = figure is not None and figure.status != BEFORE and is_ratio
        if figure is not None and figure.status == SUPPRESSED and is_ratio:
            return [number(figure)] * 3
        cells += [count(figure.numerator), count(figure.denominator)] if figure and has_counts else [BLANK, BLANK]
    return cells
