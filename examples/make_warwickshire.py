"""Write the synthetic example of Warwickshire: invented children, published totals.

    python examples/make_warwickshire.py [FOLDER]

writes returns.csv (five annual returns as submitted), extract.csv (the live history to 31 July 2020), population.csv
and benchmarks.csv, the same bytes at every run. The totals are those of the council's committee report of September
2020 and of the Department for Education's published statistics; every child, family and date is invented.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from warwickshire_figures import AS_AT, BENCHMARKS, POPULATION, RETURNS, Row, iso, verify, workday_by, year_of
from warwickshire_history import Child, Episode, Family, happen
from warwickshire_people import describe, hold_reviews

SEED = 20200929

LIVE_COLUMNS = """
    child_id family_id date_of_birth sex ethnicity district team
    s47_start icpc_date icpc_not_required transfer_in referral_date
    plan_start plan_end initial_category latest_category previous_plans previous_plan_start previous_plan_end
    review_dates
""".split()
NOT_IN_A_RETURN = ("family_id", "district", "team", "previous_plan_start", "previous_plan_end")
RETURN_COLUMNS = ["return_year", *(column for column in LIVE_COLUMNS if column not in NOT_IN_A_RETURN)]


def return_rows(rng: random.Random, year: int, episodes: list[Episode]) -> list[Row]:
    """One annual return: the plans active, the enquiries started and the conferences held in the year."""
    rows = [return_row(year, episode) for episode in episodes if episode.missing_from != year]
    if year in (2017, 2019):  # two plans in the return were recorded in error and deleted later
        rows += [return_row(year, episode) for episode in recorded_in_error(rng, year_of(year)[0], f"W9{year}")]
    return sorted((row for row in rows if row), key=lambda row: row["child_id"])


def return_row(year: int, episode: Episode) -> Row:
    """What the return of the year says of one row of the history: an empty row if nothing."""
    first, last = year_of(year)
    held = episode.icpc is not None and first <= episode.icpc <= last
    enquired = episode.s47 is not None and first <= episode.s47 <= last
    active = episode.start is not None and episode.start <= last and (episode.end is None or episode.end >= first)
    if not (held or enquired or active):
        return {}
    child = episode.child
    row = {
        "return_year": str(year),
        "child_id": child.code,
        "date_of_birth": iso(child.born),
        "sex": "U" if child.born > last else child.sex,
        "ethnicity": child.family.ethnicity,
    }
    if held or enquired:
        row |= stage_cells(episode, held)
    if active:
        earlier = [day for day in episode.reviews if day < first]
        reviews = earlier[-1:] + [day for day in episode.reviews if first <= day <= last]
        row |= plan_cells(episode, episode.end if episode.end and episode.end <= last else None, reviews)
        if (last - episode.start).days < 150:  # too early for the category to have changed
            row["latest_category"] = episode.initial
    return row


def recorded_in_error(rng: random.Random, first: date, code: str) -> Iterator[Episode]:
    """A brother's and a sister's plans that began before the year and ended in it."""
    family = Family(ethnicity="WBRI")
    start, end = workday_by(first - timedelta(280)), workday_by(first + timedelta(160))
    reviews = hold_reviews(rng, start, end)
    for number, (sex, age) in enumerate((("F", 2100), ("M", 3300)), start=1):
        born = start - timedelta(age + rng.randint(0, 200))
        yield Episode(
            start=start,
            end=end,
            initial="EMO",
            latest="EMO",
            reviews=reviews,
            child=Child(family, born=born, sex=sex, code=f"{code}{number}"),
        )


# --- writing -----------------------------------------------------------------------------------


def stage_cells(episode: Episode, held: bool) -> Row:
    """The cells of the enquiry and of its conference, if that has been held by then."""
    moved_in = held and episode.referral is not None
    return {
        "s47_start": iso(episode.s47),
        "icpc_date": iso(episode.icpc) if held else "",
        "icpc_not_required": "1" if episode.not_required else "0" if episode.s47 and held else "",
        "transfer_in": "1" if moved_in else "",
        "referral_date": iso(episode.referral) if moved_in else "",
    }


def plan_cells(episode: Episode, end: date | None, reviews: Iterable[date]) -> Row:
    return {
        "plan_start": iso(episode.start),
        "plan_end": iso(end),
        "initial_category": episode.initial,
        "latest_category": episode.latest,
        "previous_plans": str(episode.previous),
        "review_dates": ";".join(map(iso, reviews)),
    }


def live_row(episode: Episode) -> Row:
    """A row of the history as the case system knows it today."""
    child, family = episode.child, episode.child.family
    expected = (AS_AT - child.born).days < 8  # the birth is not on the system yet
    row = {
        "child_id": child.code,
        "family_id": family.code,
        "date_of_birth": iso(child.born),
        "sex": "U" if expected else child.sex,
        "ethnicity": family.ethnicity,
        "district": family.district,
        "team": episode.team,
    }
    row |= stage_cells(episode, episode.icpc is not None)
    if episode.start:
        row |= plan_cells(episode, episode.end, episode.reviews)
        row |= {"previous_plan_start": iso(episode.previous_start), "previous_plan_end": iso(episode.previous_end)}
    return row


def population_rows() -> Iterator[Row]:
    """Every area and mid-year; the districts' figures before 2019 are estimates that rest on the ONS's ages 0-16."""
    for area, counts in POPULATION.items():
        for year, count in enumerate(counts, start=2012):
            official = area == "Warwickshire" or year == 2019
            yield {
                "area": area,
                "mid_year": str(year),
                "population": str(count),
                "source": "ONS mid-year estimate" if official else "estimate from ages 0-16",
            }


def benchmark_rows() -> Iterator[Row]:
    """The neighbours' and England's figures as the report prints them."""
    for (indicator, area), values in BENCHMARKS.items():
        for year, value in zip(RETURNS, values.split(), strict=True):
            yield {
                "indicator": indicator,
                "area": area,
                "period": f"{year - 1}/{year % 100}",
                "value": value,
                "source": "Committee report, September 2020",
                "vintage": "September 2020",
            }


def write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """A CSV file with the same bytes on every system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write the four files into a folder and recount them."""
    rng = random.Random(SEED)
    groups = happen(rng)
    describe(rng, groups)
    episodes = [episode for group in groups for episode in group]
    folder.mkdir(parents=True, exist_ok=True)
    returns = [row for year in RETURNS for row in return_rows(rng, year, episodes)]
    write(folder / "returns.csv", RETURN_COLUMNS, returns)
    write(folder / "extract.csv", LIVE_COLUMNS, map(live_row, episodes))
    write(folder / "population.csv", ["area", "mid_year", "population", "source"], population_rows())
    write(folder / "benchmarks.csv", ["indicator", "area", "period", "value", "source", "vintage"], benchmark_rows())
    verify(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("warwickshire"))
