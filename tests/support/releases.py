"""Writers of what DfE and others publish, small and invented, in the layouts that people download.

``counts`` invents an authority's year; ``write_release`` writes the tables of a children in need release of them in the
layout of 2020, 2022 or 2025; ``published`` is the slow, obvious recomputation of a percentage or rate from its counts.
``SOURCES`` says which column of which table each figure of the store must equal, and ``source_cells`` reads them.
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
    one = {
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
    }
    # Not drawn, so that the counts above stay what they are for a seed.
    for name in ("s47", "icpc", "start", "end"):
        one[f"{name}_children"] = one[name] - one[name] // 25
    one["any_plans"] = ended + at31
    one["any_children"] = one["any_plans"] - one["any_plans"] // 40
    for which, total in (
        ("start_initial", started),
        ("start_latest", started),
        ("open_initial", at31),
        ("open_latest", at31),
    ):
        tenths = {"neglect": 4, "physical": 1, "sexual": 0, "emotional": 3 if which.endswith("initial") else 2}
        parts = {name: total * tenth // 10 for name, tenth in tenths.items()}
        parts["multiple"] = total - sum(parts.values())
        one |= {f"{which}_{name}": number for name, number in parts.items()}
    return one


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

    `layout` "2022" has the columns' later names and a byte order mark; "2025" has no rates either. `symbols` replaces a count (number, year,
    name) by a symbol, and the percentage or rate that rests on it by the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    late = layout in ("2022", "2025")
    two = "2_years_or_more" if late else "2_years+"
    last = max(year for _, year in facts)
    first = min(year for _, year in facts)
    span = f"{first}_to_{last}"
    has_rates = layout != "2025"

    def with_rates(*pairs: tuple[str, str]) -> list[str]:
        """Each heading, and that of its rate where the layout has them."""
        return [heading for name, _ in pairs for heading in ([name, f"{name}_rate"] if has_rates else [name])]

    def rated(value, *pairs: tuple[str, str]) -> list[str]:
        return [
            cell
            for _, count in pairs
            for cell in ([value(count), value.ratio(count, "population", 10_000)] if has_rates else [value(count)])
        ]

    c4 = (("Section47", "s47"), ("Section47_child", "s47_children"), ("ICPC", "icpc"), ("ICPC_child", "icpc_children"))
    d1 = (
        ("CPP_start", "start"),
        ("CPP_child_start", "start_children"),
        ("CPP_end", "end"),
        ("CPP_child_end", "end_children"),
        ("CPP_anypoint", "any_plans"),
        ("CPP_child_anypoint", "any_children"),
        ("CPP_At31", "at31"),
    )
    categories = [f"{name}_{which}" for which in ("Initial", "Latest") for name in CATEGORIES]

    def by_category(value, which: str) -> list[str]:
        return [
            value(f"{which}_{cell.lower()}") for cell in (f"{w}_{n}" for w in ("Initial", "Latest") for n in CATEGORIES)
        ]

    tables: dict[str, tuple[list[str], Any]] = {
        f"c4_children_in_need_section_47s_and_icpcs_{span}.csv": (
            [
                *with_rates(*c4),
                "Duration_0-10_days",
                "Duration_11-15_days",
                "Duration_16-20_days",
                "Duration_21+_days",
                "Duration_25th_Percentile",
                "Duration_median" if late else "Duration_Median",
                "Duration_75th_Percentile",
            ],
            lambda v: [*rated(v, *c4), v("days_10"), v("days_15"), "0", "0", "12", "13", "15"],
        ),
        f"d1_child_protection_plans_{span}.csv": (
            with_rates(*d1),
            lambda v: rated(v, *d1),
        ),
        f"d2_cpps_starting_by_category_of_abuse_{span}.csv": (
            ["CPP_start", *categories],
            lambda v: [v("start"), *by_category(v, "start")],
        ),
        f"d4_cpps_at31march_by_category_of_abuse_{span}.csv": (
            ["CPP_At31", *categories],
            lambda v: [v("at31"), *by_category(v, "open")],
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


CATEGORIES = ("Neglect", "Physical", "Sexual", "Emotional", "Multiple")

_GROUPS = dict(zip(CATEGORIES, ("Neglect", "Physical abuse", "Sexual abuse", "Emotional abuse", "Multiple")))

SOURCES = {
    # Code, and group: the table, and the columns of value, numerator and denominator; "" for what has no column.
    ("rates", ""): ("d1", "CPP_At31_rate", "CPP_At31", ""),
    ("starts-rate", ""): ("d1", "CPP_start_rate", "CPP_start", ""),
    ("ends-rate", ""): ("d1", "CPP_end_rate", "CPP_end", ""),
    ("any-point-rate", ""): ("d1", "CPP_anypoint_rate", "CPP_anypoint", ""),
    ("plans-open", ""): ("d1", "CPP_At31", "", ""),
    ("plans-started", ""): ("d1", "CPP_start", "", ""),
    ("plans-ended", ""): ("d1", "CPP_end", "", ""),
    ("starts-children", ""): ("d1", "CPP_child_start", "", ""),
    ("ends-children", ""): ("d1", "CPP_child_end", "", ""),
    ("any-point-children", ""): ("d1", "CPP_child_anypoint", "", ""),
    ("any-point", ""): ("d1", "CPP_anypoint", "", ""),
    ("s47", ""): ("c4", "Section47", "", ""),
    ("s47-rate", ""): ("c4", "Section47_rate", "Section47", ""),
    ("s47-children", ""): ("c4", "Section47_child", "", ""),
    ("conferences", ""): ("c4", "ICPC", "", ""),
    ("conferences-rate", ""): ("c4", "ICPC_rate", "ICPC", ""),
    ("conferences-children", ""): ("c4", "ICPC_child", "", ""),
    ("icpc", ""): ("c4", "", "Duration_0-10_days+Duration_11-15_days", "ICPC"),
    ("repeats", ""): ("d3", "CPP_subsequent_percent", "CPP_subsequent", "CPP_start"),
    ("two-year-open", ""): ("d5", "2_years_or_more_percent", "2_years_or_more", "CPP_At31"),
    ("reviews", ""): ("d6", "Reviewed_within_timescales_percent", "Reviewed_within_timescales", "CPP_At31_3Months"),
    ("two-year", ""): ("d7", "2_years_or_more_percent", "2_years_or_more", "CPP_End"),
    **{("category-start", group): ("d2", "", f"{name}_Initial", "CPP_start") for name, group in _GROUPS.items()},
    **{("category-open-initial", group): ("d4", "", f"{name}_Initial", "CPP_At31") for name, group in _GROUPS.items()},
    **{("category-open-latest", group): ("d4", "", f"{name}_Latest", "CPP_At31") for name, group in _GROUPS.items()},
}
"""Written down from DfE's own names of columns and docs/methods.md; nothing of it is taken from cpind."""


def source_cells(files: Iterable[Path]) -> dict[tuple[str, str, str, str], tuple[str | None, ...]]:
    """The cells behind each figure of a release: (code, group, area's code, 2019/20) -> value, numerator, denominator.

    None for a column that the table does not have. Symbols stand as the file has them.
    """
    found = {}
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                row = {heading.lower().replace("2_years+", "2_years_or_more"): cell for heading, cell in row.items()}
                year = int(row["time_period"])
                place = row["old_la_code"] or row["region_code"] or row["country_code"]
                for (code, group), (table, *columns) in SOURCES.items():
                    if path.name.startswith(f"{table}_"):
                        cells = tuple(_cell(row, column) for column in columns)
                        found[code, group, place, f"{year - 1}/{year % 100:02d}"] = cells
    return found


def _cell(row: dict[str, str], columns: str) -> str | None:
    """The cell of a column, the sum of several; a symbol if one of them is."""
    cells = [row.get(column.lower()) for column in columns.split("+")]
    if len(cells) == 1 or None in cells:
        return None if None in cells else cells[0]
    symbols = [cell for cell in cells if not cell.isdigit()]
    return symbols[0] if symbols else str(sum(map(int, cells)))


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
