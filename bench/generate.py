"""Write generated extracts and census returns to measure on: invented children, the same bytes for the same size.

    python bench/generate.py extract 1000000 extract.csv
    python bench/generate.py extract 10000 extract.xlsx
    python bench/generate.py census 10000 return.xml

An extract's rows run from section 47 enquiry to conference to plan, 2010 to July 2020, with reviews, repeat plans,
transfer-ins, blanks and plans of other authorities' children in the shares that real ones have. Twice the rows are
another extract, not the first one and more.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TextIO

import numpy as np
import pandas as pd

FIRST, LAST = np.datetime64("2010-04-01"), np.datetime64("2020-07-31")
CHUNK = 1_000_000
DISTRICTS = ("North Warwickshire", "Nuneaton & Bedworth", "Rugby", "Stratford", "Warwick", "")
ETHNICITIES = ("WBRI", "WBRI", "WBRI", "WOTH", "AIND", "APKN", "MWBC", "MOTH", "BAFR", "OOTH", "NOBT")
DATES = ("date_of_birth", "s47_start", "icpc_date", "referral_date", "plan_start", "plan_end")
CATEGORIES = ("NEG", "NEG", "EMO", "EMO", "EMO", "PHY", "SAB", "MUL")


def write_extract(path: Path, rows: int) -> None:
    """A flat extract of so many rows; as a workbook with the same rows, its dates as dates, if the path ends in .xlsx."""
    if path.suffix == ".xlsx":
        made = extract_rows(rows, seed=rows * 100)
        for name in DATES:
            made[name] = pd.to_datetime(made[name], format="%Y-%m-%d")
        made.to_excel(path, index=False)
        return
    for number, first in enumerate(range(0, rows, CHUNK)):
        made = extract_rows(min(CHUNK, rows - first), seed=rows * 100 + number, first_child=first)
        made.to_csv(path, index=False, mode="a" if first else "w", header=not first)


def extract_rows(rows: int, *, seed: int, first_child: int = 0) -> pd.DataFrame:
    """Rows as texts, in the order in which things happened."""
    rng = np.random.default_rng(seed)
    child = rng.integers(0, max(rows * 3 // 5, 1), rows)
    s47 = FIRST + np.sort(rng.integers(0, int((LAST - FIRST).astype(int)), rows)).astype("timedelta64[D]")
    held = rng.random(rows) < 0.6
    waited = rng.choice([6, 9, 12, 15, 17, 19, 20, 21, 21, 22, 23, 25, 28, 35, 45], rows)
    icpc = _on_a_weekday(s47 + waited.astype("timedelta64[D]"))
    held &= icpc <= LAST
    moved_in = held & (rng.random(rows) < 0.03)
    plan = held & (rng.random(rows) < 0.85)
    # One plan per child and day, so that no rule of merging comes into the measurement.
    planned = np.flatnonzero(plan)
    plan[planned] = ~pd.DataFrame({"child": child[planned], "day": icpc[planned]}).duplicated().to_numpy()
    lasted = rng.gamma(2.2, 150, rows).astype(int) + 20
    end = icpc + lasted.astype("timedelta64[D]")
    ended = plan & (end <= LAST)
    born = s47 - rng.integers(-150, 6500, rows).astype("timedelta64[D]")
    previous = rng.choice([0, 0, 0, 0, 1, 1, 2], rows).astype(str)
    elsewhere = plan & (rng.random(rows) < 0.005)
    category = rng.choice(CATEGORIES, rows)
    changed = rng.random(rows) < 0.1
    return pd.DataFrame(
        {
            "child_id": [f"C{n:08d}" for n in child + first_child],
            "family_id": [f"F{n:08d}" for n in (child + first_child) // 2],
            "date_of_birth": born.astype(str),
            "sex": rng.choice(["M", "F", "U"], rows, p=[0.5, 0.48, 0.02]),
            "ethnicity": rng.choice(ETHNICITIES, rows),
            "district": rng.choice(DISTRICTS, rows),
            "team": [f"Team {n}" for n in rng.integers(1, 21, rows)],
            "s47_start": np.where(moved_in & (rng.random(rows) < 0.5), "", s47.astype(str)),
            "icpc_date": np.where(held, icpc.astype(str), ""),
            "icpc_not_required": np.where(held, "0", rng.choice(["1", ""], rows)),
            "transfer_in": np.where(moved_in, "1", ""),
            "referral_date": np.where(moved_in, (s47 + np.timedelta64(1, "D")).astype(str), ""),
            "plan_start": np.where(plan, icpc.astype(str), ""),
            "plan_end": np.where(ended, end.astype(str), ""),
            "initial_category": np.where(plan, category, ""),
            "latest_category": np.where(plan, np.where(changed, rng.choice(CATEGORIES, rows), category), ""),
            "previous_plans": np.where(plan, previous, ""),
            "review_dates": _reviews(rng, plan, icpc, np.where(ended, end, LAST)),
            "other_authority": np.where(elsewhere, "1", ""),
        }
    )


def _on_a_weekday(days: np.ndarray) -> np.ndarray:
    return np.busday_offset(days.astype("datetime64[D]"), 0, roll="forward")


def _reviews(rng: np.random.Generator, plan: np.ndarray, start: np.ndarray, last: np.ndarray) -> list[str]:
    """Reviews with semicolons between: the first after some 85 days, then every half year, seldom late."""
    texts = np.full(len(plan), "", object)
    day = start + rng.integers(60, 95, len(plan)).astype("timedelta64[D]")
    for _ in range(8):
        held = plan & (day <= last)
        if not held.any():
            break
        texts[held] = texts[held] + np.where(texts[held] == "", "", ";") + day[held].astype(str).astype(object)
        day = day + rng.integers(140, 186, len(plan)).astype("timedelta64[D]")
    return texts.tolist()


def write_census(path: Path, children: int, year: int = 2020) -> None:
    """A census return of so many children in need, about a quarter of them with an enquiry, a tenth with a plan."""
    rng = Random(children)
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<Message>\n  <Header>\n    <CollectionDetails>\n')
        file.write(f"      <Collection>CIN</Collection>\n      <Year>{year}</Year>\n")
        file.write(f"      <ReferenceDate>{last}</ReferenceDate>\n    </CollectionDetails>\n")
        file.write("    <Source>\n      <LEA>999</LEA>\n    </Source>\n  </Header>\n  <Children>\n")
        for number in range(children):
            _write_child(file, rng, number, first, last)
        file.write("  </Children>\n</Message>\n")


def _write_child(file: TextIO, rng: Random, number: int, first: date, last: date) -> None:
    def some_day() -> date:
        return first + timedelta(rng.randrange((last - first).days + 1))

    def leaf(depth: int, tag: str, text: object) -> None:
        file.write(f"{'  ' * depth}<{tag}>{text}</{tag}>\n")

    file.write("    <Child>\n      <ChildIdentifiers>\n")
    leaf(4, "LAchildID", f"C{number:08d}")
    leaf(4, "UPN", f"A{rng.randrange(10**12):012d}")
    leaf(4, "PersonBirthDate", last - timedelta(rng.randrange(6500)))
    leaf(4, "GenderCurrent", rng.choice("12"))
    file.write("      </ChildIdentifiers>\n      <ChildCharacteristics>\n")
    leaf(4, "Ethnicity", rng.choice(ETHNICITIES))
    file.write("        <Disabilities>\n          <Disability>NONE</Disability>\n        </Disabilities>\n")
    file.write("      </ChildCharacteristics>\n      <CINdetails>\n")
    referred = some_day()
    leaf(4, "CINreferralDate", referred)
    leaf(4, "ReferralSource", "6")
    leaf(4, "PrimaryNeedCode", "N1")
    file.write("        <Assessments>\n")
    leaf(5, "AssessmentActualStartDate", referred)
    leaf(5, "AssessmentAuthorisationDate", referred + timedelta(40))
    file.write("          <FactorsIdentifiedAtAssessment>\n")
    for factor in rng.sample(("2B", "3B", "4B", "16A", "17A", "18B", "19C"), 3):
        leaf(6, "AssessmentFactors", factor)
    file.write("          </FactorsIdentifiedAtAssessment>\n        </Assessments>\n")
    chance = rng.random()
    if chance < 0.25:
        enquired = some_day()
        file.write("        <Section47>\n")
        leaf(5, "S47ActualStartDate", enquired)
        if chance < 0.1 and enquired < last - timedelta(40):
            held = enquired + timedelta(rng.randrange(8, 35))
            leaf(5, "DateOfInitialCPC", held)
            leaf(5, "ICPCnotRequired", "false")
        file.write("        </Section47>\n")
    leaf(4, "ReferralNFA", "0")
    if chance < 0.1:
        begun = some_day() - timedelta(rng.randrange(500))
        over = begun + timedelta(rng.randrange(60, 900))
        file.write("        <ChildProtectionPlans>\n")
        leaf(5, "CPPstartDate", begun)
        if first <= over <= last:
            leaf(5, "CPPendDate", over)
        leaf(5, "InitialCategoryOfAbuse", rng.choice(CATEGORIES))
        leaf(5, "LatestCategoryOfAbuse", rng.choice(CATEGORIES))
        leaf(5, "NumberOfPreviousCPP", rng.choice("00012"))
        review = begun + timedelta(rng.randrange(60, 95))
        while review <= min(over, last):
            file.write("          <Reviews>\n")
            leaf(6, "CPPreviewDate", review)
            file.write("          </Reviews>\n")
            review += timedelta(rng.randrange(140, 186))
        file.write("        </ChildProtectionPlans>\n")
    file.write("      </CINdetails>\n    </Child>\n")


if __name__ == "__main__":
    what, size, name = sys.argv[1:]
    {"extract": write_extract, "census": write_census}[what](Path(name), int(size))
