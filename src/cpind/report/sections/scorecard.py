"""The headline: a row for each indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...analysis.scorecard import DEFAULT_CODES, Content
from ...analysis.scorecard import scorecard as card_of
from ...errors import UnavailableError
from ...figures.result import Result
from ...model.periods import Period
from ...output.document import Block, TableBlock
from ...output.tables.scorecard import scorecard_table
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    """All periods; and the last year apart from the rest, for the notes of both: see analysis/scorecard.py."""
    of_all = tuple(dict.fromkeys(periods.scorecard.values()))
    last_year = tuple(one for content, one in periods.scorecard.items() if content is Content.LAST_YEAR)
    rest = tuple(one for one in of_all if one not in last_year)
    tables = {"scorecard": of_all, "scorecard-rest": rest, "scorecard-year": last_year}
    return {name: TableRequest(DEFAULT_CODES, chosen, compared=False, tolerant=True) for name, chosen in tables.items()}


@section("scorecard", title="Summary", order=10, asks=_asks, without="there is no complete year to sum up")
def scorecard(pack: Pack) -> Sequence[Block] | Missing:
    """The page of `cpind scorecard`, made from the figures of the pack."""
    tables = [pack.results[name] for name in _asks(pack.periods) if name in pack.results]

    def computed(periods: Sequence[Period]) -> Result:
        """The table of these periods, which the pack has computed."""
        for result in tables:
            if result.periods == tuple(periods):
                return result
        raise UnavailableError("nothing of these periods")

    source = pack.source
    card = card_of(
        computed, pack.periods.scorecard, targets=source.targets, benchmarks=source.benchmarks, compare=source.compare
    )
    return (TableBlock(scorecard_table(card)),)
