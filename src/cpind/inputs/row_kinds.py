"""Sort rows that say what they are (plan_type, conference_type, conference_status) into plans, conferences and reviews.

Only child protection plans count as plans; initial and transfer-in conferences become `icpc_date`, review conferences
become reviews. Cancelled events and other kinds of plans or meetings are left out, counted, and listed by a check.
[choice]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..model.columns import MISSING_NUMBER
from ..model.kinds import (
    BOOKED,
    CHILD_PROTECTION,
    HELD,
    INITIAL,
    NOT_HELD,
    OTHER_MEETING,
    REVIEW,
    TEMPORARY,
    TRANSFER_IN,
)

USED_UP = ("plan_type", "conference_type", "conference_status", "conference_date")
"""Columns that are not needed once the rows are sorted."""

_NO_DATE = np.datetime64("NaT", "D")

LeftOut = tuple[str, np.ndarray]
"""The check that lists the rows left out, and these rows."""


def unclassified(columns: dict[str, Any]) -> Iterable[tuple[str, np.ndarray]]:
    """For each of these columns, the rows with a plan or a conference and a blank in it: nothing says which kind it
    is."""
    if "plan_type" in columns and "plan_start" in columns:
        yield "plan_type", (columns["plan_type"] == MISSING_NUMBER) & ~np.isnat(columns["plan_start"])
    held = _conference_days(columns)
    for name in ("conference_type", "conference_status"):
        if name in columns and held is not None:
            yield name, (columns[name] == MISSING_NUMBER) & ~np.isnat(held)


def sort_out(
    columns: dict[str, Any], reviews: np.ndarray | None, review_dates: np.ndarray | None, count: int
) -> tuple[np.ndarray | None, np.ndarray | None, list[LeftOut]]:
    """Change the typed columns of a table (with `count` rows) according to what its rows are, and drop those of
    USED_UP. Return the reviews (row and date of each), and what was left out."""
    left_out: list[LeftOut] = []
    if "plan_type" in columns and "plan_start" in columns:
        reviews, review_dates = _keep_child_protection(columns, reviews, review_dates, left_out)
    held = _conference_days(columns)
    if held is None and reviews is not None and review_dates is not None:
        reviews, review_dates = _keep_reviews(columns, reviews, review_dates, count, left_out)
    if held is not None and ("conference_type" in columns or "conference_status" in columns):
        status = columns.get("conference_status")
        if status is not None:
            left_out.append(("conference-not-held", (status >= 0) & (status != HELD) & ~np.isnat(held)))
            held = np.where(status == HELD, held, _NO_DATE)
        kind = columns.get("conference_type")
        if kind is None:
            columns["icpc_date"] = held
        else:
            _deal_out(columns, held, kind, count)
            left_out.append(
                ("other-meeting", (kind >= 0) & ~np.isin(kind, (INITIAL, TRANSFER_IN, REVIEW)) & ~np.isnat(held))
            )
            is_review = np.flatnonzero((kind == REVIEW) & ~np.isnat(held))
            known = (np.zeros(0, np.int64), np.zeros(0, "datetime64[D]"))
            reviews, review_dates = known if reviews is None else (reviews, review_dates)
            reviews = np.concatenate([reviews, is_review])
            review_dates = np.concatenate([review_dates, held[is_review]])
    for name in USED_UP:
        columns.pop(name, None)
    return reviews, review_dates, [(check, rows) for check, rows in left_out if rows.any()]


def _keep_child_protection(
    columns: dict[str, Any], reviews: np.ndarray | None, review_dates: np.ndarray | None, left_out: list[LeftOut]
) -> tuple[np.ndarray | None, np.ndarray | None]:
    kind, start = columns["plan_type"], columns["plan_start"]
    others = (kind >= 0) & ~np.isin(kind, (CHILD_PROTECTION, TEMPORARY))
    left_out.append(("other-plan", others & ~np.isnat(start)))
    columns["plan_start"] = np.where(others, _NO_DATE, start)
    if "plan_end" in columns:
        columns["plan_end"] = np.where(others, _NO_DATE, columns["plan_end"])
    if (kind == TEMPORARY).any():
        ours = columns.get("other_authority", np.full(len(kind), MISSING_NUMBER, np.int16))
        columns["other_authority"] = np.where(kind == TEMPORARY, np.int16(1), ours)
    if reviews is not None and review_dates is not None:
        kept = ~others[reviews]
        reviews, review_dates = reviews[kept], review_dates[kept]
    return reviews, review_dates


def _keep_reviews(
    columns: dict[str, Any], reviews: np.ndarray, review_dates: np.ndarray, count: int, left_out: list[LeftOut]
) -> tuple[np.ndarray, np.ndarray]:
    """In a table of reviews alone: those that were held, and not of another kind of meeting."""
    is_dated = np.zeros(count, bool)
    is_dated[reviews] = True
    kept = np.ones(count, bool)
    for name, check, others in (
        ("conference_status", "conference-not-held", (NOT_HELD, BOOKED)),
        ("conference_type", "other-meeting", (OTHER_MEETING,)),
    ):
        if name in columns:
            is_other = np.isin(columns[name], others)
            left_out.append((check, is_other & is_dated & kept))
            kept &= ~is_other
    return reviews[kept[reviews]], review_dates[kept[reviews]]


def _deal_out(columns: dict[str, Any], held: np.ndarray, kind: np.ndarray, count: int) -> None:
    """Put the date of each conference into the column for its kind."""
    columns["icpc_date"] = np.where(np.isin(kind, (INITIAL, TRANSFER_IN)), held, _NO_DATE)
    transfer_in = columns.get("transfer_in", np.full(count, MISSING_NUMBER, np.int16))
    columns["transfer_in"] = np.where(kind == TRANSFER_IN, np.int16(1), transfer_in)


def meetings(
    columns: dict[str, Any], reviews: np.ndarray | None, review_dates: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """The row and the day of each conference and review in a table."""
    held = _conference_days(columns)
    of_conferences = np.flatnonzero(~np.isnat(held)) if held is not None else np.zeros(0, np.int64)
    days = held[of_conferences] if held is not None else np.zeros(0, "datetime64[D]")
    if reviews is None or review_dates is None:
        return of_conferences, days
    return np.concatenate([of_conferences, reviews]), np.concatenate([days, review_dates])


def _conference_days(columns: dict[str, Any]) -> np.ndarray | None:
    """The day of each row's conference: `conference_date`, or else `icpc_date`; None if there is neither column."""
    day: np.ndarray | None = columns.get("conference_date")
    icpc: np.ndarray | None = columns.get("icpc_date")
    if day is None or icpc is None:
        return icpc if day is None else day
    return np.where(np.isnat(day), icpc, day)
