"""What changed: the parts of the main changes from one year to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...analysis.change import difference, is_comparable
from ...analysis.parts import parts_of
from ...figures.indicators import INDICATORS
from ...figures.result import Figure
from ...model.measures import signed
from ...output.document import Block, TableBlock
from ...output.tables.cells import number
from ...output.tables.table import BLANK, Cell, Column, Table, count
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..sentences import own_figures
from ..sentences_of_tables import about_changes
from ..words import paragraph

CODES = ("rates", "icpc", "repeats", "two-year")
PART_DECIMALS = 2
WIDTH_OF_MEASURE = 40
"""In characters, where a terminal breaks a name."""


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    return {
        "changed": TableRequest(
            CODES, periods.years[-2:] if len(periods.years) > 1 else (), compared=False, tolerant=True, is_pair=True
        )
    }


@section("changed", title="What changed", order=100, asks=_asks, without="there are no two complete years to compare")
def changed(pack: Pack) -> Sequence[Block] | Missing:
    """The change of each measure on the year before, and what its numerator and denominator each added to it: parts that add
    up exactly, each rounded by itself."""
    result = pack.results["changed"]
    pairs = [(own[0], own[1]) for code in CODES if len(own := own_figures(result, code)) == 2]
    pairs = [pair for pair in pairs if all(map(is_comparable, pair))]
    rows = tuple(_row(before, after, pack) for before, after in pairs)
    if not rows:
        return Missing("no measure has two years that can be compared")
    before, after = (one.label for one in result.periods)
    columns = [
        Column("", "measure", False, WIDTH_OF_MEASURE),
        *(
            Column(f"{label} {what}".strip(), f"{label} {what}")
            for label in (before, after)
            for what in ("n", "of", "")
        ),
        Column("Change", "change"),
        Column("By n", "by numerator"),
        Column("By of", "by denominator"),
        Column("Beyond chance", "beyond chance", False),
    ]
    notes = (
        "n, of: numerator and denominator. By n, by of: what each adds to the change, in percentage points or per 10,000.",
        "Beyond chance: whether the change can be distinguished from chance, at 95 %.",
        *_on_families(pack),
        "Each part is rounded by itself, so that the parts as printed may not add up to the change.",
    )
    chances = {code: chance for (table, code), chance in pack.chances.items() if table == "changed"}
    sentences = paragraph(about_changes(pairs, chances))
    return (
        *sentences,
        TableBlock(Table(f"What changed from {before} to {after}", tuple(columns), rows, notes)),
    )


def _on_families(pack: Pack) -> Iterable[str]:
    """A note that siblings may explain a "yes", if no family is known."""
    chances = [chance for (table, _), chance in pack.chances.items() if table == "changed"]
    if any(chance.is_more and not chance.knows_families for chance in chances):
        yield "Without family_id siblings count as independent, so that a change may be called beyond chance too often."


def _row(before: Figure, after: Figure, pack: Pack) -> tuple[Cell, ...]:
    change, parts = difference(after, before), parts_of(before, after)
    chance = pack.chances.get(("changed", after.indicator))
    decimals = INDICATORS[after.indicator].measure.decimals
    numbers = [cell for one in (before, after) for cell in (count(one.numerator), count(one.denominator), number(one))]
    added = [parts.numerator, parts.denominator] if parts else []
    return (
        Cell(INDICATORS[after.indicator].heading.format(when="")),
        *numbers,
        BLANK if change is None else Cell(signed(change, decimals), decimals, value=float(change)),
        *(Cell(signed(one, PART_DECIMALS), PART_DECIMALS, value=float(one)) for one in added),
        *[BLANK] * (2 - len(added)),
        Cell({True: "yes", False: "no"}[chance.is_more]) if chance else BLANK,
    )
