"""The process around a command: its output streams, and how it ends."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import click

from ..model.harmless import shown_lines


class ClosedOutput(io.TextIOBase):
    """Standard output that is closed: writing to it fails, as on a full disk."""

    encoding = "utf-8"
    errors = "replace"

    def write(self, text: str) -> int:
        """Raise OSError."""
        raise OSError(9, "it is closed")


def print_error(text: str) -> None:
    """Print a line or several on standard error, harmless on a terminal. If standard error can't be written to, the
    command goes on without."""
    try:
        click.echo(shown_lines(text), err=True)
    except (OSError, ValueError):
        silence(sys.stderr)


def print_click_error(error: click.ClickException) -> None:
    """Print an error as Click does; escape sequences in a file's name are spelt out first, since Click would drop them."""
    error.message = shown_lines(error.message)  # type: ignore[misc]  # nothing else reaches Click's own words
    written = io.StringIO()
    error.show(file=written)
    print_error(written.getvalue().rstrip("\n"))


def error_text(error: OSError) -> str:
    """The operation that the system refused, for a message."""
    why = error.strerror or type(error).__name__
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {why}"
    return f"standard output can't be written: {why}"


def silence(stream: Any) -> None:
    """Discard what is buffered for a stream that can't be written to: Python would try again at exit and show a
    traceback."""
    try:
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):
        pass
