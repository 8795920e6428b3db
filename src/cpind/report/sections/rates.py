"""Children with a plan: the rate of each year beside neighbours and England, and of each quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import lines
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Asked, Missing, section
from ..sentences import own_figures
from ..words import said

CODES = ("plans-open", "rates")


def _asks(periods: PackPeriods) -> Mapping[str, Asked]:
    years = periods.years or (periods.latest,)
    return {
        "rates": Asked(("rates",), years),
        "children": Asked(("plans-open",), years, compared=False),
        "rates-quarters": Asked(CODES, periods.quarters, compared=False, tolerant=True),
    }


@section("rates", title="Children with a child protection plan", order=20, asks=_asks)
def rates(pack: Pack) -> Sequence[Block] | Missing:
    """Years beside the benchmarks, and the quarters since; without a population the numbers of children."""
    code = "rates" if own_figures(pack.results["rates"], "rates") else "plans-open"
    years = pack.results["rates" if code == "rates" else "children"]
    blocks: list[Block] = [*said(years, code), TableBlock(lay_out(years, (code,))), *lines(years, code)]
    if quarters := pack.results.get("rates-quarters"):
        table = lay_out(quarters, CODES, title="Children with a child protection plan at the end of the quarter")
        blocks += [*said(quarters, code, with_record=False), TableBlock(table)]
    return blocks
