"""A file changed whole: locked while it is read and written anew, written beside and moved into place."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import InputError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else changes a file of this folder meanwhile: a second command waits. No file is left behind for it.

    Raises InputError for a folder that is not there. Where the system has no such locks (Windows) nothing is locked.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = path.resolve().parent
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # which unlocks it


def replace_text(path: Path, text: str) -> None:
    """Write a file beside the one that is there and move it into its place, with its mode and through a symbolic link;
    a failed write leaves the old file. Raises InputError where it can't be written."""
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            if target.exists():
                os.chmod(unfinished, stat.S_IMODE(target.stat().st_mode))
            os.replace(unfinished, target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from None
