"""NHS numbers: ten digits, the last of which is a check digit by modulus 11; alone, or within a longer text.

Source: NHS Data Dictionary, "NHS number": weights 10 to 2, 11 less the remainder; 11 stands for 0, and 10 is not used.
"""

from __future__ import annotations

from .patterns import Pattern

_SEPARATOR = r"[ \u00a0.\u2010-\u2015-]?"
_DIGITS = f"[0-9]{{3}}{_SEPARATOR}[0-9]{{3}}{_SEPARATOR}[0-9]{{4}}"
_WITHIN = Pattern(rf"(?<![0-9])(?<![0-9][.,]){_DIGITS}(?![0-9])(?![.,](?!0+(?![0-9]))[0-9])")
"""Ten digits, or three, three and four, that are not part of a longer number or the decimals of one."""

MASK = "(an NHS number)"


def holds_nhs_number(text: str) -> bool:
    """Whether an NHS number stands anywhere in a text: "9434765919", "NHS 943-476-5919 (mother's)"."""
    return any(_has_check_digit(match[0]) for match in _WITHIN.finditer(text))


def without_nhs_numbers(text: str) -> str:
    """The text, for a message, with MASK for each NHS number in it."""
    return _WITHIN.sub(lambda match: MASK if _has_check_digit(match[0]) else match[0], text)


def _has_check_digit(text: str) -> bool:
    """Whether the last of ten digits is the check digit of the other nine, and they are not a run of one digit."""
    digits = [int(digit) for digit in text if digit.isdigit()]
    remainder = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1))) % 11
    check = (11 - remainder) % 11
    return len(digits) == 10 and check != 10 and check == digits[9] and len(set(digits)) > 1
