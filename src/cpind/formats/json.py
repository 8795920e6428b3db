"""JSON: the tidy result as an array of objects, unrounded."""

from __future__ import annotations

import json
from datetime import date

from ..result import Result
from ..tables import Table
from . import writer


@writer("json")
def tidy_json(table: Table, result: Result) -> str:
    """One object a figure, whatever the table's layout; dates as ISO text, missing numbers as null."""
    rows = [figure._asdict() for figure in result.figures]
    lines = (json.dumps(row, default=date.isoformat, ensure_ascii=False) for row in rows)
    return "[\n  " + ",\n  ".join(lines) + "\n]\n"
