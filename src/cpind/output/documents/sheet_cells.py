"""The cells of a workbook: a number is stored unrounded, and its format shows it as printed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...model.harmless import escape_formula
from ..tables import Cell
from .sheet_parts import number_format


class NumberFormats:
    """The number formats of a workbook, each made once: by decimals, and whether a plus sign is shown."""

    def __init__(self, book: Any, own: dict[str, Any]) -> None:
        self._book, self._own = book, own
        self._made: dict[str, Any] = {}

    def of(self, decimals: int, *, signed: bool = False) -> Any:
        """The format of a number with this many decimals."""
        text = number_format(decimals)
        text = f"+{text};-{text};{text}" if signed else text
        if text not in self._made:
            self._made[text] = self._book.add_format({**self._own, "num_format": text})
        return self._made[text]


def write_cell(sheet: Any, row: int, place: int, cell: Cell, formats: NumberFormats, words: Any) -> None:
    """Write a number unrounded, or words; nothing for a blank cell."""
    text = cell.text.replace(",", "")
    if cell.decimals is not None and re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", text):
        number = stored(text, cell.value, cell.decimals)
        sheet.write_number(row, place, number, formats.of(cell.decimals, signed=text.startswith("+")))
    elif cell.text:
        sheet.write_string(row, place, escape_formula(cell.text), words)


def stored(text: str, value: float | None, decimals: int) -> float:
    """The number that a cell holds: the unrounded `value` where Excel shows it as the printed `text`, else the printed
    number.

    Excel would show another where the value is rounded to something else than its own digits say: a figure worked from
    whole numbers that were rounded for publication, or -0.003, of which Excel makes "-0.0" and the paper "0.0".
    """
    if value is None or shown(value, decimals) != text.removeprefix("+"):
        return float(text)
    return value


def shown(value: float, decimals: int) -> str:
    """What Excel shows of a number: its 15 digits rounded half up, as DfE rounds."""
    fifteen = Decimal(format(value, ".15g"))
    return str(fifteen.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
