"""Downloads -> Records: DfE's releases, LAIT, the ONS population and the neighbour files, told by their columns.

Figures are kept as published. What a release has no column for (conferences in time; since 2025 the rates) is computed
from its own counts, half up, and says so; symbols are kept, except that `x` up to 2017 stood for what is `c` today.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from ..model.measures import PERCENT, RATE, Measure, exact, half_up
from ..model.periods import FIRST_YEAR, LAST_YEAR, year_label
from .downloads import LONGEST_HEADING, MOST_COLUMNS, Download, Rows, downloads, texts
from .names import region_code
from .published import SYMBOLS
from .records import FIGURE, LOCAL, NATIONAL, NEIGHBOUR, POPULATION, REGIONAL, Record

ENGLAND = "England"
SUPPRESSED, LAST_X_YEAR = "c", 2017
FROM_COUNTS, FROM_ROUNDED = "from counts", "from counts rounded to 10"
"""What a record's note says of a value that was not published as such."""

RELEASE = "Children in need"
NO_ROWS = "headings and no rows"

_LEVELS = {
    "national": NATIONAL,
    "country": NATIONAL,
    "regional": REGIONAL,
    "region": REGIONAL,
    "local authority": LOCAL,
    "la": LOCAL,
}


@dataclass(frozen=True)
class Imported:
    """What came of one table: its records, and in words what it was and what of it could not be used."""

    name: str
    records: list[Record] = field(default_factory=list)
    what: str = ""
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Measure:
    """A figure of a release's table: its columns, by their plain names. `value` is the published one, if any."""

    indicator: str
    measure: Measure | None = None
    value: str = ""
    numerator: tuple[str, ...] = ()
    denominator: str = ""


_TABLES: tuple[tuple[tuple[str, ...], tuple[_Measure, ...]], ...] = (
    (
        ("cpp_start", "cpp_end", "cpp_at31"),
        (
            _Measure("rates", RATE, "cpp_at31_rate", ("cpp_at31",)),
            _Measure("plans-open", value="cpp_at31"),
            _Measure("plans-started", value="cpp_start"),
            _Measure("plans-ended", value="cpp_end"),
        ),
    ),
    (
        ("section47", "icpc"),
        (
            _Measure("s47", value="section47"),
            _Measure("conferences", value="icpc"),
            _Measure("icpc", PERCENT, "", ("duration_0_10_days", "duration_11_15_days"), "icpc"),
        ),
    ),
    (
        ("cpp_start", "cpp_subsequent"),
        (_Measure("repeats", PERCENT, "cpp_subsequent_percent", ("cpp_subsequent",), "cpp_start"),),
    ),
    (
        ("cpp_at31", "2_years_or_more"),
        (_Measure("two-year-open", PERCENT, "2_years_or_more_percent", ("2_years_or_more",), "cpp_at31"),),
    ),
    (
        ("cpp_at31_3months", "reviewed_within_timescales"),
        (
            _Measure(
                "reviews",
                PERCENT,
                "reviewed_within_timescales_percent",
                ("reviewed_within_timescales",),
                "cpp_at31_3months",
            ),
        ),
    ),
    (
        ("cpp_end", "2_years_or_more"),
        (_Measure("two-year", PERCENT, "2_years_or_more_percent", ("2_years_or_more",), "cpp_end"),),
    ),
)
"""The columns by which a table is told, and the figures in it."""

_LAIT = {"CPP_rate": "rates", "CPPlans2yrs": "two-year", "CP_conf_15days": "icpc", "PrevRegCPR": "repeats"}
_LAIT_ENGLAND = "970"
_KNOWN_HEADINGS = (
    frozenset(
        "time_period geographic_level old_la_code la_name age_group population_estimate short_desc years values".split()
    )
    | frozenset("la_and_regions la_number la_num region_name country_name sn1 sn_1".split())
    | {column for needed, _ in _TABLES for column in needed}
)


