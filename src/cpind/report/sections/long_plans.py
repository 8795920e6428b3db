"""Plans of two years or more: of those that ended, and of those open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import lines
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..words import paragraph_about


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    years = periods.years or (periods.latest,)
    return {"two-year": TableRequest(("two-year",), years), "two-year-open": TableRequest(("two-year-open",), years)}


@section(
    "long-plans",
    title="Plans lasting two years or more",
    order=30,
    asks=_asks,
    without="the extract does not hold the ends of plans",
)
def long_plans(pack: Pack) -> Sequence[Block] | Missing:
    """Both measures by year, the first with its chart."""
    blocks: list[Block] = []
    for code in ("two-year", "two-year-open"):
        if code in pack.results:
            result = pack.results[code]
            blocks += [*paragraph_about(result, code), TableBlock(lay_out(result, (code,)))]
            blocks += lines(result, code) if code == "two-year" else ()
    return blocks
