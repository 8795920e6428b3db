"""The small CSV files that cpind itself defines: population and benchmarks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .errors import InputError


def read_small_csv(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of one of cpind's own small files, with their row numbers: headings in any order and case.

    Raises InputError for a file that is not there, not UTF-8, empty, or without one of the columns.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path} can't be opened: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text: save it as CSV (UTF-8)") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    headings = [heading.strip().lower().replace(" ", "_").replace("-", "_") for heading in next(reader, [])]
    missing = [name for name in columns if name not in headings]
    if missing:
        raise InputError(f"{path.name} has no column {missing[0]}; it needs {', '.join(columns)}")
    rows = []
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            padded = cells + [""] * (len(headings) - len(cells))
            rows.append((number, {name: cell.strip() for name, cell in zip(headings, padded)}))
    if not rows:
        raise InputError(f"{path.name} has headings and no rows")
    return rows
