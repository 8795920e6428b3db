"""Parquet: the records of a table in typed columns, unrounded; and the texts of a converted extract."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ...model.harmless import shown
from . import writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from ...model.columns import Categorical
    from ..tables import Table


def columns_parquet(columns: Mapping[str, Categorical]) -> bytes:
    """Columns of texts by heading; a blank cell is null."""
    import pyarrow as pa

    arrays = {
        heading: pa.DictionaryArray.from_arrays(
            pa.array(column.codes, mask=column.codes < 0), pa.array(list(column.texts), pa.string())
        ).dictionary_decode()
        for heading, column in columns.items()
    }
    return _file(arrays)


@writer("parquet", suffixes=(".parquet",), from_records=True, write_columns=columns_parquet)
def records_parquet(table: Table) -> bytes:
    """A row for each record, with the columns of the tidy result: dates as dates, missing values as null."""
    numbers = {column.name: column.is_number for column in table.columns}
    names = dict.fromkeys(name for record in table.records for name in record) or dict.fromkeys(numbers)
    return _file({name: _typed([one.get(name) for one in table.records], numbers.get(name, False)) for name in names})


def _typed(values: list[object], is_number: bool) -> pa.Array:
    """The values in their own type, or as texts if there are several types. So that the files of two runs have the same
    types, numbers are doubles even if all of them are whole, and `is_number` decides for a column without a value."""
    import pyarrow as pa

    values = [shown(value) if isinstance(value, str) else value for value in values]
    types = {type(value) for value in values} - {type(None)}
    if types <= {int, float}:
        return pa.array(values, pa.float64() if types or is_number else pa.string())
    if len(types) == 1:
        return pa.array(values)
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _file(columns: Mapping[str, pa.Array]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table(dict(columns)), out, compression="zstd")
    return out.getvalue()
