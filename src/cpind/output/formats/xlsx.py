"""An Excel workbook: the table on its first sheet, title and notes on a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...model.columns import Categorical
    from ..tables import Table


def columns_workbook(columns: Mapping[str, Categorical]) -> bytes:
    """Columns of texts as one sheet."""
    from ..workbook import of_columns

    return of_columns(columns)


@writer("xlsx", suffixes=(".xlsx",), write_columns=columns_workbook)
def workbook(table: Table) -> bytes:
    """Numbers as numbers. Raises InputError for more than a sheet of Excel holds."""
    from ..workbook import of_table

    return of_table(table)
