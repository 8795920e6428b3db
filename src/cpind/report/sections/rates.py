"""Children with a plan: the rate of each year beside neighbours and England, and the number of each quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import lines
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..turning import periods_down
from ..words import paragraph_about


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    """Of quarters the children alone: their rates are on another population than the years' rates of the same days."""
    years = periods.years or (periods.latest,)
    return {
        "rates": TableRequest(("rates",), years),
        "children": TableRequest(("plans-open",), years, compared=False),
        "children-quarters": TableRequest(("plans-open",), periods.quarters, compared=False),
    }


@section(
    "rates",
    title="Children with a child protection plan",
    order=20,
    asks=_asks,
    without="the extract does not hold plans of these years",
)
def rates(pack: Pack) -> Sequence[Block] | Missing:
    """The rate of each year beside the benchmarks, or without a population the children; and the children of each quarter."""
    code = "rates" if ("rates", "") in pack.with_values else "plans-open"
    years = pack.results["rates" if code == "rates" else "children"]
    blocks: list[Block] = [*paragraph_about(years, code), TableBlock(lay_out(years, (code,))), *lines(years, code)]
    if quarters := pack.results.get("children-quarters"):
        table = TableBlock(periods_down(lay_out(quarters, ("plans-open",))))
        blocks += [*paragraph_about(quarters, "plans-open", with_record=False), table, *lines(quarters, "plans-open")]
    return blocks
