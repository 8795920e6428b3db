"""JSON: the records of a table as an array of objects, unrounded."""

from __future__ import annotations

import json
from datetime import date

from ...model.harmless import spelt_in_json
from ..tables import Table
from . import writer


@writer("json")
def tidy_json(table: Table) -> str:
    """One object a record, whatever the table's layout; dates as ISO text, missing numbers as null, control characters escaped."""
    lines = (spelt_in_json(json.dumps(record, default=date.isoformat, ensure_ascii=False)) for record in table.records)
    inside = ",\n  ".join(lines)
    return f"[\n  {inside}\n]\n" if inside else "[]\n"
