"""The command that explains: indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..model.wording import not_an_indicator
from .completion import complete_codes
from .options import examples

if TYPE_CHECKING:
    from ..figures.indicators import Indicator

GOOD = {"low": "Good is low.", "high": "Good is high.", "": "Neither high nor low is good in itself."}


@click.command(epilog=examples("cpind indicators", "cpind indicators icpc repeats"))
@click.argument("codes", nargs=-1, metavar="[CODE]...", shell_complete=complete_codes)
def indicators(codes: tuple[str, ...]) -> None:
    """List the indicators, or print one's definition and source.

    The tags of a source: [official], read in a DfE text; [DfE], a DfE tool that restates it; [data], not written down, but
    it reproduces the figures that DfE published; [choice], ours. The census guide is that of 2023-24, the data guidance that
    of "Characteristics of children in need" 2020 to 2022.
    """
    from ..figures.indicators import INDICATORS

    if not codes:
        width = max(map(len, INDICATORS))
        for name, about in INDICATORS.items():
            click.echo(f"{name.ljust(width)}  {about.heading.format(when='')}")
        return
    for code in codes:
        if code.lower() not in INDICATORS:
            raise UsageError(not_an_indicator(code, INDICATORS))
    click.echo("\n\n\n".join(_definition(INDICATORS[code.lower()]) for code in codes))


def _definition(indicator: Indicator) -> str:
    unit = f"Unit: {indicator.measure.unit}. {GOOD[indicator.good]}"
    return f"{indicator.code}: {indicator.heading.format(when='')}\n\n{indicator.definition}\n\n{unit}"
