"""Write Rugby's part of the example as a case system exports it: a file for each kind of event, and one of people.

    python examples/make_separate_exports.py

What happened from 1 April 2018 on, and the plans that were active then; conferences and reviews in one file with their type
and status, some of them cancelled or booked for later. Run after make_warwickshire.py; writes the same bytes every time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE / "separate-exports"
FIRST, AS_AT = "2018-04-01", "2020-07-31"
CATEGORIES = {
    "NEG": "Neglect",
    "EMO": "Emotional Abuse",
    "PHY": "Physical Abuse",
    "SAB": "Sexual Abuse",
    "MUL": "Multiple",
}
SEXES = {"M": "Male", "F": "Female", "U": "Unborn/Unknown"}

Row = dict[str, str]


def uk(day: str) -> str:
    """ "2020-03-31" as "31/03/2020"."""
    return "/".join(reversed(day.split("-"))) if day else ""


def enquiries(rows: Iterable[Row]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        if row["s47_start"] >= FIRST:
            yield row["child_id"], uk(row["s47_start"]), row["team"]


def conferences(rows: Iterable[Row]) -> Iterable[tuple[str, ...]]:
    """Conferences and reviews that were held; every fortieth was cancelled once; and the next reviews that are booked."""
    for number, row in enumerate(rows):
        if row["icpc_date"] >= FIRST:
            kind = "Transfer-in Conference" if row["transfer_in"] == "1" else "Initial CP Conference"
            if number % 40 == 0:
                cancelled = date.fromisoformat(row["icpc_date"]) - timedelta(days=1)
                yield row["child_id"], uk(cancelled.isoformat()), kind, "Cancelled", row["team"], ""
            yield row["child_id"], uk(row["icpc_date"]), kind, "Held", row["team"], uk(row["referral_date"])
        held = [day for day in row["review_dates"].split(";") if day]
        for day in held:
            if day >= FIRST:
                yield row["child_id"], uk(day), "Review CP Conference", "Held", row["team"], ""
        if row["plan_start"] and not row["plan_end"]:
            last = date.fromisoformat(max([*held, row["plan_start"]]))
            booked = (last + timedelta(days=150)).isoformat()
            if booked > AS_AT:
                yield row["child_id"], uk(booked), "Review CP Conference", "Held", row["team"], ""


def plans(rows: Iterable[Row]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        if row["plan_start"] and (not row["plan_end"] or row["plan_end"] >= FIRST):
            category = CATEGORIES[row["latest_category"]]
            yield (
                row["child_id"],
                "CP",
                uk(row["plan_start"]),
                uk(row["plan_end"]),
                category,
                row["previous_plans"],
                row["team"],
            )


def people(rows: Iterable[Row]) -> Iterable[tuple[str, ...]]:
    seen = {row["child_id"]: row for row in rows}
    for child, row in sorted(seen.items()):
        yield child, uk(row["date_of_birth"]), SEXES[row["sex"]], row["ethnicity"], row["family_id"]


FILES = {
    "s47.csv": (("Mosaic Person ID", "S47 Enquiry Start Date", "Locality Team"), enquiries),
    "conferences.csv": (
        (
            "Mosaic Person ID",
            "Conference Date",
            "Conference Type",
            "Conference Status",
            "Locality Team",
            "Date of Referral",
        ),
        conferences,
    ),
    "plans.csv": (
        (
            "Mosaic Person ID",
            "Plan Type",
            "CPP Start",
            "CPP End",
            "Current Category",
            "No. of Previous CP Plans",
            "Locality Team",
        ),
        plans,
    ),
    "people.csv": (("Mosaic Person ID", "D.O.B.", "Gender", "Ethnic Origin", "Family Group ID"), people),
}


def write(name: str, headings: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def main() -> None:
    with (HERE / "warwickshire" / "extract.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["district"] == "Rugby"]
    days = ("s47_start", "icpc_date", "plan_end")
    recent = [
        row for row in rows if any(row[day] >= FIRST for day in days) or (row["plan_start"] and not row["plan_end"])
    ]
    for name, (headings, made) in FILES.items():
        write(name, headings, made(recent))


if __name__ == "__main__":
    main()
