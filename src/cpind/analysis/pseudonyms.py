"""Pseudonyms: identifiers replaced by keyed hashes, the same for the same child and key, for lists that are shared."""

from __future__ import annotations

import hmac
from hashlib import sha256

import numpy as np

from ..errors import InputError
from ..inputs.files import read_bytes
from ..model.columns import Categorical, Frame, as_texts

FEWEST_KEY_BYTES = 16
"""A shorter key could be found by trial."""

_DIGITS = 16
_IDENTIFIERS = ("child_id", "family_id")


def read_key(path: str) -> bytes:
    """The key in a file, without the line ending. Raises InputError for a file that can't be read, and for a key of
    fewer than 16 bytes; no message shows the key."""
    key = read_bytes(path).rstrip(b"\r\n")
    if len(key) < FEWEST_KEY_BYTES:
        raise InputError(
            f"--pseudonyms {path}: the key is too short: write {FEWEST_KEY_BYTES} bytes or more into the file"
        )
    return key


def with_pseudonyms(rows: Frame, key: bytes) -> Frame:
    """The rows with every identifier of a child or family replaced: the first 16 hexadecimal digits of HMAC-SHA256 of the
    column's name, U+001F and the identifier. The date of birth is removed."""
    columns = {name: rows[name] for name in rows.names if name != "date_of_birth"}
    hashed = {name: _hashed(as_texts(rows[name]), name, key) for name in _IDENTIFIERS if name in rows}
    return Frame({**columns, **hashed})


def _hashed(column: Categorical, name: str, key: bytes) -> Categorical:
    used = column.narrowed(np.arange(len(column)))  # the texts of the whole extract would take their time
    return Categorical(used.codes, [_pseudonym(f"{name}\x1f{text}", key) for text in used.texts])


def _pseudonym(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()[:_DIGITS]
