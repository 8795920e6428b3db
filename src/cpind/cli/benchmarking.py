"""The commands about published figures: benchmarks (list, import, show)."""

from __future__ import annotations

import click

from ..errors import UsageError
from .guarding import refuse_store_over
from .options import SHOW, STORE, Asked, asks, examples
from .output import chosen_format, say, write_table


@click.group(
    invoke_without_command=True,
    epilog=examples("cpind benchmarks", "cpind benchmarks show icpc --rank"),
)
@click.pass_context
def benchmarks(context: click.Context) -> None:
    """Published figures: DfE's own downloads as benchmarks, and what is there.

    Without a further word: the indicators, years, vintages and areas that the store beside cpind.toml holds. All
    offline: nothing is downloaded.
    """
    if context.invoked_subcommand is None:
        from ..output.tables.published import contents_table
        from .inputs import settings_alone, store_of

        asked = Asked()
        settings = settings_alone(asked)
        write_table(asked, contents_table(store_of(asked, settings)), chosen_format(asked, settings))


@benchmarks.command(
    "import",
    epilog=examples(
        "cpind benchmarks import children-in-need_2019-20.zip",
        "cpind benchmarks import d1_*.csv ons_population.csv statistical_neighbours_april_2021.csv",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@asks(STORE, with_extracts=False)
def import_(asked: Asked, *, files: tuple[str, ...]) -> None:
    """Take DfE's downloads into the store beside cpind.toml.

    In any mix: the data files of a children in need release (its CSVs, or the zip as downloaded), LAIT's long table
    (CSV or Parquet), the ONS population file of ages 0-17, the statistical neighbours (CSV or Excel). Each is told by
    its columns. A release imported again replaces its figures.
    """
    from pathlib import Path

    from ..benchmarks.importing import import_files
    from ..benchmarks.rates import rate_sentences, with_rates
    from ..benchmarks.readers import described
    from ..benchmarks.saving import locked
    from ..benchmarks.store import load, merged, save
    from .inputs import settings_alone, store_path

    settings = settings_alone(asked)
    path = Path(asked.benchmarks) if asked.benchmarks else store_path(settings)
    refuse_store_over(path, files, settings)
    tables = import_files(list(map(Path, files)))
    say(asked, map(described, tables))
    with locked(path):
        old = load(path) if path.exists() else []
        records = with_rates(merged(old, [record for table in tables for record in table.records]))
        save(path, records)
    say(asked, rate_sentences(records, {record.release for table in tables for record in table.records}))
    say(asked, [f"wrote {path}: {len(records):,} rows"])


@benchmarks.command(epilog=examples("cpind benchmarks show rates", "cpind benchmarks show icpc --rank -f csv"))
@click.argument("indicator")
@asks(SHOW, with_extracts=False)
@click.option(
    "--rank", is_flag=True, help="Also the rank among all authorities, its quarter, and the place among the neighbours."
)
def show(asked: Asked, *, indicator: str, rank: bool) -> None:
    """The authority, each neighbour, their average, the region and England, by year."""
    from ..benchmarks.measures import published_codes
    from ..output.tables.published import show_table
    from .inputs import settings_alone, store_of, view_of

    code = indicator.lower()
    if code not in published_codes():
        raise UsageError(f'"{indicator}" is not an indicator; they are {", ".join(published_codes())}')
    settings = settings_alone(asked)
    named = asked.authority or settings.authority
    if not named:
        raise UsageError("whose figures? Give --authority NAME, or set it in cpind.toml")
    view = view_of(asked, settings, store_of(asked, settings), named)
    table = show_table(view, code, years=asked.year, compare=asked.compare, rank=rank)
    write_table(asked, table, chosen_format(asked, settings))
