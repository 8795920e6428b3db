"""Read Parquet into a TextTable with the texts that the file would have as CSV, so that it gives the same figures."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError
from ...model.columns import Categorical, united
from ..text_table import TextTable, numbered
from . import ReadOptions, Source, reader

if TYPE_CHECKING:
    import pyarrow as pa

_INDEX = re.compile(r"__index_level_[0-9]+__")
"""A column that pandas adds for its own use."""


@reader("Parquet", suffixes=(".parquet",), order=30, recognises=lambda source: source.head[:4] == b"PAR1")
def read_parquet(source: Source, options: ReadOptions) -> list[TextTable]:
    """The columns of a Parquet file as texts: dates as 2020-03-31, flags as 1 and 0, whole numbers without ".0",
    several dates in a cell separated by semicolons. Rows are numbered as if the headings were row 1.

    Raises InputError for a file that is damaged, would unpack to far too much, or has a column of records or bytes.
    """
    import pyarrow as pa
    from pyarrow import parquet

    from ..trimming import trimmed
    from ..unfolding import refuse_parquet_bomb

    data, name = source.read(), source.name
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        refuse_parquet_bomb(file.metadata, len(data), name)
        schema = file.schema_arrow
        texts = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        # A long text repeated in every row stays one text.
        table = parquet.ParquetFile(io.BytesIO(data), read_dictionary=texts).read()
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        raise InputError(f"{name} is not a Parquet file that can be read; export it again, or as CSV (UTF-8)") from None
    names = [field for field in table.column_names if not _INDEX.fullmatch(field)]
    columns = [_as_texts(table.column(field), field, name) for field in names]
    rows = numbered(2, table.num_rows)
    return [trimmed(TextTable(name, names, columns, rows, title=name, own_dates=True), options.mapping)]


def _as_texts(column: pa.ChunkedArray, heading: str, name: str) -> Categorical:
    """A column of any type, coded by its distinct values."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind) and not pa.types.is_nested(kind.value_type):
        column, kind = column.unify_dictionaries(), kind.value_type
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return united(*_of_lists(column, heading, name))
    elif pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise InputError(f'{name}: the column "{heading}" holds {kind}, not texts, numbers or dates; leave it out')
    else:
        column = column.dictionary_encode()
    if not len(column):
        return Categorical(np.zeros(0, np.int32), [])
    column = column.combine_chunks()
    column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return united(codes, _texts(column.dictionary))


def _texts(values: pa.Array) -> list[str]:
    """Values as a CSV would have them."""
    import pyarrow as pa

    kind = values.type
    if pa.types.is_boolean(kind):
        return ["" if value is None else str(int(value)) for value in values.to_pylist()]
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return [_number(value) for value in values.to_pylist()]
    return [value or "" for value in values.cast(pa.string()).to_pylist()]


def _number(value: Any) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if abs(value) < 10**15 and value == int(value) else str(value)


def _of_lists(column: pa.ChunkedArray, heading: str, name: str) -> tuple[np.ndarray, list[str]]:
    """Cells that hold several values, separated by semicolons."""
    rows = [
        ";".join(text for text in (_as_text(value) for value in cell) if text) if cell else ""
        for cell in column.to_pylist()
    ]
    places = {text: place for place, text in enumerate(dict.fromkeys(rows))}
    return np.array([places[text] for text in rows], np.int32), list(places)


def _as_text(value: object) -> str:
    return "" if value is None else str(value)[:10]
