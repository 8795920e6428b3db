"""The history of Warwickshire's invented children: enquiries, conferences, plans and plans after plans.

Constructive, so that nothing is searched for: conferences are held on days and timed back to their enquiries, plans
are ended by duration, and children whose plan has ended come back for the repeat plans. Who the children are comes
last, in warwickshire_people.py.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from warwickshire_figures import (
    AS_AT,
    MONTH,
    QUARTERS,
    RETURNS,
    STOCK,
    WORKDAYS,
    Plans,
    reporting_year,
    waited,
    workday_by,
    workdays,
    year_of,
)

HISTORY = date(2014, 4, 1)  # the extract holds the plans that ended and the conferences held since
OTHER_ENQUIRIES = {2015: 1187, 2021: 428}  # of the years without a return
LATE_ENQUIRIES = {2016: 6, 2017: 9, 2018: 4, 2019: 7, 2020: 5}  # recorded after the year's return
FAMILY_SIZES = ((1, 2, 3, 4, 5), (44, 27, 16, 9, 4))

# Each dated table runs on from the start of the history: a row holds from the end of the last row to its own date.
CONFERENCES = (  # children at conferences that led to a plan, and at those that did not
    (date(2015, 3, 31), 597, 39),
    (date(2016, 3, 31), 579, 39),
    (date(2017, 3, 31), 496, 48),
    (date(2017, 12, 31), 505, 40),
    (date(2018, 2, 28), 121, 9),
    (date(2018, 3, 31), 48, 4),
    (date(2018, 6, 30), 157, 33),
    (date(2018, 9, 30), 139, 28),
    (date(2018, 12, 31), 97, 20),
    (date(2019, 3, 31), 123, 26),
    (date(2019, 6, 30), 129, 16),
    (date(2019, 9, 30), 106, 14),
    (date(2019, 12, 31), 87, 12),
    (date(2020, 2, 29), 74, 11),
    (date(2020, 3, 31), 31, 4),
    (date(2020, 4, 30), 42, 8),
    (date(2020, 5, 31), 45, 8),
    (date(2020, 6, 30), 33, 6),
    (date(2020, 7, 31), 33, 4),
)
TIMELINESS = (  # conferences by working days from the enquiry: 0-10, 11-15, 16-20, 21 or more
    (date(2015, 3, 31), (76, 476, 33, 51)),
    (date(2016, 3, 31), (109, 509, 0, 0)),
    (date(2017, 3, 31), (95, 323, 78, 48)),
    (date(2018, 3, 31), (48, 480, 75, 124)),
    (date(2019, 3, 31), (57, 461, 48, 57)),
    (date(2020, 2, 29), (26, 284, 68, 71)),
    (date(2020, 3, 31), (1, 18, 7, 9)),
    (date(2020, 4, 30), (4, 39, 5, 2)),
    (date(2020, 5, 31), (4, 46, 2, 1)),
    (date(2020, 6, 30), (3, 33, 3, 0)),
    (date(2020, 7, 31), (3, 27, 4, 3)),
)
WORKING_DAYS = (  # in each band: the numbers of days and how often each
    ((4, 5, 6, 7, 8, 9, 10), (1, 2, 3, 4, 6, 8, 10)),
    ((11, 12, 13, 14, 15), (5, 12, 28, 32, 23)),
    ((16, 17, 18, 19, 20), (6, 5, 4, 3, 3)),
    (tuple(range(21, 46)), tuple(range(25, 0, -1))),
)

STOCK_2014 = ((1, 91, 167), (92, 182, 111), (183, 364, 149), (365, 729, 86), (730, 900, 15))  # days open, plans
BANDS = ((56, 91, 0.8), (95, 182, 0.6), (185, 364, 0.45), (365, 729, 0.2), (730, 1500, 0.05))  # days, where most end
VETERANS = 8  # plans of about two years that stay open over each 31 March
ENDS = (  # plans that ended, by duration band; of the three shorter bands, those that began before the period
    (date(2015, 3, 31), (93, 45, 250, 163, 38), (20, 17, 182)),
    (date(2016, 3, 31), (89, 49, 269, 204, 31), (20, 18, 179)),
    (date(2017, 3, 31), (85, 69, 200, 150, 26), (19, 26, 156)),
    (date(2018, 3, 31), (80, 51, 241, 148, 32), (18, 19, 144)),
    (date(2019, 3, 31), (123, 67, 336, 184, 22), (27, 25, 246)),
    (date(2020, 3, 31), (118, 57, 196, 95, 11), (26, 21, 139)),
    (date(2020, 7, 31), (28, 14, 48, 25, 3), (14, 12, 48)),
)
REPEATS = (  # only the quarters are published
    Plans(date(2015, 3, 31), 597, 118, 54, 4, 36),
    Plans(date(2016, 3, 31), 579, 105, 49, 3, 36),
    Plans(date(2017, 3, 31), 496, 103, 48, 2, 36),
    Plans(date(2017, 12, 31), 505, 100, 47, 2, 37),
    *QUARTERS,
    Plans(date(2020, 7, 31), 33, 9, 4, 0, 38),
)


@dataclass(eq=False)
class Family:
    """Siblings; the district and the ethnic group are theirs in common."""

    children: list[Child] = field(default_factory=list)
    ethnicity: str = ""
    district: str = ""
    code: str = ""


@dataclass(eq=False)
class Child:
    """One invented child."""

    family: Family
    episodes: list[Episode] = field(default_factory=list)
    born: date = date.min
    sex: str = ""
    code: str = ""


@dataclass(eq=False)
class Episode:
    """One child's way from an enquiry to a conference to a plan: a row of the extract. Any stage may be missing."""

    s47: date | None = None
    icpc: date | None = None
    not_required: bool = False
    referral: date | None = None  # of a child who moved in; such a conference has no enquiry
    start: date | None = None
    end: date | None = None
    initial: str = ""
    latest: str = ""
    previous: int = 0
    previous_start: date | None = None
    previous_end: date | None = None
    reviews: tuple[date, ...] = ()
    team: str = ""
    child: Child = None  # type: ignore[assignment]  # `attach` sets it before anything reads it
    missing_from: int = 0  # the year whose return does not hold the row

    def first(self) -> date:
        """The day on which the row begins."""
        return min(day for day in (self.s47, self.icpc, self.start) if day)

    def days(self) -> list[date]:
        """Every day on which the child must be born (or expected) and under 18."""
        known = [self.s47, self.icpc, self.start, self.previous_start, self.end or (AS_AT if self.start else None)]
        return [day for day in known if day]

    def open_at(self, day: date) -> bool:
        """A plan that ends on the day is not open at it."""
        return self.start is not None and self.start <= day and (self.end is None or self.end > day)


