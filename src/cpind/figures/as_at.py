"""The date of an extract, which events in it are only booked, and the day to which each of its files goes.

As-at is the last date of an event that can't be booked (an enquiry's start, a plan's start or end, a visit), or the
month's end if that is near. Conferences and reviews are entered ahead of time, so they count only if there is nothing
else. [choice]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from ..model.columns import LIVE, Part
from ..model.dates import KEY_DAYS
from ..model.extract import TABLES, Extract
from ..model.periods import long_date, month_end, short_date
from ..model.runs import distinct_values
from ..model.schema import ArrayColumn
from ..model.wording import counted
from .events import is_ours

SETTLES_WITHIN_DAYS = 7
"""If the last date is this near to a month's end, the extract is taken to run to that month's end."""

STANDS_APART_DAYS = 92
"""A last date this long after every other is doubtful."""

NEVER_SO_FAR_DAYS = 7_305
"""A few last dates twenty years after every other mean "no end" in some systems: no event is known so far ahead."""

DOUBTED_DATES, MANY_DATES = 5, 100
"""A leap is looked for among the last five dates, as wrong dates seldom come alone; if there are fewer than a hundred
dates, only before the last one."""

BEHIND_DAYS = 31
"""A file whose last day is this long before as-at was extracted earlier than the others."""

SILENT_DAYS, SILENT_INTERVALS, _A_YEAR = 45, 5, 365
"""A given as-at is doubtful if it is this many days, and this many usual intervals between days with an event, after
the last event."""

HAPPENED: tuple[tuple[str, ArrayColumn], ...] = (
    ("enquiries", "s47_start"),
    ("plans", "plan_start"),
    ("plans", "plan_end"),
)
"""Events that are entered once they have happened, besides visits."""

BOOKED: tuple[tuple[str, ArrayColumn], ...] = (("conferences", "icpc_date"), ("reviews", "review_date"))
"""Events that may be entered ahead of time."""


def day_of(extract: Extract) -> tuple[date, date | None, str] | None:
    """The as-at of the live rows, the day after which a few dates lie far from all others, and a warning about these;
    None if there are no dates."""
    for kinds in (HAPPENED, BOOKED):
        days = _days(extract, kinds)
        if len(days):
            return last_event(days)
    return None


def last_event(days: np.ndarray) -> tuple[date, date | None, str]:
    """The as-at date, from the days on which anything happened; if a few lie long after all others, also the day after
    which they do, and a warning.

    As-at is the latest of these days, or the month's end if that is at most seven days later.
    """
    last = days[-1].item()
    before, warning = None, ""
    # If there are few dates, only the last is doubtful, or the last two if they are twenty years later.
    few = 2 if len(days) > 3 and (days[-2] - days[-3]).astype(int) > NEVER_SO_FAR_DAYS else 1
    doubted = DOUBTED_DATES if len(days) > MANY_DATES else few
    gaps = np.diff(days[-doubted - 1 :]).astype(int)
    day = last
    if len(apart := np.flatnonzero(gaps > STANDS_APART_DAYS)):
        # Unknown ends may be written as two dates, 1 January and 31 December 2099.
        far = apart[gaps[apart] > NEVER_SO_FAR_DAYS]
        apart = far if len(far) else apart
        after = len(gaps) - apart[-1]
        before = days[-after - 1].item()
        dates = (
            f"the last date, {short_date(last)}, lies"
            if after == 1
            else f"the last {after} dates, to {short_date(last)}, lie"
        )
        taken = "if that is wrong, give the extract's date with --as-at (check last-date)"
        if len(far):
            day = before
            taken = f"taken for ends that are not known and not for the extract's date; {taken}"
        warning = f"{dates} {gaps[apart[-1]]} days after every other ({short_date(before)}): {taken}"
    return settled(day), before, warning


def silent_after(extract: Extract, as_at: date) -> date | None:
    """The last day with an event in the live rows, if it is so long before the given as-at that later events would be
    expected; else None. The usual interval between events is that of the year before it."""
    for kinds in (HAPPENED, BOOKED):
        days = _days(extract, kinds)
        days = days[days <= np.datetime64(as_at)]
        if len(days):
            last = days[-1]
            of_a_year = days[days > last - np.timedelta64(_A_YEAR, "D")]
            interval = min(_A_YEAR, int((last - days[0]).astype(int)) + 1) / len(of_a_year)
            silent = (as_at - last.item()).days
            return settled(last.item()) if silent > max(SILENT_DAYS, SILENT_INTERVALS * interval) else None
    return None


def settled(day: date) -> date:
    """The month's end if it is at most seven days later, else the day itself."""
    end = month_end(day.year, day.month)
    return end if (end - day).days <= SETTLES_WITHIN_DAYS else day


