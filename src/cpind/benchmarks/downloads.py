"""What people download, as tables of text: CSV, a release's zip, a spreadsheet, Parquet."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..csv_text import csv_rows, unix_lines
from ..errors import InputError
from ..files import read_bytes

LARGEST_PART, LARGEST_RATIO = 500_000_000, 60
"""More bytes than any file of a release unfolds into, and more than so many times what it is in the zip."""

ROWS_ABOVE_HEADINGS = 10


@dataclass(frozen=True)
class Download:
    """A file, or one inside a zip: its rows as lists of text, headings not yet told from the rest.

    `date`: the day of the release, where the zip tells it.
    """

    name: str
    rows: list[list[str]]
    date: str = ""

    def under(self, *needed: str) -> list[dict[str, str]] | None:
        """The rows as dicts by heading, under the first row that has all the headings `needed`; None without one."""
        for number, row in enumerate(self.rows[:ROWS_ABOVE_HEADINGS]):
            headings = [heading.strip() for heading in row]
            if set(needed) <= {heading.lower() for heading in headings}:
                return [dict(zip(map(str.lower, headings), cells)) for cells in self.rows[number + 1 :] if any(cells)]
        return None


def downloads(path: Path) -> Iterator[Download]:
    """The tables in a file. Raises InputError for one that is not there or can't be read."""
    data = read_bytes(path)
    if data[:4] == b"PK\x03\x04":
        yield from _zipped(data, path.name)
    elif data[:4] == b"PAR1":
        yield Download(path.name, _parquet(data, path.name))
    else:
        yield Download(path.name, _delimited(data, path.name))


def _zipped(data: bytes, name: str) -> Iterator[Download]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
            if "[Content_Types].xml" in names:
                yield from _workbook(data, name)
                return
            for part in parts.infolist():
                if part.filename.lower().endswith(".csv") and not part.filename.lower().endswith(".meta.csv"):
                    if part.file_size > LARGEST_PART or part.file_size > LARGEST_RATIO * max(
                        part.compress_size, 100_000
                    ):
                        raise InputError(f"{name}: {part.filename} would unfold into {part.file_size:,} bytes")
                    year, month, day = part.date_time[:3]
                    inside = Path(part.filename).name
                    yield Download(inside, _delimited(parts.read(part), inside), f"{year}-{month:02d}-{day:02d}")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):  # damaged, an odd compression, a password
        raise InputError(f"{name} is no zip file that can be opened; download it again") from None


def _workbook(data: bytes, name: str) -> Iterator[Download]:
    from ..spreadsheets import open_workbook

    sheets = open_workbook(data, name)
    for sheet in sheets:
        rows = [[_text(cell) for cell in row] for row in sheet.rows]
        yield Download(f"{name} [{sheet.title}]" if len(sheets) > 1 else name, rows)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _parquet(data: bytes, name: str) -> list[list[str]]:
    from pyarrow import ArrowInvalid, parquet

    try:
        table = parquet.read_table(io.BytesIO(data))
    except ArrowInvalid:
        raise InputError(f"{name} is no Parquet file that can be read; download it again") from None
    columns = [[_text(value) for value in column.to_pylist()] for column in table.columns]
    return [list(table.column_names), *map(list, zip(*columns))]


def _delimited(data: bytes, name: str) -> list[list[str]]:
    try:
        text = unix_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = unix_lines(data.decode("cp1252", errors="replace"))
    top = text[:10_000]
    try:
        return list(csv_rows(text, max(",;\t", key=top.count)))
    except csv.Error:
        raise InputError(f"{name} is no CSV that can be read; download it again") from None


def texts(rows: Iterable[dict[str, str]], column: str) -> set[str]:
    """The distinct texts of a column."""
    return {row.get(column, "").strip() for row in rows}
