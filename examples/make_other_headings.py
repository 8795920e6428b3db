"""Write the second example: Rugby's part of the first, as a case system of its own might export it.

Other headings, day-first dates, semicolons, cp1252: the mapping in its cpind.toml makes it an extract.
Run after make_warwickshire.py; writes the same bytes every time.
"""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).parent
HEADINGS = {
    "child_id": "Person ref",
    "date_of_birth": "Born",
    "sex": "Gender",
    "team": "Caseholding team",
    "s47_start": "Strategy discussion",
    "icpc_date": "Conference held",
    "plan_start": "Placed on plan",
    "plan_end": "Taken off plan",
    "latest_category": "Current category",
    "previous_plans": "Earlier plans",
}
CATEGORIES = {
    "NEG": "Neglect",
    "EMO": "Emotional abuse",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "MUL": "Multiple",
}


def uk(day: str) -> str:
    """ "2020-03-31" as "31/03/2020"."""
    return "/".join(reversed(day.split("-"))) if day else ""


def exported(row: dict[str, str]) -> list[str]:
    """A row of the first example as this system writes it."""
    cells = {**row, "latest_category": CATEGORIES.get(row["latest_category"], "")}
    for name in ("date_of_birth", "s47_start", "icpc_date", "plan_start", "plan_end"):
        cells[name] = uk(row[name])
    cells["team"] = row["team"] and f"{row['team']} (Ren\u00e9e)"
    return [cells[name] for name in HEADINGS]


def main() -> None:
    with (HERE / "warwickshire" / "extract.csv").open(encoding="utf-8", newline="") as file:
        rows = [exported(row) for row in csv.DictReader(file) if row["district"] == "Rugby"]
    with (HERE / "other-headings" / "export.csv").open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADINGS.values())
        writer.writerows(rows)


if __name__ == "__main__":
    main()