Group = list[Episode]  # siblings at one conference, or in one enquiry


def spans(table: Iterable[tuple]) -> Iterator[tuple]:
    """The rows of a table, each with its first day put before its last."""
    first = HISTORY
    for row in table:
        yield first, *row
        first = row[0] + timedelta(1)


def happen(rng: random.Random) -> list[Group]:
    """All that happened, and to which children."""
    conferences = hold_conferences(rng)
    time_conferences(rng, conferences)
    groups = plans_of_2014(rng) + conferences
    end_plans(rng, groups)
    hold_over_february(rng, groups)
    settle(rng, groups)
    drop_from_returns(rng, groups)
    return groups + other_enquiries(rng, groups)


# --- conferences and enquiries -----------------------------------------------------------------


def sizes(rng: random.Random, total: int) -> Iterator[int]:
    """Numbers of siblings that add up to a total."""
    while total:
        size = min(total, rng.choices(*FAMILY_SIZES)[0])
        total -= size
        yield size


def hold_conferences(rng: random.Random) -> list[Group]:
    """Every conference of the history; a plan starts on the day of its conference."""
    groups = []
    for first, last, plans, no_plan in spans(CONFERENCES):
        days = workdays(first, last)
        for total, planned in ((plans, True), (no_plan, False)):
            for size in sizes(rng, total):
                day = rng.choice(days)
                groups.append([Episode(icpc=day, start=day if planned else None) for _ in range(size)])
    return groups


def plans_of_2014(rng: random.Random) -> list[Group]:
    """The plans open when the history begins; their conferences lie before it."""
    groups = []
    for shortest, longest, total in STOCK_2014:
        days = workdays(HISTORY - timedelta(longest), HISTORY - timedelta(shortest))
        for size in sizes(rng, total):
            day = rng.choice(days)
            groups.append([Episode(start=day) for _ in range(size)])
    return groups


