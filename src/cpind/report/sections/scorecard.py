"""The headline: a row for each indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...analysis.scorecard import DEFAULT_CODES
from ...analysis.scorecard import scorecard as card_of
from ...errors import UnavailableError
from ...figures.result import Result
from ...model.periods import Period
from ...output.document import Block, TableBlock
from ...output.tables.scorecard import scorecard_table
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Asked, Missing, section


def _asks(periods: PackPeriods) -> Mapping[str, Asked]:
    return {"scorecard": Asked(DEFAULT_CODES, tuple(dict.fromkeys(periods.scorecard.values())), compared=False)}


@section("scorecard", title="Summary", order=10, asks=_asks)
def scorecard(pack: Pack) -> Sequence[Block] | Missing:
    """The page of `cpind scorecard`, made from the figures of the pack."""
    result = pack.results["scorecard"]

    def computed(periods: Sequence[Period]) -> Result:
        """These periods of the figures that are there already."""
        days = {(one.start, one.end) for one in periods}
        figures = tuple(one for one in result.figures if (one.start, one.end) in days)
        if not figures:
            raise UnavailableError("nothing of these periods")
        return replace(result, figures=figures)

    source = pack.source
    card = card_of(
        computed, pack.periods.scorecard, targets=source.targets, benchmarks=source.benchmarks, compare=source.compare
    )
    return (TableBlock(scorecard_table(card)),)
