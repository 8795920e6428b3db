"""Our place among all authorities, by published figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...analysis.funnel import AS_EXPECTED, Funnel
from ...analysis.funnel import funnel as funnel_of
from ...benchmarks.measures import measure_of
from ...benchmarks.published import Published
from ...benchmarks.view import View
from ...errors import UnavailableError
from ...figures.indicators import INDICATORS
from ...model.measures import PERCENT, half_up, in_a_sentence
from ...model.periods import parse_year
from ...output.charts.funnel import funnel_chart
from ...output.document import Block, ChartBlock, Paragraph, TableBlock
from ...output.tables.funnel import funnel_table
from ...output.tables.scorecard_words import RANGE_OF_RANKS
from ...output.tables.table import Cell, Column, Table, count, with_decimals
from ..pack import Pack
from ..phrases import statement_of
from ..registry import Missing, section

CODES = ("icpc", "repeats", "two-year", "reviews")
FUNNELS = ("rates", "repeats")
WIDTH_OF_MEASURE = 60
"""In characters, where a terminal breaks a name."""


@section("place", title="Our place among the authorities", order=105)
def place(pack: Pack) -> Sequence[Block] | Missing:
    """Funnels of the rate and of repeat plans, and the rank of each measure, in the latest year published."""
    view = pack.source.benchmarks
    if not isinstance(view, View):
        return Missing(
            "there are no published figures of all authorities to compare ours with",
            "it needs a store of published figures, which cpind benchmarks import FILE... makes of DfE's downloads",
        )
    rows = []
    for code in CODES:
        years = sorted((parse_year(label) for label in view.years(code)), key=lambda one: one.end, reverse=True)
        found = next(
            ((rank, one) for one in years if one.end <= pack.periods.end and (rank := view.rank(code, one))), None
        )
        if found:
            rank, one = found
            published = view.find(code, view.area, one)
            rows.append(
                (
                    Cell(INDICATORS[code].heading.format(when="")),
                    Cell(one.label),
                    _shown(published, INDICATORS[code].measure.decimals),
                    Cell(rank.range, 0 if rank.is_exact else None),
                    count(rank.among),
                )
            )
    if not rows:
        return Missing("too few authorities have a published figure")
    columns = (
        Column("", "measure", False, WIDTH_OF_MEASURE),
        Column("Year", "year", False),
        Column("Published", "published"),
        Column("Rank", "rank"),
        Column("Of", "of"),
    )
    notes = [
        "Rank 1 is the best. Ranks are of the authorities' published figures.",
        *([RANGE_OF_RANKS] if any(row[3].decimals is None for row in rows) else []),
        *view.remarks(CODES),
    ]
    ranks = TableBlock(Table("Rank among the authorities", columns, tuple(rows), tuple(notes)))
    return (*(block for code in FUNNELS for block in _funnel(view, code, pack)), ranks)


def _funnel(view: View, code: str, pack: Pack) -> Sequence[Block]:
    """Our place by size and the spread of all, with its chart, of the latest year of which the store has enough counts."""
    for label in sorted(view.years(code), reverse=True):
        period = parse_year(label)
        try:
            funnel = funnel_of(view, code, period) if period.end <= pack.periods.end else None
        except UnavailableError:
            funnel = None
        if funnel and funnel.own_place:
            table = funnel_table(funnel, every=False)
            rows = ("The rows are our authority and its statistical neighbours.",) if funnel.neighbours else ()
            table = replace(table, notes=(*rows, *table.notes))
            return (*_sentences(funnel), TableBlock(table), ChartBlock(funnel_chart(funnel)))
    return ()


def _shown(published: Published | None, decimals: int) -> Cell:
    """A published figure as a number, or the symbol in its place."""
    if published is None or published.value is None:
        return Cell(published.text if published else "")
    return with_decimals(published.value, decimals)


def _sentences(funnel: Funnel) -> Sequence[Block]:
    own = funnel.own_place
    if own is None:
        return ()
    value = in_a_sentence(half_up(own.value, measure_of(funnel.code).measure.decimals))
    value += "%" if measure_of(funnel.code).measure is PERCENT else ""
    place = "as expected" if own.place == AS_EXPECTED else f"{own.place} than expected"
    return (
        Paragraph(
            f"In {funnel.period.label}, {statement_of(funnel.code, value)}, as published. Among the {len(funnel.places)} "
            f"authorities with a figure, that is {place} for our size."
        ),
    )
