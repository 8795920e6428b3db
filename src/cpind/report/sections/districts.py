"""Districts over time: the rate at each year's end and at the extract's date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..charts import groups
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..sentences_of_tables import about_districts
from ..words import paragraph


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    """The districts by the estimates published at each date, as the committee's report of 2020 has them; the whole area's rates
    are those of the other tables. The table says which mid-years each stands on."""
    rates = TableRequest(
        ("rates",), periods.dates, by="district", rule="published", is_county_by_dfe=True, compared=False
    )
    children = TableRequest(("plans-open",), periods.dates, by="district", compared=False)
    return {"districts": rates, "district-children": children}


@section("districts", title="Districts", order=70, asks=_asks, without="the extract has no districts")
def districts(pack: Pack) -> Sequence[Block] | Missing:
    """A row and a small chart for each district; the children where no district has a population."""
    result = pack.results["districts"]
    if not any(one.by for one in result.figures):
        return Missing("no district is recorded")
    if ("districts", result.by) not in pack.with_values:
        children = pack.results["district-children"]
        sentences = paragraph(about_districts(children, "plans-open", "the number of children with a plan"))
        return (*sentences, TableBlock(lay_out(children, ("plans-open",))), *groups(children, "plans-open"))
    sentences = paragraph(about_districts(result, "rates", "the rate"))
    return (*sentences, TableBlock(lay_out(result, ("rates",))), *groups(result, "rates"))
