"""Initial conferences within 15 working days: by year, and by month with a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import in_and_out, lines
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..turning import periods_down
from ..words import paragraph_about


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    return {
        "icpc": TableRequest(("icpc",), periods.years or (periods.latest,)),
        "icpc-months": TableRequest(("icpc",), periods.months, compared=False),
    }


@section(
    "timeliness",
    title="Initial conferences held in time",
    order=40,
    asks=_asks,
    without="the extract does not hold the dates of enquiries and conferences",
)
def timeliness(pack: Pack) -> Sequence[Block] | Missing:
    """Years beside the benchmarks; months with their conferences in and out of time."""
    result = pack.results["icpc"]
    blocks: list[Block] = [
        *paragraph_about(result, "icpc"),
        TableBlock(lay_out(result, ("icpc",))),
        *lines(result, "icpc"),
    ]
    if months := pack.results.get("icpc-months"):
        blocks += [
            *paragraph_about(months, "icpc", with_record=False),
            TableBlock(periods_down(lay_out(months, ("icpc",)), ", by month")),
            *in_and_out(
                months,
                "icpc",
                "Initial conferences by month, within 15 working days and later",
                ("Within 15 working days", "Later"),
            ),
        ]
    return blocks
