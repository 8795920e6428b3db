"""The commands of a test process read the same large files once: most tests of commands begin with the packaged example, and
reading it is nine tenths of their time.

An extract is known by the names and the content of its files and by how they are read, so that a file that a test changes is
read anew, and small files always. What is kept can't be written to: a command that changes its extract fails.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from cpind.inputs import delimited
from cpind.model.columns import Categorical
from cpind.model.extract import Extract

LARGE_BYTES = 200_000
KEPT = 6
"""Smaller files are read each time; so many extracts are kept, the last ones asked for."""


def reading_once(read: Callable[..., Extract]) -> Callable[..., Extract]:
    """The function `read` of cpind.inputs.reading, which remembers."""
    kept: dict[object, Extract] = {}

    def read_once(paths: Any, *, progress: object = None, **how: Any) -> Extract:
        files = _contents(paths)
        if not files:
            return read(paths, progress=progress, **how)
        key = (files, repr(sorted(how.items(), key=str)), delimited.LARGE_BYTES)
        extract = kept.pop(key, None) or _locked(read(paths, progress=progress, **how))
        kept[key] = extract
        if len(kept) > KEPT:
            del kept[next(iter(kept))]
        return extract

    return read_once


def _contents(paths: Any) -> tuple[tuple[str, bytes], ...]:
    """The name and the content of each file; none where they are not files with different names, or small."""
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else [] if paths is None else list(paths)
    if not all(isinstance(path, (str, os.PathLike)) and os.path.isfile(path) for path in paths):
        return ()
    if len({os.path.basename(path) for path in paths}) < len(paths) or sum(map(os.path.getsize, paths)) < LARGE_BYTES:
        return ()
    return tuple((os.path.basename(path), _digest(path)) for path in paths)


_known: dict[tuple[int, ...], bytes] = {}


def _digest(path: str | os.PathLike[str]) -> bytes:
    """Of the content, which is read once for each state of a file."""
    about = os.stat(path)
    file = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    if file not in _known:
        _known[file] = sha256(Path(path).read_bytes()).digest()
    return _known[file]


def _locked(extract: Extract) -> Extract:
    for column in extract.rows.columns.values():
        (column.codes if isinstance(column, Categorical) else column).flags.writeable = False
    return extract
