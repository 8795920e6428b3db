"""The commands about published figures: benchmarks, benchmarks import, benchmarks show, benchmarks funnel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from ..errors import UnavailableError, UsageError
from ..model.wording import not_an_indicator
from .completion import complete_codes
from .option_groups import FUNNEL, SHOW_BENCHMARKS, STORE
from .options import Options, examples, shared_options
from .output import chosen_format, notes_on_failure, print_notes, write_table

if TYPE_CHECKING:
    from ..analysis.funnel import Funnel
    from ..benchmarks.view import View
    from ..inputs.config import Settings
    from ..model.extract import Extract
    from ..model.periods import Period


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
    """Import DfE's downloads into the store beside cpind.toml.

    In any combination: the data files of a children in need release (its CSVs, or the zip as downloaded), LAIT's long
    table (CSV or Parquet), the ONS population file for ages 0-17, the statistical neighbours (CSV or Excel). Each file
    is recognised by its columns. Importing a release again replaces its figures.
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
@click.argument("indicator", shell_complete=complete_codes)
@shared_options(SHOW_BENCHMARKS, with_extracts=False)
@click.option(
    "--rank",
    is_flag=True,
    help="Also the rank among all authorities, its quartile, and the place among the neighbours.",
)
def show(options: Options, *, indicator: str, rank: bool) -> None:
    """The authority, each neighbour, their average, the region and England, by year."""
    from ..output.tables.published import show_table
    from .loading import store_of, view_of
    from .settings import settings_alone

    code = _published_code(indicator)
    settings = settings_alone(options)
    format = chosen_format(options, settings)
    authority = options.authority or settings.authority
    if not authority:
        raise UsageError("no authority is named: give --authority NAME, or set it in cpind.toml")
    view = view_of(options, settings, store_of(options, settings), authority)
    table = show_table(view, code, years=options.year, compare=options.compare, rank=rank)
    write_table(options, table, format)


@benchmarks.command(
    epilog=examples("cpind benchmarks funnel repeats", "cpind benchmarks funnel rates extract.csv --all -f csv")
)
@click.argument("indicator", shell_complete=complete_codes)
@shared_options(FUNNEL)
@click.option("--all", "all_", is_flag=True, help="All authorities, not only our own and its neighbours.")
@click.option("--unadjusted", is_flag=True, help="Limits from chance only, without the spread between authorities.")
def funnel(options: Options, *, indicator: str, all_: bool, unadjusted: bool) -> None:
    """The authority among all authorities: higher, lower, or as expected for its size.

    Funnel limits with over-dispersion, from the numerators and denominators that DfE publishes, for the latest reporting year
    or --year. With an EXTRACT, its own figure for that year is shown beside the published one.
    """
    from ..analysis.funnel import funnel as funnel_of
    from ..analysis.funnel import latest_year
    from ..model.periods import parse_year
    from ..output.tables.funnel import funnel_table, tidy_funnel
    from .loading import authority_of, read_extract, store_of, view_of
    from .settings import settings_alone, settings_for

    code = _published_code(indicator)
    if len(options.year) > 1:
        raise UsageError("a funnel is of one year: give one --year")
    settings = settings_for(options) if options.extracts or options.example else settings_alone(options)
    format = chosen_format(options, settings)
    store = store_of(options, settings)
    has_extract = bool(options.extracts or options.example)
    extract = read_extract(options, settings, bad_dates=options.bad_dates) if has_extract else None
    authority = (
        authority_of(options, settings, extract) if extract is not None else options.authority or settings.authority
    )
    view = view_of(options, settings, store, authority)
    if not view.years(code):
        raise UnavailableError(
            view.missing(code).rstrip(".") or f"the store has no {code}: cpind benchmarks lists what it has"
        )
    period = parse_year(options.year[0]) if options.year else latest_year(view, code)
    funnel = funnel_of(view, code, period, adjusted=not unadjusted)
    remarks = (*_later_years(view, code, period, options), *view.remarks((code,), [period]))
    if extract is not None:
        funnel, notes = _with_own_figure(options, settings, extract, funnel, view)
        remarks = (*remarks, *notes)
    if not (authority or all_):
        print_notes(options, ["no authority is named (--authority NAME): all authorities are shown"])
    lay_out = tidy_funnel if options.long or format.from_records else funnel_table
    write_table(options, lay_out(funnel, every=all_ or not authority, remarks=remarks), format, settings.remarks)


def _later_years(view: View, code: str, period: Period, options: Options) -> Iterable[str]:
    """A note on why the latest year of the store is not the one shown, if no year was chosen."""
    from ..analysis.funnel import FEWEST_AUTHORITIES
    from ..model.wording import listed

    later = sorted(label for label in view.years(code) if label > period.label)
    if later and not options.year:
        yield f"For {listed(later)} the store has the counts of fewer than {FEWEST_AUTHORITIES} authorities."


def _with_own_figure(
    options: Options, settings: Settings, extract: Extract, funnel: Funnel, view: View
) -> tuple[Funnel, tuple[str, ...]]:
    """The funnel with the extract's own figure of its year, and the sentences about that. Raises UnavailableError where the
    extract has no whole figure of the year."""
    from dataclasses import replace

    from ..analysis.beside_published import suppressed_beside
    from ..analysis.funnel import Hidden, place_of
    from ..analysis.suppression import without_counts
    from ..figures.engine import compute, known_codes
    from ..figures.indicators import Choices
    from ..figures.result import COMPLETE, SUPPRESSED
    from ..output.tables.footnotes import footnotes
    from .loading import bases_of, request_of
    from .run import joins_behind, left_out_of, with_notes

    (code,) = known_codes(funnel.code)
    bases = bases_of(options, settings, extract)
    request = request_of(options, settings, extract, view, (code,), Choices())
    result = compute(extract, code, [funnel.period], request, standing=bases)
    figure = result.figures[0]
    joins = joins_behind(extract, (code,), splits=False)
    notes = [*extract.remarks, *joins, *bases.warnings, *left_out_of(extract, bases, result, (code,))]
    shown = without_counts(result) if options.suppress else with_notes(result, notes)
    with notes_on_failure(options, footnotes(shown, (code,))):
        if not figure.denominator or figure.value is None:
            raise UnavailableError(f"{code} {funnel.period.label}: the extract has no such figure; leave it out")
        if figure.status != COMPLETE:
            raise UnavailableError(
                f"{code} {funnel.period.label}: the extract's figure is incomplete; run it without the extract"
            )
    area = view.area or request.area
    if options.suppress:
        shown = suppressed_beside(result, lambda one: view.record(one.indicator, area, funnel.period))
        if shown.figures[0].status == SUPPRESSED:
            return replace(funnel, own_figure=Hidden(area)), footnotes(shown, (code,))
    own = place_of(
        code,
        funnel.spread,
        view.number,
        area,
        int(figure.numerator or 0),
        int(figure.denominator),
        figure.value,
        adjusted=funnel.is_adjusted,
        is_own_figure=True,
    )
    return replace(funnel, own_figure=own), footnotes(shown, (code,))


def _published_code(indicator: str) -> str:
    """The code of an indicator that a store may have. Raises UsageError for any other word."""
    from ..benchmarks.measures import published_codes

    code = indicator.lower()
    if code not in published_codes():
        raise UsageError(not_an_indicator(indicator, published_codes()))
    return code
