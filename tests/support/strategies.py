"""Hypothesis strategies for extracts, periods and the days that trip calculators up.

``extracts`` gives rows, ``write_csv`` writes them as a flat CSV, ``periods`` gives spans
and ``days`` gives single days.  Nothing is filtered: every child is described by small
choices and ``_rows_of_extract`` turns the description into rows.  Failures shrink towards
the first of each choice, so that is the one that says least: nothing there, or blank.
"""

from __future__ import annotations

import calendar
import csv
import io
import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from support.oracle import add_months

Row = dict[str, Any]
Offset = int | str | None  # days, or "24m" with or without a day more or less
Reviews = tuple[Offset, Sequence[Offset], Offset, int | None, Sequence[Offset]]

COLUMNS = (
    "child_id",
    "family_id",
    "date_of_birth",
    "sex",
    "ethnicity",
    "district",
    "team",
    "authority",
    "s47_start",
    "icpc_date",
    "icpc_not_required",
    "icpc_target",
    "transfer_in",
    "referral_date",
    "plan_start",
    "plan_end",
    "initial_category",
    "latest_category",
    "previous_plans",
    "previous_plan_start",
    "previous_plan_end",
    "review_dates",
    "other_authority",
    "return_year",
)

FIRST_DAY = date(2015, 1, 1)
LAST_DAY = date(2020, 12, 31)
RETURN_YEARS = (2017, 2018, 2019)

# Identifiers are text: "007" and "7" are two children, and so are "100" and "0100".
CHILD_IDS = ("A1", "A2", "007", "7", "A10", "B-1", "100", "0100")


# --- Days ---------------------------------------------------------------------------------

ANCHORS = (
    # Either side of the turn of a reporting year, a quarter and a month.
    date(2018, 3, 31),
    date(2018, 4, 1),
    date(2017, 3, 31),
    date(2017, 4, 1),
    date(2016, 3, 31),
    date(2016, 4, 1),
    date(2019, 3, 31),
    date(2019, 4, 1),
    date(2017, 6, 30),
    date(2017, 7, 1),
    date(2018, 9, 30),
    date(2018, 12, 31),
    date(2019, 1, 1),
    # Around leap days and the days two years off them.
    date(2016, 2, 29),
    date(2016, 2, 28),
    date(2016, 3, 1),
    date(2018, 2, 28),
    date(2018, 3, 1),
    date(2020, 2, 29),
    date(2020, 2, 28),
    date(2020, 3, 1),
    # In reach of Easter, the May holidays, August and Christmas.
    date(2017, 4, 3),
    date(2018, 3, 12),
    date(2019, 4, 23),
    date(2016, 5, 9),
    date(2018, 8, 13),
    date(2017, 12, 14),
    date(2019, 12, 14),
    date(2020, 4, 27),
    date(2020, 5, 6),
    # Early enough for what lasts five years to end in time.
    date(2015, 1, 1),
    date(2015, 4, 1),
    # Plain days: a Monday, a Friday and a Saturday.
    date(2017, 10, 2),
    date(2018, 6, 15),
    date(2016, 11, 5),
)

# Several stories share these few, so that their events collide.
_anchors = st.sampled_from(ANCHORS)
_any_days = st.integers(0, (LAST_DAY - FIRST_DAY).days).map(lambda number: FIRST_DAY + timedelta(days=number))


def days() -> st.SearchStrategy[date]:
    """Give a day of 2015 to 2020, mostly one on or beside an edge."""
    beside = st.builds(_moved, _anchors, st.sampled_from((-1, 1)))
    return st.one_of(_anchors, beside, _any_days)


def _moved(day: date, offset: int) -> date:
    return day + timedelta(days=offset)


def _next_31_march(day: date) -> date:
    """Return the end of the reporting year that a day stands in."""
    return date(day.year if day <= date(day.year, 3, 31) else day.year + 1, 3, 31)


