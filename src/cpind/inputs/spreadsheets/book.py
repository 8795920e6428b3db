"""Open a workbook: its kind, whether it is safe to unpack, and its sheets as rows of cells."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ...errors import InputError
from .facts import BookFacts, Facts, Locked, Unsound

Cell = str | float | int | bool | date | datetime | time | timedelta
"""A blank cell is the empty text."""

LARGEST_UNFOLDED, LARGEST_RATIO, LARGEST_OF_ALL = 100_000_000, 100, 2_000_000_000
"""A workbook is refused if its parts unpack to more bytes than the first and more than the second times its size (a
sheet of text is packed to about a tenth), or to more bytes than the last."""

_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Sheet:
    """A worksheet.

    Attributes:
        title: its title.
        rows: row 1 of the sheet is `rows[0]`, and each row is as wide as the widest.
        merged: first and last row and column of each merged range, from 0, as (row, column, row, column).
        is_hidden: whether it is hidden.
        uncomputed: whether a formula has no value.
        first_day: the day 0 of the workbook's calendar.
    """

    title: str
    rows: list[list[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    is_hidden: bool = False
    uncomputed: bool = False
    first_day: date = date(1899, 12, 30)


def workbook_kind(data: bytes) -> str | None:
    """ "xlsx", "xlsb", "ods" or "xls" by the content of a file; None for any other file, or a damaged zip."""
    if data[:4] == _OLD:
        return "xls"
    if data[:4] != _ZIP:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in parts.namelist()}
    except Exception:
        return None
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or "[content_types].xml" in names or any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "ods" if {"content.xml", "mimetype"} <= names or {"content.xml", "meta-inf/manifest.xml"} <= names else None


def open_workbook(data: bytes, name: str) -> list[Sheet]:
    """The worksheets of a workbook in order, including hidden ones; sheets of charts and macros are left out.

    Raises InputError for a workbook that is damaged, has a password, unpacks to far too much, or has impossible row
    numbers.
    """
    kind = workbook_kind(data)
    if kind in ("xlsx", "xlsb", "ods"):
        _refuse_bomb(data, name)
    try:
        facts = _facts(data, kind)
        with _panics_silenced():
            return _sheets(data, facts)
    except (KeyboardInterrupt, SystemExit, InputError):
        raise
    except Unsound as error:
        raise InputError(
            f"{name}: {error}. Open it in Excel, put it right and save it, or save it as CSV (UTF-8)"
        ) from None
    except BaseException as error:  # a damaged file may fail anywhere; calamine's panics are BaseExceptions
        if _has_password(error):
            raise InputError(f"{name} has a password: save it without one, or as CSV (UTF-8)") from None
        raise InputError(
            f"{name} is not an Excel workbook that can be opened; save it again as .xlsx or as CSV (UTF-8)"
        ) from None


@contextmanager
def _panics_silenced() -> Iterator[None]:
    """Silence standard error: calamine is written in Rust and prints its panics there before it raises them."""
    try:
        kept = os.dup(2)
    except OSError:  # closed
        yield
        return
    if sys.stderr is not None:
        sys.stderr.flush()
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _facts(data: bytes, kind: str | None) -> BookFacts:
    if kind == "xls":
        from .xls import facts

        return facts(data)
    from . import ods, xlsb, xlsx

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if kind == "xlsb":
            return xlsb.facts(parts)
        return ods.facts(parts) if kind == "ods" else xlsx.facts(parts)


def _sheets(data: bytes, facts: BookFacts) -> list[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    with load_workbook(io.BytesIO(data)) as book:
        sheets = []
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = facts.sheets[about.name]
            rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            hidden = about.visible != SheetVisibleEnum.Visible
            sheets.append(
                Sheet(about.name, _with_texts(rows, sheet), sheet.merged, hidden, sheet.uncomputed, facts.first_day)
            )
        return sheets


def _with_texts(rows: list[list[Cell]], facts: Facts) -> list[list[Cell]]:
    """The rows with the texts that calamine does not report; rows and columns with only such texts are added."""
    if facts.texts:
        width = max(len(rows[0]) if rows else 0, *(column + 1 for _, column in facts.texts))
        rows += [[] for _ in range(max(row for row, _ in facts.texts) + 1 - len(rows))]
        for cells in rows:
            cells += [""] * (width - len(cells))
    for (row, column), text in facts.texts.items():
        rows[row][column] = text
    return rows


def _has_password(error: BaseException) -> bool:
    return isinstance(error, Locked) or type(error).__name__ == "PasswordError" or "encrypted" in str(error)


def _refuse_bomb(data: bytes, name: str) -> None:
    """Refuse a zip bomb: a few kilobytes that unpack to gigabytes are not a genuine workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unfolded = sum(part.file_size for part in parts.infolist())
    except Exception:  # reported later, as a workbook that can't be opened
        return
    if unfolded > LARGEST_OF_ALL or (unfolded > LARGEST_UNFOLDED and unfolded > len(data) * LARGEST_RATIO):
        raise InputError(
            f"{name} would unpack to {unfolded // 1_000_000:,} MB: not a workbook that cpind opens; save it as CSV (UTF-8)"
        )
