"""The command that lists the children behind a figure, or prints the journeys of some: children."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .any_indicators import split_words
from .completion import complete_codes_and_files, complete_files
from .job import Job
from .option_groups import CHOICES, MEMBERS, PSEUDONYMS
from .options import NO_INDICATOR, STANDARD_STREAM, Options, examples, shared_options
from .output import chosen_format, print_notes, print_whom_it_shows, write_table

if TYPE_CHECKING:
    from ..inputs.config import Settings
    from ..output.tables import Table

_SIDES = ("numerator", "denominator", "rest")


@click.command(
    epilog=examples(
        "cpind children repeats extract.csv --year 2019/20 --in numerator",
        "cpind children icpc extract.csv --quarter Q1-20/21 --in rest -f csv",
    )
)
@click.argument("words", nargs=-1, metavar="INDICATOR [EXTRACT]...", shell_complete=complete_codes_and_files)
@shared_options((*MEMBERS, *CHOICES, *PSEUDONYMS), with_extracts=False)
@click.option(
    "--in",
    "side",
    type=click.Choice(_SIDES),
    help="Numerator, denominator, or the rest (in the denominator, not in the numerator); by default all that is counted.",
)
@click.option(
    "--journey",
    metavar="FILE|-",
    shell_complete=complete_files,
    help="The events of the children in this list (identifiers, one a line), and the figures that count each.",
)
def children(options: Options, *, words: tuple[str, ...], side: str | None, **choices: object) -> None:
    """The children behind a figure, one row for each event.

    As many rows as the figure counts, in the order of periods and days, each with child, family, team, district, the dates
    that decided it, what was measured, whether it is counted, the checks that doubt it, file and row. For children with a
    plan there is one row for each child. The output identifies children; --pseudonyms hides who they are.
    """
    from .settings import settings_for

    codes, extracts = split_words(words)
    options = replace(options, extracts=extracts)
    if len(codes) != 1 and options.journey is None:
        if not codes:
            raise UsageError(NO_INDICATOR)
        raise UsageError(f"INDICATOR: name one indicator; one at a time: {' or '.join(codes)}")
    settings = settings_for(options)
    if options.journey:
        _refuse_beside_a_journey(options, settings, codes, side)
    format = chosen_format(options, settings)
    key = _key(options)
    as_records = format.from_records
    if options.journey:
        table = _journeys(options, settings, key, choices, as_records=as_records)
    else:
        table = _behind_a_figure(options, settings, codes[0], side, key, choices, as_records=as_records)
    print_whom_it_shows(options)
    write_table(options, table, format, settings.remarks)


def _key(options: Options) -> bytes | None:
    from ..analysis.pseudonyms import read_key

    return read_key(options.pseudonyms) if options.pseudonyms else None


def _behind_a_figure(
    options: Options,
    settings: Settings,
    code: str,
    side: str | None,
    key: bytes | None,
    choices: dict[str, Any],
    *,
    as_records: bool,
) -> Table:
    from ..analysis.children import children as children_behind
    from ..analysis.pseudonyms import with_pseudonyms
    from ..figures.indicators import Choices
    from ..output.tables.children import children_table
    from .run import answer

    result, extract, bases, periods, request = answer(
        options, settings, Job((code,)), Choices(**choices), of_children=True
    )
    listed = children_behind(extract, code, periods, request, side=side, standing=bases)
    if key:
        listed = replace(listed, rows=with_pseudonyms(listed.rows, key))
    return children_table(listed, result, as_records=as_records)


def _journeys(
    options: Options, settings: Settings, key: bytes | None, choices: dict[str, Any], *, as_records: bool
) -> Table:
    from ..analysis.journeys import journeys
    from ..figures.indicators import Choices
    from ..figures.request import Request
    from ..inputs.identifier_lists import read_identifiers
    from ..output.tables.journeys import journeys_table
    from .loading import bases_of, read_extract

    assert options.journey
    identifiers = read_identifiers(options.journey)
    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    print_notes(options, (*extract.remarks, *(join.sentence for join in extract.joins)))
    bases = bases_of(options, settings, extract)
    print_notes(options, bases.warnings)
    each = journeys(extract, identifiers, bases, Request(choices=Choices(**choices)))
    return journeys_table(each, key, as_records=as_records)


def _refuse_beside_a_journey(options: Options, settings: Settings, codes: tuple[str, ...], side: str | None) -> None:
    """A journey is of all figures, by reporting year. Raises UsageError for what would choose some, and for standard input
    twice."""
    from .loading import periods_of

    typed = periods_of(options)
    given = {
        codes[0] if codes else "": codes,
        "--in": side,
        "--by": options.by,
        "--where": options.where,
        "a period": not typed.is_default or typed.every,
    }
    if name := next((name for name, value in given.items() if value), None):
        raise UsageError(f"--journey and {name} can't be combined: a journey shows all figures, by reporting year")
    if options.journey == STANDARD_STREAM and STANDARD_STREAM in settings.extract:
        raise UsageError("--journey -: standard input is the extract already; give the identifiers in a file")
