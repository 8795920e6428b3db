"""Unpack gzip and zip files, within limits. A zip that is a workbook is not handled here."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import InputError

LARGEST_UNFOLDED, LARGEST_RATIO, LARGEST_OF_ALL = 100_000_000, 100, 4_000_000_000
"""A file is refused if it unpacks to more bytes than the first and more than the second times its size, or to more than
the last: no genuine file does. The files in a zip count together."""

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_PIECE = 1_000_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def unpack(data: bytes, name: str) -> Iterator[tuple[BinaryIO, str]]:
    """Yield the files in a gzip or zip file, each open and with its name for messages.

    All files of a zip are read, in order of name, except folders and files that an operating system adds. Raises
    InputError for a file that is damaged, has a password, is empty, unpacks to far too much, or contains another packed
    file.
    """
    inside = _gunzipped(data, name) if data[:2] == _GZIP else _unzipped(data, name)
    for content, inner in inside:
        if content[:2] == _GZIP or (content[:4] == _ZIP and _is_plain_zip(content)):
            raise InputError(f"{inner} is packed a second time: unpack it first")
        yield io.BytesIO(content), inner


def _is_plain_zip(data: bytes) -> bool:
    from .spreadsheets import workbook_kind

    return workbook_kind(data) is None


def _limit(packed: int) -> int:
    return min(max(LARGEST_UNFOLDED, packed * LARGEST_RATIO), LARGEST_OF_ALL)


def _too_large(name: str, size: int) -> InputError:
    return InputError(f"{name} would unpack to more than {size // 1_000_000:,} MB: unpack it, and see what is in it")


def _gunzipped(data: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    limit, done = _limit(len(data)), 0
    pieces: list[bytes] = []
    rest = data
    try:
        while rest[:2] == _GZIP:  # consecutive gzip members are one file
            member = zlib.decompressobj(wbits=31)
            while rest and not member.eof:
                pieces.append(member.decompress(rest, _PIECE))
                rest = member.unconsumed_tail or member.unused_data
                done += len(pieces[-1])
                if done > limit:
                    raise _too_large(name, limit)
            if not member.eof:
                raise EOFError
    except _DAMAGED:
        raise InputError(f"{name} is not a gzip file that can be unpacked: it is damaged or cut short") from None
    yield b"".join(pieces), name


def _unzipped(data: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            inside = [part for part in parts.infolist() if not _is_passed_over(part)]
            if sum(part.file_size for part in inside) > _limit(len(data)):
                raise _too_large(name, _limit(len(data)))
            if any(part.flag_bits & 1 for part in inside):
                raise InputError(f"{name} has a password: unpack it first")
            if not inside:
                raise InputError(f"{name} is a zip without a file in it")
            paths = {part: part.filename.replace("\\", "/") for part in inside}
            names = [posixpath.basename(path) for path in paths.values()]
            for part, path in sorted(paths.items(), key=lambda entry: entry[1]):
                inner = posixpath.basename(path)
                yield parts.read(part), f"{name} [{inner if names.count(inner) == 1 else path}]"
    except _DAMAGED:
        raise InputError(
            f"{name} is not an Excel workbook that can be opened, nor a zip that can be unpacked: it is damaged, or cut short"
        ) from None


def _is_passed_over(part: zipfile.ZipInfo) -> bool:
    names = part.filename.replace("\\", "/").split("/")
    return part.is_dir() or names[0] == "__MACOSX" or names[-1].startswith((".", "~$")) or names[-1] == "Thumbs.db"
