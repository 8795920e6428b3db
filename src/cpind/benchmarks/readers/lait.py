"""DfE's Local Authority Interactive Tool (LAIT): its long table, a row for each indicator, area and year."""

from __future__ import annotations

from collections import Counter

from ...model.periods import year_label
from ...model.wording import counted
from ..downloads import Download
from ..names import region_code
from ..published import SYMBOLS
from ..records import ENGLAND, ENGLAND_CODE, FIGURE, LOCAL, NATIONAL, REGIONAL, Origin, Record, is_number
from .cells import plain_heading, reporting_year_of, stored_value, without_binary_noise
from .imported import NO_ROWS, Imported

_INDICATORS = {"CPP_rate": "rates", "CPPlans2yrs": "two-year", "CP_conf_15days": "icpc", "PrevRegCPR": "repeats"}
_ENGLAND_NUMBER = "970"
_COLUMNS = ("short desc", "years", "la and regions", "values", "la number")
HEADINGS = frozenset(map(plain_heading, _COLUMNS))


def read(download: Download) -> Imported | None:
    """The figures of the table; None for a table without LAIT's columns."""
    rows = download.under(*_COLUMNS)
    if rows is None:
        return None
    codes = {name.lower(): code for name, code in _INDICATORS.items()}
    wanted = [row for row in rows if row["short desc"].strip().lower() in codes]
    years = [year for row in wanted if (year := reporting_year_of(row["years"]))]
    if not years:
        reason = f"it has none of LAIT's {', '.join(_INDICATORS)}" if rows else NO_ROWS
        return Imported(download.name, unused=(reason,))
    vintage = str(max(years))
    about = Record(
        FIGURE,
        release=f"LAIT {vintage}",
        vintage=vintage,
        date=download.date,
        source=download.name,
        origin=Origin.LAIT,
    )
    records: dict[tuple[str, ...], Record] = {}
    unused: Counter[str] = Counter()
    for row in wanted:
        record = _figure(row, about)
        if isinstance(record, str):
            unused[record] += 1
            continue
        record = record._replace(indicator=codes[row["short desc"].strip().lower()])
        earlier = records.setdefault(record.key, record)
        if earlier.value != record.value:
            unused["a second, different figure for one area and year (the first is kept)"] += 1
        elif earlier is not record:
            unused["a repeat of an earlier row"] += 1
    unused["other indicators"] += len(rows) - len(wanted)
    reasons = [f"{counted('{n} {row|rows}', n)}: {reason}" for reason, n in unused.items() if n]
    return Imported(download.name, list(records.values()), about.release, (*reasons, *rows.left_out()))


def _figure(row: dict[str, str], about: Record) -> Record | str:
    """The record of a row, or why it is not taken."""
    number, area = row["la number"].strip(), row["la and regions"].strip()
    year = reporting_year_of(row["years"])
    if not year:
        return "no year"
    if not area or not number.isdecimal():
        return "no area, or no number of an area"
    # An authority is recognised by its number, whatever the area is called.
    is_authority = 200 < int(number) < 960
    region = "" if is_authority else region_code(area, number)
    if not (is_authority or region or number == _ENGLAND_NUMBER):
        return f"an average or area that is not an authority, region or England ({area})"
    value = without_binary_noise(stored_value(row["values"], year))
    if not value:
        return "no value"
    if not (is_number(value) or value in SYMBOLS):
        return "a value that is neither a number nor one of DfE's symbols"
    figure = about._replace(period=year_label(year), value=value)
    if number == _ENGLAND_NUMBER:
        return figure._replace(level=NATIONAL, code=ENGLAND_CODE, area=ENGLAND)
    return figure._replace(level=REGIONAL if region else LOCAL, code=region or number, area=area)
