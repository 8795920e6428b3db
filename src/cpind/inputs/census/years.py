"""The year of a census return, and its reference date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from ...errors import InputError
from ...model.cells import parse
from ...model.periods import calendar_year_of, reporting_year, year_label
from .children import RowBuilder

_EVENTS = ("s47_start", "icpc_date", "plan_start", "plan_end", "review_dates")


def return_year(header: Mapping[str, str], tables: Mapping[str, RowBuilder], name: str) -> tuple[str, tuple[str, ...]]:
    """The year of the return, as text, and remarks on how it was found."""
    if given := header.get("ReferenceDate"):
        parsed = parse([given], "date")
        if parsed.bad[0]:
            raise InputError(f"{name}, Header: the ReferenceDate can't be read; write it as 2020-03-31")
        y = reporting_year(parsed.values[0].item())
        if header.get("Year", str(y)) != str(y):
            return str(y), (
                f"{name}: the header's Year and its ReferenceDate are of different reporting years: taken for {year_label(y)}",
            )
        return str(y), ()
    if by_year := calendar_year_of(header.get("Year", "")):
        return str(by_year), (f"{name} has no ReferenceDate: taken for {year_label(by_year)} by its Year",)
    texts = [text for rows in tables.values() for text in _dates(rows)]
    days = parse(texts, "date").values
    if not len(days) or np.isnat(days).all():
        raise InputError(f"{name} has no header and no date that can be read: nothing says which year's return it is")
    y = reporting_year(np.nanmax(days).item())
    return str(y), (f"{name} has no header: taken for the return of {year_label(y)}, the year of its latest date",)


def other_reference_date(header: Mapping[str, str], year: int) -> str:
    """The ReferenceDate as YYYY-MM-DD if it is not the 31 March of its year, else ""."""
    day = header.get("ReferenceDate", "")
    last = date(year, 3, 31)
    parsed = parse([day], "date").values[0].astype("datetime64[D]").item() if day else last
    return "" if parsed == last else parsed.isoformat()


def _dates(rows: RowBuilder) -> Iterable[str]:
    return (text for column, texts in zip(rows.columns, rows.texts) if column in _EVENTS for text in texts)
