"""Write files completely or not at all: beside the existing file, then moved into its place."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from ..errors import InputError

UNFINISHED: set[Path] = set()
"""Files being written beside their targets; code that ends the process at once removes them (`discard_unfinished`)."""

_DEVICES = ("/dev/", "/proc/")


def save_bytes(path: str | os.PathLike[str], data: bytes, *, must_be_new: bool = False) -> None:
    """Write a file beside the existing one and move it into its place, keeping its mode and following symbolic links.

    A failed write leaves only the old file. A pipe or a device is written to directly. With `must_be_new`, raises
    FileExistsError if the path exists. Raises InputError if it can't be written: no permission (even if only for the
    old file), a folder, a full disk.
    """
    try:
        _save(Path(path), data, must_be_new)
    except FileExistsError:
        if must_be_new:
            raise
        raise InputError(f"{path} can't be written: another program has created it meanwhile") from None
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a NUL in the name; RuntimeError: circular links
        raise InputError(f"{path} can't be written: {_why(path, error)}") from None


def require_place(path: str | os.PathLike[str]) -> None:
    """Raise InputError if a file can't be written because its folder does not exist, or a folder has its name. Call it
    before the work whose result is to be written."""
    try:
        is_folder, has_folder = os.path.isdir(path), os.path.isdir(os.path.dirname(os.path.abspath(path)))
    except (OSError, ValueError):
        return  # writing it will report this
    if is_folder or not has_folder:
        raise InputError(f"{path} can't be written: {_why(path, None)}")


def _why(path: str | os.PathLike[str], error: Exception | None) -> str:
    """What prevents writing and how to correct it; for other errors, the system's message."""
    folder = os.path.dirname(path)
    with contextlib.suppress(OSError, ValueError):
        if os.path.isdir(path):
            return f"it is a folder; name a file, as {os.path.join(path, 'FILE.csv')}"
        if os.path.isfile(folder):
            return f"{folder} is a file, and no folder; name another"
        if folder and not os.path.isdir(folder) and (error is None or isinstance(error, FileNotFoundError)):
            return f"there is no folder {folder}; make it, or name another"
    return getattr(error, "strerror", None) or str(error)


def discard_unfinished() -> None:
    """Remove the files that are being written."""
    for path in tuple(UNFINISHED):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _save(path: Path, data: bytes, must_be_new: bool) -> None:
    if must_be_new and os.path.lexists(path):
        raise FileExistsError(str(path))
    before = _state(path)
    if (before and not stat.S_ISREG(before.st_mode)) or os.path.abspath(path).startswith(_DEVICES):
        with path.open("wb") as file:  # a folder raises an error here
            file.write(data)
        return
    target = path.resolve()
    if before and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    # A short name: one derived from the longest allowed name would be too long.
    unfinished = target.with_name(f".cpind-{os.urandom(6).hex()}")
    UNFINISHED.add(unfinished)
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with open(handle, "wb") as file:
            file.write(data)
        if before:
            _keep_mode(unfinished, before)
        if must_be_new:
            _move_if_free(unfinished, target)
        else:
            os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
        UNFINISHED.discard(unfinished)


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _keep_mode(path: Path, before: os.stat_result) -> None:
    """Restore mode, owner and group as far as the system allows."""
    try:
        if hasattr(os, "chown") and (os.geteuid(), os.getegid()) != (before.st_uid, before.st_gid):
            os.chown(path, before.st_uid, before.st_gid)
    except OSError:
        pass
    os.chmod(path, stat.S_IMODE(before.st_mode))  # after the owner: changing the owner clears some bits


def _move_if_free(unfinished: Path, target: Path) -> None:
    """Move the file to a place that must be empty: linking fails if something is there, moving would not."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        os.replace(unfinished, target)