def import_files(paths: Sequence[Path]) -> list[Imported]:
    """Every table of every file: what it gave, or why it gave nothing. Raises InputError for a file that can't be read."""
    found = [imported for path in paths for download in downloads(path) for imported in [import_table(download)]]
    if not any(imported.records for imported in found):
        why = " ".join(f"{described(imported)}." for imported in found)
        raise InputError(
            f"nothing to import in {', '.join(path.name for path in paths)}. {why} cpind knows DfE's children in need files, "
            "LAIT's long table, the ONS population file and the statistical neighbour files by their columns"
        )
    return found


def import_table(download: Download) -> Imported:
    """One table, by whichever reader knows its columns."""
    for reader in (_neighbours, _lait, _population, _release):
        imported = reader(download)
        if imported is not None:
            return imported
    first = next((row for row in download.rows if any(row)), [])
    # Only headings that cpind knows are shown: the first row of somebody else's file may be a child's.
    known = [cell.strip() for cell in first[:MOST_COLUMNS] if _plain(cell[:LONGEST_HEADING]) in _KNOWN_HEADINGS]
    shown = f" (known of them: {', '.join(known[:6])})" if known else ""
    what = f"{len(first)} columns in its first row{shown}" if first else "empty"
    return Imported(download.name, unused=(f"no table that cpind knows: {what}",))


# --- DfE's releases -------------------------------------------------------------------------------------


def _release(download: Download) -> Imported | None:
    rows = _geographic(download)
    if rows is None:
        return None
    if not rows:
        return Imported(download.name, unused=(NO_ROWS,))
    columns = set(rows[0])
    measures = [measure for needed, found in _TABLES if set(needed) <= columns for measure in found]
    # A table of durations has the plans of the first table's columns too, but not all of them.
    if not measures:
        return None
    places, unused = _places(rows)
    if not places:
        return Imported(download.name, unused=tuple(unused))
    vintage = max(y for _, y, _ in places)
    records: dict[tuple[str, ...], Record] = {}
    twice = 0
    for place, y, row in places:
        for measure in measures:
            record = _figure(place, y, row, measure, vintage, download)
            twice += record.key in records
            records.setdefault(record.key, record)
    if twice:
        unused.append(f"{twice:,} second figures for one area and year: the first stands")
    used = {column for m in measures for column in (m.value, *m.numerator, m.denominator) if column}
    strange = sum(bool(row.get(c, "").strip()) and not _number(row[c], y) for _, y, row in places for c in used)
    if strange:
        unused.append(f"{strange:,} cells that are neither a number nor one of DfE's symbols")
    return Imported(download.name, list(records.values()), f"{RELEASE} {vintage}", tuple(unused))


def _figure(place: Record, y: int, row: dict[str, str], measure: _Measure, vintage: int, download: Download) -> Record:
    parts = [_number(row.get(column, ""), y) for column in measure.numerator]
    counts = all(part.isdigit() for part in parts)
    numerator = str(sum(map(int, parts))) if parts and counts else ""
    denominator = _number(row.get(measure.denominator, ""), y) if measure.denominator else ""
    value, note = _number(row.get(measure.value, ""), y) if measure.value else "", ""
    if not value and measure.numerator:
        symbol = next((part for part in (*parts, denominator) if part and not part.isdigit()), "")
        if symbol:
            value = symbol
        elif measure.measure is RATE or not (numerator and denominator):
            pass  # a rate's population comes from another file
        elif denominator == "0":
            value = "z"
        else:
            value = half_up(exact(int(numerator), int(denominator), PERCENT), 1)
            note = FROM_COUNTS if place.level == LOCAL else FROM_ROUNDED
    return place._replace(
        record=FIGURE,
        indicator=measure.indicator,
        period=year_label(y),
        numerator=numerator,
        denominator=denominator if denominator.isdigit() else "",
        value=value,
        release=f"{RELEASE} {vintage}",
        vintage=str(vintage),
        date=download.date,
        source=download.name,
        note=note,
    )


