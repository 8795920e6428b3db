"""Our place among the authorities, by the published figures."""

from __future__ import annotations

from collections.abc import Sequence

from ...benchmarks.view import View
from ...figures.indicators import INDICATORS
from ...model.periods import parse_year
from ...output.document import Block, TableBlock
from ...output.tables.table import Cell, Column, Table, count
from ..pack import Pack
from ..registry import Missing, section

CODES = ("icpc", "repeats", "two-year", "reviews")
WIDTH_OF_MEASURE = 60
"""In characters, where a terminal breaks a name."""


@section("place", title="Our place among the authorities", order=105)
def place(pack: Pack) -> Sequence[Block] | Missing:
    """The rank of each measure in the latest year published."""
    view = pack.source.benchmarks
    if not isinstance(view, View):
        return Missing("there is no store of published figures; cpind benchmarks import makes one")
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
                    Cell(published.text if published else ""),
                    count(rank.place),
                    count(rank.among),
                )
            )
    if not rows:
        return Missing("the store has too few authorities with a figure")
    columns = (
        Column("", "measure", False, WIDTH_OF_MEASURE),
        Column("Year", "year", False),
        Column("Published", "published"),
        Column("Rank", "rank"),
        Column("Of", "of"),
    )
    notes = ("Rank 1 is the best. Ranks are of the authorities' published figures.", *view.remarks(CODES))
    return (TableBlock(Table("Rank among the authorities with a figure", columns, tuple(rows), notes)),)
