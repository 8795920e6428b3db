"""The bytes of an extract (a file, standard input, or an unpacked file), read once; the first bytes show its kind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from ..errors import InputError
from .files import opened

STANDARD_INPUT = "-"
HEAD_BYTES = 4096

Progress = Callable[[str, int, int], None]
"""A function that is called repeatedly with a file's name, the bytes read so far and the total (0 if unknown)."""


class Source:
    """A binary file (a path, or an open file) to be read once, as a context manager.

    It has a `name` for messages, and its first bytes in `head`. `read` works as a file's `read`; `progress` is called
    during reading.
    """

    def __init__(self, path: str | BinaryIO, name: str, progress: Progress | None = None) -> None:
        self._progress = progress
        self._done = self._size = 0
        if not isinstance(path, str):
            self.name, self._file, self._is_ours = name, path, True
        elif path == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputError("standard input is closed: name a file, or pipe one in")
            self.name, self._file, self._is_ours = "standard input", sys.stdin.buffer, False
        else:
            self.name, self._file, self._is_ours = name, opened(path), True
            self._size = os.fstat(self._file.fileno()).st_size
        self.head = self._unread = self._next(HEAD_BYTES)
        self._content: bytes | None = None

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *error: object) -> None:
        if self._is_ours:
            self._file.close()

    def read(self, count: int = -1) -> bytes:
        """The next `count` bytes at most, or all that are left."""
        if count < 0 and self._unread and self._file.seekable():  # joining the head to a large rest would copy both
            self._file.seek(-len(self._unread), os.SEEK_CUR)
            self._done -= len(self._unread)
            self._unread = b""
        unread, self._unread = self._unread, b""
        if 0 <= count < len(unread):
            self._unread = unread[count:]
            return unread[:count]
        return unread if unread and count >= 0 else unread + self._next(count)

    def content(self) -> bytes:
        """All bytes, kept for further calls; `read` returns them only once."""
        if self._content is None:
            self._content = self.read()
        return self._content

    def _next(self, count: int) -> bytes:
        try:
            data = self._file.read(count)
        except OSError as error:
            raise InputError(f"{self.name} can't be read: {error.strerror}") from None
        self._done += len(data)
        if self._progress:
            self._progress(self.name, self._done, self._size)
        return data
