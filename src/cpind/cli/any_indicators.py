"""The commands for any indicators: figures (all of them, as rows for analysis) and show (those named, as a table)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace

import click

from ..errors import UsageError
from ..model.wording import not_an_indicator
from .completion import complete_codes_and_files
from .job import Job
from .option_groups import CALCULATOR, CHOICES, disproportion
from .options import NO_INDICATOR, STANDARD_STREAM, Options, examples, shared_options

_TITLE = "Child protection indicators"


@click.command(
    epilog=examples("cpind figures extract.csv -f csv", "cpind figures extract.csv --quarter Q1-20/21 -o figures.xlsx")
)
@shared_options((*CALCULATOR, disproportion, *CHOICES))
def figures(options: Options, **choices: object) -> None:
    """Every indicator that the input can answer, tidy.

    One row per figure with numerator, denominator, value, status and basis: the feed for a spreadsheet or for
    Power BI. On a terminal a table to read, as that of cpind show; -f table has the rows there too. What the
    input can't answer is left out, and a note says so.
    """
    from ..figures.indicators import INDICATORS

    Job(tuple(INDICATORS), tolerant=True, tidy=True, title=_TITLE).run(options, **choices)


@click.command(
    epilog=examples(
        "cpind show icpc two-year reviews extract.csv", "cpind show plans-open extract.csv --by category --month Jul-20"
    )
)
@click.argument("words", nargs=-1, metavar="CODE... [EXTRACT]...", shell_complete=complete_codes_and_files)
@shared_options((*CALCULATOR, disproportion, *CHOICES), with_extracts=False)
def show(options: Options, *, words: tuple[str, ...], **choices: object) -> None:
    """Any indicators in one table, by the codes that cpind indicators lists.

    If there are several, those that the input can't answer are left out, and a note says so.
    """
    codes, extracts = _codes_and_extracts(words)
    several = len(codes) > 1
    job = Job(codes, tolerant=several, title=_TITLE if several else None)
    job.run(replace(options, extracts=extracts), **choices)


def _codes_and_extracts(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The indicators, each once, and the files. Raises UsageError without an indicator, and for a word that is neither."""
    codes, extracts = split_words(words)
    if not codes:
        raise UsageError("CODE is missing: name one indicator or several; cpind indicators lists them")
    return codes, extracts


def split_words(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The indicators among the words, each once, and the files. Raises UsageError for a word that is neither."""
    from ..figures.indicators import INDICATORS

    codes: dict[str, None] = {}
    extracts: list[str] = []
    for word in words:
        if word.lower() in INDICATORS:
            codes[word.lower()] = None
        elif _is_file_name(word):
            extracts.append(word)
        else:
            raise UsageError(not_an_indicator(word, INDICATORS))
    return tuple(codes), tuple(extracts)


def indicator_of(word: str) -> str:
    """The one indicator that a word names. Raises UsageError for another word, and for a file where the indicator should be."""
    from ..figures.engine import known_codes
    from ..figures.indicators import INDICATORS

    if word.lower() not in INDICATORS and _is_file_name(word):
        raise UsageError(NO_INDICATOR)
    (code,) = known_codes(word.lower())
    return code


def _is_file_name(word: str) -> bool:
    """Whether a word is a file or folder, standard input, or has a path or suffix. "" is refused as an empty extract."""
    return word in ("", STANDARD_STREAM) or any(sign in word for sign in "./\\") or os.path.exists(word)
