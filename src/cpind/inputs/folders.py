"""Which files of a folder are read as extracts, and which are not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import InputError
from .dataset_tables import TABLES as DATASET
from .dataset_tables import headings_of, table_of
from .opening import STANDARD_INPUT, Source
from .readers import suffixes

SUFFIXES = suffixes()
"""The suffixes of files that are read from a folder."""

_PASSED_OVER = ("cpind.toml", "thumbs.db", "desktop.ini")
"""Files in a folder that are not records; neither are those whose names begin with a dot, or with
the ~$ of a workbook that Excel has open."""


def expand(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[str]]:
    """Replace folders by the extracts in them, in order of name; also return what is not read, including subfolders.

    In a folder with a Standard Safeguarding Dataset, the extracts are the tables that cpind reads, recognised by their
    headings. Only files are opened, never a pipe or a device.
    """
    files: list[str] = []
    remarks: list[str] = []
    for path in paths:
        if str(path) == STANDARD_INPUT or not os.path.isdir(path):
            files.append(str(path))
            continue
        inside, others = _inside(path)
        if not inside:
            raise InputError(
                f"{path} is a folder without a file that cpind reads ({', '.join(SUFFIXES)}): name the extract itself"
            )
        tables = [entry for entry in inside if _is_of_dataset(entry)]
        if tables:
            # A file with a table's name but other content has a title above it, or is damaged: reading it will say so.
            tables += [entry for entry in inside if entry not in tables and Path(entry).stem.lower() in DATASET]
            strangers = [os.path.basename(entry) for entry in inside if entry not in tables]
            if strangers:
                remarks.append(
                    f"Not read in {path}, because cpind needs only some tables of the dataset: {_listed(strangers)}"
                )
            inside = tables
        if others:
            remarks.append(f"Not read in the folder {path}: {_listed(others)}")
        files += sorted(inside)
    return files, remarks


def _inside(path: str | os.PathLike[str]) -> tuple[list[str], list[str]]:
    """The files of a folder that are read, and the names of those that are not."""
    inside: list[str] = []
    others: list[str] = []
    try:
        entries = sorted(Path(path).iterdir())
    except OSError as error:
        raise InputError(f"{path} can't be opened: {error.strerror}") from None
    for entry in entries:
        name = entry.name.lower()
        if name.startswith((".", "~$")) or name in _PASSED_OVER:
            continue
        if entry.is_dir():
            others.append(f"{entry.name} (a folder)")
        elif not entry.is_file():
            others.append(f"{entry.name} (not a file)")
        elif name.endswith(SUFFIXES):
            inside.append(str(entry))
        else:
            others.append(entry.name)
    return inside, others


def _is_of_dataset(path: str) -> bool:
    with Source(path, os.path.basename(path)) as source:
        return table_of(headings_of(source.head)) is not None


def _listed(names: Sequence[str], most: int = 5) -> str:
    named, more = names[:most], len(names) - most
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
