"""The process around a command: what it can print to, and how it ends."""

from __future__ import annotations

import io
import os
import sys

import click

from ..model.harmless import shown_lines


class Closed(io.TextIOBase):
    """Standard output where there is none: whoever writes to it is told, as with a full disk."""

    encoding = "utf-8"
    errors = "replace"

    def write(self, text: str) -> int:
        """Raises OSError."""
        raise OSError(9, "it is closed")


def tell(text: str) -> None:
    """A line or several on standard error, harmless on a terminal. Where standard error can't be written to, nobody is
    told, and nothing ends for it."""
    try:
        click.echo(shown_lines(text), err=True)
    except (OSError, ValueError):
        silence(sys.stderr)


def tell_error(error: click.ClickException) -> None:
    """An error as Click shows it; it would drop the escape sequences of a file's name, so they are spelt out before."""
    error.message = shown_lines(error.message)
    written = io.StringIO()
    error.show(file=written)
    tell(written.getvalue().rstrip("\n"))


def plain_error(error: OSError) -> str:
    """What the system refused, for a message."""
    why = error.strerror or type(error).__name__
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {why}"
    return f"standard output can't be written: {why}"


def silence(stream: object) -> None:
    """Nothing of a stream that could not be written to is tried again at the end, when Python would show a traceback."""
    try:
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):
        pass
