"""Children with a plan: the rate of each year, beside neighbours and England."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import lines
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Asked, Missing, section
from ..words import said


def _asks(periods: PackPeriods) -> Mapping[str, Asked]:
    return {"rates": Asked(("rates",), periods.years or (periods.latest,))}


@section("rates", title="Children with a child protection plan", order=20, asks=_asks)
def rates(pack: Pack) -> Sequence[Block] | Missing:
    """The rate per 10,000, its sentences and its chart."""
    result = pack.results["rates"]
    return (
        *said(result, "rates"),
        TableBlock(lay_out(result, ("rates",))),
        *lines(result, "rates"),
    )
