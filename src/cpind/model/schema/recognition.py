"""A heading -> the column that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..headings import LONGEST_HEADING, by_words
from .known_columns import BY_NAME, COLUMNS


@lru_cache(maxsize=65536)
def plain(heading: str) -> str:
    """A heading with only its letters and digits, lower case: "CPP start-date" is "cppstartdate"."""
    return re.sub(r"[\W_]+", "", heading).lower()


_KNOWN = {plain(heading): column.name for column in COLUMNS for heading in (column.name, *column.aliases)}


def is_an_alias(heading: str, name: str) -> bool:
    """Whether this exact heading is an alias of the column, so that its words need not be interpreted."""
    return _KNOWN.get(plain(heading)) == name


def recognise(heading: str, mapping: dict[str, str] | None = None) -> str | None:
    """The canonical column of a heading, or None. `mapping` (plain heading -> column) goes first."""
    if len(heading) > LONGEST_HEADING:
        return None
    key = plain(heading)
    return (mapping or {}).get(key) or _KNOWN.get(key) or by_words(heading)


def accepted(name: str) -> str:
    """The headings a column is known by, for messages: "plan_start, CPPstartDate, ..."."""
    return ", ".join((name, *BY_NAME[name].aliases[:3]))


def canonical(heading: str, columns: Iterable[str]) -> str | None:
    """Which of an extract's columns a person means: by any known heading, or one of the file's own columns by its exact
    name."""
    key = plain(heading)
    own = {plain(column): column for column in columns}
    return own.get(key) or _KNOWN.get(key)
