"""Every authority's published figures, given back by returns that are made from its published counts.

    python bench/published.py FOLDER

FOLDER holds the data files of one release of "Children in need" as downloaded, in the layout of 2020 or of any later one
(c4, d1, d3, d5, d6 and d7 are wanted, and whatever of it `cpind benchmarks import` takes). For each authority a flat extract of annual returns is made with as many
plans, conferences and reviews as DfE counted (tests/support/synthesis.py), and goes through `cpind reconcile`. Prints how many
figures agree; exits with 1 if any differs.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from support import synthesis

CPIND = [sys.executable, "-m", "cpind"]
COUNTS = {
    "c4": {"section47": "s47", "icpc": "icpc", "duration_0_10_days": "days_10", "duration_11_15_days": "days_15"},
    "d1": {"cpp_start": "start", "cpp_end": "end", "cpp_at31": "at31", "cpp_anypoint": "any_point"},
    "d3": {"cpp_subsequent": "subsequent"},
    "d5": {"2_years_or_more": "two_years_open"},
    "d6": {"cpp_at31_3months": "three_months", "reviewed_within_timescales": "reviewed"},
    "d7": {"2_years_or_more": "two_years"},
}
"""The columns of each table by their plain names, which are those of every release since 2020."""


def plain(heading: str) -> str:
    """ "2_years+" (2020) and "2_years_or_more" (2022), "Duration_0-10_days" and its like by one name."""
    return re.sub(r"[^a-z0-9]+", "_", heading.lower().replace("+", "_or_more")).strip("_")


def published_counts(folder: Path) -> dict[str, dict[int, dict[str, int | None]]]:
    """{authority: {year: counts}}; a count that is not a number is None."""
    counts: dict[str, dict[int, dict[str, int | None]]] = defaultdict(lambda: defaultdict(dict))
    for start, columns in COUNTS.items():
        found = sorted(folder.glob(f"{start}_*.csv"))
        if len(found) != 1:
            sys.exit(f"{folder}: {len(found)} files {start}_*.csv, where one is wanted")
        (path,) = found
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            headings = [plain(heading) for heading in next(rows)]
            for row in (dict(zip(headings, cells, strict=True)) for cells in rows):
                if row["geographic_level"] == "Local authority":
                    known = {name: int(row[c]) if row[c].isdigit() else None for c, name in columns.items()}
                    counts[row["old_la_code"]][int(row["time_period"])] |= known
    return counts


def reconciled(code: str, years: dict[int, dict[str, int | None]], verdicts: Counter) -> None:
    """Make an authority's returns, reconcile them in the working folder, and add up what is said of them."""
    rows, possible = [], []
    for year, counts in sorted(years.items()):
        try:
            rows += synthesis.rows_of(year, counts)
            possible.append(year)
        except synthesis.Impossible:
            verdicts["counts that contradict each other"] += 1
    synthesis.write(Path("returns.csv"), rows)
    wanted = [argument for year in possible for argument in ("--year", f"{year - 1}/{year % 100:02d}")]
    command = [*CPIND, "reconcile", "returns.csv", "--authority", code, *wanted, "-q", "-f", "csv"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        print(code, done.stderr.strip())
        verdicts["authorities that can't be reconciled"] += 1
    lines = done.stdout.splitlines()
    for line in csv.DictReader(lines):
        if line["indicator"].endswith("-children"):
            continue  # the returns made from counts have one event a child; DfE's children may have several
        if line["indicator"].startswith("category-"):
            verdicts["by category, which the returns take in turn"] += 1
            continue
        if line["indicator"].startswith("any-point") and not _is_sum(years[_year_of(line["period"])]):
            verdicts["any-point of counts that are suppressed, or not their sum"] += 1
            continue
        verdicts[line["verdict"]] += 1
        if line["verdict"] == "differs":
            print(code, line)


def _year_of(period: str) -> int:
    """2020 of "2019/20"."""
    return int(period[:4]) + 1


def _is_sum(counts: dict[str, int | None]) -> bool:
    """Whether the plans open at any point, of which no return is made, are those that ended and those open at the end."""
    end, at31 = counts.get("end"), counts.get("at31")
    return end is not None and at31 is not None and counts.get("any_point") == end + at31


def main(folder: Path) -> int:
    """All authorities; the exit code."""
    counts, verdicts = published_counts(folder), Counter()
    with tempfile.TemporaryDirectory() as temporary:
        files = sorted(path.resolve() for path in folder.glob("*.csv"))
        os.chdir(temporary)
        subprocess.run([*CPIND, "benchmarks", "import", *files, "-q"], check=True)
        for code, years in sorted(counts.items()):
            reconciled(code, years, verdicts)
    print(f"{len(counts)} authorities:", ", ".join(f"{n:,} {verdict}" for verdict, n in verdicts.most_common()))
    return 1 if verdicts["differs"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
