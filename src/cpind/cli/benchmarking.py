"""The commands about published figures: benchmarks, benchmarks import, benchmarks show."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..model.wording import not_an_indicator
from .option_groups import SHOW_BENCHMARKS, STORE
from .options import Options, examples, shared_options
from .output import chosen_format, print_notes, write_table


@click.group(
    invoke_without_command=True,
    epilog=examples("cpind benchmarks", "cpind benchmarks show icpc --rank"),
)
@click.pass_context
def benchmarks(context: click.Context) -> None:
    """Published figures: DfE's own downloads as benchmarks, and what is there.

    Without a subcommand: the indicators, years, vintages and areas that the store beside cpind.toml holds. All
    offline: nothing is downloaded.
    """
    if context.invoked_subcommand is None:
        from ..output.tables.published import contents_table
        from .loading import store_of
        from .settings import settings_alone

        options = Options()
        settings = settings_alone(options)
        write_table(options, contents_table(store_of(options, settings)), chosen_format(options, settings))


@benchmarks.command(
    "import",
    epilog=examples(
        "cpind benchmarks import children-in-need_2019-20.zip",
        "cpind benchmarks import d1_*.csv ons_population.csv statistical_neighbours_april_2021.csv",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@shared_options(STORE, with_extracts=False)
def import_(options: Options, *, files: tuple[str, ...]) -> None:
    """Take DfE's downloads into the store beside cpind.toml.

    In any mix: the data files of a children in need release (its CSVs, or the zip as downloaded), LAIT's long table
    (CSV or Parquet), the ONS population file of ages 0-17, the statistical neighbours (CSV or Excel). Each is
    recognised by its columns. A release imported again replaces its figures.
    """
    from pathlib import Path

    from ..benchmarks.importing import import_files
    from ..benchmarks.rates import rate_sentences, with_rates
    from ..benchmarks.readers import described
    from ..benchmarks.saving import locked
    from ..benchmarks.store import load, merged, save
    from .loading import store_path
    from .overwriting import refuse_store_over_inputs
    from .settings import settings_alone

    settings = settings_alone(options)
    path = Path(options.benchmarks) if options.benchmarks else store_path(settings)
    refuse_store_over_inputs(path, files, settings)
    tables = import_files(list(map(Path, files)))
    print_notes(options, map(described, tables))
    with locked(path):
        old = load(path) if path.exists() else []
        records = with_rates(merged(old, [record for table in tables for record in table.records]))
        save(path, records)
    print_notes(options, rate_sentences(records, {record.release for table in tables for record in table.records}))
    print_notes(options, [f"wrote {path}: {len(records):,} rows"])


@benchmarks.command(epilog=examples("cpind benchmarks show rates", "cpind benchmarks show icpc --rank -f csv"))
@click.argument("indicator")
@shared_options(SHOW_BENCHMARKS, with_extracts=False)
@click.option(
    "--rank", is_flag=True, help="Also the rank among all authorities, its quarter, and the place among the neighbours."
)
def show(options: Options, *, indicator: str, rank: bool) -> None:
    """The authority, each neighbour, their average, the region and England, by year."""
    from ..benchmarks.measures import published_codes
    from ..output.tables.published import show_table
    from .loading import store_of, view_of
    from .settings import settings_alone

    code = indicator.lower()
    if code not in published_codes():
        raise UsageError(not_an_indicator(indicator, published_codes()))
    settings = settings_alone(options)
    format = chosen_format(options, settings)
    authority = options.authority or settings.authority
    if not authority:
        raise UsageError("no authority is named: give --authority NAME, or set it in cpind.toml")
    view = view_of(options, settings, store_of(options, settings), authority)
    table = show_table(view, code, years=options.year, compare=options.compare, rank=rank)
    write_table(options, table, format)
