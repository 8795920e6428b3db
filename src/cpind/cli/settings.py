"""The settings of a command: those of cpind.toml, or the packaged example's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

from ..errors import InputError, OptionError, UsageError
from ..inputs.config import FILE_NAME, Settings, find_settings, read_settings
from ..inputs.example import NOTICE, REMARK, example_folder
from ..model.periods import as_periods
from ..output.formats import FORMATS
from .options import Options
from .output import print_notes
from .overwriting import refuse_to_overwrite_inputs

SPELLINGS = {"covered_from": "--from", "encoding": "-e", "extracts": "EXTRACT"}
"""Options that messages do not spell like their fields of Options."""


def settings_for(options: Options) -> Settings:
    """The settings for these extracts; a note on standard error says where they come from.

    The packaged example's own with --example, or if nothing at all is given: no extract, no cpind.toml, no authority,
    population or benchmarks. Raises InputError if an extract must be named, UsageError for
    an empty option, a period among the files, the example with somebody's own files, and an output over an input.
    """
    _refuse_empty(options)
    _refuse_other_words(options.extracts)
    if options.example:
        if names := _options_about_an_area(options):
            raise UsageError(f"--example and {names[0]} can't be combined: the example has its own")
        return _ready(options, _example(), f"this is {NOTICE}")
    settings = _from_file(options)
    origin = _origin(settings)
    if options.extracts:
        return _ready(options, _with_extracts(settings, options.extracts), origin)
    if settings.extract:
        return _ready(options, settings, origin)
    if settings.path:
        raise InputError(
            f"{settings.path} names no extract: set one in it, or name one on the command line (the packaged example "
            "is --example)"
        )
    if names := _options_about_an_area(options):
        raise InputError(f"no extract given: name the file that {names[0]} is for (the packaged example is --example)")
    return _ready(options, _example(), f"no extract given: this is {NOTICE}")


def settings_alone(options: Options) -> Settings:
    """The settings of the working folder or those named, for commands that need no extract."""
    _refuse_empty(options)
    settings = _from_file(options)
    return _ready(options, settings, _origin(settings))


@contextmanager
def naming_settings(options: Options, settings: Settings) -> Iterator[None]:
    """Within it, an error about a value that the settings gave, not the command line, names the setting and its file."""
    try:
        yield
    except OptionError as error:
        name = next(field.name for field in fields(options) if _spelling(field.name) == error.option)
        if getattr(options, name) or not getattr(settings, name):
            raise
        raise InputError(f"{setting(settings, name)} {error.value}: {error.problem}") from None


def setting(settings: Settings, name: str) -> str:
    """What messages call a setting: "cpind.toml, vintage"."""
    return f"{settings.path.name if settings.path else FILE_NAME}, {name}"


def _ready(options: Options, settings: Settings, origin: str) -> Settings:
    print_notes(options, filter(None, [origin]))
    refuse_to_overwrite_inputs(options, settings)
    return settings


def _from_file(options: Options) -> Settings:
    settings = find_settings(options.extracts, Path(options.config) if options.config else None)
    if settings.format not in (None, *FORMATS):
        raise InputError(f"{setting(settings, 'format')}: write one of {', '.join(FORMATS)}")
    return settings


def _origin(settings: Settings) -> str:
    return f"settings from {settings.path}" if settings.path else ""


def _with_extracts(settings: Settings, extracts: tuple[str, ...]) -> Settings:
    """The settings with the extracts of the command line; a folder alone stands for those that its cpind.toml names."""
    is_own_folder = len(extracts) == 1 and settings.path and settings.path.parent == Path(extracts[0])
    return settings if is_own_folder and settings.extract else replace(settings, extract=extracts)


def _options_about_an_area(options: Options) -> list[str]:
    """The options in use that are about an area of the user's own, which the example can't be."""
    own = {
        "an extract": options.extracts,
        "--config": options.config,
        "--authority": options.authority,
        "--population": options.population,
        "--benchmarks": options.benchmarks,
    }
    return [name for name, value in own.items() if value]


def _example() -> Settings:
    return replace(read_settings(example_folder() / "cpind.toml"), remarks=(REMARK,))


def _refuse_empty(options: Options) -> None:
    """Refuse an empty text, for example from an unset variable in a script: it would silently mean no option."""
    for field in fields(options):
        value = getattr(options, field.name)
        if value == "" or (isinstance(value, tuple) and "" in value):
            raise UsageError(f"{_spelling(field.name)} is empty: give it a value, or leave it out")


def _refuse_other_words(extracts: tuple[str, ...]) -> None:
    """Refuse words among the files that are an indicator, or part of a period typed with a blank (--quarter Q1 2020/21)."""
    for name in extracts:
        if os.path.exists(name):
            continue
        from ..figures.indicators import INDICATORS  # needed only here

        if name.lower() in INDICATORS:
            raise UsageError(
                f"{name}: no such file; {name.lower()} is an indicator: cpind show {name.lower()} prints it"
            )
        if _is_period(name):
            raise UsageError(
                f"{name}: no such file; write a period without a blank, as --quarter Q1-20/21 or "
                "--between 2019-04-01..2019-06-30"
            )


def _is_period(text: str) -> bool:
    try:
        return bool(as_periods(text))
    except UsageError:
        return False


def _spelling(field: str) -> str:
    return SPELLINGS.get(field, f"--{field.replace('_', '-')}")
