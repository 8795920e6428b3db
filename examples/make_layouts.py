"""Write Rugby's part of the example in the layouts that authorities send elsewhere.

    python examples/make_layouts.py

writes layouts/cin-2020.xml (the CIN census return of 2019/20), layouts/annex-a.xlsx (Ofsted's Annex A at 31 July 2020,
the two lists on child protection) and layouts/ssd (the Standard Safeguarding Dataset, a CSV a table): the same bytes at
every run. Every child is invented.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook

HERE = Path(__file__).parent
EXAMPLE, FOLDER = HERE / "warwickshire", HERE / "layouts"
DISTRICT, YEAR, AS_AT, SIX_MONTHS_AGO = "Rugby", "2020", "2020-07-31", "2020-02-01"

Row = dict[str, str]

LIST_5 = (
    "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Does the Child have a Disability|"
    "Strategy discussion initiating Section 47 Enquiry Start Date|"
    "Was an Initial Child Protection Conference deemed unnecessary?|Date of Initial Child Protection Conference|"
    "Did the Initial Child Protection Conference Result in a Child Protection Plan|"
    "Number of Section 47 Enquiries in the last 12 months|Number of ICPCs in the last 12 months|"
    "Allocated Team|Allocated Worker"
).split("|")
LIST_7 = (
    "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Does the Child have a Disability|"
    "Child Protection Plan Start Date|Initial Category of Abuse|Latest Category of Abuse|"
    "Date of the Last Statutory Visit|Was the Child Seen Alone?|Date of latest review conference|"
    "Child Protection Plan End Date|"
    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)|"
    "Number of Previous Child Protection Plans|Allocated Team|Allocated Worker"
).split("|")
SEXES = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded"}
CATEGORIES = {
    "NEG": "Neglect",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "EMO": "Emotional abuse",
    "MUL": "Multiple",
}


def rows_of(name: str) -> list[Row]:
    """The rows of one of the example's files."""
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the CIN census -------------------------------------------------------------------------------------


def census(rows: Iterable[Row]) -> str:
    """The return of one year, one Child for all rows of a child."""
    children: dict[str, list[Row]] = {}
    for row in rows:
        children.setdefault(row["child_id"], []).append(row)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<Message>",
        "<Header>",
        f"<CollectionDetails><Collection>CIN</Collection><Year>{YEAR}</Year>"
        f"<ReferenceDate>{YEAR}-03-31</ReferenceDate></CollectionDetails>",
        "<Source><SourceLevel>L</SourceLevel><LEA>937</LEA></Source>",
        "</Header>",
        "<Children>",
    ]
    for child, mine in children.items():
        lines += ["<Child>", *identifiers(child, mine[0])]
        for row in mine:
            lines += ["<CINdetails>", *episode(row), "</CINdetails>"]
        lines.append("</Child>")
    return "\n".join([*lines, "</Children>", "</Message>", ""])


def identifiers(child: str, row: Row) -> Iterable[str]:
    """Who the child is."""
    birth = "ExpectedPersonBirthDate" if row["date_of_birth"] > f"{YEAR}-03-31" else "PersonBirthDate"
    gender = {"M": "1", "F": "2", "U": "0"}[row["sex"]]
    yield f"<ChildIdentifiers>{leaf('LAchildID', child)}{leaf(birth, row['date_of_birth'])}"
    yield f"{leaf('GenderCurrent', gender)}</ChildIdentifiers>"
    yield f"<ChildCharacteristics>{leaf('Ethnicity', row['ethnicity'])}</ChildCharacteristics>"


def episode(row: Row) -> Iterable[str]:
    """The stages of one row; a conference of a child who moved in stands outside the enquiry."""
    moved_in = row["transfer_in"] == "1"
    yield leaf("CINreferralDate", row["referral_date"])
    if moved_in:
        yield leaf("DateOfInitialCPC", row["icpc_date"])
    if row["s47_start"] or (row["icpc_date"] and not moved_in):
        conference = "" if moved_in else leaf("DateOfInitialCPC", row["icpc_date"])
        flag = leaf("ICPCnotRequired", row["icpc_not_required"])
        yield f"<Section47>{leaf('S47ActualStartDate', row['s47_start'])}{conference}{flag}</Section47>"
    if row["plan_start"]:
        yield "<ChildProtectionPlans>"
        yield f"{leaf('CPPstartDate', row['plan_start'])}{leaf('CPPendDate', row['plan_end'])}"
        yield f"{leaf('InitialCategoryOfAbuse', row['initial_category'])}"
        yield f"{leaf('LatestCategoryOfAbuse', row['latest_category'])}"
        yield leaf("NumberOfPreviousCPP", row["previous_plans"])
        for day in filter(None, row["review_dates"].split(";")):
            yield f"<Reviews>{leaf('CPPreviewDate', day)}</Reviews>"
        yield "</ChildProtectionPlans>"


def leaf(tag: str, text: str) -> str:
    """An element with a text; nothing where there is none."""
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""


# --- Annex A ------------------------------------------------------------------------------------------


def annex_a(rows: list[Row]) -> bytes:
    """The workbook: a title above each list, Ofsted's letters before the values, Excel's own dates."""
    book = Workbook()
    book.remove(book.active)
    listed = {
        "List 5": (LIST_5, [list_5(row) for row in rows if is_recent(row)]),
        "List 7": (LIST_7, [list_7(row) for row in rows if row["plan_start"] and is_active(row)]),
    }
    for title, (headings, lines) in listed.items():
        sheet = book.create_sheet(title)
        sheet.append([f"Annex A, {title}, at {AS_AT}"])
        sheet.append(headings)
        for line in lines:
            sheet.append(line)
    return dated(book)


