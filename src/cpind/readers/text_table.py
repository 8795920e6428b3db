"""TextTable: a file as headings and columns of text, whatever it was before. What readers hand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FIRST_DATA_ROW = 2
"""The headings are row 1, as a spreadsheet counts."""


@dataclass(frozen=True)
class TextTable:
    """`columns[i]` belongs to `headings[i]`: an object array of str, "" where blank, one per row.

    `first_row` is the number that a spreadsheet shows beside the first of them. `remark`: what of the file was
    not read.
    """

    name: str
    headings: list[str]
    columns: list[np.ndarray]
    first_row: int = FIRST_DATA_ROW
    remark: str = ""

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0
