"""Writers of what DfE and others publish, small and invented, in the layouts that people download.

``counts`` invents an authority's year; ``write_release`` writes the tables of a children in need release of them in the
layout of 2020 or of 2025; ``published`` is the slow, obvious recomputation of a percentage or rate from its counts.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

# Number, name, GSS code, region. Real numbers' form, no real authority.
AUTHORITIES = [
    (f"{300 + n}", f"{name}shire", f"E0900{n:04d}", "East Midlands" if n % 2 else "South West")
    for n, name in enumerate(
        "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Kauri Larch Maple Nutmeg".split(), start=1
    )
]
REGIONS = {"East Midlands": "E12000004", "South West": "E12000009"}


def half_up(value: Decimal, places: str = "0.1") -> str:
    """A number as DfE prints it: 42.0 is 42."""
    rounded = value.quantize(Decimal(places), ROUND_HALF_UP)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def published(numerator: int, denominator: int, factor: int = 100) -> str:
    """A percentage or rate to one decimal, half up; z where there is nothing to divide by."""
    return half_up(Decimal(numerator) * factor / Decimal(denominator)) if denominator else "z"


def counts(rng: random.Random) -> dict[str, int]:
    """One authority's year, as plain counts that are possible together."""
    at31 = rng.randint(60, 400)
    started = rng.randint(80, 500)
    ended = rng.randint(80, 500)
    conferences = rng.randint(90, 520)
    within = [rng.randint(5, 40), rng.randint(10, 50)]
    return {
        "population": rng.randint(40_000, 200_000),
        "at31": at31,
        "start": started,
        "end": ended,
        "subsequent": rng.randint(0, started // 3),
        "two_years_open": rng.randint(0, 12),
        "two_years": rng.randint(0, 20),
        "three_months": rng.randint(20, at31),
        "reviewed": 0,
        "s47": rng.randint(300, 1500),
        "icpc": conferences,
        "days_10": conferences * within[0] // 100,
        "days_15": conferences * within[1] // 100,
    } | {}


def invented(years: Iterable[int], seed: int = 1) -> dict[tuple[str, int], dict[str, int]]:
    """Counts by authority's number and year."""
    rng = random.Random(seed)
    found = {}
    for number, *_ in AUTHORITIES:
        for year in years:
            one = counts(rng)
            one["reviewed"] = one["three_months"] * rng.randint(60, 100) // 100
            found[number, year] = one
    return found


def write_release(
    folder: Path,
    facts: dict[tuple[str, int], dict[str, int]],
    *,
    layout: str = "2020",
    symbols: dict[tuple[str, int, str], str] | None = None,
    gss: dict[str, str] | None = None,
) -> list[Path]:
    """The tables of a release and its ONS population file.

    `layout` "2025" has the columns' later names, a byte order mark, no rates. `symbols` replaces a count (number, year,
    name) by a symbol, and the percentage or rate that rests on it by the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    late = layout == "2025"
    two = "2_years_or_more" if late else "2_years+"
    last = max(year for _, year in facts)
    first = min(year for _, year in facts)
    span = f"{first}_to_{last}"
    rates = [] if late else ["CPP_At31_rate"]
    tables: dict[str, tuple[list[str], Any]] = {
        f"c4_children_in_need_section_47s_and_icpcs_{span}.csv": (
            [
                "Section47",
                "ICPC",
                "Duration_0-10_days",
                "Duration_11-15_days",
                "Duration_16-20_days",
                "Duration_21+_days",
            ],
            lambda v: [v("s47"), v("icpc"), v("days_10"), v("days_15"), "0", "0"],
        ),
        f"d1_child_protection_plans_{span}.csv": (
            ["CPP_start", "CPP_end", "CPP_At31", *rates],
            lambda v: [v("start"), v("end"), v("at31"), *([v.ratio("at31", "population", 10_000)] if rates else [])],
        ),
        f"d3_cpps_subsequent_plan_{span}.csv": (
            ["CPP_start", "CPP_subsequent", "CPP_subsequent_percent"],
            lambda v: [v("start"), v("subsequent"), v.ratio("subsequent", "start")],
        ),
        f"d5_cpps_at31march_by_{'duration' if late else 'length_of_time'}_{span}.csv": (
            ["CPP_At31", two, f"{two}_percent"],
            lambda v: [v("at31"), v("two_years_open"), v.ratio("two_years_open", "at31")],
        ),
        f"d6_cpps_reviewed_within_timescales_{span}.csv": (
            ["CPP_At31_3Months", "Reviewed_within_timescales", "Reviewed_within_timescales_percent"],
            lambda v: [v("three_months"), v("reviewed"), v.ratio("reviewed", "three_months")],
        ),
        f"d7_cpps_ending_by_{'duration' if late else 'length_of_time'}_{span}.csv": (
            ["CPP_end" if late else "CPP_End", two, f"{two}_percent"],
            lambda v: [v("end"), v("two_years"), v.ratio("two_years", "end")],
        ),
    }
    written = []
    for name, (columns, cells) in tables.items():
        rows = [
            _geography(*place, gss or {}) + ["Figures"] + cells(value) for place, value in _values(facts, symbols or {})
        ]
        heading = [*_PLACE, "category" if late else "Category", *columns]
        written.append(_write(folder / name, heading, rows, mark=late))
    people = [
        [
            str(year - 1),
            *_geography(level, number, year, gss or {})[1:],
            "Children aged 0 to 17 years",
            value("population"),
        ]
        for (level, number, year), value in _values(facts, {})
    ]
    written.append(
        _write(
            folder / "ons_mid-year_population_estimates.csv",
            [*_PLACE, "age_group", "population_estimate"],
            people,
            mark=True,
        )
    )
    return written


_PLACE = (
    "time_period time_identifier geographic_level country_code country_name region_code region_name "
    "old_la_code new_la_code la_name"
).split()


class _Value:
    """The counts of one place, as a release prints them."""

    def __init__(self, counts: dict[str, int], symbols: dict[str, str], rounded: bool) -> None:
        self.counts, self.symbols, self.rounded = counts, symbols, rounded

    def __call__(self, name: str) -> str:
        if name in self.symbols:
            return self.symbols[name]
        count = self.counts[name]
        return str((count + 5) // 10 * 10) if self.rounded and name != "population" else str(count)

    def ratio(self, numerator: str, denominator: str, factor: int = 100) -> str:
        symbol = self.symbols.get(numerator) or self.symbols.get(denominator)
        return symbol or published(self.counts[numerator], self.counts[denominator], factor)


def _values(facts, symbols):
    """Each place (level, number or region, year) with its values: authorities, regions and England."""
    for (number, year), own in facts.items():
        mine = {name: symbol for (n, y, name), symbol in symbols.items() if (n, y) == (number, year)}
        yield ("Local authority", number, year), _Value(own, mine, rounded=False)
    for year in sorted({year for _, year in facts}):
        for region in [*REGIONS, ""]:
            inside = [facts[n, year] for n, _, _, r in AUTHORITIES if region in ("", r) and (n, year) in facts]
            total = {name: sum(one[name] for one in inside) for name in inside[0]}
            yield ("Regional" if region else "National", region, year), _Value(total, {}, rounded=True)


def _geography(level: str, number: str, year: int, gss: dict[str, str]) -> list[str]:
    start = [str(year), "Reporting year", level, "E92000001", "England"]
    if level == "National":
        return [*start, "", "", "", "", ""]
    if level == "Regional":
        return [*start, REGIONS[number], number, "", "", ""]
    (name, code, region) = next((name, code, region) for n, name, code, region in AUTHORITIES if n == number)
    return [*start, REGIONS[region], region, number, gss.get(number, code), name]


def _write(path: Path, heading: list[str], rows: list[list[str]], *, mark: bool) -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8-sig" if mark else "utf-8", newline="")
    return path


# --- neighbours -----------------------------------------------------------------------------------------


def neighbours_of(number: str, shift: int = 1) -> list[str]:
    """Ten others, in a fixed order."""
    numbers = [n for n, *_ in AUTHORITIES]
    place = numbers.index(number)
    return [numbers[(place + shift + step) % len(numbers)] for step in range(10)]


def neighbours_2021(shift: int = 1) -> list[list[str]]:
    """The layout of April 2021: headings that repeat, a blank at each line's end, a block of old authorities."""
    heading = ["LA num", "LA Name", "LA number", "GOInd", "GOReg"]
    for place in range(1, 11):
        heading += [f"SN{place}", "SNP"]
    rows = [[*heading, ""]]
    for number, name, _, region in AUTHORITIES:
        rows.append([number, name, number, "1", region, *_with_closeness(neighbours_of(number, shift)), ""])
    rows += [[""] * 26, ["", "Old SNs:", *[""] * 24]]
    rows.append(["299", "Oldshire (Pre LG)", "299", "1", "South West", *_with_closeness(neighbours_of("301")), ""])
    return rows


def neighbours_2025(shift: int = 2) -> list[list[str]]:
    """The layout of May 2025."""
    heading = ["old_la_code", "la_name", "region_ind", "region_name"]
    for place in range(1, 11):
        heading += [f"SN_{place}", f"SN_{place}P"]
    return [
        heading,
        *[[n, name, "1", region, *_with_closeness(neighbours_of(n, shift))] for n, name, _, region in AUTHORITIES],
    ]


def _with_closeness(numbers: list[str]) -> list[str]:
    return [cell for number in numbers for cell in (number, "Close")]


def write_rows(path: Path, rows: list[list[str]], *, mark: bool = False) -> Path:
    """Rows as a CSV."""
    return _write(path, rows[0], rows[1:], mark=mark)


def write_sheet(path: Path, rows: list[list[str]], above: int = 2) -> Path:
    """Rows as a spreadsheet under junk rows."""
    from openpyxl import Workbook

    book = Workbook()
    for number in range(above):
        book.active.append([f"Junk {number}", "Statistical neighbours"])
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(path)
    return path


# --- LAIT -----------------------------------------------------------------------------------------------


def write_lait(path: Path, rows: Iterable[tuple[str, str, str, str, str]]) -> Path:
    """Rows of (Short Desc, Years, LA and Regions, Values, LA Number)."""
    return _write(
        path, ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"], [list(row) for row in rows], mark=False
    )
