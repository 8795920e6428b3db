"""JSON: the records of a table as an array of objects, unrounded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...model.harmless import spelt_in_json
from . import writer

if TYPE_CHECKING:
    from ..tables import Table


@writer("json", suffixes=(".json",), from_records=True)
def array_of_objects(table: Table) -> str:
    """An object for each record; dates as ISO text, missing numbers as null, control characters escaped."""
    import json

    written = json.JSONEncoder(default=date.isoformat, ensure_ascii=False).encode
    lines = (spelt_in_json(written(record)) for record in table.records)
    inside = ",\n  ".join(lines)
    return f"[\n  {inside}\n]\n" if inside else "[]\n"