def _quarter_end(day: date) -> date:
    """Return the end of the quarter that a day stands in."""
    return _month_end(day.year, (day.month + 2) // 3 * 3)


def _offset(day: date, offset: Offset) -> date | None:
    """Return the day moved by an offset: some days, or to a date that the calendar sets."""
    if offset is None:
        return None
    if isinstance(offset, int):
        return _moved(day, offset)
    name, _, rest = offset.partition(" ")
    if name == "31march":
        anchor = _next_31_march(day)
    elif name == "quarter":
        anchor = _quarter_end(day)
    else:  # "24m", "-24m", "3m", "6m"
        anchor = add_months(day, int(name[:-1]))
    return _moved(anchor, int(rest or 0))


def _beside(offset: str) -> tuple[str, ...]:
    return (offset, f"{offset} -1", f"{offset} 1")


# --- One child's story --------------------------------------------------------------------

# Where a plan ends, from its start.
_LENGTHS: tuple[Offset, ...] = (
    *(None, None),  # open
    *(729, 730, 731, 730),
    *_beside("24m"),
    *_beside("31march"),
    *(90, 91, 92, 182, 183, 364, 365),
    *(0, -1, 1, -40),  # on the start, before it, the shortest
    *(300, 1100),
)

# Where the next plan starts, from the end of the one before (from its start if it is open).
_GAPS: tuple[Offset, ...] = (
    *(100, 0, 1, -1),
    *(182, 183, 365, 366, 182, 183, 365, 366),  # either side of 6 and 12 months
    *(730, 731),  # either side of 24 months of a twelfth of 365.25 days
    *_beside("24m"),
    *(1826, 1827, 1826, 1827),  # and of 60
    *(-100, -400),  # overlaps, some wholly inside the plan before
)

# How long before the conference the enquiry started, in days.  Between 20 and 26 days stands
# working day 15 or 16, by how many weekends and bank holidays there are.
_CLOCKS: tuple[int | None, ...] = (
    *(None, 0, 1, -1, -21),  # never, on the day, and after the conference
    *(21, 22, 20, 23, 24, 25, 26, 21, 22),
    *(10, 14, 15, 16, 18, 28, 29, 30, 31, 60),
)

# When the conference was, from the start of the plan.
_CONFERENCES = (0, 0, 0, -7, 1, -1)

# Which stages a row holds.
_STAGES = (
    (),
    ("plan",),
    ("s47",),
    ("icpc",),
    ("s47", "icpc"),
    ("s47", "plan"),
    ("icpc", "plan"),
    *[("s47", "icpc", "plan")] * 7,
)

# transfer_in, and the referral as days before the conference (None: no referral date).
_TRANSFERS: tuple[tuple[bool | None, int | None], ...] = (
    *((None, None), (None, None), (False, None), (None, None)),
    *((True, 21), (True, 22), (True, 20), (True, 23)),
    *((True, None), (True, -1), (True, 0), (True, 40)),
    *((False, 21), (None, 5)),  # a referral date that is nobody's clock
)

# previous_plan_start and previous_plan_end, from the plan's own start.
_PREVIOUS_PLANS: tuple[tuple[Offset, Offset], ...] = (
    *((None, None), (None, None), (None, None)),
    *((-900, -200), (-900, 0), (-900, -731), *[(-900, offset) for offset in _beside("-24m")]),
    *((None, -730), (None, 0), (None, 1)),
    *((None, -182), (None, -183), (None, -365), (-400, -366)),  # the edges of the gap bands
    *((None, -1826), (-2000, -1827)),
    *((-200, None), (-200, 30), (-200, -300)),  # open, overlapping, ended before it began
    *((0, -10), (1, -10), (0, None)),  # no earlier than this plan, so not a previous one
)

# When a plan is first reviewed, from its start: mostly within the three months.
_FIRST_REVIEWS: tuple[Offset, ...] = (
    *(80, 60, 75),
    *_beside("3m"),
    *("3m", "3m -1", "3m"),
    *(89, 91, 92),  # three months, or a day off them, by the months
    *("quarter", "31march 1", "31march 1", "31march"),  # 1 April, where a new year of reviews begins
    *(200, 400),  # late at once, and perhaps in a year that is not looked at
)

# When it is reviewed again, from the review before: mostly within the six months.
_NEXT_REVIEWS: tuple[Offset, ...] = (
    *(150, 90, 170),
    *_beside("6m"),
    *("6m", "6m -1"),
    *(181, 182, 183, 184),  # six months, or a day off them, by the months
    *("quarter", "quarter 1", "quarter -1", "31march", "31march 1"),
    *(0, 1, -1),  # twice on a day, on two days running, and not in their order
    *(250, 400),
)

# How it goes on from there.
_PACES: tuple[Offset, ...] = (*("6m", "6m", "6m -1", 150, "3m", 178), *(182, 183, "6m 1", "6m 1"))

# How many reviews there are, whatever the end of the plan; None: as many as it takes to its end.
_REVIEW_COUNTS: tuple[int | None, ...] = (*(0, None, None, None, None, None), *(1, 2, 3, 4, 5), *(40, 40, 40))

# What stands among the reviews besides, from the start of the plan.
_STRAY_REVIEWS: tuple[tuple[Offset, ...], ...] = (
    *[()] * 6,
    *((0,), (0,)),  # on the start
    *((-5,), (-1,)),  # before it
    (0, -5, 100),
    (1,),
    ("3m", "3m"),  # twice on a day
    (2000,),  # after the end
)

_CATEGORY_PAIRS = (
    (None, None),
    ("NEG", "NEG"),
    ("EMO", "NEG"),
    ("PHY", None),
    (None, "SAB"),
    ("MUL", "EMO"),
    ("XYZ", "PHY"),  # no category DfE knows
)

_SEXES = (None, "F", "M", "U")
_ETHNICITIES = (
    *(None, "WBRI", "WROM", "MOTH", "AIND", "CHNE", "BAFR", "OOTH", "REFU", "NOBT"),
    "QQQQ",  # no code DfE knows
)
_DISTRICTS = (None, "North", "South", "01", "1")
_TEAMS = (None, "Team 1", "Team 2")
_AUTHORITIES = (None, "A", "B")
_FAMILIES = (None, "F1", "F2")

# Birthdays that make the ages interesting over 2015 to 2020.
_BIRTHS = (
    None,
    date(2010, 6, 1),
    date(2016, 2, 29),  # born on a leap day ...
    date(2012, 2, 29),
    date(2000, 2, 29),  # ... and sixteen or eighteen on 1 March
    date(2017, 4, 1),
    date(2018, 3, 31),
    date(2008, 3, 31),
    date(2013, 4, 1),
    date(1999, 1, 1),  # of age
    date(1993, 5, 5),
    date(2020, 12, 31),  # unborn for long
    date(2019, 1, 1),
)


# --- Second rows that differ --------------------------------------------------------------


def _same(row: Row) -> Row:
    return {}


def _both(one: Callable[[Row], Row], other: Callable[[Row], Row]) -> Callable[[Row], Row]:
    """Make a copy that differs in two ways."""
    return lambda row: {**one(row), **other(row)}


def _change(**values: Any) -> Callable[[Row], Row]:
    """Make a copy that differs by fixed values."""
    return lambda row: dict(values)


def _shift(column: str, offset: int, otherwise: str | None = None) -> Callable[[Row], Row]:
    """Make a copy whose date in a column stands so many days off."""

    def change(row: Row) -> Row:
        day = row[column]
        if day is None and otherwise is not None:
            day = row[otherwise]
        return {} if day is None else {column: _moved(day, offset)}

    return change


# So often that no plan with these reviews would be late.
_OFTEN_REVIEWED = [_moved(FIRST_DAY, number) for number in range(0, (LAST_DAY - FIRST_DAY).days, 80)]


def _shift_reviews(offset: int) -> Callable[[Row], Row]:
    """Make a copy whose reviews stand so many days off."""
    return lambda row: {"review_dates": [_moved(day, offset) for day in row["review_dates"]]}


_NO_PLAN = {
    "plan_start": None,
    "plan_end": None,
    "previous_plans": None,
    "previous_plan_start": None,
    "previous_plan_end": None,
    "review_dates": [],
}
_NO_ENQUIRY = {
    "s47_start": None,
    "icpc_date": None,
    "icpc_not_required": None,
    "icpc_target": None,
    "transfer_in": None,
    "referral_date": None,
}

_ELSEWHERE = {
    "district": "South",
    "team": "Team 2",
    "sex": "M",
    "previous_plans": 2,
    "latest_category": "SAB",
}

# What a further row about the same thing says otherwise.
_COPIES: tuple[Callable[[Row], Row], ...] = (
    _same,
    # One plan, two tales of its end.
    _change(plan_end=None),
    _shift("plan_end", 1, "plan_start"),
    _shift("plan_end", -1),
    _shift("plan_end", 400, "plan_start"),
    # The end decides which of two rows tells the rest.
    _both(_change(plan_end=None), _change(**_ELSEWHERE)),
    _both(_shift("plan_end", -1), _change(**_ELSEWHERE)),
    _both(_shift("plan_end", 1, "plan_start"), _change(**_ELSEWHERE)),
    # One plan's reviews in several rows; those after the end of one row may be before that of another.
    _change(review_dates=[]),
    _shift_reviews(-1),
    _shift_reviews(1),
    _shift_reviews(-60),
    _both(_shift("plan_end", 400, "plan_start"), _change(review_dates=[])),
    # Those of another authority's child are nobody's.
    _both(_shift_reviews(-1), _change(other_authority=True)),
    _change(review_dates=_OFTEN_REVIEWED, other_authority=True),
    # Several enquiries for one conference, before it and after it.
    _shift("s47_start", -1, "icpc_date"),
    _shift("s47_start", 1),
    _shift("s47_start", 30, "icpc_date"),
    _change(s47_start=None),
    # One enquiry, two conferences.
    _shift("icpc_date", 1),
    _change(icpc_date=None),
    _change(icpc_not_required=True),
    # One row of a conference makes it a transfer-in.
    _change(transfer_in=True),
    _change(transfer_in=False, referral_date=None),
    _shift("referral_date", -1, "icpc_date"),
    # Another authority's child in one row only.
    _change(other_authority=True),
    _change(other_authority=False),
    # Another place, another child, another family.
    _change(district="South", team="Team 2"),
    _change(district=None, team=None, sex=None, ethnicity=None),
    _change(sex="M", ethnicity="BAFR"),
    _change(date_of_birth=None),
    _change(date_of_birth=date(2016, 2, 29)),
    _change(initial_category=None, latest_category=None),
    _change(initial_category="SAB", latest_category="MUL"),
    _change(initial_category=None),
    _change(authority="B", family_id="F2"),
    # The number of previous plans, and what is known of them.
    _change(previous_plans=None),
    _change(previous_plans=0),
    _change(previous_plans=2),
    _change(previous_plan_start=None, previous_plan_end=None),
    _shift("previous_plan_end", 1, "plan_start"),
    # One stage only.
    _change(**_NO_PLAN),
    _change(**_NO_ENQUIRY),
)


# --- What a return says of it -------------------------------------------------------------


def _as_known_then(row: Row, year: int) -> Row:
    """Leave out the end that was still to come at the return's 31 March."""
    end = row["plan_end"]
    return {"plan_end": None} if end is not None and end > date(year, 3, 31) else {}


def _reviews_as_known_then(row: Row, year: int) -> Row:
    """Leave out what was still to come, and all but the last of the reviews before the return's year."""
    held = sorted(day for day in row["review_dates"] if day <= date(year, 3, 31))
    before = [day for day in held if day < date(year - 1, 4, 1)]
    in_year = [day for day in held if day >= date(year - 1, 4, 1)]
    return {**_as_known_then(row, year), "review_dates": before[-1:] + in_year}


def _reviews_of_the_year(row: Row, year: int) -> Row:
    """Leave out all reviews but those of the return's own year."""
    in_year = [day for day in row["review_dates"] if date(year - 1, 4, 1) <= day <= date(year, 3, 31)]
    return {**_as_known_then(row, year), "review_dates": in_year}


def _in_return(change: Callable[[Row], Row]) -> Callable[[Row, int], Row]:
    return lambda row, year: change(row)


def _open_in_return(row: Row, year: int) -> Row:
    return {"plan_end": None}


def _ends_on(month: int, day: int) -> Callable[[Row, int], Row]:
    """End the plan on a day of the return's year, 1 April standing just outside it."""
    return lambda row, year: {"plan_end": date(year, month, day)}


# Each takes the row and the year; None leaves the row out of that return.
_EDITS: tuple[Callable[[Row, int], Row] | None, ...] = (
    *(None, None),
    *[_as_known_then] * 4,
    _in_return(_same),  # an end after the return's 31 March stays in it
    _open_in_return,
    *[_reviews_as_known_then] * 2,
    _reviews_of_the_year,
    _in_return(_change(review_dates=[])),
    _in_return(_shift_reviews(-1)),
    _ends_on(3, 31),
    _ends_on(4, 1),
    _ends_on(3, 30),
    _in_return(_change(previous_plans=1)),
    _in_return(_change(previous_plans=0)),
    _in_return(_change(previous_plans=None)),
    _in_return(_change(district=None, team=None, ethnicity=None)),
    _in_return(_change(district="South", sex="M", ethnicity="AIND")),
    _in_return(_change(latest_category="SAB")),
    _in_return(_change(initial_category=None, latest_category=None)),
    _in_return(_change(other_authority=True)),
    _in_return(_change(date_of_birth=date(2016, 2, 29))),
    _in_return(_change(**_NO_ENQUIRY)),
    _in_return(_change(**_NO_PLAN)),
    _in_return(_shift("s47_start", -1)),
)


def _in_sight(row: Row, year: int, slack: int) -> bool:
    """Say whether a return of that year would hold the row, give or take some years."""
    first = [row[column] for column in ("s47_start", "icpc_date", "plan_start") if row[column]]
    if not first:
        return True
    # A plan goes on into the later returns until it ends; all else is of its own year.
    last = [*first, row["plan_end"] or LAST_DAY] if row["plan_start"] else first
    return _next_31_march(min(first)).year <= year + slack and year - slack <= _next_31_march(max(last)).year


# --- The strategies -----------------------------------------------------------------------

# Where the story of a plan begins: on a day, or so far from the plan before it.
_beginnings = st.one_of(_anchors, *[st.sampled_from(_GAPS)] * 4, days())

# Edges that take several choices together, too seldom met by chance.
_STORIES: tuple[Mapping[str, Any], ...] = (
    *[{}] * 20,
    # Two years from a leap day, to the clipped day and the day after.
    *({"beginning": date(2016, 2, 29), "length": length, "stages": ("plan",)} for length in ("24m", "24m 1")),
    # The last day within two years of a previous plan that ended on a leap day, and the next.
    *(
        {
            "beginning": day,
            "stages": ("plan",),
            "previous_plans": None,
            "previous_plan": (-900, (date(2016, 2, 29) - day).days),
        }
        for day in (date(2018, 2, 28), date(2018, 3, 1))
    ),
    # The early-May holiday of 2020 that was not on its Monday: working days 15 and 16.
    *(
        {"beginning": day, "stages": ("s47", "icpc"), "conference": 0, "clock": clock}
        for day, clock in ((date(2020, 5, 5), 21), (date(2020, 5, 6), 22))
    ),
    # Born on a leap day and about to be one, or just turned.
    *(
        {"beginning": day, "stages": ("plan",), "date_of_birth": date(2016, 2, 29)}
        for day in (date(2017, 2, 28), date(2017, 3, 1))
    ),
    # One plan whose reviews go on after the end in the row that has them.
    {
        "beginning": date(2017, 4, 3),
        "length": 182,
        "stages": ("plan",),
        "reviews": ("3m", (), "6m", 40, ()),
        "copies": (_both(_shift("plan_end", 400), _change(review_dates=[])),),
    },
    # Long plans, most with many reviews before the year that is looked at.
    *(
        {"beginning": day, "length": None, "stages": ("s47", "icpc", "plan"), "reviews": reviews}
        for day, reviews in (
            (date(2015, 4, 1), ("3m", (), "6m", 40, ())),
            (date(2015, 7, 1), (200, (150,), "6m -1", 40, ())),  # late at first only
            (date(2015, 10, 2), (80, (170, 250), 175, 40, ())),
            (date(2015, 4, 1), ("3m", ("24m", "6m 1"), "6m", 40, ())),  # late in the middle only
            # The first review, years after the start, on the day before a reporting year or the first day of it.
            *((date(2016, 4, 1), ("24m -1", (), "6m", count, ())) for count in (1, 40)),
            *((date(2016, 4, 1), ("24m", (), "6m", count, ())) for count in (1, 40)),
            # The next one due on 30 March or 1 April, either side of the date of most snapshots.
            *((date(2017, 7, 1), (first, (), "6m", 1, ())) for first in ("quarter", "quarter 1")),
            # Three and six months to the end of February, and the day after.
            (date(2018, 11, 30), ("3m", (), "6m", 40, ())),
            (date(2018, 11, 30), ("3m 1", (), "6m", 40, ())),
            (date(2015, 5, 31), ("3m", ("6m", "3m"), "6m", 40, ())),
            (date(2016, 5, 31), ("3m", ("6m 1",), "6m", 40, ())),
            # Never reviewed, and due to be on 31 March itself, which is day 91 in a leap year only.
            *[(date(2019, 12, 31), (80, (), "6m", 0, ()))] * 3,
            (date(2015, 12, 31), (80, (), "6m", 0, ())),
            # Never reviewed, and due to be on 30 March, the day before day 91.
            *((date(year, 12, 30), (80, (), "6m", 0, ())) for year in (2017, 2018)),
            # Reviewed only on the start or before it, which leaves the first one due.
            *((date(2017, 10, 2), (80, (), "6m", 0, strays)) for strays in ((0,), (-1,))),
            # Three months before the year's first day, and a day more, then nothing until then.
            (date(2018, 1, 1), ("31march 1", (), "6m", 40, ())),
            (date(2017, 12, 31), ("31march 1", (), "6m", 40, ())),
        )
    ),
)

# A long element in the middle of a list is hard for Hypothesis to delete, but one choice is
# easy to lower: so an episode or a child can be told and left out.
_left_out = st.sampled_from((True, *[False] * 7))

_reviews = st.tuples(
    st.sampled_from(_FIRST_REVIEWS),
    st.lists(st.sampled_from(_NEXT_REVIEWS), max_size=2),
    st.sampled_from(_PACES),
    st.sampled_from(_REVIEW_COUNTS),
    st.sampled_from(_STRAY_REVIEWS),
)

_episodes = st.fixed_dictionaries(
    {
        "left_out": _left_out,
        "story": st.sampled_from(_STORIES),
        "beginning": _beginnings,
        "length": st.sampled_from(_LENGTHS),
        "stages": st.sampled_from(_STAGES),
        "conference": st.sampled_from(_CONFERENCES),
        "clock": st.sampled_from(_CLOCKS),
        "transfer": st.sampled_from(_TRANSFERS),
        # Mostly blank; True stands beside a date, and without one.
        "icpc_not_required": st.sampled_from((None, None, None, False, True)),
        "other_authority": st.sampled_from((None, None, None, None, False, False, True)),
        "previous_plans": st.sampled_from((None, None, None, 0, 1, 2)),
        "previous_plan": st.sampled_from(_PREVIOUS_PLANS),
        "categories": st.sampled_from(_CATEGORY_PAIRS),
        "place": st.tuples(st.sampled_from(_DISTRICTS), st.sampled_from(_TEAMS)),
        "reviews": _reviews,
        "copies": st.lists(st.sampled_from(_COPIES), max_size=2),
    }
)

# One edit for each return, and how strictly a return keeps to its own year.
_histories = st.tuples(st.sampled_from((0, 0, 1, 9)), *[st.sampled_from(_EDITS) for _ in RETURN_YEARS])

_people = {
    "date_of_birth": st.sampled_from(_BIRTHS),
    "sex": st.sampled_from(_SEXES),
    "ethnicity": st.sampled_from(_ETHNICITIES),
    "authority": st.sampled_from(_AUTHORITIES),
    "family_id": st.sampled_from(_FAMILIES),
}

_live_children = st.fixed_dictionaries(
    {
        "left_out": _left_out,
        **_people,
        "episodes": st.lists(_episodes, min_size=1, max_size=4),
    }
)
_return_children = st.fixed_dictionaries(
    {
        "left_out": _left_out,
        **_people,
        "episodes": st.lists(_episodes, min_size=1, max_size=3),
        # Shared by the child's plans in turn, so that few choices make many returns.
        "histories": st.lists(_histories, min_size=1, max_size=3),
    }
)

# The order of the file decides between rows that differ.
_ORDERS = ("as made", "backwards", "late returns first", "alternating")


def _blank_row(child_id: str) -> Row:
    row: Row = dict.fromkeys(COLUMNS)
    row["child_id"] = child_id
    row["review_dates"] = []
    return row


def _review_days(start: date, end: date, reviews: Reviews) -> list[date]:
    """Return the days on which a plan was reviewed, and the strays among them, in no order."""
    first, further, pace, count, strays = reviews
    days_held: list[date] = []
    steps = itertools.chain((first, *further), itertools.repeat(pace))
    day = start
    while count is None or len(days_held) < count:
        day = _offset(day, next(steps)) or day
        if day > (end if count is None else LAST_DAY):
            break
        days_held.append(day)
    return [*days_held, *(_offset(start, offset) or start for offset in strays)]


def _episode_row(child: Mapping[str, Any], child_id: str, episode: Mapping[str, Any], start: date) -> Row:
    """Return the row of one episode, from enquiry to plan, as far as its stages go."""
    row = _blank_row(child_id)
    for column in _people:
        row[column] = episode.get(column, child[column])
    row["district"], row["team"] = episode["place"]
    row["initial_category"], row["latest_category"] = episode["categories"]
    row["other_authority"] = episode["other_authority"]
    row["icpc_not_required"] = episode["icpc_not_required"]

    conference = _moved(start, episode["conference"])
    if "s47" in episode["stages"] and episode["clock"] is not None:
        row["s47_start"] = _moved(conference, -episode["clock"])
        # A target that is never used, and right only now and then.
        row["icpc_target"] = _moved(row["s47_start"], 21)
    if "icpc" in episode["stages"]:
        row["icpc_date"] = conference
        row["transfer_in"], referral = episode["transfer"]
        row["referral_date"] = None if referral is None else _moved(conference, -referral)
    if "plan" in episode["stages"]:
        row["plan_start"] = start
        end = _offset(start, episode["length"])
        # What would end after the last day of all is open.
        row["plan_end"] = None if end is None or end > LAST_DAY else end
        row["previous_plans"] = episode["previous_plans"]
        before = episode["previous_plan"]
        row["previous_plan_start"] = _offset(start, before[0])
        row["previous_plan_end"] = _offset(start, before[1])
        row["review_dates"] = _review_days(start, row["plan_end"] or LAST_DAY, episode["reviews"])
    return row


def _child_rows(child: Mapping[str, Any], child_id: str) -> list[list[Row]]:
    """Return the rows of a child, for each episode the row and the copies that differ."""
    told = []
    reached = ANCHORS[0]
    for episode in child["episodes"]:
        if episode["left_out"]:
            continue
        episode = {**episode, **episode["story"]}
        beginning = episode["beginning"]
        start = beginning if isinstance(beginning, date) else _offset(reached, beginning)
        if start is None or not FIRST_DAY <= start <= LAST_DAY:
            # Out of the years: back to a day that other plans may share.
            start = ANCHORS[3]
        row = _episode_row(child, child_id, episode, start)
        told.append([row, *({**row, **copy(row)} for copy in episode["copies"])])
        reached = row["plan_end"] or start
    return told


def _returned(told: Sequence[Sequence[Row]], histories: Sequence[Sequence[Any]]) -> list[Row]:
    """Return what the returns hold of a child's rows, each in its own words."""
    rows = []
    for number, episode in enumerate(told):
        slack, *edits = histories[number % len(histories)]
        for year, edit in zip(RETURN_YEARS, edits, strict=True):
            if edit is None:
                continue
            for row in episode:
                if _in_sight(row, year, slack):
                    rows.append({**row, **edit(row, year), "return_year": year})
    return rows


def _ordered(rows: list[Row], order: str) -> list[Row]:
    if order == "backwards":
        return rows[::-1]
    if order == "late returns first":
        return sorted(rows, key=lambda row: -(row["return_year"] or 0))
    if order == "alternating":
        return rows[::2] + rows[1::2]
    return rows


def _rows_of_extract(kind: str, children: Sequence[Mapping[str, Any]], order: str) -> list[Row]:
    """Turn the description of an extract into its rows."""
    rows: list[Row] = []
    for child_id, child in zip(CHILD_IDS, children, strict=False):
        if child["left_out"]:
            continue
        told = _child_rows(child, child_id)
        if kind != "returns":
            rows.extend(row for episode in told for row in episode)
        if kind != "live":
            rows.extend(_returned(told, child["histories"]))
    if not rows:
        # All left out; but a file without any row is another matter.
        rows.append(_blank_row(CHILD_IDS[0]))
        rows[0]["return_year"] = None if kind == "live" else RETURN_YEARS[0]
    return _ordered(rows, order)


def extracts(kind: str | None = None, max_children: int = 8) -> st.SearchStrategy[list[Row]]:
    """Give the rows of an extract: "live", "returns" or "both"; None gives any of the three.

    Every row has every canonical column; there is at least one row.  With "both" the live
    rows and the returns tell the same stories, apart from what the returns have wrong.
    """
    if not 1 <= max_children <= len(CHILD_IDS):
        raise ValueError(f"between 1 and {len(CHILD_IDS)} children, not {max_children}")
    if kind is None:
        return st.one_of(*(extracts(each, max_children) for each in ("live", "returns", "both")))
    if kind not in ("live", "returns", "both"):
        raise ValueError(f"no such kind of extract: {kind}")
    child = _live_children if kind == "live" else _return_children
    return st.builds(
        _rows_of_extract,
        st.just(kind),
        st.lists(child, min_size=1, max_size=max_children),
        st.sampled_from(_ORDERS),
    )


def periods() -> st.SearchStrategy[tuple[date, date]]:
    """Give a period, both its days included: a year, years, a quarter, a month, any span."""
    years = st.integers(2015, 2020).map(lambda year: (date(year - 1, 4, 1), date(year, 3, 31)))
    quarters = st.builds(
        lambda year, month: (date(year, month, 1), _month_end(year, month + 2)),
        st.integers(2015, 2020),
        st.sampled_from((1, 4, 7, 10)),
    )
    months = st.builds(
        lambda year, month: (date(year, month, 1), _month_end(year, month)),
        st.integers(2015, 2020),
        st.integers(1, 12),
    )
    # From a day to itself, or to another; the two put in order.
    one_day = days().map(lambda day: (day, day))
    spans = st.builds(lambda one, other: (min(one, other), max(one, other)), days(), days())
    # Most of what an extract holds falls outside a year; all years together miss little.
    all_years = st.sampled_from([(date(2014, 4, 1), date(year, 3, 31)) for year in (2021, 2020, 2019, 2018)])
    return st.one_of(years, all_years, all_years, spans, quarters, months, one_day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


# --- As a file ----------------------------------------------------------------------------


def _cell(value: Any) -> str:
    """Return a value as it stands in the file."""
    if value is None:
        return ""
    if isinstance(value, bool):  # before the numbers: True is one of them
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(_cell(item) for item in value)
    return str(value)


def write_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the rows as the text of a canonical CSV, headings first.

    Every canonical heading stands in it, then any other column that a row has.
    """
    others = sorted({column for row in rows for column in row} - set(COLUMNS))
    headings = [*COLUMNS, *others]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in headings])
    return text.getvalue()