def share_out(rng: random.Random, groups: list[Group], quotas: Sequence[int]) -> Iterator[tuple[Group, int]]:
    """Give each group one label so that the children under each label meet its quota: single children fill up last."""
    left = list(quotas)
    for group in sorted(groups, key=lambda group: (-len(group), rng.random())):
        fits = [count if count >= len(group) else 0 for count in left]
        label = rng.choices(range(len(left)), fits)[0]
        left[label] -= len(group)
        yield group, label


def time_conferences(rng: random.Random, groups: list[Group]) -> None:
    """Start each conference's enquiry so many working days before it; about 1 % are children who moved in."""
    for first, last, quotas in spans(TIMELINESS):
        held = [group for group in groups if first <= group[0].icpc <= last]
        for group, band in share_out(rng, held, quotas):
            wait = rng.choices(*WORKING_DAYS[band])[0]
            day = WORKDAYS[bisect_left(WORKDAYS, group[0].icpc) - wait]
            moved_in = rng.random() < 0.012
            if not moved_in and day.weekday() == 4 and rng.random() < 0.08:
                day += timedelta(rng.randint(1, 2))  # a weekend counts for nothing, so the wait stays the same
            for episode in group:
                episode.s47, episode.referral = (None, day) if moved_in else (day, None)


def other_enquiries(rng: random.Random, groups: list[Group]) -> list[Group]:
    """The enquiries that led to no conference: as many as each year still lacks."""
    timed = [episode for group in groups for episode in group if episode.s47]
    reported = Counter(reporting_year(e.s47) for e in timed if e.missing_from != reporting_year(e.s47))
    known = [group[0].child.family for group in groups]
    found = []
    for year in range(2015, 2022):
        wanted = RETURNS[year].enquiries if year in RETURNS else OTHER_ENQUIRIES[year]
        late = LATE_ENQUIRIES.get(year, 0)
        enquiries = [enquire(rng, year, size, known) for size in sizes(rng, wanted + late - reported[year])]
        for episode in rng.sample([episode for group in enquiries for episode in group], late):
            episode.missing_from = year
        found += enquiries
    return found


def enquire(rng: random.Random, year: int, size: int, known: list[Family]) -> Group:
    """One enquiry of the year, mostly begun on a working day; only those of July 2020 may still be undecided."""
    first, last = year_of(year)
    any_day = first + timedelta(rng.randint(0, (last - first).days))
    day = any_day if rng.random() < 0.05 else rng.choice(workdays(first, last))
    concluded = day < date(2020, 7, 10) or rng.random() < 0.3
    group = [Episode(s47=day, not_required=concluded) for _ in range(size)]
    siblings = acquainted(rng, known, day, size)
    welcome(group, siblings, siblings[0].family if siblings else Family())
    known.append(group[0].child.family)
    return group


def acquainted(rng: random.Random, known: list[Family], day: date, size: int) -> list[Child]:
    """For three enquiries in ten, siblings who are known from within three years; else nobody."""
    if rng.random() > 0.3:
        return []
    for _ in range(20):
        children = rng.choice(known).children[:size]
        near = all(min(abs((day - e.first()).days) for e in child.episodes) in range(15, 1000) for child in children)
        if len(children) == size and near:
            return children
    return []


# --- the ends of plans -------------------------------------------------------------------------


def end_plans(rng: random.Random, groups: list[Group]) -> None:
    """End as many plans in each period as were published for each duration.

    The oldest end first; what is left over a year's end is then what was published as open by length of time."""
    for first, last, (*shorter, long, longest), begun_before in spans(ENDS):
        days = first, last
        new = [group for group in groups if group[0].start and first <= group[0].start <= last]
        standing = [[e for e in group if not e.end] for group in groups if group[0].start and group[0].start < first]
        standing = sorted(filter(None, standing), key=lambda group: group[0].start)
        oldest = leading(standing, longest + VETERANS)
        end_some(rng, oldest, longest, 4, days, by_age(rng, 120))
        standing = standing[len(oldest) :]
        end_some(rng, standing, long, 3, days, by_age(rng, 60))
        for band, (total, before) in enumerate(zip(shorter, begun_before, strict=True)):
            end_some(rng, standing, before, band, days, lambda group: rng.random())
            end_some(rng, new, total - before, band, days, lambda group: rng.random())


