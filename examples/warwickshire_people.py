"""Who the invented children are: ages, families, districts, teams, categories, and the reviews of their plans."""

from __future__ import annotations

import random
from datetime import date, timedelta

from warwickshire_figures import AS_AT, DISTRICTS, add_months, reporting_year, workday_by
from warwickshire_history import Child, Family, Group

DISTRICT_STOCK = {  # children with a plan open in each district, and those with none recorded
    date(2015, 3, 31): (63, 209, 94, 50, 120, 0),
    date(2016, 3, 31): (43, 162, 90, 53, 121, 4),
    date(2017, 3, 31): (48, 146, 85, 55, 105, 0),
    date(2018, 3, 31): (58, 183, 84, 99, 136, 1),
    date(2019, 3, 31): (28, 100, 55, 61, 62, 39),
    date(2020, 3, 31): (22, 101, 58, 46, 55, 13),
    date(2020, 7, 31): (28, 91, 81, 58, 44, 28),
}
PLACES = (*DISTRICTS, "")
PLACE_SHARES = (11, 34, 17, 13, 22, 3)
TEAMS = {
    "North Warwickshire": "North locality team",
    "Nuneaton & Bedworth": "Bedworth locality team",
    "Rugby": "East locality team",
    "Stratford": "South locality team",
    "Warwick": "Central locality team",
    "": "Family support team",
}
FIRST_TEAM = "Initial response team"

AGES = ((0, 1), (1, 5), (5, 10), (10, 16), (16, 17.4))
AGE_SHARES = (15, 32, 28, 22, 3)
UNBORN = 0.03
ETHNICITIES = {
    "WBRI": 800,
    "WOTH": 52,
    "WIRI": 6,
    "MWBC": 30,
    "MWAS": 20,
    "MWBA": 7,
    "MOTH": 18,
    "AIND": 22,
    "APKN": 8,
    "AOTH": 10,
    "BCRB": 7,
    "BAFR": 12,
    "OOTH": 6,
    "NOBT": 4,
}
CATEGORIES = {"NEG": 47, "EMO": 36, "PHY": 8, "SAB": 5, "MUL": 4}
LATE_REVIEWS = {2016: 0.015, 2017: 0.12, 2018: 0.11, 2019: 0.13, 2020: 0.13}  # of those due in the year, else 5 %


def draw(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def describe(rng: random.Random, groups: list[Group]) -> None:
    """Ages, sex, ethnic group, category, district, team, reviews and identifiers."""
    groups.sort(key=lambda group: group[0].first())
    families: dict[Family, None] = {}
    for group in groups:
        families.setdefault(group[0].child.family)
    for number, family in enumerate(families, start=1):
        family.code = f"F{number:05d}"
        family.ethnicity = draw(rng, ETHNICITIES)
        for child in family.children:
            child.sex = rng.choice("MF")
            child.born = birth(rng, child)
    place(rng, list(families))
    for number, child in enumerate((child for family in families for child in family.children), start=1):
        child.code = f"W{number:06d}"
    for group in groups:
        if group[0].start:
            categorise(rng, group)
            review(rng, group)
        for episode in group:
            first_response = not episode.start and rng.random() < 0.6
            episode.team = FIRST_TEAM if first_response else TEAMS[episode.child.family.district]


def birth(rng: random.Random, child: Child) -> date:
    """A date of birth that leaves the child under 18 to the last day, not too close to a brother's or sister's."""
    days = [day for episode in child.episodes for day in episode.days()]
    oldest = max(days) - timedelta(17.9 * 365.25)
    youngest = min(days)
    reference = min(episode.first() for episode in child.episodes)
    planned = min((episode.start for episode in child.episodes if episode.start), default=None)
    if planned and youngest == reference and (planned - reference).days < 80 and rng.random() < UNBORN:
        return min(planned + timedelta(rng.randint(10, 130)), AS_AT)  # unborn at the conference
    others = [sibling.born for sibling in child.family.children if sibling.sex and sibling is not child]
    for _ in range(60):
        age = rng.uniform(*rng.choices(AGES, AGE_SHARES)[0])
        born = reference - timedelta(1 + age * 365.25)
        if oldest <= born <= youngest and all(abs((born - other).days) > 300 for other in others):
            return born
    twins = [other for other in others if oldest <= other <= youngest]
    return twins[0] if twins else youngest - timedelta(rng.randint(0, (youngest - oldest).days))


def place(rng: random.Random, families: list[Family]) -> None:
    """Districts so that the children with an open plan meet the published stock at every date.

    Families who stand in several stocks come first, single children in one stock last: they fill what is left."""
    left = {day: list(counts) for day, counts in DISTRICT_STOCK.items()}
    held = {family: family_stock(family) for family in families}

    def room(stock: dict[date, int], number: int) -> float:
        fits = all(left[day][number] >= count for day, count in stock.items())
        return min(left[day][number] / sum(left[day]) for day in stock) if fits else 0

    for family in sorted(families, key=lambda family: (-len(held[family]), -sum(held[family].values()), rng.random())):
        stock = held[family]
        weights = [room(stock, number) for number in range(len(PLACES))] if stock else PLACE_SHARES
        number = rng.choices(range(len(PLACES)), weights)[0]
        family.district = PLACES[number]
        for day, count in stock.items():
            left[day][number] -= count


def family_stock(family: Family) -> dict[date, int]:
    """How many of the family have a plan open at each date at which the district's stock is published."""
    counts = {day: sum(e.open_at(day) for child in family.children for e in child.episodes) for day in DISTRICT_STOCK}
    return {day: count for day, count in counts.items() if count}


def categorise(rng: random.Random, group: Group) -> None:
    """The category of abuse, siblings alike; one in ten plans changes it."""
    initial = draw(rng, CATEGORIES)
    latest = draw(rng, CATEGORIES) if rng.random() < 0.15 else initial
    for episode in group:
        episode.initial, episode.latest = initial, latest


def review(rng: random.Random, group: Group) -> None:
    """Review the plans, those of siblings that end together on the same days."""
    held: dict[date | None, tuple[date, ...]] = {}
    for episode in group:
        if episode.end not in held:
            held[episode.end] = hold_reviews(rng, episode.start, episode.end)
        episode.reviews = held[episode.end]


def hold_reviews(rng: random.Random, start: date, end: date | None) -> tuple[date, ...]:
    """Reviews, the first within three months, then within six; some late. A plan ends at a review."""
    reviews: list[date] = []
    last, due = start, add_months(start, 3)
    while True:
        if end and due >= end:  # held early rather than twice
            return (*reviews, end) if (end - last).days > 20 else tuple(reviews)
        late = rng.random() < LATE_REVIEWS.get(reporting_year(due), 0.05)
        day = due + timedelta(rng.randint(5, 40) if late else -int(rng.triangular(0, 21, 4)))
        if day > (end or AS_AT):
            return (*reviews, end) if end else tuple(reviews)
        day = workday_by(day)
        reviews.append(day)
        last, due = day, add_months(day, 6)
