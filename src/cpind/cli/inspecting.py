"""The command that shows what is in the files and what they can answer: inspect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from .option_groups import INSPECT
from .options import Options, examples, shared_options
from .output import chosen_format, print_notes, write_table

if TYPE_CHECKING:
    from ..analysis.inspection import Fact
    from ..inputs.config import Settings


@click.command(epilog=examples("cpind inspect extract.csv", "cpind inspect extract.csv -f csv"))
@shared_options(INSPECT)
@click.pass_context
def inspect(context: click.Context, options: Options) -> None:
    """What is in the files, how it is read, and which indicators it answers.

    The first command to try on new data, and the answer to "why is this blank": for each file the layout, the rows and
    the meaning of every heading; how files were joined; the extract's date and what it holds; and each indicator, or
    what it lacks. No child is shown. The exit code is 1 if the files can't be read as an extract.
    """
    from ..analysis.inspection import PROBLEM, Fact, of_tables
    from ..errors import CpindError
    from ..inputs.reading import gather
    from ..output.tables.inspected import facts_table
    from .settings import settings_for

    settings = settings_for(options)
    format = chosen_format(options, settings)
    encoding = options.encoding or settings.encoding
    gathered = gather(settings.extract, columns=settings.columns, encoding=encoding, sheet=options.sheet)
    facts = list(of_tables(gathered.tables, gathered.mapping))
    print_notes(options, gathered.remarks)
    try:
        facts += _facts_of_extract(options, settings)
    except CpindError as error:
        facts.append(Fact(PROBLEM, "", "these files can't be read as an extract", str(error)))
    write_table(options, facts_table(facts), format)
    if any(fact.section == PROBLEM for fact in facts):
        context.exit(1)


def _facts_of_extract(options: Options, settings: Settings) -> Iterable[Fact]:
    """The facts of the files as one extract. Raises CpindError for files that are not an extract."""
    from ..analysis.inspection import of_extract
    from ..figures.engine import Request
    from .loading import area_of, authority_of, bases_of, benchmarks_for, population_for, read_extract

    extract = read_extract(options, settings, bad_dates="list")
    bases = bases_of(options, settings, extract)
    print_notes(options, bases.warnings)
    benchmarks = benchmarks_for(options, settings, authority_of(options, settings, extract))
    population = population_for(options, settings, benchmarks)
    request = Request(area=area_of(options, settings, extract, benchmarks), population=population)
    return of_extract(extract, bases, request)
