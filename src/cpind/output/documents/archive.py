"""Word documents and workbooks are zip archives: write one again without the time at which it was made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

MADE = datetime(2020, 1, 1)
"""The date in the properties and of the parts: the same document has the same bytes whenever it is written."""


def with_fixed_times(data: bytes, *, edit: Callable[[str, bytes], bytes] = lambda name, part: part) -> bytes:
    """The same archive with one fixed time for all its parts; `edit` returns the new content of a part by its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, edit(name, old.read(name)))
    return out.getvalue()
