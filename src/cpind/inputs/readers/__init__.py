"""The kinds of files that cpind reads: each is one decorated function in one module of this package.

A module in this folder is found without being named anywhere; folders, messages and docs take names and suffixes from
here. Importing it must cost next to nothing, so a reader's function imports the libraries that it needs.

    @reader("JSON lines", suffixes=(".jsonl",), order=50, recognises=lambda source: source.head.lstrip()[:1] == b"{")
    def read_json_lines(source: Source, options: ReadOptions) -> list[TextTable]: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from ...errors import NoExtractError
from ...model.discovery import import_all
from ..opening import Source

if TYPE_CHECKING:
    from ..text_table import TextTable

__all__ = [
    "ReadOptions",
    "Reader",
    "Source",
    "kinds_of_files",
    "read_tables",
    "reader",
    "registered_readers",
    "suffixes",
]


@dataclass(frozen=True)
class ReadOptions:
    """How files are read.

    Attributes:
        mapping: plain heading -> column.
        encoding: that of text; None to detect it.
        sheets: the names of the sheets of workbooks to read, () for all that are extracts.
        context: False, or the columns needed to split figures; other such columns may be left unread.
        iso_dates: whether a parser may read ISO dates at once.
    """

    mapping: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    context: bool | frozenset[str] = True
    iso_dates: bool = True


@dataclass(frozen=True)
class Reader:
    """A reader that is registered.

    Attributes:
        kind: its name in messages.
        suffixes: those of the files that are read in a folder.
        order: its place in lists. Kinds are tried from the last to the first, so that delimited text, which any text
            may be, is tried last.
        recognises: whether it can read a file.
        read: reads the tables of a file.
        is_gzipped: whether packed files such as .csv.gz are read in a folder too.
    """

    kind: str
    suffixes: tuple[str, ...]
    order: int
    recognises: Callable[[Source], bool]
    read: Callable[[Source, ReadOptions], list[TextTable]]
    is_gzipped: bool = False


_readers: list[Reader] = []

ReadFunction = Callable[[Source, ReadOptions], "list[TextTable]"]


def reader(
    kind: str, *, suffixes: tuple[str, ...], order: int, recognises: Callable[[Source], bool], is_gzipped: bool = False
) -> Callable[[ReadFunction], ReadFunction]:
    """Register a function that reads the tables of a file. `recognises` says whether it can read a file, by the first
    bytes (`source.head`) or all bytes (`source.content()`)."""

    def register(read: ReadFunction) -> ReadFunction:
        _readers.append(Reader(kind, suffixes, order, recognises, read, is_gzipped))
        return read

    return register


@lru_cache(maxsize=1)
def registered_readers() -> tuple[Reader, ...]:
    """All readers in the order of lists."""
    import_all(__name__, __path__)
    return tuple(sorted(_readers, key=lambda one: one.order))


def read_tables(source: Source, options: ReadOptions) -> list[TextTable]:
    """Read the tables of a file with the reader that recognises it. Raises NoExtractError for a file of another kind,
    and InputError for one that can't be read."""
    for one in reversed(registered_readers()):
        if one.recognises(source):
            return one.read(source, options)
    raise NoExtractError(f"{source.name} is not an extract: cpind reads {kinds_of_files()}")


def kinds_of_files() -> str:
    """The kinds of files, for messages: "CSV, ..., Parquet and CIN census XML"."""
    *kinds, last = [one.kind for one in registered_readers()]
    return f"{', '.join(kinds)} and {last}"


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that are read in a folder, packed ones last."""
    plain = [suffix for one in registered_readers() for suffix in one.suffixes]
    gzipped = [f"{suffix}.gz" for one in registered_readers() if one.is_gzipped for suffix in one.suffixes]
    return (*plain, *gzipped)
