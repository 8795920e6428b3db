"""Separate files put together, slowly and plainly, to hold cpind's joining against. Standard library only.

A file is a list of rows; a column that the file does not have is a key that none of its rows has. ``joined`` gives the rows
of one file, as the oracle takes them, in which a conference knows its enquiry and a review its plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

Row = dict[str, Any]

EVENTS = ("s47_start", "icpc_date", "plan_start", "plan_end", "review_dates", "referral_date")
PERSON = ("family_id", "date_of_birth", "sex", "ethnicity", "district", "team")


def joined(files: Sequence[Sequence[Row]]) -> list[Row]:
    """Return one list of rows: copies of all files' rows, with what they take from one another."""
    files = [[dict(row) for row in rows] for rows in files]
    for rows in files:
        find_enquiries(rows, files)
        find_referrals(rows, files)
    extra = [review for rows in files for review in find_plans(rows, files)]
    people = [row for rows in files if not any(has(rows, column) for column in EVENTS) for row in rows]
    rest = [row for rows in files if any(has(rows, column) for column in EVENTS) for row in rows]
    for row in rest:
        for column in PERSON:
            if row.get(column) is None:
                row[column] = last_said(people, row["child_id"], column)
    for row in extra:
        row |= {column: last_said(people, row["child_id"], column) for column in PERSON}
    return rest + extra


def has(rows: Sequence[Row], column: str) -> bool:
    return any(column in row for row in rows)


def last_said(people: Sequence[Row], child: str, column: str) -> Any:
    said = [row[column] for row in people if row["child_id"] == child and row.get(column) is not None]
    return said[-1] if said else None


def find_enquiries(rows: list[Row], files: Sequence[Sequence[Row]]) -> None:
    """Give each conference of a file its enquiry, unless one of them shares a row with an enquiry."""
    held = [row for row in rows if row.get("icpc_date")]
    if any(row.get("s47_start") and not row.get("taken") for row in held):
        return
    everything = [row for one in files for row in one]
    enquiries = [row for row in everything if row.get("s47_start") and not row.get("taken")]
    if not enquiries:
        return
    # The keys that this file has, and any file with an enquiry.
    theirs = [one for one in files if any(row.get("s47_start") and not row.get("taken") for row in one)]
    keys = [
        k for k in ("enquiry_id", "conference_id", "referral_id") if has(rows, k) and any(has(f, k) for f in theirs)
    ]
    for row in held:
        if row.get("transfer_in"):
            continue
        row["taken"] = True
        own = [e for e in enquiries if e["child_id"] == row["child_id"]]
        key = next((k for k in keys if row.get(k) is not None), None)
        if key:
            own = [e for e in own if e.get(key) == row[key]]
            if len({e["s47_start"] for e in own}) == 1:
                row["s47_start"] = own[0]["s47_start"]
                continue
        before = [
            r["icpc_date"]
            for r in everything
            if r["child_id"] == row["child_id"] and r.get("icpc_date") and r["icpc_date"] < row["icpc_date"]
        ]
        since = max(before, default=date.min)
        fitting = [e["s47_start"] for e in own if since < e["s47_start"] <= row["icpc_date"]]
        row["s47_start"] = max(fitting, default=None)


def find_referrals(rows: list[Row], files: Sequence[Sequence[Row]]) -> None:
    """Give each transfer-in its referral, if its file has none."""
    if any(row.get("referral_date") for row in rows if "referral_date" in row and not row.get("referred")):
        return
    others = [
        row for one in files if one is not rows for row in one if row.get("referral_date") and not row.get("referred")
    ]
    for row in rows:
        if row.get("icpc_date") and row.get("transfer_in"):
            mine = [r for r in others if r["child_id"] == row["child_id"]]
            row["referred"] = True
            if row.get("referral_id") is not None and has(others, "referral_id"):
                mine = [r for r in mine if r.get("referral_id") == row["referral_id"]]
                if len({r["referral_date"] for r in mine}) == 1:
                    row["referral_date"] = mine[0]["referral_date"]
                    continue
            fitting = [r["referral_date"] for r in mine if r["referral_date"] <= row["icpc_date"]]
            row["referral_date"] = max(fitting, default=None)


def find_plans(rows: list[Row], files: Sequence[Sequence[Row]]) -> list[Row]:
    """Return a row for each review of a file without plans: the plan's start, and the review."""
    # A file in which some row has a plan keeps its reviews where they are.
    if any(row.get("plan_start") for row in rows):
        return []
    plans: dict[tuple[str, date], list[date | None]] = {}
    for one in files:
        for row in one:
            if row.get("plan_start"):
                plans.setdefault((row["child_id"], row["plan_start"]), []).append(row.get("plan_end"))
    found = []
    for row in rows:
        for day in row.get("review_dates") or []:
            starts = []
            for (child, start), ends in plans.items():
                known = [end for end in ends if end]
                if child == row["child_id"] and start < day and (not known or day <= max(known)):
                    starts.append(start)
            if starts:
                found.append({"child_id": row["child_id"], "plan_start": max(starts), "review_dates": [day]})
        if plans and "review_dates" in row:
            row["review_dates"] = None
    return found
