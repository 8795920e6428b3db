"""From what was asked to what is printed: settings, extract, periods, figures, table, output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..config import Settings, find_settings, read_settings
from ..errors import InputError, UsageError
from ..periods import Period, parse_date
from ..selection import Wanted, select, split
from .options import Asked

if TYPE_CHECKING:
    from ..indicators import Choices
    from ..result import Result
    from ..tables import Table


@dataclass(frozen=True)
class Job:
    """What a command computes (`codes`) and shows, and how.

    `needed`: without the first of `shown` there is no answer; otherwise any that the input can't answer is
    left out. `tidy`: one row a figure, always. `title`: of a table of several indicators.
    """

    codes: tuple[str, ...]
    shown: tuple[str, ...]
    needed: bool = True
    tidy: bool = False
    title: str | None = None
    lay_out: Callable[[Result, Sequence[Period]], Table] | None = None


def run(asked: Asked, job: Job, choices: Choices | None = None) -> None:
    """Compute and print. Raises CpindError, which the command group turns into an exit code."""
    settings = _settings(asked)
    result = _compute(asked, job, settings, choices)
    name = _format(asked, settings)
    table = _table(asked, job, result, name)
    _say(asked, [*(f"left out: {said}" for said in result.left_out), *(() if name in ("table", "markdown") else table.notes)])
    _write(asked, table, result, name)


def _settings(asked: Asked) -> Settings:
    """The settings for these extracts; without an extract anywhere, the example's own and nothing of the user's."""
    settings = find_settings(asked.extracts, asked.config)
    if asked.extracts:
        folder = Path(asked.extracts[0])
        if len(asked.extracts) == 1 and folder.is_dir() and settings.path and settings.path.parent == folder and settings.extract:
            _say(asked, [f"settings from {settings.path}"])
            return settings
        if settings.path:
            _say(asked, [f"settings from {settings.path}"])
        return replace(settings, extract=asked.extracts)
    if settings.extract:
        _say(asked, [f"settings from {settings.path}"])
        return settings
    from ..example import example_folder

    _say(asked, ["no extract given: this is the packaged example, an invented Warwickshire"])
    return read_settings(example_folder() / "cpind.toml")


def _compute(asked: Asked, job: Job, settings: Settings, choices: Choices | None) -> Result:
    from ..basis import bases
    from ..compute import Request, compute, default_periods
    from ..episodes import left_out
    from ..indicators import INDICATORS, Choices
    from ..population import read_population
    from ..readers import read

    as_at = parse_date(asked.as_at) if asked.as_at else settings.as_at
    given = asked.population or settings.population
    population = read_population(given) if given and any(code == "rates" for code in job.codes) else None
    extract = read(settings.extract, columns=settings.columns, encoding=asked.encoding or settings.encoding, bad_dates=asked.bad_dates)
    standing = bases(extract, as_at=as_at, covered_from=parse_date(asked.covered_from) if asked.covered_from else None)
    _say(asked, [*extract.left_out, *left_out(extract), *standing.warnings])
    wanted = _wanted(asked)
    if wanted.is_default:
        periods, note = default_periods(job.codes, standing)
        periods = split(periods, wanted.every) if wanted.every else periods
        _say(asked, [note] if note else [])
    else:
        periods = select(wanted, standing.as_at)
    codes = _codes_for(job, periods, INDICATORS)
    request = Request(
        area=asked.authority or settings.authority or "Extract", by=asked.by, population=population,
        rule=asked.population_rule, mid_year=asked.population_year, choices=choices or Choices(),
    )
    result = compute(extract, codes, periods, request, standing=standing, needed=(job.shown[0],) if job.needed else ())
    return _compared(asked, settings, result)


def _codes_for(job: Job, periods: Sequence[Period], indicators) -> tuple[str, ...]:
    """The job's indicators that these periods can have: events happen in a period, not at a date."""
    if not any(period.kind == "date" for period in periods):
        return job.codes
    snapshots = tuple(code for code in job.codes if indicators[code].is_snapshot)
    events = [code for code in job.codes if not indicators[code].is_snapshot]
    if events and (not job.tidy or not snapshots):
        raise UsageError(
            f"--at: {events[0]} counts what happens in a period, so give one: --year, --quarter, --month, --between, or --rolling 12 with the date"
        )
    return snapshots


def _compared(asked: Asked, settings: Settings, result: Result) -> Result:
    path = asked.benchmarks or settings.benchmarks
    if path is None:
        if asked.compare:
            raise UsageError("--compare: there are no benchmarks; give them with --benchmarks FILE or in cpind.toml")
        return result
    from ..benchmarks import chosen_areas, compare, read_benchmarks

    benchmarks = read_benchmarks(path)
    return compare(result, benchmarks, chosen_areas(benchmarks, result, asked.compare or settings.compare))


def _wanted(asked: Asked) -> Wanted:
    return Wanted(
        years=asked.year, quarters=asked.quarter, months=asked.month, dates=asked.at, between=asked.between,
        ytd=asked.ytd, rolling=asked.rolling, every=asked.every,
    )


def _table(asked: Asked, job: Job, result: Result, name: str) -> Table:
    from ..tables import lay_out, tidy

    if asked.long or job.tidy or name == "json":
        return tidy(result)
    if job.lay_out:
        return job.lay_out(result, result.periods)
    return lay_out(result, job.shown, title=job.title)


def _format(asked: Asked, settings: Settings) -> str:
    from ..formats import SUFFIXES

    if asked.format:
        return asked.format
    if asked.output:
        suffix = asked.output.suffix.lower()
        if suffix not in SUFFIXES:
            raise UsageError(f"-o {asked.output.name}: its suffix names no format; use {', '.join(SUFFIXES)}, or say -f")
        return SUFFIXES[suffix]
    return settings.format or "table"


def _write(asked: Asked, table: Table, result: Result, name: str) -> None:
    from ..formats import write

    written = write(table, result, name)
    if asked.output is None:
        if isinstance(written, bytes) and sys.stdout.isatty():
            raise UsageError("-f xlsx: an Excel file is not for a terminal; give -o FILE")
        click.echo(written, nl=False)
        return
    if isinstance(written, str):
        # Excel takes a CSV without a byte order mark for cp1252.
        written = written.encode("utf-8-sig" if name == "csv" else "utf-8")
    try:
        asked.output.write_bytes(written)
    except OSError as error:
        raise InputError(f"{asked.output} can't be written: {error.strerror}") from None


def _say(asked: Asked, sentences: Sequence[str]) -> None:
    if not asked.quiet:
        for sentence in sentences:
            click.echo(f"cpind: {sentence}", err=True)
