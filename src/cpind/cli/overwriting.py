"""Refuse to write over a file that was read or named."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import CpindError, UsageError
from ..inputs.config import FILE_NAME, Settings, find_settings
from .options import STANDARD_STREAM, Options

Place = str | os.PathLike[str]


def refuse_to_overwrite_inputs(options: Options, settings: Settings) -> None:
    """Raise UsageError for an output that is an extract, the population, the benchmarks or the settings: named on the
    command line or in cpind.toml, however its path is spelt, by a link of either kind, or as a file of a folder that is
    read. Raise InputError for one where no file can be."""
    if options.output not in (None, STANDARD_STREAM):
        from ..inputs.saving import require_place

        require_place(options.output)
    target = _target(options)
    if target and _is_among(target, (*_files_of_options(options), *_files_of_settings(settings))):
        where = "standard output" if options.output in (None, STANDARD_STREAM) else f"-o {options.output}"
        raise UsageError(f"{where}: that is one of the inputs; write to another file")


def refuse_to_overwrite_named_files(options: Options) -> None:
    """The same check for a command that reads no extract, and runs even if the settings can't be read."""
    try:
        settings = find_settings(options.extracts, Path(options.config) if options.config else None)
    except CpindError:
        settings = Settings()
    refuse_to_overwrite_inputs(options, settings)


def refuse_store_over_inputs(store: Path, files: Iterable[Place], settings: Settings) -> None:
    """Raise UsageError for a store of benchmarks that is one of the files it is made from, or another input."""
    target = _identity(store)
    others = (path for path in settings.named if path != settings.benchmarks)
    if target and _is_among(target, (*files, *others, *filter(None, [settings.path]))):
        raise UsageError(f"{store}: that is one of the inputs; write the store to another file")


def _files_of_options(options: Options) -> Iterable[Place]:
    yield from options.extracts
    yield from filter(None, _named_files(options))


def _named_files(options: Options) -> tuple[str | None, ...]:
    return options.population, options.benchmarks, options.config, options.pseudonyms, options.journey


def _files_of_settings(settings: Settings) -> Iterable[Place]:
    from ..benchmarks.store import FILE_NAME as STORE

    yield from settings.extract
    yield from settings.named
    if settings.path:
        yield settings.path
    yield (settings.path.parent if settings.path else Path(".")) / STORE


def _target(options: Options) -> tuple[int, int] | None:
    """The file that the answer goes to; None for one that is not there yet, for a terminal and for a pipe."""
    if options.output not in (None, STANDARD_STREAM):
        return _identity(options.output)
    return _identity_of_stream(sys.stdout)


def _is_among(target: tuple[int, int], paths: Iterable[Place]) -> bool:
    return any(target == identity for path in paths for identity in _identities(path))


def _identities(path: Place) -> Iterable[tuple[int, int] | None]:
    if str(path) == STANDARD_STREAM:
        yield _identity_of_stream(sys.stdin)
    elif os.path.isdir(path):
        from ..inputs.folders import SUFFIXES

        try:
            names = os.listdir(path)
        except OSError:
            return
        for name in names:
            if name.lower().endswith(SUFFIXES) or name == FILE_NAME:
                yield _identity(os.path.join(path, name))
    else:
        yield _identity(path)


def _identity(path: Place) -> tuple[int, int] | None:
    """The device and inode of a file: the same for all its names."""
    try:
        return _of_file(os.stat(path))
    except (OSError, ValueError):
        return None


def _identity_of_stream(stream: Any) -> tuple[int, int] | None:
    try:
        return _of_file(os.fstat(stream.fileno()))
    except (AttributeError, OSError, ValueError):
        return None


def _of_file(state: os.stat_result) -> tuple[int, int] | None:
    return (state.st_dev, state.st_ino) if stat.S_ISREG(state.st_mode) else None
