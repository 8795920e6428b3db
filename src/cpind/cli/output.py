"""Write a command's answer: the format, the file or standard output, and the notes on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..errors import CpindError, InputError, UsageError
from ..output.formats import FORMATS, Format, format_of, write
from .options import STANDARD_STREAM, Options
from .process import print_error

if TYPE_CHECKING:
    from ..inputs.config import Settings
    from ..output.tables import Table


ON_A_TERMINAL = "table"
"""The format that is divided to fit the terminal."""


def chosen_format(
    options: Options, settings: Settings, default: str = ON_A_TERMINAL, *, offered: Iterable[Format] = FORMATS.values()
) -> Format:
    """The format of -f, of the output's suffix, of the settings, or the default. Raises UsageError for another suffix, with
    those of the formats `offered`."""
    if options.format:
        return FORMATS[options.format]
    if (path := output_file(options)) is not None:
        suffix = os.path.splitext(path)[1]
        if format := format_of(suffix):
            return format
        suffixes = ", ".join(suffix for format in offered for suffix in format.suffixes)
        raise UsageError(f"-o {path}: its suffix does not name a format; use {suffixes}, or give -f")
    return FORMATS[settings.format or default]


def print_notes(options: Options, notes: Iterable[str]) -> None:
    """Print each note as a line on standard error, unless --quiet."""
    if not options.quiet:
        for note in notes:
            print_error(f"cpind: {note}")


@contextmanager
def notes_on_failure(options: Options, notes: Sequence[str]) -> Iterator[None]:
    """Print these notes if the work within fails to make a table for them: they may say why."""
    try:
        yield
    except CpindError:
        print_notes(options, notes)
        raise


def print_whom_it_shows(options: Options) -> None:
    """Print the warning that this output is about individual children."""
    if options.pseudonyms:
        note = "this output is about individual children: pseudonyms replace identifiers, but dates and places may identify them"
    else:
        note = "this output identifies children: keep it as safe as its source"
    print_notes(options, [note])


def write_table(options: Options, table: Table, format: Format, remarks: Sequence[str] = ()) -> None:
    """Write a table to where the options say. Its notes are printed under it if the format is for people, else on
    standard error, together with what a picture does not show; `remarks` are among the notes, and in other formats in
    every row."""
    from ..output.tables import with_remarks

    if not format.for_people:
        notes = (*table.lead, *table.notes)
        print_notes(options, (note for note in notes if note.removesuffix(".") not in remarks))
    if format.is_picture and table.draw and (chart := table.draw()) and chart.left_out:
        print_notes(options, [chart.left_out])
    table = with_remarks(table, remarks, in_rows=not format.for_people)
    if width := terminal_width(options, format):
        from ..output.narrow import parts_of

        written: str | bytes = "\n".join(str(write(part, format)) for part in parts_of(table, width))
    else:
        written = write(table, format)
    write_out(options, written, format)


def terminal_width(options: Options, format: Format) -> int:
    """The columns of the terminal that the answer is printed on; 0 if it goes to a file or a pipe, or in another format."""
    return _terminal_width() if format.name == ON_A_TERMINAL and output_file(options) is None else 0


def _terminal_width() -> int:
    """The columns of the terminal that standard output is; 0 if it is a file or a pipe."""
    if not sys.stdout.isatty():
        return 0
    import shutil

    return shutil.get_terminal_size().columns


def write_out(options: Options, written: str | bytes, format: Format) -> None:
    """Write text or bytes to the output file, or to standard output. Raises InputError where it can't be written."""
    if (path := output_file(options)) is not None:
        from ..inputs.saving import save_bytes

        if isinstance(written, str):
            written = written.encode(format.encoding, errors="replace")
        save_bytes(path, written)
        return
    if isinstance(written, bytes) and sys.stdout.isatty():
        raise UsageError(f"-f {format.name}: this format can't be shown on a terminal; give -o FILE")
    try:
        click.echo(_printable(options, written), nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"standard output can't be written: {error.strerror}") from None


def output_file(options: Options) -> str | None:
    """The file that the answer goes to; None for standard output."""
    return None if options.output == STANDARD_STREAM else options.output


def _printable(options: Options, written: str | bytes) -> str | bytes:
    """The text with a question mark for each character that standard output can't hold, and a note about it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if isinstance(written, bytes):
        return written
    printable = written.encode(encoding, errors="replace").decode(encoding)
    if printable != written:
        print_notes(options, [f"some characters can't be written in {encoding} and are shown as ?; -o FILE keeps them"])
    return printable
