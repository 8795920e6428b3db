"""Bytes -> Extract. The kind of a file is told by its content, not by its name; only in a folder the suffix chooses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, NoExtractError, UsageError
from ..extract import Extract
from ..schema import BY_NAME, canonical, plain
from ..wording import did_you_mean
from .frames import as_table, is_frame, named_frames
from .opening import STANDARD_INPUT, Progress, Source
from .ssd import TABLES as DATASET
from .ssd import headings_of, table_of

if TYPE_CHECKING:
    import pandas as pd

    from .text_table import TextTable

__all__ = ["SUFFIXES", "column_mapping", "expand", "is_frame", "read"]

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xml")


def read(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str] | pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    columns: dict[str, str] | None = None,
    encoding: str | None = None,
    bad_dates: str = "error",
    context: bool = True,
    progress: Progress | None = None,
) -> Extract:
    """Read one or several files as one Extract: CSV, TSV, semicolon-separated text, .xlsx, census XML, Annex A, SSD; or
    pandas DataFrames, one or a dict of them by name, which are read as a CSV of their rows would be.

    "-" is standard input, a folder stands for the files in it. `columns` maps canonical columns to the headings a file
    has for them: {"plan_start": "CP begun"}. `encoding` None is UTF-8 with or without a byte order mark; XML says its
    own. `bad_dates`: "error" refuses an extract with cells that can't be read, "blank" goes on without them, "list"
    goes on even without a row's child; both notice them. `context` False: of a large text file the columns that figures
    are only split by (sex, district, team, the file's own ...) may be left unread; who asks for one gets a KeyError.
    `progress` is told how far a file has been read.

    Raises InputError, with file, row (of XML the line), column and the remedy.
    """
    from .flat import BLANK, LIST, REFUSE, read_flat

    if bad_dates not in (REFUSE, BLANK, LIST):
        raise UsageError(f'bad_dates="{bad_dates}": it is "{REFUSE}", "{BLANK}" or "{LIST}"')
    mapping = column_mapping(columns or {})
    if frames := named_frames(paths):
        tables = [as_table(frame, name) for name, frame in frames.items()]
        remarks = list(_unmatched(tables, columns or {}))
        tables = _as_flat(tables)
        tables[0] = replace(tables[0], remarks=(*remarks, *tables[0].remarks))
        return read_flat(tables, mapping, bad_cells=bad_dates)
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not paths:
        raise InputError("no extract given: name a file")
    files, remarks = expand(paths)
    tables = [
        table
        for path, name in _named(files).items()
        for table in _read_tables(path, name, mapping, encoding, progress, context)
    ]
    remarks += _unmatched(tables, columns or {})
    tables = _as_flat(tables)
    tables[0] = replace(tables[0], remarks=(*remarks, *tables[0].remarks))
    try:
        return read_flat(tables, mapping, bad_cells=bad_dates)
    except NoExtractError as error:
        if len(files) == len(paths):
            raise
        raise NoExtractError(f"{error}. If it belongs to something else, move it out of the folder") from None


def column_mapping(columns: dict[str, str]) -> dict[str, str]:
    """{canonical: heading} as {plain heading: canonical}, as the readers look headings up."""
    mapping = {}
    for name, one in _each_heading(columns):
        known = canonical(name, BY_NAME)
        if known is None:
            raise InputError(
                f'[columns]: "{name}" is no column of an extract; the columns are {", ".join(BY_NAME)}'
                + did_you_mean(name, BY_NAME)
            )
        if mapping.setdefault(plain(one), known) != known:
            raise InputError(f'[columns]: "{one}" is given for {mapping[plain(one)]} and for {known}; keep one')
    return mapping


def _unmatched(tables: Sequence[TextTable], columns: dict[str, str]) -> Iterable[str]:
    """A heading that is mapped and no file has."""
    found = {plain(heading) for table in tables for heading in table.headings}
    for name, heading in _each_heading(columns):
        if plain(heading) not in found:
            yield f'[columns]: no file has the heading "{heading}", given for {name}'


def _each_heading(columns: dict[str, str | list[str]]) -> Iterable[tuple[str, str]]:
    """Canonical column and heading, as often as a column has several."""
    for name, headings in columns.items():
        for heading in [headings] if isinstance(headings, str) else headings:
            yield name, heading


def expand(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[str]]:
    """Folders as the extracts in them, in the order of their names; and what of them is not read.

    Of a folder that holds a Standard Safeguarding Dataset these are the tables that cpind reads, told by their headings.
    """
    files: list[str] = []
    remarks: list[str] = []
    for path in paths:
        if str(path) == STANDARD_INPUT or not os.path.isdir(path):
            files.append(str(path))
            continue
        inside = sorted(str(entry) for entry in Path(path).iterdir() if entry.suffix.lower() in SUFFIXES)
        if not inside:
            *others, last = SUFFIXES
            raise InputError(
                f"{path} is a folder without a {', '.join(others)} or {last} file: name the extract itself"
            )
        tables = [entry for entry in inside if _is_of_dataset(entry)]
        if tables:
            # One that is called like a table and does not begin like one has a title above, or is damaged: no stranger.
            tables += [entry for entry in inside if entry not in tables and Path(entry).stem.lower() in DATASET]
            others = [os.path.basename(entry) for entry in inside if entry not in tables]
            if others:
                remarks.append(f"Not read, as no table of the dataset in {path} that is needed: {_listed(others)}")
            inside = tables
        files += sorted(inside)
    return files, remarks


def _is_of_dataset(path: str) -> bool:
    with Source(path, os.path.basename(path)) as source:
        return table_of(headings_of(source.head)) is not None


def _listed(names: Sequence[str], most: int = 5) -> str:
    shown, more = names[:most], len(names) - most
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _named(files: Sequence[str]) -> dict[str, str]:
    """Each file with its name for messages: the path where two have one name. Raises for a file given twice."""
    names = [os.path.basename(path) for path in files]
    for path in files:
        if files.count(path) > 1:
            raise UsageError(f"{path} is given twice: its rows would be read twice")
    return {path: name if names.count(name) == 1 else path for path, name in zip(files, names)}


def _read_tables(
    path: str, name: str, mapping: dict[str, str], encoding: str | None, progress: Progress | None, context: bool
) -> list[TextTable]:
    with Source(path, name, progress) as source:
        if source.head[:4] == b"PK\x03\x04":
            from .workbook import read_workbook

            return read_workbook(source.read(), source.name, mapping)
        if source.head[:4] == b"\xd0\xcf\x11\xe0":
            raise InputError(
                f"{source.name} is an old .xls file or a workbook with a password: "
                "save it as .xlsx without one, or as CSV (UTF-8)"
            )
        start = source.head.lstrip()[:5].lower()
        if start in (b"%pdf-", b"<html", b"<!doc") and b"<message" not in source.head.lower():
            raise NoExtractError(
                f"{source.name} is no extract: cpind reads CSV, TSV, semicolon-separated text, .xlsx and CIN census XML"
            )
        from .census_xml import read_census, starts_as_xml

        if starts_as_xml(source.head):
            return read_census(source, source.name, source.head)
        from .delimited import read_delimited

        return [read_delimited(source.read(), source.name, encoding, mapping, context=context)]


def _as_flat(tables: Sequence[TextTable]) -> list[TextTable]:
    """Every table as the rest of cpind knows it: lists of Annex A in its words, the tables of an SSD joined."""
    from . import annex_a, census_xml, ssd

    flat: list[TextTable] = []
    dataset: list[TextTable] = []
    for table in tables:
        if table.layout:
            flat.append(table)
        elif number := annex_a.list_of(table.headings, table.title):
            flat.append(annex_a.as_flat(table, number))
        elif ssd.table_of(table.headings):
            dataset.append(table)
        else:
            flat.append(table)
    if dataset:
        flat += ssd.as_flat(dataset)
    return census_xml.together(flat)
