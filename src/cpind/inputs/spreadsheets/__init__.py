"""Workbooks (xlsx, xlsm, xlsb, xls, ods) as sheets of cells: what python-calamine reads, and what it leaves out."""

from __future__ import annotations

from .book import Cell, Sheet, open_workbook, workbook_kind

__all__ = ["Cell", "Sheet", "open_workbook", "workbook_kind"]
