"""Bytes -> Extract. The kind of a file is told by its content, not by its name; only in a folder the suffix chooses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..errors import InputError, NoExtractError, UsageError
from ..model.extract import Extract
from ..model.harmless import shown
from ..model.schema import BY_NAME, canonical, plain
from ..model.wording import did_you_mean
from .folders import expand
from .frames import as_table, is_frame, named_frames
from .opening import Progress, Source

if TYPE_CHECKING:
    import pandas as pd

    from .text_table import TextTable

__all__ = ["Gathered", "as_flat", "column_mapping", "expand", "gather", "is_frame", "read"]

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
"""How workbooks and zip files begin."""

_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"

_READS = "CSV, TSV, semicolon-separated text, workbooks (.xlsx, .xls, .xlsb, .ods), Parquet and CIN census XML"


def read(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str] | pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    columns: dict[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | Sequence[str] | None = None,
    bad_dates: str = "error",
    join: bool = True,
    date_format: str | Sequence[str] = (),
    context: bool = True,
    progress: Progress | None = None,
) -> Extract:
    """Read one or several files as one Extract: CSV, TSV, semicolon-separated text, workbooks (.xlsx, .xlsm, .xlsb, .xls,
    .ods), Parquet, census XML, Annex A, SSD; any of them as gzip or in a zip. Or pandas DataFrames, one or a dict of them by
    name, which are read as a CSV of their rows would be.

    "-" is standard input, a folder stands for the files in it. `columns` maps canonical columns to the headings a file
    has for them: {"plan_start": "CP begun"}. `encoding` None is what the byte order mark says, else UTF-8, else cp1252
    where a text can be that; XML says its own. `sheet`: the sheets of workbooks to read, by name; None for all that are
    extracts. `bad_dates`: "error" refuses an extract with cells that can't be read, "blank" goes on without them, "list"
    goes on even without a row's child; both notice them. `join` False leaves separate exports apart.
    `date_format`: the only forms that dates in text files may have, as "%d/%m/%y". `context` False: of a large text file
    the columns that figures are only split by (sex, district, team, the file's own ...) may be left unread; who asks for
    one gets a KeyError. `progress` is told how far a file has been read.

    Raises InputError, with file, row (of XML the line), column and the remedy.
    """
    from ..model.date_texts import date_formats
    from .flat import BLANK, LIST, REFUSE, read_flat

    formats = date_formats([date_format] if isinstance(date_format, str) else date_format)
    if bad_dates not in (REFUSE, BLANK, LIST):
        raise UsageError(f'bad_dates="{bad_dates}": it is "{REFUSE}", "{BLANK}" or "{LIST}"')
    if frames := named_frames(paths):
        paths = list(frames)
        tables = [as_table(frame, name) for name, frame in frames.items()]
        unmatched = list(_unmatched(tables, columns or {}))
        found = Gathered(tables, column_mapping(columns or {}), unmatched, len(frames))
    else:
        paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        found = gather(
            paths,
            columns=columns,
            encoding=encoding,
            sheet=sheet,
            context=context,
            iso_dates=not formats,
            progress=progress,
        )
    tables = as_flat(found.tables)
    tables[0] = replace(tables[0], remarks=(*found.remarks, *tables[0].remarks))
    try:
        return read_flat(tables, found.mapping, bad_cells=bad_dates, joined=join, formats=formats)
    except NoExtractError as error:
        if found.files == len(paths):
            raise
        raise NoExtractError(f"{error}. If it belongs to something else, move it out of the folder") from None


@dataclass(frozen=True)
class Gathered:
    """The tables in the files as they stand, each by its own headings; `mapping`: plain heading -> column, as it was given.
    `files`: how many were read, those in folders included."""

    tables: list[TextTable]
    mapping: dict[str, str]
    remarks: list[str]
    files: int


def gather(
    paths: Sequence[str | os.PathLike[str]],
    *,
    columns: dict[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | Sequence[str] | None = None,
    context: bool = True,
    iso_dates: bool = True,
    progress: Progress | None = None,
) -> Gathered:
    """Read the tables in files, folders and standard input, before anything is made of them; the arguments are those of
    `read`, and `iso_dates` says whether a parser may read such dates at once. Raises
    InputError for a file that can't be read as any kind of table."""
    if not paths:
        raise InputError("no extract given: name a file")
    mapping = column_mapping(columns or {})
    files, remarks = expand(paths)
    how = _How(mapping, encoding, (sheet,) if isinstance(sheet, str) else tuple(sheet or ()), context, iso_dates)
    tables: list[TextTable] = []
    for path, name in _named(files).items():
        with Source(path, name, progress) as source:
            tables += _read_tables(source, how)
    _refuse_unknown_sheets(tables, how)
    return Gathered(tables, mapping, [*remarks, *_unmatched(tables, columns or {})], len(files))


def column_mapping(columns: dict[str, str]) -> dict[str, str]:
    """{canonical: heading} as {plain heading: canonical}, as the readers look headings up."""
    mapping = {}
    for name, one in _each_heading(columns):
        known = canonical(name, BY_NAME)
        if known is None:
            raise InputError(
                f'[columns]: "{name}" is not a column of an extract; the columns are {", ".join(BY_NAME)}'
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


def _named(files: Sequence[str]) -> dict[str, str]:
    """Each file with its name for messages: the path where two have one name. Raises for a file given twice."""
    names = [shown(os.path.basename(path)) for path in files]
    for path in files:
        if files.count(path) > 1:
            raise UsageError(f"{path} is given twice: its rows would be read twice")
    return {path: name if names.count(name) == 1 else shown(path) for path, name in zip(files, names)}


@dataclass(frozen=True)
class _How:
    """What every file is read by."""

    mapping: dict[str, str]
    encoding: str | None
    sheets: tuple[str, ...]
    context: bool
    iso_dates: bool


def _read_tables(source: Source, how: _How) -> list[TextTable]:
    """The tables in a file, whose kind its first bytes tell."""
    head = source.head
    if head[:4] in _PACKED or head[:2] == _GZIP:
        from .spreadsheets import workbook_kind
        from .unpacking import unpacked

        data = source.read()
        if workbook_kind(data):
            from .workbook import read_workbook

            return read_workbook(data, source.name, how.mapping, how.sheets)
        return [table for file, name in unpacked(data, source.name) for table in _read_tables(Source(file, name), how)]
    if head[:4] == _PARQUET:
        from .parquet import read_parquet

        return [read_parquet(source.read(), source.name, how.mapping)]
    start = head.lstrip()[:5].lower()
    if start in (b"%pdf-", b"<html", b"<!doc") and b"<message" not in head.lower():
        raise NoExtractError(f"{source.name} is not an extract: cpind reads {_READS}")
    from .census_xml import read_census, starts_as_xml

    if starts_as_xml(head):
        return read_census(source, source.name, head)
    from .delimited import read_delimited

    return [
        read_delimited(
            source.read(), source.name, how.encoding, how.mapping, context=how.context, iso_dates=how.iso_dates
        )
    ]


def _refuse_unknown_sheets(tables: Sequence[TextTable], how: _How) -> None:
    """A sheet that was asked for and no workbook has."""
    titles = {table.title.strip().lower() for table in tables}
    for sheet in how.sheets:
        if sheet.strip().lower() not in titles:
            raise UsageError(f"--sheet {sheet}: no file has a sheet of this name")


def as_flat(tables: Sequence[TextTable]) -> list[TextTable]:
    """Every table as the rest of cpind knows it: lists of Annex A in its words, the tables of an SSD joined."""
    from . import annex_a, census_tables, census_xml, ssd

    flat: list[TextTable] = []
    dataset: list[TextTable] = []
    not_needed: list[str] = []
    for table in tables:
        if table.layout:
            flat.append(table)
        elif number := annex_a.list_of(table.headings, table.title):
            flat.append(annex_a.as_flat(table, number))
        elif ssd.table_of(table.headings):
            dataset.append(table)
        elif census_tables.is_cin_details(table.headings):
            flat.append(census_tables.with_transfer_ins(table))
        elif census_tables.is_not_needed(table.headings) and len(tables) > 1:
            not_needed.append(table.name)
        else:
            flat.append(table)
    if dataset:
        flat += ssd.as_flat(dataset)
    if not_needed and flat:
        remark = f"Not used, as census tables of which no figure is made: {', '.join(not_needed)}"
        flat[0] = replace(flat[0], remarks=(*flat[0].remarks, remark))
    return census_xml.together(flat)
