"""Text from the user's data, harmless wherever it is shown: on a terminal, in a row, on a page, in a spreadsheet.

A control character of a label must not command a terminal, a line separator not break a row, a character that reverses the
direction of writing not disguise a name, and a text that a spreadsheet would compute not be computed.
"""

from __future__ import annotations

import re

from .patterns import Pattern

_BREAKS = Pattern(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""What str.split takes for blanks besides blanks: tabs, and all that begins a new line somewhere."""

_HIDDEN = Pattern(
    r"[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)
"""Control and format characters (Unicode's Cc, Cf, Zl, Zp), halves of characters, and code points that are not characters."""

_FORMULA = Pattern(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|[\t\r\n]")
"""How a text begins that a spreadsheet takes for a formula: also with blanks before it, or with a sign of another width."""


def shown(text: str, *, breaks: str | None = " ") -> str:
    """The text on one line, with "\\x1b" and the like spelt out for each character that shows nothing and does something.

    What breaks a line becomes a blank, as where labels are compared; `breaks` None: it is spelt out too. A byte of a file's
    name that is not UTF-8 is spelt as a byte.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_spelt, text if breaks is None else _BREAKS.sub(breaks, text))


def shown_lines(text: str) -> str:
    """A message, whose own line feeds stay."""
    return "\n".join(map(shown, text.split("\n")))


def spelt_in_json(text: str) -> str:
    """JSON with those characters as JSON's own escapes: read again they are what they were."""
    if text.isascii() and text.isprintable():
        return text
    import json

    return _HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def in_toml(text: str) -> str:
    """A text as TOML writes it, which is JSON's way but for characters beyond U+FFFF and the delete character."""
    import json

    return _HIDDEN.sub(
        lambda match: f"\\u{ord(match[0]):04x}" if ord(match[0]) < 0x10000 else f"\\U{ord(match[0]):08x}",
        json.dumps(text, ensure_ascii=False),
    )


def escape_formula(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The text without that apostrophe."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def _spelt(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