def _number(text: str, y: int) -> str:
    """A number or symbol as the store keeps it: without thousands' commas, leading zeros or ".0" of a count; "" for
    nothing, and for what is neither."""
    text = text.strip().replace(",", "")
    if re.fullmatch(r"-?[0-9]+\.0", text) and len(text) > 6:  # a count that a spreadsheet made a float
        text = text[:-2]
    lower = text.lower()
    if lower == "x" and y <= LAST_X_YEAR:
        return SUPPRESSED
    if lower in SYMBOLS:
        return lower
    return re.sub(r"^(-?)0+(?=[0-9])", r"\1", text) if _is_number(text) else ""


def _geographic(download: Download) -> Rows | None:
    """The rows of a table with DfE's columns of place and time, headings in plain names."""
    return download.under("geographic_level", "time_period", plain=_plain)


def _plain(heading: str) -> str:
    """ "2_years+_percent" as "2_years_or_more_percent", "Duration_0-10_days" as "duration_0_10_days"."""
    return re.sub(r"[^a-z0-9]+", "_", heading.lower().replace("+", "_or_more ")).strip("_")


def _places(
    rows: Iterable[dict[str, str]], footnotes: Iterable[str] = ()
) -> tuple[list[tuple[Record, int, dict[str, str]]], list[str]]:
    """Each row's place as the beginning of a record, and its year; and what of the rows can't be used."""
    found, strange = [], 0
    blank = Record(*[""] * len(Record._fields))
    for row in rows:
        level = _LEVELS.get(row["geographic_level"].strip().lower(), "")
        y = _year(row["time_period"])
        code, area = {
            NATIONAL: (row.get("country_code", ""), ENGLAND),
            REGIONAL: (row.get("region_code", ""), row.get("region_name", "")),
            LOCAL: (row.get("old_la_code", ""), row.get("la_name", "")),
        }.get(level, ("", ""))
        if not (level and y and code.strip() and area.strip()) or (level == LOCAL and not code.strip().isdigit()):
            strange += 1
            continue
        region, gss = (row.get(name, "").strip() if level == LOCAL else "" for name in ("region_name", "new_la_code"))
        place = blank._replace(level=level, code=code.strip(), gss=gss, area=area.strip(), region=region)
        found.append((place, y, row))
    said = [f"{strange:,} rows of no area or year that cpind knows"] if strange else []
    return found, [*said, *getattr(rows, "left_out", list)(), *footnotes]


def _year(text: str) -> int | None:
    """ "2020", "201920" or "2019/20" as 2020."""
    match = re.fullmatch(r"([0-9]{4})(?:[-/]?([0-9]{2}))?", text.strip())
    if not match:
        return None
    y = int(match[1]) + (1 if match[2] else 0)
    return y if FIRST_YEAR <= y <= LAST_YEAR else None


# --- the ONS population file ----------------------------------------------------------------------------


def _population(download: Download) -> Imported | None:
    rows = _geographic(download)
    if not rows or not {"age_group", "population_estimate"} <= set(rows[0]):
        return None
    groups = texts(rows, "age_group")
    children = {text for text in groups if re.search(r"\b0 to 17\b|under 18", text, re.IGNORECASE)}
    if not children:
        return Imported(download.name, unused=(f"no age group 0 to 17 among the {len(groups):,} in it",))
    mine = (row for row in rows if row["age_group"].strip() in children)
    places, unused = _places(mine, rows.left_out())
    if not places:
        return Imported(download.name, unused=tuple(unused))
    # The time_period of this file is the mid-year itself: mid-2019 is used for 31 March 2020.
    vintage = max(y for _, y, _ in places) + 1
    records = {}
    for place, y, row in places:
        children_aged = _number(row["population_estimate"], y)
        if not children_aged.isdigit() or children_aged == "0":
            unused.append(f"{place.area}, mid-{y}: no number of children")
            continue
        record = place._replace(
            record=POPULATION,
            indicator="population",
            period=f"mid-{y}",
            value=children_aged,
            release=f"{RELEASE} {vintage}",
            vintage=str(vintage),
            date=download.date,
            source=download.name,
        )
        records[record.key] = record
    return Imported(download.name, list(records.values()), f"population, {RELEASE} {vintage}", tuple(unused))


