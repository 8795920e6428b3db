"""Small inputs of every kind, with planted children in them, and the ways in which they are damaged."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from support import EXAMPLES, layouts, releases
from support.strategies import write_csv

IDENTIFIERS = [f"ZQX70{n:02d}" for n in range(12)]
SURNAMES = ["Quillfeather", "Ombersley-Vane", "Thrupplethwaite", "Zeddlemere"]
BIRTHS = [date(2007, 3, 11) + timedelta(days=251 * n) for n in range(12)]
"""What must never be seen."""

NHS = "943 476 5919"
PLANTED = [*IDENTIFIERS, *SURNAMES, NHS]

ODD_WORDS = (
    "", " ", "n/a", "0", "-1", "\u00b2", "1E+11", "31/02/2019", "2019-02-30", "1/4/19", "99999999", "Total", "=1+1", "#REF!", '"', "'",
    "\t", "\x07", "\u2028", "\ud7ff", "x" * 300, "9" * 400, "NaN", "inf", "True", "2019/20", "00", "z", ";", "2019-05-01;", "M;F",
    "\u0663", "A\nB", "[columns]", "<b>", "&amp;", "%s", "{0}", "\\", "../..", "Neglect", "e\u0301", "\U0001f600", "1,000", "1e9",
)  # fmt: skip


def rows_of_children() -> list[dict]:
    """Twelve children, each with an enquiry, a conference and a plan, some ended and some come back."""
    rows = []
    for n, (child, birth) in enumerate(zip(IDENTIFIERS, BIRTHS)):
        start = date(2017, 4, 3) + timedelta(days=71 * n)
        end = start + timedelta(days=200 + 60 * n) if n % 3 else None
        row = {
            "child_id": child, "family_id": f"FAM-{child}", "date_of_birth": birth, "sex": "MF"[n % 2], "ethnicity": "WBRI",
            "district": ("North", "South")[n % 2], "team": f"Team {n % 3}", "s47_start": start - timedelta(days=25),
            "icpc_date": start - timedelta(days=3), "transfer_in": False, "plan_start": start, "plan_end": end,
            "initial_category": "NEG", "latest_category": "EMO", "previous_plans": n % 2,
            "review_dates": [start + timedelta(days=85)], "Surname": SURNAMES[n % 4], "Note": f"seen with {SURNAMES[n % 4]}, visit {n}",
            "nhs": NHS,
        }  # fmt: skip
        rows.append(row)
    return rows


def _pick(rows: list[dict], **names: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names.values())
    for row in rows:
        cells = [row.get(name) for name in names]
        writer.writerow(
            ["" if cell is None else ";".join(map(str, cell)) if isinstance(cell, list) else cell for cell in cells]
        )
    return text.getvalue().encode()


def _folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _flat() -> dict[str, bytes]:
    return {"extract.csv": write_csv(rows_of_children()).encode()}


def _exports() -> dict[str, bytes]:
    rows = rows_of_children()
    return {
        "s47.csv": _pick(rows, child_id="Person ID", s47_start="S47 Start Date", team="Team"),
        "conferences.csv": _pick(rows, child_id="Person ID", icpc_date="ICPC date"),
        "people.csv": _pick(rows, child_id="Person ID", Surname="Surname", date_of_birth="DOB", sex="Gender"),
        "plans.csv": _pick(rows, child_id="Person ID", plan_start="CPP Start", plan_end="CPP End", Note="Comment"),
    }


def _workbook() -> dict[str, bytes]:
    from openpyxl import Workbook

    book, data = Workbook(), io.BytesIO()
    for line in csv.reader(io.StringIO(write_csv(rows_of_children()))):
        book.active.append(line)
    book.save(data)
    return {"extract.xlsx": data.getvalue()}


def _census() -> dict[str, bytes]:
    return {"return.xml": layouts.write_census(rows_of_children(), 2019)}


def _annex_a() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        layouts.write_annex_a_lists(rows_of_children(), date(2019, 3, 31), Path(folder) / "lists")
        return _folder(Path(folder))


def _ssd() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        layouts.write_ssd(rows_of_children(), Path(folder) / "ssd")
        return _folder(Path(folder))


def _release() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        releases.write_release(Path(folder) / "dl", releases.invented([2018, 2019]))
        found = _folder(Path(folder))
    # A child's extract among the downloads is the mistake that must show nobody.
    return {**dict(list(found.items())[:3]), "extract.csv": write_csv(rows_of_children()).encode()}


def _store() -> dict[str, bytes]:
    lines = (EXAMPLES / "warwickshire" / "cpind-benchmarks.csv").read_bytes().splitlines(keepends=True)
    return {"cpind-benchmarks.csv": b"".join(lines[:1] + lines[1::9])}


def _population() -> dict[str, bytes]:
    return {
        "population.csv": b"area,mid_year,population\nWarwickshire,2017,10000\nNorth,2017,4000\nSouth,2017,6000\nWarwickshire,2018,11000\n"
    }


def _settings() -> dict[str, bytes]:
    return {
        "cpind.toml": b'authority = "Warwickshire"\nextract = "extract.csv"\npopulation = "population.csv"\nas_at = 2020-03-31\n'
        b'from = 2016-04-01\ncompare = ["England"]\nformat = "csv"\n[columns]\nteam = "Team"\nplan_start = ["plan_start"]\n'
    }


KINDS = {
    "flat": _flat, "exports": _exports, "workbook": _workbook, "census": _census, "annex-a": _annex_a, "ssd": _ssd,
    "release": _release, "store": _store, "population": _population, "settings": _settings,
}  # fmt: skip


@cache
def files_of(kind: str) -> dict[str, bytes]:
    """The sound files of a kind, by name."""
    return KINDS[kind]()


def folder_of(kind: str) -> dict[str, bytes]:
    """Everything that a command finds in its folder, the files of the kind among it."""
    around = {**files_of("flat"), **files_of("population"), **files_of("store"), **files_of("settings")}
    return {**around, **files_of(kind)}


# --- damage ---------------------------------------------------------------------------------------------


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 20])):
        if changed:
            changed[rng.randrange(len(changed))] = rng.choice([rng.randrange(256), 0, 10, 34, 44, 255])
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    begin = rng.randrange(len(data) + 1)
    return data[:begin] if rng.random() < 0.5 else data[:begin] + data[begin + rng.randrange(1, 200) :]


def _insert(data: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + rng.choice(ODD_WORDS).encode("utf-8", "surrogatepass") + data[place:]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    piece = data[place : place + rng.randrange(1, 400)]
    return data[:place] + piece * rng.choice([2, 3, 50]) + data[place:]


def _recode(data: bytes, rng: random.Random) -> bytes:
    encoding = rng.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig", "cp037"])
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _cells(change):
    """Damage to the cells of a CSV; anything else has its bytes changed."""

    def damage(data: bytes, rng: random.Random) -> bytes:
        try:
            rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
        except (UnicodeDecodeError, csv.Error):
            return _flip(data, rng)
        rows = [row for row in rows if row]
        if len(rows) < 2:
            return _flip(data, rng)
        change(rows, rng)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode("utf-8", "replace")

    return damage


def _odd_word(rows, rng):
    row = rng.choice(rows[1:])
    if row:
        row[rng.randrange(len(row))] = rng.choice(ODD_WORDS)


def _swap(rows, rng):
    one, other = rng.choice(rows[1:]), rng.choice(rows[1:])
    a, b = rng.randrange(len(one)), rng.randrange(len(other))
    one[a], other[b] = other[b], one[a]


def _odd_heading(rows, rng):
    rows[0][rng.randrange(len(rows[0]))] = rng.choice([*ODD_WORDS, *rows[0], "plan_start", "Team", "CPP End", "value"])


def _no_headings(rows, rng):
    del rows[0]


def _cut_rows(rows, rng):
    del rows[rng.randrange(1, len(rows)) :]


def _short_row(rows, rng):
    row = rng.choice(rows)
    del row[rng.randrange(len(row)) :]


def _long_row(rows, rng):
    rng.choice(rows).extend(["x"] * rng.choice([1, 5]))


def _move_column(rows, rng):
    place = rng.randrange(len(rows[0]))
    for row in rows[rng.choice([0, 1]) :]:
        if place < len(row):
            row.insert(0, row.pop(place))


DAMAGES = {
    "flip": _flip, "cut": _cut, "insert": _insert, "repeat": _repeat, "recode": _recode, "odd-word": _cells(_odd_word),
    "swap": _cells(_swap), "odd-heading": _cells(_odd_heading), "no-headings": _cells(_no_headings),
    "cut-rows": _cells(_cut_rows), "short-row": _cells(_short_row), "long-row": _cells(_long_row),
    "move-column": _cells(_move_column),
}  # fmt: skip
