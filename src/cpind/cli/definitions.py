"""The command that explains: indicators."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..model.wording import not_an_indicator
from .options import examples
from .parameters import complete_codes

GOOD = {"low": "Good is low.", "high": "Good is high.", "": "Neither high nor low is good in itself."}


@click.command(epilog=examples("cpind indicators", "cpind indicators icpc"))
@click.argument("code", required=False, shell_complete=complete_codes)
def indicators(code: str | None) -> None:
    """List the indicators, or print one's definition and source."""
    from ..figures.indicators import INDICATORS

    if code is None:
        width = max(map(len, INDICATORS))
        for name, about in INDICATORS.items():
            click.echo(f"{name.ljust(width)}  {about.heading.format(when='')}")
        return
    indicator = INDICATORS.get(code.lower())
    if indicator is None:
        raise UsageError(not_an_indicator(code, INDICATORS))
    unit = f"Unit: {indicator.measure.unit}. {GOOD[indicator.good]}"
    click.echo(f"{indicator.code}: {indicator.heading.format(when='')}\n\n{indicator.definition}\n\n{unit}")