# --- LAIT -----------------------------------------------------------------------------------------------


def _lait(download: Download) -> Imported | None:
    rows = download.under("short desc", "years", "la and regions", "values", "la number")
    if rows is None:
        return None
    known = {name.lower(): code for name, code in _LAIT.items()}
    mine = [row for row in rows if row["short desc"].strip().lower() in known]
    years = [y for row in mine if (y := _year(row["years"]))]
    if not years:
        return Imported(download.name, unused=(f"none of LAIT's {', '.join(_LAIT)} in it" if rows else NO_ROWS,))
    vintage = max(years)
    records: dict[tuple[str, ...], Record] = {}
    unused: Counter[str] = Counter()
    for row in mine:
        y, number, area = _year(row["years"]), row["la number"].strip(), row["la and regions"].strip()
        value = _without_noise(_number(row["values"], y or 0))
        # A number of an authority is one, whatever it is called.
        is_authority = number.isdecimal() and 200 < int(number) < 960
        region = "" if is_authority else region_code(area, number)
        level = NATIONAL if number == _LAIT_ENGLAND else REGIONAL if region else LOCAL
        reason = _why_not(y, number, area, value, level)
        if reason:
            unused[reason] += 1
            continue
        record = Record(
            FIGURE,
            known[row["short desc"].strip().lower()],
            level,
            {NATIONAL: "E92000001", REGIONAL: region, LOCAL: number}[level],
            "",
            ENGLAND if level == NATIONAL else area,
            "",
            year_label(y),
            "",
            "",
            value,
            f"LAIT {vintage}",
            str(vintage),
            download.date,
            download.name,
        )
        if records.setdefault(record.key, record).value != value:
            unused["a second, different figure for one area and year (the first stands)"] += 1
        elif records[record.key] is not record:
            unused["a figure that another row has too"] += 1
    unused["other indicators"] += len(rows) - len(mine)
    said = [f"{n:,} {'row' if n == 1 else 'rows'}: {reason}" for reason, n in unused.items() if n]
    return Imported(download.name, list(records.values()), f"LAIT {vintage}", (*said, *rows.left_out()))


def _why_not(y: int | None, number: str, area: str, value: str, level: str) -> str:
    """Why a row of LAIT is not taken; "" for one that is."""
    if not y:
        return "no year"
    if not area or not number.isdecimal():
        return "no area or number of one"
    if level == LOCAL and not 200 < int(number) < 960:
        return f"an average or area that is not an authority, region or England ({area})"
    if not value:
        return "no value"
    return "" if _is_number(value) or value in SYMBOLS else "a value that is neither a number nor one of DfE's symbols"


def _without_noise(text: str) -> str:
    """A number without what a spreadsheet's binary fractions add to it: 86.10000000000001 is 86.1."""
    return format(float(text), ".10g") if re.fullmatch(r"-?[0-9]{1,6}\.[0-9]{8,}", text) else text


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text))


# --- statistical neighbours -----------------------------------------------------------------------------

_CODE_HEADINGS = ("old_la_code", "la num", "la number", "la_number", "la code")
_NAME_HEADINGS = ("la_name", "la name")
_REGION_HEADINGS = ("region_name", "goreg")


