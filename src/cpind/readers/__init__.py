"""Bytes -> Extract. The kind of a file is told by its content, not by its name; only in a folder the suffix chooses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError, UsageError
from ..extract import Extract
from ..files import read_bytes

STANDARD_INPUT = "-"


def read(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    columns: dict[str, str] | None = None,
    encoding: str | None = None,
    bad_dates: str = "error",
) -> Extract:
    """Read one or several files (CSV, TSV, semicolon-separated, .xlsx; "-" is standard input) as one Extract.

    `columns` maps canonical columns to the headings a file has for them: {"plan_start": "CP begun"}.
    `encoding` None is UTF-8 with or without a byte order mark. `bad_dates`: "error" refuses an extract
    with cells that can't be read, "blank" goes on without them and says how many.

    Raises InputError, with file, row, column and the remedy.
    """
    from .flat import read_flat

    if bad_dates not in ("error", "blank"):
        raise UsageError(f'bad_dates="{bad_dates}": it is "error" or "blank"')
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not paths:
        raise InputError("no extract given: name a file")
    mapping = column_mapping(columns or {})
    tables = [_read_table(path, mapping, encoding) for path in expand(paths)]
    return read_flat(tables, mapping, blank_bad_cells=bad_dates == "blank")


def column_mapping(columns: dict[str, str]) -> dict[str, str]:
    """{canonical: heading} as {plain heading: canonical}, as the readers look headings up."""
    from ..schema import BY_NAME, canonical, plain

    mapping = {}
    for name, heading in columns.items():
        known = canonical(name, BY_NAME)
        if known is None:
            raise InputError(f'[columns]: "{name}" is no column of an extract; the columns are {", ".join(BY_NAME)}')
        for one in [heading] if isinstance(heading, str) else heading:
            if mapping.setdefault(plain(one), known) != known:
                raise InputError(f'[columns]: "{one}" is given for {mapping[plain(one)]} and for {known}; keep one')
    return mapping


def expand(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Folders as the extracts in them (.csv, .tsv, .txt, .xlsx), in the order of their names."""
    files: list[str] = []
    for path in paths:
        if str(path) != STANDARD_INPUT and os.path.isdir(path):
            inside = sorted(
                entry for entry in Path(path).iterdir() if entry.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx")
            )
            if not inside:
                raise InputError(
                    f"{path} is a folder without a .csv, .tsv, .txt or .xlsx file: name the extract itself"
                )
            files += map(str, inside)
        else:
            files.append(str(path))
    return files


def _read_table(path: str, mapping: dict[str, str], encoding: str | None):
    data, name = _bytes(path)
    if data[:4] == b"PK\x03\x04":
        from .workbook import read_workbook

        return read_workbook(data, name, mapping)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(
            f"{name} is an old .xls file or a workbook with a password: save it as .xlsx without one, or as CSV (UTF-8)"
        )
    if data[:5] == b"%PDF-" or data.lstrip()[:5].lower() in (b"<?xml", b"<html", b"<!doc"):
        raise InputError(f"{name} is no extract: cpind reads CSV, TSV, semicolon-separated text and .xlsx")
    from .delimited import read_delimited

    return read_delimited(data, name, encoding, mapping)


def _bytes(path: str) -> tuple[bytes, str]:
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("standard input is closed: name a file, or pipe one in")
        return sys.stdin.buffer.read(), "standard input"
    return read_bytes(path), Path(path).name
