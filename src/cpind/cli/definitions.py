"""The command that explains: indicators."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..model.wording import did_you_mean
from .options import examples

GOOD = {"low": "Good is low.", "high": "Good is high.", "": "Neither high nor low is good in itself."}


@click.command(epilog=examples("cpind indicators", "cpind indicators icpc"))
@click.argument("code", required=False)
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
        near = did_you_mean(code, INDICATORS)
        raise UsageError(f'"{code}" is not an indicator; they are {", ".join(INDICATORS)}{near}')
    unit = f"Unit: {indicator.measure.unit}. {GOOD[indicator.good]}"
    click.echo(f"{indicator.code}: {indicator.heading.format(when='')}\n\n{indicator.definition}\n\n{unit}")
