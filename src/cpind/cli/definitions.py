"""The command that explains: indicators."""

from __future__ import annotations

import click

from ..errors import UsageError
from .options import examples


@click.command(epilog=examples("cpind indicators", "cpind indicators icpc"))
@click.argument("code", required=False)
def indicators(code: str | None) -> None:
    """List the indicators, or print one's definition and source."""
    from ..figures.indicators import INDICATORS

    if code is None:
        width = max(map(len, INDICATORS))
        for name, indicator in INDICATORS.items():
            click.echo(f"{name.ljust(width)}  {indicator.heading.format(when='')}")
        return
    found = INDICATORS.get(code.lower())
    if found is None:
        raise UsageError(f'"{code}" is not an indicator; they are {", ".join(INDICATORS)}')
    good = {"low": "Good is low.", "high": "Good is high.", "": "Neither high nor low is good in itself."}[found.good]
    click.echo(
        f"{found.code}: {found.heading.format(when='')}\n\n{found.definition}\n\nUnit: {found.measure.unit}. {good}"
    )