def _neighbours(download: Download) -> Imported | None:
    rows = None
    for code_heading in _CODE_HEADINGS:
        for first in ("sn1", "sn_1"):
            rows = rows or download.under(code_heading, first)
    if rows is None:
        return None
    if not rows:
        return Imported(download.name, unused=(NO_ROWS,))
    places = {int(match[1]): heading for heading in rows[0] if (match := re.fullmatch(r"sn_?([0-9]+)", heading))}
    named = _set_name(download.name, is_2021="sn1" in rows[0])
    codes = {_first(row, _NAME_HEADINGS).lower(): _first(row, _CODE_HEADINGS) for row in rows}
    records = []
    strange = 0
    for row in rows:
        code, area = _first(row, _CODE_HEADINGS), _first(row, _NAME_HEADINGS)
        if not code.isdigit():
            continue  # the heading of a block, as "Old SNs:"
        for place, heading in sorted(places.items()):
            given = row.get(heading, "").strip()
            neighbour = given if given.isdigit() else codes.get(given.lower(), "")
            if not neighbour:
                strange += bool(given)
                continue
            closeness = row.get(f"{heading}p", "").strip()
            records.append(
                Record(
                    NEIGHBOUR,
                    named,
                    LOCAL,
                    code,
                    "",
                    area,
                    _first(row, _REGION_HEADINGS),
                    str(place),
                    "",
                    "",
                    neighbour,
                    f"Statistical neighbours {named}",
                    named,
                    download.date,
                    download.name,
                    closeness,
                )
            )
    unused = [f"{strange:,} neighbours that are no authority of the file"] if strange else []
    return Imported(download.name, records, f"statistical neighbours {named}", (*unused, *rows.left_out()))


def _set_name(name: str, *, is_2021: bool) -> str:
    """The year of the set: the file's name says it, or its layout."""
    match = re.search(r"20[0-9]{2}", name)
    return match[0] if match else "2021" if is_2021 else "2025"


def _first(row: dict[str, str], headings: Iterable[str]) -> str:
    return next((row[heading].strip() for heading in headings if row.get(heading, "").strip()), "")


# --- rates that a release leaves to be computed ---------------------------------------------------------


def with_rates(records: Iterable[Record]) -> list[Record]:
    """The records with the rates that a release has no column for, from its counts and the population of its vintage:
    mid-(Y-1) for 31 March Y. A rate whose population is not there stays blank.

    A rate that was published gets the population behind it as its denominator: that of its vintage, else the latest
    earlier one (a release's own file may end a year early), if it gives the rate that was published.
    """
    records = list(records)
    people = {(r.code, r.period, r.vintage): r.value for r in records if r.record == POPULATION}
    there = sorted({vintage for _, _, vintage in people}, reverse=True)
    return [_with_rate(record, people, there) for record in records]


def _with_rate(record: Record, people: dict[tuple[str, str, str], str], there: Sequence[str]) -> Record:
    if record.record != FIGURE or record.indicator != "rates":
        return record
    y = int(record.period[:4])
    if own := people.get((record.code, f"mid-{y}", record.vintage), ""):
        record = record._replace(denominator=own)
        if record.value or not record.numerator:
            return record
        value = half_up(exact(int(record.numerator), int(own), RATE), 1)
        return record._replace(value=value, note=FROM_COUNTS if record.level == LOCAL else FROM_ROUNDED)
    if not (record.numerator and _is_number(record.value)):
        return record
    earlier = next((vintage for vintage in there if vintage <= record.vintage), "")
    for mid_year in (y, y - 1):
        children = people.get((record.code, f"mid-{mid_year}", earlier), "")
        if children:
            rate = half_up(exact(int(record.numerator), int(children), RATE), 1)
            return record._replace(denominator=children) if float(rate) == float(record.value) else record
    return record


def described(imported: Imported) -> str:
    """A line on what a table gave."""
    records = imported.records
    if not records:
        return f"{imported.name}: not used: {'; '.join(imported.unused)}"
    codes = ", ".join(dict.fromkeys(record.indicator for record in records if record.record == FIGURE))
    periods = sorted({record.period for record in records}) if records[0].record != NEIGHBOUR else []
    spans = f", {periods[0]} to {periods[-1]}" if len(periods) > 1 else "".join(f", {one}" for one in periods)
    n = len({record.code for record in records if record.level == LOCAL})
    areas = f"{n} {'authority' if n == 1 else 'authorities'}"
    left = f"; not used: {'; '.join(imported.unused)}" if imported.unused else ""
    what = f"{imported.what}: {codes}" if codes else imported.what
    return f"{imported.name}: {what}{spans}, {areas}{left}"
