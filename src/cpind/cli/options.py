"""`Options`, the shared options as typed; a name means the same in every command."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import click

from .completion import complete_files
from .option_groups import CALCULATOR
from .parameters import Decorator

STANDARD_STREAM = "-"
"""The name of standard input among extracts, and of standard output after -o."""


@dataclass(frozen=True)
class Options:
    """The extracts and shared options as they were typed."""

    extracts: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    ytd: bool = False
    rolling: int | None = None
    every: str | None = None
    last: int | None = None
    example: bool = False
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    counts: bool = False
    change: bool = False
    ci: float | None = None
    spc: bool = False
    chart: str | None = None
    rebase: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    suppress: bool = False
    round_to: str | None = None
    authority: str | None = None
    population: str | None = None
    population_rule: str | None = None
    population_year: int | None = None
    disproportion: bool = False
    benchmarks: str | None = None
    compare: tuple[str, ...] = ()
    neighbours: str | None = None
    neighbour_set: str | None = None
    vintage: str | None = None
    as_at: str | None = None
    covered_from: str | None = None
    holds: str | None = None
    bridge: int | None = None
    bad_dates: str = "error"
    no_join: bool = False
    long: bool = False
    format: str | None = None
    output: str | None = None
    encoding: str | None = None
    sheet: tuple[str, ...] = ()
    date_format: tuple[str, ...] = ()
    config: str | None = None
    quiet: bool = False
    pseudonyms: str | None = None
    journey: str | None = None


def shared_options(
    group: Sequence[Decorator] = CALCULATOR, *, with_extracts: bool = True
) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Give a command the extracts and a group of options as one `Options`; its own options follow by keyword."""
    shared = {field.name for field in fields(Options)}

    def decorated(command: Callable[..., None]) -> Callable[..., Any]:
        @functools.wraps(command)
        def collected(**typed: Any) -> None:
            own = {name: value for name, value in typed.items() if name not in shared}
            command(Options(**{name: value for name, value in typed.items() if name in shared}), **own)

        with_options: Callable[..., Any] = collected
        for option in reversed(group):
            with_options = option(with_options)
        if not with_extracts:
            return with_options
        extracts = click.argument("extracts", nargs=-1, metavar="[EXTRACT]...", shell_complete=complete_files)
        return extracts(with_options)

    return decorated


_PERIODS = ("--quarter", "Periods are chosen with --year, --quarter, --month, --between A..B or --at.")
_GROUPS = ("--where", "--by district splits by district, --where district=NAME keeps one; so with any column.")
_FORMATS = ("--output", "The suffix of -o FILE chooses the format, as in -o figures.xlsx.")
_TARGETS = ("--population", "Targets are set in cpind.toml, under [targets].")
OPTIONS_ELSEWHERE = {
    **dict.fromkeys(("--period", "--date", "--to", "--start", "--end"), _PERIODS),
    **dict.fromkeys(("--district", "--team", "--ward", "--group"), _GROUPS),
    **dict.fromkeys(("--csv", "--excel", "--xlsx", "--json", "--html", "--docx", "--word"), _FORMATS),
    **dict.fromkeys(("--target", "--targets"), _TARGETS),
}
"""What to write instead of options that people expect, in the commands that have the option named first."""

NO_INDICATOR = "INDICATOR is missing: name one; cpind indicators lists them"

DEFAULT_LEVEL = "95"


def with_level(args: Sequence[str]) -> list[str]:
    """The arguments with the default level after each --ci that no number follows, so that a file may follow it."""
    completed: list[str] = []
    for place, arg in enumerate(args):
        if arg == "--":
            return [*completed, *args[place:]]
        completed.append(arg)
        if arg == "--ci" and not _is_number(args[place + 1] if place + 1 < len(args) else ""):
            completed.append(DEFAULT_LEVEL)
    return completed


def _is_number(text: str) -> bool:
    return text.removesuffix("%").replace(".", "", 1).isdecimal()


def examples(*lines: str) -> str:
    """The last part of every help text: commands that work, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
