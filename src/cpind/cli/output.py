"""What every command does with its answer: the format, the file or standard output; and what it says beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from ..errors import InputError, UsageError
from ..inputs.saving import save_bytes
from ..model.format_names import FOR_PEOPLE, SUFFIXES
from .guarding import STANDARD_STREAM
from .options import Asked
from .process import tell

if TYPE_CHECKING:
    from ..inputs.config import Settings
    from ..output.tables import Table


def say(asked: Asked, sentences: Iterable[str]) -> None:
    """A line each on standard error, unless --quiet."""
    if not asked.quiet:
        for sentence in sentences:
            tell(f"cpind: {sentence}")


STANDARD_OUTPUT = STANDARD_STREAM


def is_to_terminal(asked: Asked) -> bool:
    """Whether the answer is shown on a terminal, not written to a file or a pipe."""
    return asked.output in (None, STANDARD_OUTPUT) and sys.stdout is not None and sys.stdout.isatty()


def chosen_format(asked: Asked, settings: Settings) -> str:
    """The format asked for, the one that the output's suffix names, the settings', or a table."""
    if asked.format:
        return asked.format
    if asked.output and asked.output != STANDARD_OUTPUT:
        suffix = os.path.splitext(asked.output)[1].lower()
        if suffix not in SUFFIXES:
            raise UsageError(f"-o {asked.output}: its suffix names no format; use {', '.join(SUFFIXES)}, or say -f")
        return SUFFIXES[suffix]
    return settings.format or "table"


def write_table(asked: Asked, table: Table, name: str, remarks: Sequence[str] = ()) -> None:
    """Write a table in a format to where it was asked for; `remarks` go with its rows, whatever the format."""
    from ..output.formats import write
    from ..output.tables import with_remarks

    table = with_remarks(table, remarks, in_rows=name not in FOR_PEOPLE)
    write_out(asked, write(table, name), is_csv=name == "csv")


def write_out(asked: Asked, written: str | bytes, *, is_csv: bool) -> None:
    """Write text or bytes to the output file, or to standard output. Raises InputError where it can't be written."""
    if asked.output in (None, STANDARD_OUTPUT):
        if isinstance(written, bytes) and sys.stdout.isatty():
            raise UsageError("-f xlsx: an Excel file is not for a terminal; give -o FILE")
        try:
            click.echo(_printable(asked, written), nl=False)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise InputError(f"standard output can't be written: {error.strerror}") from None
        return
    if isinstance(written, str):
        # Excel takes a CSV without a byte order mark for cp1252.
        written = written.encode("utf-8-sig" if is_csv else "utf-8", errors="replace")
    save_bytes(asked.output, written)


def _printable(asked: Asked, written: str | bytes) -> str | bytes:
    """The text with a question mark for each character that standard output can't hold, and a word about it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if isinstance(written, bytes):
        return written
    printable = written.encode(encoding, errors="replace").decode(encoding)
    if printable != written:
        say(asked, [f"some characters can't be written in {encoding} and are shown as ?; -o FILE keeps them"])
    return printable
