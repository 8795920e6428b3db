"""Districts over time: the rate at each year's end and at the extract's date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import groups
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Asked, Missing, section


def _asks(periods: PackPeriods) -> Mapping[str, Asked]:
    """The districts add up by the estimates published at each date alone; the whole area's rates are those of the other tables."""
    asked = Asked(("rates",), periods.dates, by="district", rule="published", is_county_by_dfe=True, compared=False)
    return {"districts": asked}


@section("districts", title="Districts", order=70, asks=_asks)
def districts(pack: Pack) -> Sequence[Block] | Missing:
    """A row and a small chart for each district."""
    result = pack.results["districts"]
    if not any(one.by for one in result.figures):
        return Missing("no district is recorded")
    return (TableBlock(lay_out(result, ("rates",))), *groups(result, "rates"))
