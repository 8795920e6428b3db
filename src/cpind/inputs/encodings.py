"""Convert the bytes of a text file to UTF-8: by its byte order mark, by the encoding given, as UTF-8, or as cp1252."""

from __future__ import annotations

import codecs
import re

from ..errors import InputError, OptionError

_MARKS = (  # UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_NOT_IN_CP1252 = re.compile(
    rb"[\x00-\x08\x0e-\x1f\x7f\x81-\x84\x86-\x89\x8b\x8d\x8f\x90\x98\x9b\x9d\xa1\xa2\xa4-\xa6\xa8\xac\xaf\xb1\xb6\xb8\xb9\xd7\xf7]"
)
"""Bytes that cp1252 does not have, or that exports from Windows never contain; texts from DOS and old Macs have
some."""


def as_utf8(data: bytes, name: str, encoding: str | None) -> tuple[bytes, str]:
    """The text in UTF-8, without a byte order mark and with line feeds as its only line ends; and remarks on it.

    A byte order mark decides, whatever encoding was given. Raises InputError, with the row, for a text in another
    encoding.
    """
    remark = ""
    mark, marked = next(((mark, marked) for mark, marked in _MARKS if data.startswith(mark)), (b"", encoding))
    data = data[len(mark) :]
    if marked is None and _likely_encoding(data):  # first, as any letter beyond ASCII would be reported as "not UTF-8"
        _refuse_nul(data, name)
    if marked not in (None, "utf-8") or not data.isascii():
        data, remark = _decoded(data, name, marked, is_given=bool(mark) or encoding is not None)
    _refuse_nul(data, name)
    return (data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data), remark


def _likely_encoding(data: bytes) -> str:
    """The encoding of a text without a byte order mark in which about every second byte is NUL (UTF-16), or three in
    four (UTF-32); "" for any other."""
    head = data[: min(400, len(data) // 4 * 4)]
    nul = tuple(head[place::4].count(b"\0") * 2 > len(head) // 4 for place in range(4))
    patterns: dict[tuple[bool, ...], str] = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return patterns.get(nul, "")


def _refuse_nul(data: bytes, name: str) -> None:
    if b"\0" in data:
        row = data[: data.index(b"\0")].count(b"\n") + 1
        encoding = _likely_encoding(data)
        hint = f"; if it is {encoding[:6].upper()}, say so with -e {encoding}" if encoding else ""
        raise InputError(
            f"{name}, row {row}: a NUL character, so not a text file that cpind can read; "
            f"export it again as CSV (UTF-8){hint}"
        )


def _decoded(data: bytes, name: str, encoding: str | None, *, is_given: bool) -> tuple[bytes, str]:
    try:
        return data.decode(encoding or "utf-8").removeprefix("\ufeff").encode(), ""
    except LookupError:
        raise OptionError(
            "no such encoding; common ones are utf-8, cp1252 and utf-16", option="-e", value=encoding or "utf-8"
        ) from None
    except UnicodeError as error:
        if not is_given and _is_plainly_cp1252(data):
            remark = f"{name} is not UTF-8 text and is read as cp1252, the usual encoding of Windows; -e says another"
            return data.decode("cp1252").encode(), remark
        before = getattr(error, "object", b"")[: getattr(error, "start", 0)]  # bytes, or a text that UTF-8 can't encode
        row = (before.count("\n") if isinstance(before, str) else before.count(b"\n")) + 1
        hint = (
            "say the right one with -e, as utf-8 or cp1252"
            if is_given
            else "say which encoding it has, as -e cp1252 (the usual one of Windows and Excel)"
        )
        raise InputError(f"{name}, row {row}: not {encoding or 'UTF-8'} text; {hint}") from None


def _is_plainly_cp1252(data: bytes) -> bool:
    """Whether every byte may occur in cp1252 and none is part of UTF-8: a file with both is neither."""
    if _NOT_IN_CP1252.search(data):
        return False
    letters = set(data.decode("utf-8", "surrogateescape"))
    return all(letter.isascii() or 0xDC80 <= ord(letter) <= 0xDCFF for letter in letters)
