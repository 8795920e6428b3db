"""The one parser of CSV rows: for extracts (delimited.py), downloads, the store of benchmarks, and the small files that
cpind itself defines (`read_small_csv`). Only large extracts are first parsed all at once (at_once.py); if that fails
they are parsed here, because only this parser names the row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError
from .files import read_bytes

LONGEST_CELL = 2**31 - 1
ROWS_AT_ONCE = 5_000


class Batch(NamedTuple):
    """Consecutive rows, and whether each of them is one line of the text."""

    rows: list[list[str]]
    is_by_line: bool


def csv_batches(text: str | bytes, delimiter: str = ",", rows_at_once: int = ROWS_AT_ONCE) -> Iterator[Batch]:
    """The rows of a text, or of UTF-8 bytes, in batches; cells may have any length. Raises csv.Error, after the rows
    before it, for a quotation mark that is not closed or is inside a cell.

    The limit on the length of a cell belongs to the whole process, so it is lifted while a batch is read and restored
    before it is yielded.
    """
    # Bytes are decoded line by line: decoded at once, a large text would be in memory several times.
    lines = (
        io.StringIO(text, newline="")
        if isinstance(text, str)
        else io.TextIOWrapper(io.BytesIO(text), "utf-8", newline="")
    )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    fault: Exception | None = None
    while fault is None:
        rows: list[list[str]] = []
        line = reader.line_num
        before = csv.field_size_limit(LONGEST_CELL)
        try:
            rows.extend(islice(reader, rows_at_once))  # what comes before a fault is kept
        except (csv.Error, UnicodeError) as error:
            fault = error
        finally:
            csv.field_size_limit(before)
        if rows:
            yield Batch(rows, reader.line_num == line + len(rows))
        elif fault is None:
            return
    raise fault


def csv_rows(text: str | bytes, delimiter: str = ",") -> Iterator[list[str]]:
    """The rows of a text, one by one, as csv_batches reads them."""
    for batch in csv_batches(text, delimiter, rows_at_once=100):
        yield from batch.rows


def unix_lines(text: str) -> str:
    """The text with line feeds as its only line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_small_csv(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of one of cpind's own small files, with their row numbers: headings in any order and case, cells
    separated by commas, semicolons or tabs.

    Raises InputError for a file that does not exist, is not UTF-8, is empty, lacks a column, or has a row that does not
    fit its headings.
    """
    data = read_bytes(path)
    try:
        text = unix_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text: save it as CSV (UTF-8)") from None
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    rows: list[tuple[int, dict[str, str]]] = []
    headings: list[str] = []
    try:
        for number, cells in enumerate(csv_rows(text, delimiter), start=1):
            cells = [cell.strip() for cell in cells]
            if number == 1:
                headings = [cell.lower().replace(" ", "_").replace("-", "_") for cell in cells]
                _check_headings(path, headings, columns)
            elif any(cells[len(headings) :]):
                raise InputError(
                    f"{path.name}, row {number}: {len(cells)} cells under {len(headings)} headings; "
                    "write numbers without commas, or in quotation marks"
                )
            elif any(cells):
                rows.append((number, dict(zip(headings, cells + [""] * len(headings)))))
    except csv.Error:
        raise InputError(f"{path.name}: a quotation mark is not closed, or stands inside a cell") from None
    _check_headings(path, headings, columns)
    if not rows:
        raise InputError(f"{path.name} has headings and no rows")
    return rows


def _check_headings(path: Path, headings: list[str], columns: tuple[str, ...]) -> None:
    for name in columns:
        if headings.count(name) != 1:
            many = "several columns" if name in headings else "no column"
            raise InputError(f"{path.name} has {many} {name}; it needs {', '.join(columns)}")
