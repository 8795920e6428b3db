"""From what was asked to what is printed: settings, extract, periods, figures, table, output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..config import Settings, find_settings, read_settings
from ..errors import InputError, UsageError
from ..format_names import SUFFIXES
from ..periods import Period, parse_date
from ..selection import Wanted, select, split
from .options import Asked

if TYPE_CHECKING:
    from ..indicators import Choices
    from ..result import Result
    from ..tables import Table


@dataclass(frozen=True)
class Job:
    """What a command computes, and how it shows it.

    `codes`: the indicators; without the first there is no answer, any other that the input can't answer is left
    out; if `tolerant`, the first too. `tidy`: one row a figure, always. `title`: of a table of several
    indicators. `lay_out`: a layout of the command's own.
    """

    codes: tuple[str, ...]
    tolerant: bool = False
    tidy: bool = False
    title: str | None = None
    lay_out: Callable[[Result], Table] | None = None


def run(asked: Asked, job: Job, choices: Choices) -> None:
    """Compute and print. Raises CpindError, which the command group turns into an exit code."""
    _refuse_empty(asked)
    settings, said = _settings(asked)
    _say(asked, [said] if said else [])
    _refuse_overwriting(asked, settings)
    result = _compute(asked, job, settings, choices)
    name = _format(asked, settings)
    table = _table(asked, job, result, name)
    told = {note.text for note in result.notes if not note.indicator}
    _say(asked, (f"left out: {said}" for said in result.left_out))
    if name not in ("table", "markdown"):
        _say(asked, (note for note in table.notes if note not in told))
    _write(asked, table, result, name)


def _settings(asked: Asked) -> tuple[Settings, str]:
    """The settings for these extracts, and what to say of where they come from.

    Without an extract anywhere they are the example's own, and nothing of the user's.
    """
    settings = find_settings(asked.extracts, Path(asked.config) if asked.config else None)
    said = f"settings from {settings.path}" if settings.path else ""
    if asked.extracts:
        folder = Path(asked.extracts[0])
        is_own_folder = (
            len(asked.extracts) == 1 and settings.path and settings.path.parent == folder and settings.extract
        )
        return (settings if is_own_folder else replace(settings, extract=asked.extracts)), said
    if settings.extract:
        return settings, said
    if asked.config:
        raise InputError(f"{asked.config} names no extract: set one in it, or name one on the command line")
    from ..example import NOTICE, example_folder

    why = f"{settings.path} names no extract" if settings.path else "no extract given"
    return read_settings(example_folder() / "cpind.toml"), f"{why}: this is {NOTICE}"


def _compute(asked: Asked, job: Job, settings: Settings, choices: Choices) -> Result:
    from ..basis import bases
    from ..engine import Request, compute, default_periods
    from ..episodes import left_out
    from ..indicators import INDICATORS
    from ..measures import RATE
    from ..population import read_population
    from ..readers import read
    from ..result import Note

    as_at = parse_date(asked.as_at) if asked.as_at else settings.as_at
    covered_from = parse_date(asked.covered_from) if asked.covered_from else None
    given = asked.population or settings.population
    population = (
        read_population(given) if given and any(INDICATORS[code].measure is RATE for code in job.codes) else None
    )
    extract = read(
        settings.extract,
        columns=settings.columns,
        encoding=asked.encoding or settings.encoding,
        bad_dates=asked.bad_dates,
    )
    standing = bases(extract, as_at=as_at, covered_from=covered_from)
    told = [*extract.left_out, *left_out(extract), *standing.warnings]
    _say(asked, told)
    wanted = _wanted(asked)
    if wanted.is_default:
        periods, note = default_periods(job.codes, standing)
        periods = split(periods, wanted.every) if wanted.every else periods
        _say(asked, [note] if note else [])
    else:
        periods = select(wanted, standing.as_at)
    _refuse_events_at_dates(job, periods)
    request = Request(
        area=asked.authority or settings.authority or "Extract",
        by=asked.by,
        population=population,
        rule=asked.population_rule,
        mid_year=asked.population_year,
        choices=choices,
    )
    result = compute(
        extract, job.codes, periods, request, standing=standing, needed=() if job.tolerant else job.codes[:1]
    )
    under = (*(Note("", f"{_capital(text)}.") for text in told), *result.notes)
    return _compared(asked, settings, replace(result, notes=under))


def _refuse_events_at_dates(job: Job, periods: Sequence[Period]) -> None:
    """Events happen in a period, not at a date; only the feed of all figures may leave them out."""
    from ..indicators import INDICATORS

    events = [code for code in job.codes if not INDICATORS[code].is_snapshot]
    if events and not job.tidy and any(period.kind == "date" for period in periods):
        raise UsageError(
            f"--at: {events[0]} counts what happens in a period, so give one: --year, --quarter, --month, --between, "
            "or --rolling 12 with the date"
        )


def _compared(asked: Asked, settings: Settings, result: Result) -> Result:
    path = Path(asked.benchmarks) if asked.benchmarks else settings.benchmarks
    if path is None:
        if asked.compare:
            raise UsageError("--compare: there are no benchmarks; give them with --benchmarks FILE or in cpind.toml")
        return result
    from ..benchmarks import compare, read_benchmarks

    return compare(result, read_benchmarks(path), asked.compare or settings.compare)


def _wanted(asked: Asked) -> Wanted:
    return Wanted(
        years=asked.year,
        quarters=asked.quarter,
        months=asked.month,
        dates=asked.at,
        between=asked.between,
        ytd=asked.ytd,
        rolling=asked.rolling,
        every=asked.every,
    )


def _table(asked: Asked, job: Job, result: Result, name: str) -> Table:
    from ..tables import lay_out, tidy

    if asked.long or job.tidy or name == "json":
        return tidy(result)
    if job.lay_out:
        return job.lay_out(result)
    return lay_out(result, job.codes, title=job.title)


def _format(asked: Asked, settings: Settings) -> str:
    if asked.format:
        return asked.format
    if asked.output:
        suffix = Path(asked.output).suffix.lower()
        if suffix not in SUFFIXES:
            raise UsageError(f"-o {asked.output}: its suffix names no format; use {', '.join(SUFFIXES)}, or say -f")
        return SUFFIXES[suffix]
    return settings.format or "table"


def _write(asked: Asked, table: Table, result: Result, name: str) -> None:
    from ..formats import write

    written = write(table, result, name)
    if asked.output is None:
        if isinstance(written, bytes) and sys.stdout.isatty():
            raise UsageError("-f xlsx: an Excel file is not for a terminal; give -o FILE")
        click.echo(_printable(asked, written), nl=False)
        return
    if isinstance(written, str):
        # Excel takes a CSV without a byte order mark for cp1252.
        written = written.encode("utf-8-sig" if name == "csv" else "utf-8", errors="replace")
    try:
        Path(asked.output).write_bytes(written)
    except (OSError, ValueError) as error:
        raise InputError(f"{asked.output} can't be written: {getattr(error, 'strerror', error)}") from None


def _printable(asked: Asked, written: str | bytes) -> str | bytes:
    """The text with a question mark for each character that standard output can't hold, and a word about it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if isinstance(written, bytes):
        return written
    printable = written.encode(encoding, errors="replace").decode(encoding)
    if printable != written:
        _say(asked, [f"some characters can't be written in {encoding} and are shown as ?; -o FILE keeps them"])
    return printable


