"""Limits on how much a Parquet file may unpack to, by its metadata, before any of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData

LARGEST_CELLS, CELLS_PER_BYTE = 20_000_000, 15
"""More cells than the first, and more than the second for each byte of the file: no genuine file is packed so
tightly."""

LARGEST_BYTES, LARGEST_RATIO, LARGEST_OF_ALL = 100_000_000, 100, 4_000_000_000
"""The same limits for the bytes of all columns against the bytes of the file; and the absolute maximum."""


def refuse_parquet_bomb(metadata: FileMetaData, size: int, name: str) -> None:
    """Raise InputError for a file of `size` bytes whose metadata (pyarrow's FileMetaData) announce far too much."""
    cells = metadata.num_rows * metadata.num_columns
    if cells > LARGEST_CELLS and cells > CELLS_PER_BYTE * size:
        raise InputError(f"{name} would unpack to {cells:,} cells: not a table that cpind opens")
    unfolded = sum(max(metadata.row_group(number).total_byte_size, 0) for number in range(metadata.num_row_groups))
    if unfolded > LARGEST_OF_ALL or (unfolded > LARGEST_BYTES and unfolded > LARGEST_RATIO * size):
        raise InputError(f"{name} would unpack to {unfolded // 1_000_000:,} MB: not a table that cpind opens")