def is_recent(row: Row) -> bool:
    """The enquiry started, or the conference was held, within the six months."""
    return any(SIX_MONTHS_AGO <= row[name] <= AS_AT for name in ("s47_start", "icpc_date"))


def is_active(row: Row) -> bool:
    """The plan is open, or ended within the six months."""
    return not row["plan_end"] or row["plan_end"] >= SIX_MONTHS_AGO


def person(row: Row) -> list:
    """The first six cells of both lists."""
    born = date.fromisoformat(row["date_of_birth"])
    age = max((date.fromisoformat(AS_AT) - born).days // 365, 0)
    return [row["child_id"], SEXES[row["sex"]], f"a) {row['ethnicity']}", born, age, "b) No"]


def list_5(row: Row) -> list:
    """A section 47 enquiry and its conference."""
    held = bool(row["icpc_date"])
    flag = {"1": "a) Yes", "0": "b) No"}.get(row["icpc_not_required"], "-")
    outcome = ("a) Yes" if row["plan_start"] else "b) No") if held else "#N/A"
    return [*person(row), day(row["s47_start"]), flag, day(row["icpc_date"]), outcome, 1, int(held), row["team"], "-"]


def list_7(row: Row) -> list:
    """A plan."""
    reviews = [one for one in row["review_dates"].split(";") if one <= AS_AT]
    categories = [CATEGORIES[row["initial_category"]], CATEGORIES[row["latest_category"]]]
    latest = day(reviews[-1] if reviews else "")
    previous = int(row["previous_plans"] or 0)
    visits = ["-", "a) Yes", latest]
    return [
        *person(row),
        day(row["plan_start"]),
        *categories,
        *visits,
        day(row["plan_end"]),
        "b) No",
        previous,
        row["team"],
        "-",
    ]


def day(text: str) -> date | None:
    """A date as Excel has it."""
    return date.fromisoformat(text) if text else None


def dated(book: Workbook) -> bytes:
    """The workbook with the same time in each of its parts, so that it has the same bytes at every run."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename == "docProps/core.xml":
                data = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", data)
            written.writestr(zipfile.ZipInfo(part.filename, (2020, 8, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- the Standard Safeguarding Dataset ------------------------------------------------------------------


def ssd(rows: list[Row]) -> dict[str, list[list[str]]]:
    """Each table with its headings."""
    tables = {
        "ssd_person": ["pers_person_id pers_sex pers_ethnicity pers_dob pers_expected_dob pers_death_date".split()],
        "ssd_s47_enquiry": ["s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date".split()],
        "ssd_initial_cp_conference": [
            (
                "icpc_icpc_id icpc_s47_enquiry_id icpc_person_id icpc_cp_plan_id icpc_referral_id "
                "icpc_icpc_transfer_in icpc_icpc_target_date icpc_icpc_date icpc_icpc_outcome_cp_flag icpc_icpc_team"
            ).split()
        ],
        "ssd_cp_plans": [
            (
                "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id cppl_cp_plan_start_date "
                "cppl_cp_plan_end_date cppl_cp_plan_ola cppl_cp_plan_initial_category cppl_cp_plan_latest_category"
            ).split()
        ],
        "ssd_cp_reviews": ["cppr_cp_review_id cppr_cp_plan_id cppr_cp_review_date".split()],
        "ssd_cin_episodes": ["cine_referral_id cine_person_id cine_referral_date".split()],
    }
    people: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=1):
        child, plan = row["child_id"], f"CP{number}" if row["plan_start"] else ""
        born = row["date_of_birth"]
        births = ["", born] if born > AS_AT else [born, ""]
        people.setdefault(child, [child, row["sex"], row["ethnicity"], *births, ""])
        tables["ssd_cin_episodes"].append([f"R{number}", child, row["referral_date"]])
        if row["s47_start"]:
            tables["ssd_s47_enquiry"].append([f"S{number}", f"R{number}", child, row["s47_start"]])
        if row["icpc_date"]:
            enquiry = f"S{number}" if row["s47_start"] else ""
            moved_in = "Y" if row["transfer_in"] == "1" else "N"
            outcome = "Y" if plan else "N"
            tables["ssd_initial_cp_conference"].append(
                [f"I{number}", enquiry, child, plan, f"R{number}", moved_in, "", row["icpc_date"], outcome, row["team"]]
            )
        if plan:
            categories = [row["initial_category"], row["latest_category"]]
            conference = f"I{number}" if row["icpc_date"] else ""
            tables["ssd_cp_plans"].append(
                [plan, f"R{number}", conference, child, row["plan_start"], row["plan_end"], "N", *categories]
            )
            for place, one in enumerate(filter(None, row["review_dates"].split(";")), start=1):
                tables["ssd_cp_reviews"].append([f"{plan}-{place}", plan, one])
    tables["ssd_person"] += people.values()
    return tables


def main() -> None:
    """Write the three."""
    live = [row for row in rows_of("extract.csv") if row["district"] == DISTRICT]
    children = {row["child_id"] for row in live}
    returned = [row for row in rows_of("returns.csv") if row["return_year"] == YEAR and row["child_id"] in children]
    (FOLDER / "ssd").mkdir(parents=True, exist_ok=True)
    (FOLDER / "cin-2020.xml").write_text(census(returned), encoding="utf-8", newline="\n")
    (FOLDER / "annex-a.xlsx").write_bytes(annex_a(live))
    for name, lines in ssd(live).items():
        with (FOLDER / "ssd" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)


if __name__ == "__main__":
    main()
