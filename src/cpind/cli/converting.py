"""The command that turns any input into cpind's own flat CSV: convert."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..model.format_names import FLAT_FORMATS
from .options import CONVERT, Asked, asks, examples
from .output import STANDARD_OUTPUT, chosen_format, say, write_out


@click.command(epilog=examples("cpind convert extract.csv -o flat.csv", "cpind convert extract.csv -f tsv"))
@asks(CONVERT)
def convert(asked: Asked) -> None:
    """Turn census returns, Annex A, an SSD or any extract into one flat CSV.

    One row an event under cpind's own headings, dates as 2020-03-31. Read again it gives the same figures. It
    holds children's data: keep it as you keep its source.
    """
    from ..checks import unread
    from ..output.convert import written
    from .inputs import read_extract, settings_for

    settings = settings_for(asked)
    name = chosen_format(asked, settings) if asked.format or asked.output not in (None, STANDARD_OUTPUT) else "csv"
    if name not in FLAT_FORMATS:
        raise UsageError(f"convert writes {', '.join(FLAT_FORMATS)}, not {name}")
    extract = read_extract(asked, settings, bad_dates=asked.bad_dates)
    say(asked, [*extract.remarks, *(join.said for join in extract.joins), *unread(extract)])
    write_out(asked, written(extract, name), is_csv=name == "csv")
