"""What a capable analyst's SQL would make of the same extract: the opponent that cpind is measured against.

    python bench/duckdb_figures.py extract.csv out.csv
    python bench/duckdb_figures.py extract.csv out.csv --times

Every indicator for the reporting years 2015/16 to 2019/20 and their quarters, by the definitions of docs/methods.md for a
live extract, in DuckDB: the file read once, dates as dates, sets and no loops over rows. Needs `duckdb` and `holidays`.

It reads a file as generate.py writes it: those headings, ISO dates, no blanks around a text. It knows nothing of what
such a file can't hold: returns (return_year), a previous plan beside the plan (previous_plan_start and _end), other
headings and layouts, periods that the extract doesn't cover, groups, warnings. A bad cell, a missing column and a
column of returns or previous plans stop it.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import duckdb

POPULATION = 1_000_000
MONTH = 365.25 / 12
LAST_DAY = date(2020, 3, 31)
DATES = ("s47_start", "icpc_date", "referral_date", "plan_start", "plan_end")
TEXTS = ("child_id", "transfer_in", "previous_plans", "review_dates", "other_authority")
NOT_FOR_THIS = ("return_year", "previous_plan_start", "previous_plan_end")

# Time is counted in quarters, 0 = Q1 15/16 to 19 = Q4 19/20; year y is the quarters 4y to 4y + 3. The snapshot of a
# quarter is taken at its last day. What begins on day d is there at the snapshots from quarter_of(d) on, what ends on d
# is there at those before quarter_of(d): so no row is ever held against the twenty dates. No snapshot is later than
# the extract itself: what is due after that is never reached (from_day).
SETTINGS = """
    SET preserve_insertion_order = false;

    CREATE MACRO first_day() AS DATE '2015-04-01';
    CREATE MACRO final_day() AS DATE '2020-03-31';
    CREATE MACRO never() AS DATE '9999-12-31';
    CREATE MACRO yes(text) AS coalesce(lower(text) IN ('1', 'true', 'yes', 'y'), false);
    CREATE MACRO quarter_of(d) AS datediff('quarter', first_day(), d);
    CREATE MACRO clipped(q) AS greatest(0, least(20, q));
    CREATE MACRO from_day(d) AS CASE WHEN d > getvariable('as_at') THEN 20 ELSE clipped(quarter_of(d)) END;

    CREATE TEMP TABLE quarters AS
    SELECT q, format('Q{} {}/{}', q % 4 + 1, 15 + q // 4, 16 + q // 4) AS period FROM range(20) AS quarters(q)
    UNION ALL
    SELECT q, format('{}/{}', 2015 + q // 4, 16 + q // 4) FROM range(20) AS quarters(q);

    CREATE TEMP TABLE periods AS SELECT period, max(q) AS last FROM quarters GROUP BY period;
"""

READ = """
    CREATE TEMP TABLE extract AS
    SELECT child_id, s47_start, icpc_date, transfer_in, referral_date, plan_start, plan_end, previous_plans,
        review_dates, other_authority
    FROM read_csv(?, columns = {columns}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"')
"""

# The extract's date is its last event, or the month's end if that is within seven days.
LAST_EVENT = "SELECT greatest(max(s47_start), max(icpc_date), max(plan_start), max(plan_end)) FROM extract"
LAST_REVIEW = "SELECT max(d) FROM (SELECT unnest(string_split(review_dates, ';'))::DATE AS d FROM extract)"
AS_AT = """
    SET VARIABLE as_at = (
        SELECT CASE WHEN last_day(last) - last <= 7 THEN last_day(last) ELSE last END FROM (SELECT ?::DATE AS last))
"""

# A running count of working days: those in (a, b] are the count at b less the count at a.
CALENDAR = """
    CREATE TEMP TABLE calendar AS
    SELECT day, sum(works::INTEGER) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING)::INTEGER AS working_days
    FROM (
        SELECT day, isodow(day) < 6 AND holiday IS NULL AS works
        FROM (SELECT DATE '1990-01-01' + i::INTEGER AS day FROM range(final_day() - DATE '1990-01-01' + 1) AS days(i))
        LEFT JOIN (SELECT unnest(?::DATE[]) AS holiday) ON holiday = day)
"""

S47 = """
    SELECT period, sum(n) AS s47
    FROM (
        SELECT quarter_of(s47_start) AS q, count(DISTINCT child_id) AS n
        FROM extract WHERE s47_start BETWEEN first_day() AND final_day()
        GROUP BY s47_start)
    JOIN quarters USING (q)
    GROUP BY period
"""

# A conference is one (child, date). Without a clock, or held before it starts, its wait is null.
CONFERENCES = """
    WITH conference AS (
        SELECT icpc_date, CASE WHEN bool_or(yes(transfer_in)) THEN min(referral_date) ELSE min(s47_start) END AS clock
        FROM extract WHERE icpc_date BETWEEN first_day() AND final_day()
        GROUP BY child_id, icpc_date),
    by_day AS (
        SELECT icpc_date, CASE WHEN clock <= icpc_date THEN clock END AS clock, count(*) AS n
        FROM conference GROUP BY ALL),
    by_wait AS (
        SELECT quarter_of(icpc_date) AS q, held.working_days - begun.working_days AS days, sum(n) AS n
        FROM by_day JOIN calendar AS held ON held.day = icpc_date LEFT JOIN calendar AS begun ON begun.day = clock
        GROUP BY q, days),
    ranked AS (
        SELECT period, days, n, sum(n) OVER (PARTITION BY period ORDER BY days NULLS LAST) AS rank,
            sum(n) FILTER (days IS NOT NULL) OVER (PARTITION BY period) AS timed
        FROM by_wait JOIN quarters USING (q))
    SELECT period, sum(n) AS conferences, any_value(timed) AS timed,
        sum(n) FILTER (days <= 15) AS in_time,
        sum(n) FILTER (days <= 10) AS wait1,
        sum(n) FILTER (days BETWEEN 11 AND 15) AS wait2,
        sum(n) FILTER (days BETWEEN 16 AND 20) AS wait3,
        sum(n) FILTER (days >= 21) AS wait4,
        sum(n) FILTER (days IS NULL) AS wait5,
        min(days) FILTER (4 * rank >= timed) AS p25,
        min(days) FILTER (4 * rank >= 2 * timed) AS p50,
        min(days) FILTER (4 * rank >= 3 * timed) AS p75
    FROM ranked GROUP BY period
"""

# A plan is one (child, start). Where rows share one, the latest end wins, with its row's number (or, where that is
# blank, the next row's), and the reviews are united. As a rule none do, which is quicker to ask than to put right.
PLAN_ROWS = """
    CREATE TEMP VIEW plan_rows AS
    SELECT child_id, plan_start, coalesce(plan_end, never()) AS plan_end, previous_plans::INTEGER AS previous_plans,
        review_dates
    FROM extract WHERE plan_start IS NOT NULL AND NOT yes(other_authority)
"""
SHARED = "SELECT count(*) FROM (SELECT 1 FROM plan_rows GROUP BY child_id, plan_start HAVING count(*) > 1)"
PLANS = "CREATE TEMP TABLE plans AS FROM plan_rows"
PLANS_MERGED = """
    CREATE TEMP TABLE plans AS
    SELECT child_id, plan_start, coalesce(max(nullif(plan_end, never())), never()) AS plan_end,
        max({'end': coalesce(nullif(plan_end, never()), DATE '1900-01-01'), 'number': previous_plans})
            FILTER (previous_plans IS NOT NULL).number AS previous_plans,
        string_agg(review_dates, ';') AS review_dates
    FROM plan_rows GROUP BY child_id, plan_start
"""

# Open plans by the day they began and the first snapshot after them; then by the snapshots at which they reach an age.
STOCK = """
    WITH spell AS (
        SELECT plan_start, clipped(quarter_of(plan_end)) AS until, count(*) AS n
        FROM plans WHERE plan_start <= final_day() AND plan_end > greatest(first_day(), plan_start)
        GROUP BY ALL),
    aged AS (
        SELECT clipped(quarter_of(plan_start)) AS since, from_day(plan_start + 91) AS d91,
            from_day(plan_start + 92) AS d92, from_day(plan_start + 183) AS d183,
            from_day(plan_start + 365) AS d365, from_day(plan_start + 730) AS d730, until, sum(n) AS n
        FROM spell GROUP BY ALL)
    SELECT period, sum(n) AS open,
        sum(n) FILTER (last < d92) AS open1,
        sum(n) FILTER (last >= d92 AND last < d183) AS open2,
        sum(n) FILTER (last >= d183 AND last < d365) AS open3,
        sum(n) FILTER (last >= d365 AND last < d730) AS open4,
        sum(n) FILTER (last >= d730) AS open5,
        sum(n) FILTER (last >= d91) AS to_review
    FROM periods JOIN aged ON last >= since AND last < until
    GROUP BY period
"""

ENDED = """
    WITH ended AS (
        SELECT quarter_of(plan_end) AS q, plan_end - plan_start AS days
        FROM plans WHERE plan_end BETWEEN first_day() AND final_day()),
    by_quarter AS (
        SELECT q, count(*) AS n, count(*) FILTER (days <= 91) AS n1, count(*) FILTER (days > 91 AND days <= 182) AS n2,
            count(*) FILTER (days > 182 AND days < 365) AS n3, count(*) FILTER (days >= 365 AND days < 730) AS n4,
            count(*) FILTER (days >= 730) AS n5
        FROM ended GROUP BY q)
    SELECT period, sum(n) AS ended, sum(n1) AS ended1, sum(n2) AS ended2, sum(n3) AS ended3, sum(n4) AS ended4,
        sum(n5) AS ended5
    FROM by_quarter JOIN quarters USING (q)
    GROUP BY period
"""

# Plans that have an earlier one of the same child: the end of the latest before, and the latest end of any before.
EARLIER = """
    CREATE TEMP TABLE earlier AS
    SELECT plan.plan_start, any_value(plan.plan_end) AS plan_end, any_value(plan.previous_plans) AS previous_plans,
        arg_max(before.plan_end, before.plan_start) AS previous_end, max(before.plan_end) AS latest_end
    FROM (SELECT rowid AS id, child_id, plan_start, plan_end, previous_plans FROM plans
        WHERE plan_start <= final_day() AND (plan_start >= first_day() OR plan_end > first_day())) AS plan
    JOIN plans AS before ON before.child_id = plan.child_id AND before.plan_start < plan.plan_start
    GROUP BY plan.id, plan.plan_start
"""

# Plans open at a snapshot at which an earlier plan of the child is open too: so many more plans than children.
TWICE = """
    SELECT period, sum(n) AS twice
    FROM periods JOIN (
        SELECT clipped(quarter_of(plan_start)) AS since, clipped(quarter_of(least(plan_end, latest_end))) AS until,
            count(*) AS n
        FROM earlier WHERE latest_end > plan_start AND plan_end > plan_start
        GROUP BY ALL)
    ON last >= since AND last < until
    GROUP BY period
"""

STARTED = """
    SELECT period, sum(n) AS started, sum(again) AS recorded
    FROM (
        SELECT quarter_of(plan_start) AS q, count(*) AS n, count(*) FILTER (previous_plans >= 1) AS again
        FROM plans WHERE plan_start BETWEEN first_day() AND final_day()
        GROUP BY q)
    JOIN quarters USING (q)
    GROUP BY period
"""

# Repeats whose previous plan is in the extract, and the days since its end: null where they are not known. The first
# days at or above 6, 12, 24 and 60 months (182.625, 365.25, 730.5 and 1826.25 days) are 183, 366, 731 and 1827.
GAPS = """
    WITH repeat AS (
        SELECT quarter_of(plan_start) AS q, previous_plans IS NULL AS derived,
            CASE WHEN previous_end <= plan_start THEN plan_start - previous_end END AS days,
            previous_end <= plan_start AND plan_start <= previous_end + INTERVAL 24 MONTH AS soon
        FROM earlier WHERE plan_start BETWEEN first_day() AND final_day() AND coalesce(previous_plans >= 1, true))
    SELECT period, count(*) FILTER (derived) AS derived, count(*) FILTER (soon) AS within_2y, count(days) AS gaps,
        sum(days) AS gap_days, median(days) AS gap_median,
        count(*) FILTER (days < 183) AS gap1,
        count(*) FILTER (days >= 183 AND days < 366) AS gap2,
        count(*) FILTER (days >= 366 AND days < 731) AS gap3,
        count(*) FILTER (days >= 731 AND days < 1827) AS gap4,
        count(*) FILTER (days >= 1827) AS gap5
    FROM repeat JOIN quarters USING (q)
    GROUP BY period
"""

# A plan's start and reviews, in order, make pairs of a day and the next. The next is due three months after the start,
# or six after a review. Where it comes later, or not at all, the plan is late at every snapshot after the day it was
# due, to the end of the reporting year in which it was held at last: after that the census holds no more than the last
# review before the year. So a late pair is a range of snapshots, kept as bits; a plan is late where any pair of it is.
REVIEWS = """
    WITH plan AS (
        SELECT rowid AS id, plan_start, plan_end,
            list_sort(list_prepend(plan_start, string_split(review_dates, ';')::DATE[])) AS days
        FROM plans
        WHERE plan_start <= final_day() AND plan_end > first_day()
            AND from_day(plan_start + 91) < clipped(quarter_of(plan_end))),
    pair AS (
        SELECT id, plan_start, plan_end, unnest(days) AS day, unnest(days[2:]) AS next FROM plan),
    due AS (
        SELECT id, plan_start, plan_end, coalesce(next, never()) AS next,
            (day + CASE WHEN day = plan_start THEN INTERVAL 3 MONTH ELSE INTERVAL 6 MONTH END)::DATE AS due
        FROM pair WHERE day >= plan_start),
    late AS (
        SELECT id, from_day(greatest(plan_start + 91, due + 1)) AS since,
            least(clipped(quarter_of(plan_end)), clipped(quarter_of(next) + 4) // 4 * 4) AS until
        FROM due WHERE next > due AND due < plan_end),
    late_at AS (
        SELECT bit_or((1 << until) - (1 << since)) AS snapshots FROM late WHERE since < until GROUP BY id)
    SELECT period, sum(n) AS late
    FROM periods JOIN (SELECT snapshots, count(*) AS n FROM late_at GROUP BY snapshots) ON snapshots >> last & 1 = 1
    GROUP BY period
"""

COUNTS = {"s47": "s47", "conferences": "conferences", "plans-started": "started", "plans-ended": "ended"}
SHARES = {
    "two-year-open": ("open5", "open"),
    "two-year": ("ended5", "ended"),
    "icpc": ("in_time", "conferences"),
    "repeats-2y": ("within_2y", "started"),
}
DURATIONS = (
    "3 months or less",
    "More than 3 to 6 months",
    "More than 6 months to under 1 year",
    "1 to under 2 years",
    "2 years or more",
)
WAITS = ("0-10 working days", "11-15 working days", "16-20 working days", "21 or more working days", "Not known")
GAP_BANDS = ("Under 6 months", "6 to under 12 months", "1 to under 2 years", "2 to under 5 years", "5 years or more")
BANDS = {
    "two-year-open-bands": (DURATIONS, "open", "open"),
    "two-year-bands": (DURATIONS, "ended", "ended"),
    "icpc-bands": (WAITS, "wait", "conferences"),
    "gaps-bands": (GAP_BANDS, "gap", "gaps"),
}
PERCENTILES = {"25th percentile": "p25", "Median": "p50", "75th percentile": "p75"}

Row = tuple[str, str, str, float | None, int | None, float | None]


class Timer:
    """The seconds that each part took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, part: str) -> None:
        now = time.perf_counter()
        self.seconds[part] = now - self._since
        self._since = now


def main(extract: str, out: str) -> dict[str, float]:
    """Write the figures; give the seconds that each part took."""
    timer = Timer()
    with duckdb.connect() as db:
        db.execute(SETTINGS)
        timer.lap("settings")
        db.execute(READ.format(columns=columns(extract)), [extract])
        timer.lap("read")
        db.execute(AS_AT, [last_event(db)])
        timer.lap("as at")
        wide: dict[str, dict[str, float]] = {
            period: {} for (period,) in db.execute("SELECT period FROM periods").fetchall()
        }

        def ask(part: str, sql: str) -> None:
            names, *rows = rows_of(db, sql)
            for period, *values in rows:
                wide[period].update(zip(names[1:], values, strict=True))
            timer.lap(part)

        db.execute(CALENDAR, [bank_holidays()])
        timer.lap("calendar")
        ask("s47", S47)
        ask("conferences", CONFERENCES)
        db.execute(PLAN_ROWS)
        db.execute(PLANS_MERGED if db.execute(SHARED).fetchone()[0] else PLANS)
        timer.lap("plans")
        ask("stock", STOCK)
        ask("ended", ENDED)
        db.execute(EARLIER)
        timer.lap("earlier plans")
        ask("open twice", TWICE)
        ask("started", STARTED)
        ask("gaps", GAPS)
        ask("reviews", REVIEWS)
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("indicator", "group", "period", "numerator", "denominator", "value"))
        writer.writerows(sorted(row for period, found in wide.items() for row in figures(period, found)))
    timer.lap("write")
    return timer.seconds


def figures(period: str, found: dict[str, float]) -> Iterator[Row]:
    """A period's figures from its numbers."""

    def number(name: str) -> int:
        return int(found.get(name) or 0)

    def share(code: str, group: str, some: int, of: int) -> Row:
        return code, group, period, some, of, some * 100 / of if of else None

    def count(code: str, some: int) -> Row:
        return code, "", period, some, None, some

    children = number("open") - number("twice")
    repeats, gaps = number("recorded") + number("derived"), number("gaps")
    months, median = number("gap_days") / MONTH, found.get("gap_median")
    yield "rates", "", period, children, POPULATION, children * 10_000 / POPULATION
    yield count("plans-open", children)
    yield count("gaps-not-known", repeats - gaps)
    yield share("repeats", "", repeats, number("started"))
    yield share("reviews", "", number("to_review") - number("late"), number("to_review"))
    yield (
        "gaps",
        "",
        period,
        months if gaps else 0,
        gaps,
        float(Fraction(number("gap_days") * 48, 1461 * gaps)) if gaps else None,
    )
    yield "gaps-median", "", period, None, gaps, median / MONTH if median is not None else None
    for code, name in COUNTS.items():
        yield count(code, number(name))
    for code, (some, of) in SHARES.items():
        yield share(code, "", number(some), number(of))
    for code, (labels, name, of) in BANDS.items():
        for place, label in enumerate(labels, 1):
            yield share(code, label, number(f"{name}{place}"), number(of))
    for label, name in PERCENTILES.items():
        yield "icpc-percentiles", label, period, None, number("timed"), found.get(name)


def rows_of(db: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    """The names of a query's columns, then its rows."""
    asked = db.execute(sql)
    return [tuple(column[0] for column in asked.description), *asked.fetchall()]


def columns(extract: str) -> dict[str, str]:
    """The file's columns and their types."""
    with open(extract, encoding="utf-8-sig") as file:
        headings = file.readline().strip().split(",")
    if absent := [name for name in (*TEXTS, *DATES) if name not in headings]:
        sys.exit(f"{extract} has no {', '.join(absent)}")
    if present := [name for name in NOT_FOR_THIS if name in headings]:
        sys.exit(f"{extract} has {', '.join(present)}, which this script knows nothing of")
    return {name: "DATE" if name in DATES else "VARCHAR" for name in headings}


def last_event(db: duckdb.DuckDBPyConnection) -> date | None:
    """The extract's last date; reviews are asked only where all else ends before the last period does."""
    (last,) = db.execute(LAST_EVENT).fetchone()
    if last is None or last < LAST_DAY:
        (review,) = db.execute(LAST_REVIEW).fetchone()
        last = max((day for day in (last, review) if day), default=None)
    return last


def bank_holidays() -> list[date]:
    """Those of England, as far as conferences go."""
    from holidays import UnitedKingdom

    return sorted(UnitedKingdom(subdiv="ENG", years=range(1990, LAST_DAY.year + 1)))


if __name__ == "__main__":
    PARTS = main(*sys.argv[1:3])
    if "--times" in sys.argv:
        for PART, SECONDS in (PARTS | {"all": sum(PARTS.values())}).items():
            print(f"{PART:15} {SECONDS * 1000:7.1f} ms")
        print(f"{'peak memory':15} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.1f} MB")
