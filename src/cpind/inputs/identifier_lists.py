"""A list of identifiers, one in each line: the children that a command is about. They are never typed as arguments,
which a shell would keep in its history."""

from __future__ import annotations

from ..errors import InputError
from .opening import Source


def read_identifiers(path: str) -> list[str]:
    """The lines of a text file or of standard input ("-"), without surrounding blanks; an empty line is "".

    Raises InputError for a file that can't be read, is not UTF-8, or has no identifier.
    """
    with Source(path, path) as source:
        data, name = source.content(), source.name
    try:
        lines = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError:
        raise InputError(f"{name}: this is not UTF-8 text: write one identifier a line") from None
    if not any(lines):
        raise InputError(f"{name}: there is no identifier in it: write one a line")
    return lines