def booked(extract: Extract, as_at: date) -> Iterable[str]:
    """A sentence each for conferences and reviews that are dated after as-at and therefore not counted."""
    for table, column in BOOKED:
        rows = booked_rows(live_part(extract, table), column, as_at)
        if len(rows):
            verb = "{is|are} taken as booked; if {it was|they were} held, give --as-at"
            name = f"{table[:-1]}|{table}"
            yield counted(f"{{n}} {{{name}}} after {long_date(as_at)} {verb}", len(rows), check="booked")


def booked_rows(rows: Part, column: ArrayColumn, as_at: date) -> Part:
    """The conferences or reviews that are dated after as-at."""
    later = rows[column] > np.datetime64(as_at)
    if column == "review_date":
        later &= is_ours(rows)
    return rows.where(later)


def reaches(extract: Extract, as_at: date) -> dict[str, tuple[date, tuple[str, ...]]]:
    """The tables whose files were all extracted more than 31 days before as-at, each with the last day of the latest
    file and the names of the files. A file's last day comes from events that can't be booked, if it has any, and is
    settled as as-at is. Nothing is said of a single file, or of the lists and tables of other layouts."""
    files = extract.rows["file"]
    if len(files.texts) < 2 or not extract.is_live or not extract.live_layouts <= {""}:
        return {}
    lasts = _last_days(extract, as_at)
    latest = max((day for day in lasts if day), default=None)
    if latest is None:
        return {}
    behind = {}
    for table in TABLES:
        fed = distinct_values(live_part(extract, table)["file"].codes)
        known = [lasts[code] for code in fed.tolist() if code >= 0 and lasts[code]]
        if known and (min(latest, as_at) - max(known)).days > BEHIND_DAYS:
            names = tuple(files.texts[code] for code in fed.tolist() if lasts[code])
            behind[table] = (max(known), names)
    return behind


def _last_days(extract: Extract, as_at: date) -> list[date | None]:
    """For each file, the last day up to as-at of events that can't be booked, else of those that can; None without
    dates."""
    count = len(extract.rows["file"].texts)
    lasts: list[date | None] = [None] * count
    for kinds in (HAPPENED, BOOKED):
        latest = np.full(count, -1, np.int64)
        for codes, dates in _dated(extract, kinds):
            known = (dates <= np.datetime64(as_at)) & (codes >= 0)
            np.maximum.at(latest, codes[known], dates[known].astype("datetime64[D]").astype(np.int64))
        for code, day in enumerate(latest.tolist()):
            if lasts[code] is None and day >= 0:
                lasts[code] = min(settled(np.datetime64(day, "D").item()), as_at)
    return _of_one_drawing(extract.rows["file"].texts, lasts)


def _of_one_drawing(names: Sequence[str], lasts: list[date | None]) -> list[date | None]:
    """The last days, with one last day for all sheets of a workbook, as they were extracted together."""
    books = [name.rpartition(" [")[0] if name.endswith("]") else name for name in names]
    latest: dict[str, date] = {}
    for book, day in zip(books, lasts):
        if day:
            latest[book] = max(day, latest.get(book, day))
    return [latest[book] if day else None for book, day in zip(books, lasts)]


def _dated(extract: Extract, kinds: Sequence[tuple[str, ArrayColumn]]) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    """File and date of every live row of these kinds; visits count as events that have happened."""
    for table, column in kinds:
        part = live_part(extract, table)
        yield part["file"].codes, part[column]
    if kinds is HAPPENED and "last_visit" in extract.rows:
        visits = _live_visits(extract)
        yield extract.rows["file"].codes[visits], extract.rows["last_visit"][visits]
    if kinds is HAPPENED and "visit_dates" in extract.rows:
        lasts = extract.rows["visit_dates"].by_text(
            lambda text: np.datetime64(text[-10:], "D"), np.datetime64("NaT", "D")
        )
        years = extract.rows["return_year"] if extract.return_years else np.full(len(lasts), LIVE)
        visits = ~np.isnat(lasts) & (years == LIVE)
        yield extract.rows["file"].codes[visits], lasts[visits]


def _live_visits(extract: Extract) -> np.ndarray:
    known = ~np.isnat(extract.rows["last_visit"])
    return known & (extract.rows["return_year"] == LIVE) if extract.return_years else known


def _days(extract: Extract, kinds: Sequence[tuple[str, ArrayColumn]]) -> np.ndarray:
    """The distinct days with an event of these kinds in the live rows, in order."""
    seen = np.zeros(KEY_DAYS, bool)
    for _, dates in _dated(extract, kinds):
        seen[dates[~np.isnat(dates)].astype("datetime64[D]").astype(np.int64)] = True
    return np.flatnonzero(seen).astype("datetime64[D]")


def live_part(extract: Extract, table: str, returns: Sequence[int] = ()) -> Part:
    """The rows of a table that belong to the live history, or to these returns if any is named."""
    part = extract.part(table)
    if not extract.return_years:  # all rows are live
        return part
    return part.where(np.isin(part["return_year"], returns or (LIVE,)))
