"""Activity: enquiries, conferences, plans started, ended and open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import counts
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..words import listed_about

CODES = ("s47", "conferences", "plans-started", "plans-ended", "plans-open")
DRAWN = {
    "plans-started": "plans started",
    "plans-ended": "plans ended",
    "plans-open": "children with a plan at the year's end",
}


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    return {"activity": TableRequest(CODES, periods.years or (periods.latest,), compared=False, tolerant=True)}


@section("activity", title="Activity", order=60, asks=_asks, without="the extract holds no activity of these years")
def activity(pack: Pack) -> Sequence[Block] | Missing:
    """A row for each count, and what started, ended and was open."""
    result = pack.results["activity"]
    return (
        *listed_about(result, CODES),
        TableBlock(lay_out(result, CODES, title="Child protection activity")),
        *counts(result, DRAWN),
    )