def by_age(rng: random.Random, days: int) -> Callable[[Group], float]:
    """An order in which the oldest plans come first, give or take some days."""
    return lambda group: group[0].start.toordinal() + rng.uniform(-days, days)


def leading(groups: list[Group], children: int) -> list[Group]:
    """The first groups that hold at least so many children."""
    count = 0
    for number, group in enumerate(groups):
        if count >= children:
            return groups[:number]
        count += len(group)
    return groups


def end_days(start: date, band: int, period: tuple[date, date]) -> list[date]:
    """The working days of a period on which a plan would end within a duration band."""
    shortest, longest, _ = BANDS[band]
    return workdays(max(period[0], start + timedelta(shortest)), min(period[1], start + timedelta(longest)))


def end_some(
    rng: random.Random,
    groups: list[Group],
    count: int,
    band: int,
    period: tuple[date, date],
    order: Callable[[Group], float],
) -> None:
    """End so many open plans within a duration band, siblings together; only the last family may be parted."""
    for group in sorted(groups, key=order):
        days = end_days(group[0].start, band, period)
        leaving = [episode for episode in group if not episode.end][:count]
        if not days or not leaving:
            continue
        day = days[int(rng.triangular(0, 1, BANDS[band][2]) * (len(days) - 1))]
        for episode in leaving:
            episode.end = day
        count -= len(leaving)
    if count:
        raise RuntimeError(f"{count} plans too few to end in band {band} by {period[1]}")


def hold_over_february(rng: random.Random, groups: list[Group]) -> None:
    """Put off ends from winter to March 2018, within their duration band, until the stock of 28 February is met."""
    last = date(2018, 2, 28)
    missing = STOCK[last] - sum(e.open_at(last) for group in groups for e in group)
    for group in rng.sample(groups, len(groups)):
        leaving = [e for e in group if e.end and date(2017, 12, 1) <= e.end <= last]
        if leaving and len({e.end for e in leaving}) == 1 and len(leaving) <= missing:
            band = band_of(leaving[0])
            days = end_days(group[0].start, band, (last + timedelta(1), date(2018, 3, 31)))
            if days:
                day = rng.choice(days)
                for episode in leaving:
                    episode.end = day
                missing -= len(leaving)
    if missing:
        raise RuntimeError(f"{missing} plans too few at {last}")


def band_of(episode: Episode) -> int:
    """The duration band of an ended plan, 0 to 4."""
    return bisect_right((92, 183, 365, 730), (episode.end - episode.start).days)


# --- who they are: first plans, repeat plans ---------------------------------------------------


def attach(episode: Episode, child: Child) -> None:
    """Make the row the child's."""
    episode.child = child
    child.episodes.append(episode)
    if child not in child.family.children:
        child.family.children.append(child)


def settle(rng: random.Random, groups: list[Group]) -> None:
    """Decide in order of time whose each plan is: a new family's, or a repeat plan of children who had one before."""
    left = Departures(groups)
    for group in (g for g in groups if not g[0].start or g[0].start < HISTORY):
        welcome(group, [], Family())
        if group[0].start and rng.random() < 0.17:
            remember(rng, group, rng.randint(60, 2000))
    for first, *block in spans(REPEATS):
        plans = Plans(*block)
        starters = [group for group in groups if group[0].start and first <= group[0].start <= plans.last]
        settle_block(rng, starters, plans, first, left)


def settle_block(rng: random.Random, starters: list[Group], plans: Plans, first: date, left: Departures) -> None:
    """One quarter: the repeats within two years first, so that the longer gaps can make up the mean."""
    longer = plans.repeats - plans.within - plans.not_known
    quotas = {"within": plans.within, "not known": plans.not_known, "longer": longer}
    chosen: dict[str, list[tuple[Group, int]]] = {kind: [] for kind in quotas}
    for group in rng.sample(starters, len(starters)):
        kind = rng.choices(list(quotas), quotas.values())[0] if any(quotas.values()) else ""
        if kind:
            count = min(len(group), quotas[kind])
            quotas[kind] -= count
            chosen[kind].append((group, count))
        else:
            welcome(group, [], Family())
    for group, count in chosen["not known"]:
        welcome(group, [], Family())
        for episode in group[:count]:
            episode.previous = 1
    days_left = plans.months * MONTH * (plans.repeats - plans.not_known)
    for group, count in chosen["within"]:
        gap = int(rng.triangular(20, 715, 280))
        days_left -= count * take_up(rng, group, count, gap, (0, 722), first, left)
    for group, count in sorted(chosen["longer"], key=lambda choice: choice[1]):
        mean = days_left / longer
        spread = rng.uniform(0.7, 1.3) if longer > count else 1
        gap = min(max(int(mean * spread), 760), 4400)
        days_left -= count * take_up(rng, group, count, gap, (745, 9999), first, left)
        longer -= count


