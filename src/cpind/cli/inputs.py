"""What every command does with what was asked: the settings, the extract, the population, the periods."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, UsageError
from ..inputs.config import Settings, find_settings, read_settings
from ..inputs.example import NOTICE, REMARK, example_folder
from ..model.periods import parse_date
from ..model.selection import Wanted
from .guarding import refuse_overwriting
from .options import Asked
from .output import say
from .progress import Progress

if TYPE_CHECKING:
    from ..benchmarks.published import Comparable
    from ..benchmarks.view import View
    from ..figures.bases import Bases
    from ..inputs.population import Population
    from ..model.extract import Extract


NOBODY = "Extract"
"""The area's name where nobody says whose extract it is."""


def settings_for(asked: Asked) -> Settings:
    """The settings for what was asked, said on standard error. Raises for an empty option and an output over an input."""
    _refuse_empty(asked)
    settings, said = _settings(asked)
    say(asked, [said] if said else [])
    refuse_overwriting(asked, settings)
    return settings


def settings_alone(asked: Asked) -> Settings:
    """The settings of the working folder or those named, for what needs no extract."""
    _refuse_empty(asked)
    settings = find_settings((), Path(asked.config) if asked.config else None)
    say(asked, [f"settings from {settings.path}"] if settings.path else [])
    refuse_overwriting(asked, settings)
    return settings


def read_extract(asked: Asked, settings: Settings, *, bad_dates: str, context: bool = True) -> Extract:
    """The extract that was asked for, with or without the columns that figures are only split by; a bar on a terminal
    while a large file is read."""
    from ..inputs.reading import read

    with Progress(asked) as progress:
        extract = read(
            settings.extract,
            columns=settings.columns,
            encoding=asked.encoding or settings.encoding,
            sheet=asked.sheet,
            bad_dates=bad_dates,
            join=not asked.no_join,
            date_format=asked.date_format or settings.date_format,
            context=context,
            progress=progress,
        )
    say(asked, extract.hints)
    return extract


def standing_of(asked: Asked, settings: Settings, extract: Extract) -> Bases:
    """What the extract offers to stand on, at the as-at that was asked for."""
    from ..figures.bases import bases

    as_at = parse_date(asked.as_at) if asked.as_at else settings.as_at
    covered_from = parse_date(asked.covered_from) if asked.covered_from else settings.covered_from
    holds = asked.holds or settings.holds
    bridge = settings.bridge if asked.bridge is None else asked.bridge
    return bases(extract, as_at=as_at, covered_from=covered_from, holds=holds, bridge=bridge)


def population_for(asked: Asked, settings: Settings, benchmarks: Comparable | None = None) -> Population | None:
    """The population that was asked for, the settings', or that of the store of benchmarks."""
    from ..inputs.population import read_population

    if asked.population:
        return read_population(asked.population)
    if settings.population:
        return read_population(settings.population, called=f"{settings.path.name}, population:")
    return getattr(benchmarks, "population", lambda: None)()


def area_of(asked: Asked, settings: Settings, extract: Extract, benchmarks: Comparable | None = None) -> str:
    """Whose extract it is, by the store's name for it if it has one."""
    named = asked.authority or settings.authority or extract.authority
    return getattr(benchmarks, "area", "") or named or NOBODY


def benchmarks_path(asked: Asked, settings: Settings) -> Path | None:
    """The benchmarks that were asked for, the settings', or the store beside them; None where there is none."""
    if asked.benchmarks:
        return Path(asked.benchmarks)
    if settings.benchmarks:
        return settings.benchmarks
    store = store_path(settings)
    return store if store.is_file() else None


def store_path(settings: Settings) -> Path:
    """Where the store of benchmarks lies: beside cpind.toml, else in the working folder."""
    from ..benchmarks.store import FILE_NAME

    return (settings.path.parent if settings.path else Path(".")) / FILE_NAME


def store_of(asked: Asked, settings: Settings) -> Path:
    """The store that was asked for, the settings', or the one beside them. Raises InputError where there is none."""
    from ..benchmarks.store import is_store

    places = [Path(asked.benchmarks)] if asked.benchmarks else [settings.benchmarks, store_path(settings)]
    for path in filter(None, places):
        if is_store(path):
            return path
    raise InputError(f"there is no store of benchmarks at {places[-1]}: make one with cpind benchmarks import FILE...")


def view_of(asked: Asked, settings: Settings, path: Path, named: str | None) -> View:
    """A store as the authority `named` sees it, by the vintage, set and average that were asked for."""
    from ..benchmarks.opening import open_view
    from ..benchmarks.view import MEAN

    return open_view(
        path,
        authority=named,
        vintage=asked.vintage or settings.vintage,
        neighbour_set=asked.neighbour_set or settings.neighbour_set,
        average=asked.neighbours or settings.neighbours or MEAN,
    )


def benchmarks_for(asked: Asked, settings: Settings, named: str | None) -> Comparable | None:
    """What to compare the figures of the authority `named` with; None where there are no benchmarks."""
    path = benchmarks_path(asked, settings)
    if path is None:
        if asked.compare:
            raise UsageError(
                "--compare: there are no benchmarks; import DfE's with cpind benchmarks import, or give a CSV with "
                "--benchmarks FILE or in cpind.toml"
            )
        return None
    from ..benchmarks import read_benchmarks
    from ..benchmarks.store import is_store

    return view_of(asked, settings, path, named) if is_store(path) else read_benchmarks(path)


def wanted_periods(asked: Asked) -> Wanted:
    """The periods as they were typed."""
    return Wanted(
        years=asked.year,
        quarters=asked.quarter,
        months=asked.month,
        dates=asked.at,
        between=asked.between,
        ytd=asked.ytd,
        rolling=asked.rolling,
        every=asked.every,
        last=asked.last,
    )


def _settings(asked: Asked) -> tuple[Settings, str]:
    """The settings for these extracts, and what to say of where they come from.

    The packaged example's own where it is asked for, or where nothing at all says whose figures are wanted: no extract,
    no cpind.toml, no authority, population or benchmarks. Otherwise an extract must be named.
    """
    if asked.example:
        given = _whose_figures(asked)
        if given:
            raise UsageError(f"--example and {given[0]} can't be combined: the example has its own")
        return _example(), f"this is {NOTICE}"
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
    if settings.path:
        raise InputError(
            f"{settings.path} names no extract: set one in it, or name one on the command line (the packaged example "
            "is --example)"
        )
    if given := _whose_figures(asked):
        raise InputError(f"no extract given: name the file that {given[0]} is for (the packaged example is --example)")
    return _example(), f"no extract given: this is {NOTICE}"


def _whose_figures(asked: Asked) -> list[str]:
    """What was given that belongs to somebody's own figures, by the names of the options."""
    own = {
        "an extract": asked.extracts,
        "--config": asked.config,
        "--authority": asked.authority,
        "--population": asked.population,
        "--benchmarks": asked.benchmarks,
    }
    return [name for name, value in own.items() if value]


def _example() -> Settings:
    return replace(read_settings(example_folder() / "cpind.toml"), remarks=(REMARK,))


def _refuse_empty(asked: Asked) -> None:
    """An empty text, as from an unset variable of a script, would silently be no option at all."""
    for field in fields(asked):
        value = getattr(asked, field.name)
        if value == "" or (isinstance(value, tuple) and "" in value):
            name = {"covered_from": "--from", "extracts": "EXTRACT"}.get(
                field.name, f"--{field.name.replace('_', '-')}"
            )
            raise UsageError(f"{name} is empty: give it a value, or leave it out")
