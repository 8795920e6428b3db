"""The command that says what is in the files and what they can answer: inspect."""

from __future__ import annotations

import click

from .options import INSPECT, Asked, asks, examples
from .output import chosen_format, say, write_table


@click.command(epilog=examples("cpind inspect extract.csv", "cpind inspect extract.csv -f csv"))
@asks(INSPECT)
@click.pass_context
def inspect(context: click.Context, asked: Asked) -> None:
    """What is in the files, how it is read, and which indicators it answers.

    The first command to try on new data, and the answer to "why is this blank": of each file the layout, the rows and what
    every heading is taken for; how files were joined; the extract's date and what it holds; and each indicator, or what it
    lacks. No child is shown. The exit code is 1 if the files can't be read as an extract.
    """
    from ..analysis.inspection import PROBLEM, Fact, of_extract, of_tables
    from ..errors import CpindError
    from ..figures.engine import Request
    from ..inputs.reading import gather
    from ..output.tables.inspected import facts_table
    from .inputs import area_of, benchmarks_for, population_for, read_extract, settings_for, standing_of

    settings = settings_for(asked)
    encoding = asked.encoding or settings.encoding
    found = gather(settings.extract, columns=settings.columns, encoding=encoding, sheet=asked.sheet)
    facts = list(of_tables(found.tables, found.mapping))
    say(asked, found.remarks)
    try:
        extract = read_extract(asked, settings, bad_dates="list")
        standing = standing_of(asked, settings, extract)
        say(asked, standing.warnings)
        named = asked.authority or settings.authority or extract.authority
        benchmarks = benchmarks_for(asked, settings, named)
        population = population_for(asked, settings, benchmarks)
        request = Request(area=area_of(asked, settings, extract, benchmarks), population=population)
        facts += of_extract(extract, standing, request)
    except CpindError as error:
        facts.append(Fact(PROBLEM, "", "these files can't be read as an extract", str(error)))
    write_table(asked, facts_table(facts), chosen_format(asked, settings))
    if any(fact.section == PROBLEM for fact in facts):
        context.exit(1)
