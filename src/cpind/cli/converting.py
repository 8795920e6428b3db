"""The command that turns any input into cpind's own flat extract: convert."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..output.formats import FORMATS
from .option_groups import CONVERT
from .options import Options, examples, shared_options
from .output import chosen_format, print_notes, write_out


@click.command(epilog=examples("cpind convert extract.csv -o flat.csv", "cpind convert extract.csv -f tsv"))
@shared_options(CONVERT)
def convert(options: Options) -> None:
    """Turn census returns, Annex A, an SSD or any extract into one flat CSV.

    One row per event under cpind's own headings, dates as 2020-03-31. It gives the same figures when it is read again.
    It holds children's data: keep it as safe as its source.
    """
    from ..checks import unread
    from ..inputs.config import Settings
    from ..output.convert import flat_columns
    from .loading import read_extract
    from .settings import settings_for

    settings = settings_for(options)
    offered = [format for format in FORMATS.values() if format.write_columns]
    # The format of the settings is that of tables.
    format = chosen_format(options, Settings(), default="csv", offered=offered)
    if not format.write_columns:
        raise UsageError(f"convert writes {', '.join(one.name for one in offered)}, not {format.name}")
    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    print_notes(options, [*extract.remarks, *(join.sentence for join in extract.joins), *unread(extract)])
    write_out(options, format.write_columns(flat_columns(extract)), format)
