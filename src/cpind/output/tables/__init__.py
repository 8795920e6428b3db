"""Everything that people read, as tables: results, findings of checks, published figures, reconciled lines."""

from .table import BLANK, Cell, Column, LongRows, Table, count, harmless_table, with_decimals, with_remarks

__all__ = ["BLANK", "Cell", "Column", "LongRows", "Table", "count", "harmless_table", "with_decimals", "with_remarks"]
