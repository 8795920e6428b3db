"""Text from the user's data, harmless wherever it is shown: on a terminal, in a row, on a page, in a spreadsheet.

A control character must not command a terminal, a line separator must not break a row, a character that reverses the
direction of writing must not disguise a name, and a spreadsheet must not compute a text.
"""

from __future__ import annotations

import re

from .patterns import Pattern

_BREAKS = Pattern(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""White space other than the blank, as str.split has it: tabs, and everything that may start a new line."""

_HIDDEN = Pattern(
    r"[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)
"""Control and format characters (Unicode's Cc, Cf, Zl, Zp), halves of characters, and code points that are not characters."""

_FORMULA = Pattern(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|[\t\r\n]")
"""How a text that a spreadsheet takes for a formula begins: also after blanks, or with a full-width sign."""


def shown(text: str, *, breaks: str | None = " ") -> str:
    """The text on one line, with each invisible control character spelt out, as "\\x1b".

    A line break becomes a blank, as it does where labels are compared; with `breaks` None it is spelt out too. A byte
    of a file name that is not UTF-8 is spelt as a byte.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_spelt, text if breaks is None else _BREAKS.sub(breaks, text))


def shown_lines(text: str) -> str:
    """A message with harmless characters; its own line feeds stay."""
    return "\n".join(map(shown, text.split("\n")))


def spelt_in_json(text: str) -> str:
    """JSON in which those characters are JSON escapes, so that reading gives them back unchanged."""
    if text.isascii() and text.isprintable():
        return text
    import json

    return _HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def in_toml(text: str) -> str:
    """A text as TOML writes it: as JSON does, except for characters beyond U+FFFF and the delete character."""
    import json

    return _HIDDEN.sub(
        lambda match: f"\\u{ord(match[0]):04x}" if ord(match[0]) < 0x10000 else f"\\U{ord(match[0]):08x}",
        json.dumps(text, ensure_ascii=False),
    )


def escape_formula(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The text without that apostrophe."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def _spelt(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