def _refuse_empty(asked: Asked) -> None:
    """An empty text, as from an unset variable of a script, would silently be no option at all."""
    for field in fields(asked):
        value = getattr(asked, field.name)
        if value == "" or (isinstance(value, tuple) and "" in value):
            name = {"covered_from": "--from", "extracts": "EXTRACT"}.get(
                field.name, f"--{field.name.replace('_', '-')}"
            )
            raise UsageError(f"{name} is empty: give it a value, or leave it out")


def _refuse_overwriting(asked: Asked, settings: Settings) -> None:
    """The answer must not be written over what it is computed from."""
    if asked.output is None or not os.path.exists(asked.output):
        return
    from ..readers import expand

    inputs = [
        *expand(settings.extract),
        asked.population or settings.population,
        asked.benchmarks or settings.benchmarks,
        settings.path,
    ]
    for path in filter(None, inputs):
        if os.path.exists(path) and os.path.samefile(path, asked.output):
            raise UsageError(f"-o {asked.output}: that is one of the inputs; write to another file")


def _say(asked: Asked, sentences: Iterable[str]) -> None:
    if not asked.quiet:
        for sentence in sentences:
            click.echo(f"cpind: {sentence}", err=True)


def _capital(text: str) -> str:
    """A sentence's beginning; a file's name stays as it is."""
    return text if "." in text.split()[0] else f"{text[0].upper()}{text[1:]}"