def take_up(
    rng: random.Random, group: Group, count: int, gap: int, limits: tuple[int, int], first: date, left: Departures
) -> int:
    """Make the first so many siblings' plans repeat plans, about `gap` days after the last; return the days between."""
    start = group[0].start
    if start - timedelta(gap) < HISTORY:
        welcome(group, [], Family())
        return remember(rng, group[:count], gap)
    before = left.take(start, count, len(group), gap, limits, first)
    welcome(group, [episode.child for episode in before], before[0].child.family)
    for episode, earlier in zip(group, before, strict=False):
        episode.previous = earlier.previous + 1
    return (start - before[0].end).days


def welcome(group: Group, known: list[Child], family: Family) -> None:
    """Give the rows to the children who are known, the rest to brothers and sisters who are new."""
    for number, episode in enumerate(group):
        attach(episode, known[number] if number < len(known) else Child(family))


def remember(rng: random.Random, siblings: Group, gap: int) -> int:
    """Record a previous plan that lies before the history; return the days since it ended."""
    end = workday_by(siblings[0].start - timedelta(gap))
    end = min(end, workday_by(HISTORY - timedelta(1)))
    start = workday_by(end - timedelta(int(rng.triangular(80, 700, 270))))
    number = 2 if rng.random() < 0.15 else 1
    for episode in siblings:
        episode.previous, episode.previous_start, episode.previous_end = number, start, end
    return (siblings[0].start - end).days


class Departures:
    """Siblings whose plans ended together and who have had no plan since."""

    def __init__(self, groups: list[Group]) -> None:
        self.waiting: list[Group] = []
        for group in groups:
            for end in sorted({episode.end for episode in group if episode.end}):
                self.waiting.append([episode for episode in group if episode.end == end])

    def take(self, start: date, count: int, size: int, gap: int, limits: tuple[int, int], first: date) -> Group:
        """The siblings whose gap comes closest; their plan began before the block, so who they are is settled."""
        best, least = None, 10_000
        for number, left in enumerate(self.waiting):
            days = (start - left[0].end).days
            cost = abs(days - gap) + 12 * (len(left) - count)
            possible = len(left) >= count and limits[0] <= days <= limits[1] and left[0].start < first
            if possible and cost < least and len(left[0].child.family.children) + size - count <= 5:
                best, least = number, cost
        if best is None:
            raise RuntimeError(f"no plan ended {gap} days before {start}")
        return self.waiting.pop(best)[:count]


# --- what the returns missed -------------------------------------------------------------------


def drop_from_returns(rng: random.Random, groups: list[Group]) -> None:
    """Mark the plans that a year's return does not hold and today's history does.

    Stock and flow do not close from one return to the next, so some plans that were open at the end of one are missing
    from the next: they had ended soon after. Two repeat plans of 2019/20 were recorded after the return."""
    episodes = [episode for group in groups for episode in group if episode.end]
    for year, band, count in ((2016, 3, 3), (2018, 2, 2), (2018, 3, 6), (2020, 2, 1), (2020, 3, 1)):
        first, last = year_of(year)
        ended = [e for e in episodes if e.start < first <= e.end <= last and band_of(e) == band and not e.missing_from]
        for episode in sorted(ended, key=lambda e: e.end)[:count]:
            episode.missing_from = year
    first, last = year_of(2020)
    brief = [
        e
        for e in episodes
        if e.s47
        and first <= e.s47
        and e.end <= last
        and e.previous
        and band_of(e) == 0
        and 11 <= waited(e.s47, e.icpc) <= 15
    ]
    for episode in rng.sample(brief, 2):
        episode.missing_from = 2020
