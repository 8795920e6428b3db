"""An Excel workbook: the table on its first sheet, title and notes on a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import writer

if TYPE_CHECKING:
    import pandas as pd

    from ..tables import Table


def frame_workbook(frame: pd.DataFrame) -> bytes:
    """A frame of texts as one sheet."""
    from ..workbook import of_frame

    return of_frame(frame)


@writer("xlsx", suffixes=(".xlsx",), write_frame=frame_workbook)
def workbook(table: Table) -> bytes:
    """Numbers as numbers. Raises InputError for more than a sheet of Excel holds."""
    from ..workbook import of_table

    return of_table(table)
