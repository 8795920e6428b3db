"""Read files, folders or DataFrames into an Extract. A file's kind is recognised by its content, not by its name; only
in a folder does the suffix decide which files are read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from ..errors import InputError, NoExtractError, UsageError
from ..model.extract import Extract
from ..model.harmless import shown
from ..model.schema import BY_NAME, canonical, plain
from ..model.wording import not_a_column
from .folders import expand
from .frames import as_table, is_frame, named_frames
from .layouts import as_flat
from .opening import Progress, Source
from .readers import ReadOptions, read_tables

if TYPE_CHECKING:
    import pandas as pd

    from .text_table import TextTable

__all__ = ["Gathered", "as_flat", "column_mapping", "expand", "gather", "is_frame", "read"]


def read(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str] | pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    columns: Mapping[str, str | list[str]] | None = None,
    encoding: str | None = None,
    sheet: str | Sequence[str] | None = None,
    bad_dates: str = "error",
    join: bool = True,
    date_format: str | Sequence[str] = (),
    context: bool | frozenset[str] = True,
    progress: Progress | None = None,
) -> Extract:
    """Read one or several files as one Extract: CSV, TSV, semicolon-separated text, workbooks (.xlsx, .xlsm, .xlsb,
    .xls, .ods), Parquet, census XML, Annex A, SSD; any of them as gzip or in a zip. Or read pandas DataFrames, one or a
    dict of them by name, as a CSV of their rows would be read.

    Raises InputError, with file, row (line, in XML), column and how to correct it.

    Args:
        paths: the files or frames. "-" is standard input, a folder stands for the files in it.
        columns: canonical columns -> the headings that a file has for them: {"plan_start": "CP begun"}.
        encoding: that of text files; XML declares its own. None: by the byte order mark, else UTF-8, else cp1252 if the
            text can be that.
        sheet: the sheets of workbooks to read, by name; None for all that are extracts.
        bad_dates: "error" refuses an extract with cells that can't be read, "blank" continues without them, and "list"
            even if a row's child can't be read; both notice these rows.
        join: False leaves separate exports apart.
        date_format: the only forms that dates in text files may have, such as "%d/%m/%y".
        context: False, or the names of columns that are needed to split figures (sex, district, team, the file's own
            ...). Other such columns of a large text file may be left unread, and asking for one raises KeyError.
        progress: called while a file is read.
    """
    from ..model.date_texts import date_formats
    from .flat import BLANK, LIST, REFUSE, read_flat

    formats = date_formats([date_format] if isinstance(date_format, str) else date_format)
    if bad_dates not in (REFUSE, BLANK, LIST):
        raise UsageError(f'bad_dates="{bad_dates}": it is "{REFUSE}", "{BLANK}" or "{LIST}"')
    if frames := named_frames(paths):
        given = len(frames)
        gathered = _gather_frames(frames, columns or {})
    else:
        if not isinstance(paths, (str, os.PathLike, Iterable)):
            raise UsageError(f"a {type(paths).__name__} is not a file: give a path, several paths, or a DataFrame")
        named = [paths] if isinstance(paths, (str, os.PathLike)) else list(cast(Iterable[str], paths))
        given = len(named)
        gathered = gather(
            named,
            columns=columns,
            encoding=encoding,
            sheet=sheet,
            context=context,
            iso_dates=not formats,
            progress=progress,
        )
    tables = as_flat(gathered.tables)
    tables[0] = replace(tables[0], remarks=(*gathered.remarks, *tables[0].remarks))
    try:
        return read_flat(tables, gathered.mapping, bad_cells=bad_dates, joined=join, formats=formats)
    except NoExtractError as error:
        if gathered.files == given:
            raise
        raise NoExtractError(f"{error}. If it belongs to something else, move it out of the folder") from None


@dataclass(frozen=True)
class Gathered:
    """The tables in the files, unchanged and with their own headings.

    `mapping` is plain heading -> column, as given; `files` is how many were read, including those in folders.
    """

    tables: list[TextTable]
    mapping: dict[str, str]
    remarks: list[str]
    files: int


def gather(
    paths: Sequence[str | os.PathLike[str]],
    *,
    columns: Mapping[str, str | list[str]] | None = None,
    encoding: str | None = None,
    sheet: str | Sequence[str] | None = None,
    context: bool | frozenset[str] = True,
    iso_dates: bool = True,
    progress: Progress | None = None,
) -> Gathered:
    """Read the tables in files, folders and standard input, before they are interpreted.

    The arguments are those of `read`; `iso_dates` says whether a parser may read ISO dates at once. Raises InputError
    for a file that can't be read as any kind of table.
    """
    if not paths or "" in paths:
        raise InputError("no extract given: name a file")
    mapping = column_mapping(columns or {})
    files, remarks = expand(paths)
    sheets = (sheet,) if isinstance(sheet, str) else tuple(sheet or ())
    options = ReadOptions(mapping, encoding, sheets, context, iso_dates)
    tables: list[TextTable] = []
    for path, name in _named(files).items():
        with Source(path, name, progress) as source:
            tables += read_tables(source, options)
    _refuse_unknown_sheets(tables, options)
    return Gathered(tables, mapping, [*remarks, *_unmatched(tables, columns or {})], len(files))


def _gather_frames(frames: Mapping[str, pd.DataFrame], columns: Mapping[str, str | list[str]]) -> Gathered:
    """The tables in DataFrames, as `gather` has those in files."""
    tables = [as_table(frame, name) for name, frame in frames.items()]
    return Gathered(tables, column_mapping(columns), list(_unmatched(tables, columns)), len(frames))


def column_mapping(columns: Mapping[str, str | list[str]]) -> dict[str, str]:
    """{canonical: heading} as {plain heading: canonical}, as the readers look headings up."""
    mapping: dict[str, str] = {}
    for name, one in _each_heading(columns):
        known = canonical(name, BY_NAME)
        if known is None:
            raise InputError(f"[columns]: {not_a_column(name, BY_NAME)}")
        if mapping.setdefault(plain(one), known) != known:
            raise InputError(f'[columns]: "{one}" is given for {mapping[plain(one)]} and for {known}; keep one')
    return mapping


def _unmatched(tables: Sequence[TextTable], columns: Mapping[str, str | list[str]]) -> Iterable[str]:
    """Remarks on mapped headings that no file has, unless a file has the column under its own name, as converted
    extracts do."""
    headings_there = {plain(heading) for table in tables for heading in table.headings}
    for name, heading in _each_heading(columns):
        if plain(heading) not in headings_there and plain(name) not in headings_there:
            yield f'[columns]: no file has the heading "{heading}", given for {name}'


def _each_heading(columns: Mapping[str, str | list[str]]) -> Iterable[tuple[str, str]]:
    """Each pair of canonical column and heading; a column may have several headings."""
    for name, headings in columns.items():
        for heading in [headings] if isinstance(headings, str) else headings:
            yield name, heading


def _named(files: Sequence[str]) -> dict[str, str]:
    """Each file with its name for messages: the path if two have the same name. Raises an error for a file given
    twice."""
    names = [shown(os.path.basename(path)) for path in files]
    for path in files:
        if files.count(path) > 1:
            raise UsageError(f"{path} is given twice: its rows would be read twice")
    return {path: name if names.count(name) == 1 else shown(path) for path, name in zip(files, names)}


def _refuse_unknown_sheets(tables: Sequence[TextTable], options: ReadOptions) -> None:
    """Raise UsageError for a named sheet that no workbook has."""
    titles = {table.title.strip().lower() for table in tables}
    for sheet in options.sheets:
        if sheet.strip().lower() not in titles:
            raise UsageError(f"--sheet {sheet}: no file has a sheet of this name")
