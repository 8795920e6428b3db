"""Open files in one way, with one wording for each error."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """The file, open for reading bytes. Raises InputError if it does not exist or can't be opened."""
    try:
        return Path(path).open("rb")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputError(f"{path} can't be opened: {getattr(error, 'strerror', error)}") from None


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file. Raises InputError if it does not exist or can't be read."""
    with opened(path) as file:
        try:
            return file.read()
        except OSError as error:
            raise InputError(f"{path} can't be read: {error.strerror}") from None
