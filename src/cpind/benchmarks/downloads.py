"""Downloaded files as tables of text: CSV, a release's zip, a spreadsheet, Parquet."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..inputs.csv_text import csv_rows, unix_lines
from ..inputs.files import read_bytes
from ..inputs.unfolding import refuse_parquet_bomb

LARGEST_PART, LARGEST_RATIO, LARGEST_OF_ALL = 500_000_000, 60, 1_000_000_000
"""Bytes of one file in a zip when it is unpacked, how many times its packed size that may be, and bytes of all its files:
more than any release has."""

ROWS_ABOVE_HEADINGS = 10
MOST_COLUMNS, LONGEST_HEADING = 1000, 1000
"""No download has more columns or longer headings; the excess is ignored."""


@dataclass(frozen=True)
class Download:
    """A file, or one inside a zip: its rows as lists of text, including any lines above the headings, and the date of
    the release, where the zip has it."""

    name: str
    rows: list[list[str]]
    date: str = ""

    def under(self, *needed: str, plain: Callable[[str], str] = str.lower) -> DownloadRows | None:
        """The rows as dicts by heading, under the first row that has all the headings `needed`; None without one.

        Headings are compared in the form that `plain` gives them. Footnotes below are left out and counted. Raises
        InputError for a row that does not fit its headings: it was cut short, or a cell has a comma in it.
        """
        for number, row in enumerate(self.rows[:ROWS_ABOVE_HEADINGS]):
            headings = [plain(heading[:LONGEST_HEADING].strip()) for heading in row[:MOST_COLUMNS]]
            if set(needed) <= set(headings):
                return self._below(number, headings)
        return None

    def _below(self, above: int, headings: list[str]) -> DownloadRows:
        width = max(number for number, heading in enumerate(headings, start=1) if heading)
        below = [(number, cells) for number, cells in enumerate(self.rows[above + 1 :], start=above + 2) if any(cells)]
        first_cells = {cells[0] for _, cells in below if len(cells) >= width}
        rows = DownloadRows(dict(zip(headings, self.rows[above])))
        for number, cells in below:
            if len(cells) >= width and not any(cells[len(headings) :]):
                rows.append(dict(zip(headings, cells)))
            elif _is_footnote(cells, first_cells):
                rows.footnotes.append(number)
            else:
                raise InputError(
                    f"{self.name}, row {number}: {len(cells)} cells under {width} headings; the file was cut short or a "
                    "row is damaged: download it again"
                )
        return rows


class DownloadRows(list[dict[str, str]]):
    """Rows as dicts by heading. `headings` has each heading as the file writes it, `footnotes` the row numbers of the
    footnotes left out."""

    def __init__(self, headings: Mapping[str, str]) -> None:
        super().__init__()
        self.headings = headings
        self.footnotes: list[int] = []

    def left_out(self) -> list[str]:
        """A sentence that names the footnotes, if there are any."""
        numbers = ", ".join(map(str, self.footnotes[:5])) + (", ..." if len(self.footnotes) > 5 else "")
        return [f"row{'s' * (len(self.footnotes) > 1)} {numbers}: a footnote"] if self.footnotes else []


def _is_footnote(cells: list[str], first_cells: Collection[str]) -> bool:
    """Whether a line that does not fit the headings is a text under the table: it begins neither with a number nor like
    the first cell of any row that fits."""
    first = next(filter(None, cells))
    begins_like_data = first[:1].isdigit() or any(other.startswith(first) for other in first_cells)
    return not begins_like_data and (cells[0] == first or sum(map(bool, cells)) == 1)


def downloads(path: Path) -> Iterator[Download]:
    """The tables in a file: one, or those of a zip or workbook. Raises InputError for a file that is missing or can't be
    read."""
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
            if sum(part.file_size for part in parts.infolist()) > LARGEST_OF_ALL:
                raise InputError(f"{name} would unpack to more than {LARGEST_OF_ALL // 1_000_000:,} MB")
            for part in parts.infolist():
                if part.filename.lower().endswith(".csv") and not part.filename.lower().endswith(".meta.csv"):
                    if part.file_size > LARGEST_PART or part.file_size > LARGEST_RATIO * max(
                        part.compress_size, 100_000
                    ):
                        raise InputError(f"{name}: {part.filename} would unpack to {part.file_size:,} bytes")
                    year, month, day = part.date_time[:3]
                    inside = Path(part.filename).name
                    yield Download(inside, _delimited(parts.read(part), inside), f"{year}-{month:02d}-{day:02d}")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        # Damaged in any of the ways that zipfile reports, an odd compression, a password.
        raise InputError(f"{name} is not a zip file that can be opened; download it again") from None


def _workbook(data: bytes, name: str) -> Iterator[Download]:
    from ..inputs.spreadsheets import open_workbook

    sheets = open_workbook(data, name)
    for sheet in sheets:
        rows = [[_text(cell) for cell in row] for row in sheet.rows]
        yield Download(f"{name} [{sheet.title}]" if len(sheets) > 1 else name, rows)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _parquet(data: bytes, name: str) -> list[list[str]]:
    from pyarrow import ArrowException, parquet

    try:
        refuse_parquet_bomb(parquet.ParquetFile(io.BytesIO(data)).metadata, len(data), name)
        table = parquet.read_table(io.BytesIO(data))
    except (ArrowException, OSError, ValueError, TypeError, KeyError):  # each kind of damage has its own
        raise InputError(f"{name} is not a Parquet file that can be read; download it again") from None
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
        raise InputError(f"{name} is not a CSV that can be read; download it again") from None


def texts(rows: Iterable[dict[str, str]], column: str) -> set[str]:
    """The distinct texts of a column."""
    return {row.get(column, "").strip() for row in rows}
