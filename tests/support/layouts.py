"""Writers of the layouts that authorities export: the CIN census, Annex A and the Standard Safeguarding Dataset.

Each takes flat rows (as ``strategies`` makes them; an absent column is None) and writes what that layout would hold
of them.  ``as_carried`` gives back, as flat rows, what is left of them there: a recomputation over those rows is what
reading the written layout must give.  Standard library and openpyxl only; nothing of the package under test.
"""

from __future__ import annotations

import csv
import random
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from support.oracle import add_months

Row = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

_CARRIED: dict[str, dict[str, str]] = {
    "census": {
        **dict.fromkeys(("child_id", "date_of_birth", "sex"), "ChildIdentifiers"),
        "ethnicity": "ChildCharacteristics",
        **dict.fromkeys(("s47_start", "icpc_target", "icpc_not_required"), "Section47"),
        "icpc_date": "Section47, or CINdetails itself for a transfer-in",
        "transfer_in": "a DateOfInitialCPC in CINdetails itself (True only)",
        "referral_date": "CINdetails; it times a transfer-in conference only",
        **dict.fromkeys(("plan_start", "plan_end", "initial_category", "latest_category"), "ChildProtectionPlans"),
        "previous_plans": "ChildProtectionPlans",
        "review_dates": "Reviews",
        "return_year": "ReferenceDate",
    },
    "annex-a": {
        **dict.fromkeys(("child_id", "date_of_birth", "sex", "ethnicity", "team"), "List 5 and List 7"),
        **dict.fromkeys(("s47_start", "icpc_date", "icpc_not_required"), "List 5"),
        **dict.fromkeys(("plan_start", "plan_end", "initial_category", "latest_category", "previous_plans"), "List 7"),
        "review_dates": "List 7, the latest alone",
    },
    "ssd": {
        **dict.fromkeys(("child_id", "date_of_birth", "sex", "ethnicity"), "ssd_person"),
        "s47_start": "ssd_s47_enquiry",
        **dict.fromkeys(("icpc_date", "icpc_target", "transfer_in"), "ssd_initial_cp_conference"),
        "team": "ssd_initial_cp_conference, so not of a plan nor of an enquiry without a conference",
        "referral_date": "ssd_cin_episodes; of use to a conference only",
        **dict.fromkeys(("plan_start", "plan_end", "initial_category", "latest_category"), "ssd_cp_plans"),
        "other_authority": "ssd_cp_plans, unless that lacks its column",
        "review_dates": "ssd_cp_reviews",
    },
}
_PLAN = ("plan_start", "plan_end", "initial_category", "latest_category", "previous_plans", "review_dates")


def carried_by(layout: str) -> dict[str, str]:
    """Return the flat columns that survive in "census", "annex-a" or "ssd", each with its place there."""
    return dict(_CARRIED[layout])


def as_carried(
    rows: Rows, layout: str, *, year: int | None = None, as_at: date | None = None, with_ola: bool = True
) -> list[Row]:
    """Return the flat rows that hold exactly what the layout holds of ``rows``, one for each stage.

    Stages stand apart because no layout ties an enquiry to a plan as a flat row does.  A row without any stage
    stays as a row of its child, save in Annex A.  "census" wants the year, "annex-a" the as-at day.
    """
    if layout == "annex-a":
        assert as_at is not None
        found = [*_list_5(rows, as_at), *_list_7(rows, as_at)]
    else:
        assert layout == "ssd" or year is not None
        people = _people(rows)
        parts = _census_stages if layout == "census" else _ssd_stages
        found = [
            {**(stage or {}), **people[row["child_id"]], "return_year": year}
            for row in rows
            for stage in [stage for stage in parts(row) if stage is not None] or [None]
        ]
    kept = set(carried_by(layout)) - (set() if with_ola else {"other_authority"})
    return [{column: value for column, value in row.items() if column in kept} for row in found]


def _pick(row: Mapping[str, Any], *columns: str) -> Row:
    return {column: row.get(column) for column in columns}


def _people(rows: Rows) -> dict[str, Row]:
    """Return what a layout that knows each child once says of it: the first birthday, sex and ethnicity not blank."""
    people: dict[str, Row] = {}
    for row in rows:
        person = people.setdefault(row["child_id"], {"child_id": row["child_id"]})
        for column in ("date_of_birth", "sex", "ethnicity"):
            if person.get(column) is None:
                person[column] = row.get(column)
    return people


def _plan_of(row: Mapping[str, Any]) -> Row | None:
    """Return the plan of a row; an end without a start is written down too, though it is not a plan to count."""
    return _pick(row, *_PLAN) if row.get("plan_start") or row.get("plan_end") else None


# --- The census ---------------------------------------------------------------------------


def _census_stages(row: Mapping[str, Any]) -> tuple[Row | None, Row | None, Row | None]:
    """Return a row's Section47, its transfer-in conference and its plan; None for what it lacks.

    A transfer-in stands outside the Section47, which then is without a conference.
    """
    transfer_in = row.get("transfer_in") is True and row.get("icpc_date") is not None
    enquiry = _pick(row, "s47_start", "icpc_target", "icpc_date", "icpc_not_required")
    conference = _pick(row, "icpc_date", "transfer_in", "referral_date")
    if transfer_in:
        enquiry["icpc_date"] = None
    held = enquiry["s47_start"] or enquiry["icpc_date"]
    return enquiry if held else None, conference if transfer_in else None, _plan_of(row)


def _leaf(tag: str, value: Any) -> ET.Element | None:
    """Return an element with a text (dates in ISO), or None where there is no value: nothing is written empty."""
    if value is None:
        return None
    element = ET.Element(tag)
    element.text = str(value)
    return element


def _parent(tag: str, *parts: ET.Element | None) -> ET.Element:
    element = ET.Element(tag)
    element.extend([part for part in parts if part is not None])
    return element


def write_census(
    rows: Rows,
    year: int,
    *,
    reviews: str = "one",
    gender: str = "Sex",
    flags: str = "digits",
    header: bool = True,
    lea: str = "937",
    order: str = "schema",
    noise: bool = False,
    rng: random.Random | None = None,
) -> bytes:
    """Return a CIN census return for the year to 31 March ``year``, of all the rows: it leaves none out by its dates.

    One Child per identifier and one CINdetails per row.  ``reviews``: "one" Reviews for all dates or "many", one for
    each.  ``gender``: "Sex" (M F U) or "GenderCurrent" (1 2, and 0 or 9 for U).  ``flags``: "digits" or "words".
    ``order``: "schema", or "shuffled" inside every parent.  ``noise``: what a reader has to step over.
    """
    rng = rng or random.Random(0)
    no_yes = {"digits": ("0", "1"), "words": ("false", "true")}[flags]
    year_end = date(year, 3, 31)

    def flag(tag: str, value: bool | None) -> ET.Element | None:
        return _leaf(tag, None if value is None else no_yes[value])

    def needless(tag: str, *leaves: tuple[str, Any] | ET.Element) -> ET.Element | None:
        """Make an element that a real return has and nobody here needs."""
        parts = [leaf if isinstance(leaf, ET.Element) else _leaf(*leaf) for leaf in leaves]
        return _parent(tag, *parts) if noise else None

    def child(person: Row) -> ET.Element:
        birth, sex = person["date_of_birth"], person["sex"]
        unborn = birth is not None and birth > year_end
        # A birthday may have the day that was expected beside it; the birthday counts.
        expected = birth if unborn else birth - timedelta(days=7) if noise and birth else None
        if gender == "GenderCurrent" and sex is not None:
            sex = {"M": "1", "F": "2"}.get(sex) or rng.choice("09")
        identifiers = _parent(
            "ChildIdentifiers",
            _leaf("LAchildID", person["child_id"]),
            _leaf("UPN", "A123456789012" if noise else None),
            _leaf("PersonBirthDate", None if unborn else birth),
            _leaf("ExpectedPersonBirthDate", expected),
            _leaf(gender, sex),
        )
        characteristics = _parent(
            "ChildCharacteristics",
            _leaf("Ethnicity", person["ethnicity"]),
            needless("Disabilities", ("Disability", "HAND"), ("Disability", "HEAR")),
        )
        details = [episode(row) for row in rows if row["child_id"] == person["child_id"]]
        return _parent("Child", identifiers, characteristics, *details)

    def episode(row: Mapping[str, Any]) -> ET.Element:
        enquiry, transfer_in, plan = _census_stages(row)
        factors = _parent("FactorsIdentifiedAtAssessment", _leaf("AssessmentFactors", "2A"))
        return _parent(
            "CINdetails",
            _leaf("CINreferralDate", row.get("referral_date")),
            _leaf("DateOfInitialCPC", transfer_in and transfer_in["icpc_date"]),
            needless("Assessments", ("AssessmentActualStartDate", date(year - 1, 5, 1)), factors),
            needless("CINPlanDates", ("CINPlanStartDate", date(year - 1, 6, 1))),
            enquiry
            and _parent(
                "Section47",
                _leaf("S47ActualStartDate", enquiry["s47_start"]),
                _leaf("InitialCPCtarget", enquiry["icpc_target"]),
                _leaf("DateOfInitialCPC", enquiry["icpc_date"]),
                flag("ICPCnotRequired", enquiry["icpc_not_required"]),
            ),
            flag("ReferralNFA", False if noise else None),
            plan
            and _parent(
                "ChildProtectionPlans",
                _leaf("CPPstartDate", plan["plan_start"]),
                _leaf("CPPendDate", plan["plan_end"]),
                _leaf("InitialCategoryOfAbuse", plan["initial_category"]),
                _leaf("LatestCategoryOfAbuse", plan["latest_category"]),
                _leaf("NumberOfPreviousCPP", plan["previous_plans"]),
                *reviews_of(plan["review_dates"] or []),
            ),
        )

    def reviews_of(days: Iterable[date]) -> list[ET.Element]:
        leaves = [_leaf("CPPreviewDate", day) for day in days]
        if reviews == "one":
            return [_parent("Reviews", *leaves)] if leaves else []
        return [_parent("Reviews", leaf) for leaf in leaves]

    collection = _parent(
        "CollectionDetails",
        _leaf("Collection", "CIN"),
        # The reference date says which year it is; suppliers get this one wrong.
        _leaf("Year", year + rng.choice((-1, 0, 1)) if noise else year),
        _leaf("ReferenceDate", year_end),
    )
    source = _parent("Source", _leaf("SourceLevel", "L"), _leaf("LEA", lea), _leaf("SerialNo", "001"))
    children = _parent("Children", *(child(person) for person in _people(rows).values()))
    message = _parent("Message", _parent("Header", collection, source) if header else None, children)

    parents = [element for element in message.iter() if len(element)]
    if noise:
        for parent in parents:
            _insert_noise(parent, rng)
    if order == "shuffled":
        for parent in parents:
            parent[:] = rng.sample(list(parent), len(parent))
    ET.indent(message)
    if noise:
        for parent in parents:
            for element in parent:
                element.tail = f"{element.tail}{rng.choice(('', '', 'PersonBirthDate', '2018-01-01', ' & so on '))}"
    before = "<!-- made <up> -->\n<?supplier version='1'?>\n" if noise else ""
    return f"<?xml version='1.0' encoding='utf-8'?>\n{before}{ET.tostring(message, encoding='unicode')}\n".encode()


def _insert_noise(parent: ET.Element, rng: random.Random) -> None:
    """Put unknown elements, a comment and a processing instruction among a parent's elements.

    What stands in an unknown element is unknown too, whatever its name.
    """
    start = _leaf("CPPstartDate", date(2018, 1, 1))
    nested = _parent("ChildProtectionPlans", _leaf("CPPstartDate", date(2018, 1, 2)))
    things = [_parent("SupplierExtension", start, nested)]
    others = [
        _leaf("SupplierReference", "R&D <7>"),
        _parent("SupplierNotes", _parent("Note", _leaf("Author", "nobody"), _leaf("Text", "31/03/2018"))),
        ET.Comment(" <CPPstartDate>2018-01-03</CPPstartDate> "),
        ET.ProcessingInstruction("supplier", "page='1'"),
    ]
    for thing in things + [other for other in others if rng.random() < 0.5]:
        parent.insert(rng.randint(0, len(parent)), thing)


# --- Annex A ------------------------------------------------------------------------------

_LIST_HEADINGS = {
    1: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age|Date of Contact|Contact Source",
    5: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Does the Child have a Disability|"
    "Strategy discussion initiating Section 47 Enquiry Start Date|"
    "Was an Initial Child Protection Conference deemed unnecessary?|Date of Initial Child Protection Conference|"
    "Did the Initial Child Protection Conference Result in a Child Protection Plan|"
    "Number of Section 47 Enquiries in the last 12 months|Number of ICPCs in the last 12 months|"
    "Allocated Team|Allocated Worker",
    6: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Does the Child have a Disability|"
    "CIN Start Date|Primary Need Code|Date Child Was Last Seen|CIN Closure Date|Reason for Closure|Case Status|"
    "Allocated Team|Allocated Worker",
    7: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Does the Child have a Disability|"
    "Child Protection Plan Start Date|Initial Category of Abuse|Latest Category of Abuse|"
    "Date of the Last Statutory Visit|Was the Child Seen Alone?|Date of latest review conference|"
    "Child Protection Plan End Date|"
    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)|"
    "Number of Previous Child Protection Plans|Allocated Team|Allocated Worker",
}
_LIST_WORDS = {1: "Contacts", 5: "Sec47 and ICPC", 6: "Children in need", 7: "CP plans"}
_GENDERS = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded"}
_ETHNICITIES = "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH NOBT REFU"
_SPELLINGS = {
    "NEG": ("Neglect", "Likelihood of Neglect", "NEG", "a) Neglect"),
    "PHY": ("Physical abuse", "Physical Abuse", "PHYSAB", "b) Physical abuse"),
    "SAB": ("Sexual abuse", "Sexual Abuse", "SAB", "c) Sexual abuse"),
    "EMO": ("Emotional Abuse", "Emotional abuse", "EMO", "d) Emotional abuse"),
    "MUL": ("Multiple", "MUL", "e) Multiple"),
}
_YES_NO = {True: "a) Yes", False: "b) No"}
_BLANKS = (None, "", "-", "#N/A", "\xa0")


def _known_by(row: Mapping[str, Any], as_at: date, *columns: str) -> Row:
    """Return a row's person and some columns, without the dates that were still to come."""
    person = _pick(row, "child_id", "date_of_birth", "sex", "ethnicity", "team")
    stage = _pick(row, *columns)
    return person | {k: None if isinstance(v, date) and v > as_at else v for k, v in stage.items()}


def _list_5(rows: Rows, as_at: date) -> list[Row]:
    """Return the rows of List 5: an enquiry started, or a conference held, within the six months to the as-at day."""
    after = add_months(as_at, -6)
    listed = [_known_by(row, as_at, "s47_start", "icpc_date", "icpc_not_required") for row in rows]
    return [row for row in listed if any(day and day > after for day in (row["s47_start"], row["icpc_date"]))]


def _list_7(rows: Rows, as_at: date) -> list[Row]:
    """Return the rows of List 7: plans open at the as-at day or ended within the six months to it."""
    after = add_months(as_at, -6)
    listed = []
    for row in rows:
        if _plan_of(row) is None or (row.get("plan_start") or as_at) > as_at:
            continue
        plan = _known_by(row, as_at, *_PLAN)
        plan["review_dates"] = sorted(day for day in row.get("review_dates") or [] if day <= as_at)[-1:]
        end = plan["plan_end"]
        if end > after if end else plan["plan_start"]:
            listed.append(plan)
    return listed


def _annex_a_lists(rows: Rows, as_at: date, title_row: bool, prefixes: bool, rng: random.Random) -> dict[int, list]:
    """Return the lines of four of the lists, headings first, dates still dates."""
    letters = dict(zip(_ETHNICITIES.split(), "abcdefghijklmnopqrst", strict=True))

    def coded(value: str | None) -> str | None:
        return value if prefixes or value is None else value.partition(") ")[2] or value

    def category(code: str | None) -> str | None:
        return coded(rng.choice(_SPELLINGS.get(code, (code,))))

    def in_a_year(child_id: str, column: str) -> int:
        days = {row.get(column) for row in rows if row["child_id"] == child_id} - {None}
        return sum(add_months(as_at, -12) < day <= as_at for day in days)

    def person(row: Row, disability: bool = True) -> list[Any]:
        name, birth, ethnicity = row["child_id"], row.get("date_of_birth"), row.get("ethnicity")
        # Excel has made numbers of the identifiers that look like one; but "007" is a text.
        identifier = int(name) if name.isdecimal() and str(int(name)) == name else name
        age = birth and max(0, as_at.year - birth.year - ((as_at.month, as_at.day) < (birth.month, birth.day)))
        prefixed = f"{letters[ethnicity]}) {ethnicity}" if ethnicity in letters else ethnicity
        cells = [identifier, coded(_GENDERS.get(row.get("sex"), row.get("sex"))), coded(prefixed), birth, age]
        return [*cells, coded("b) No")] if disability else cells

    def enquiry(row: Row) -> list[Any]:
        child_id, day, needless = row["child_id"], row["icpc_date"], row["icpc_not_required"]
        planned = any(other["child_id"] == child_id and other.get("plan_start") == day for other in rows)
        counts = [in_a_year(child_id, column) for column in ("s47_start", "icpc_date")]
        cells = [row["s47_start"], coded(_YES_NO.get(needless)), day, coded(_YES_NO[planned]) if day else None]
        return [*person(row), *cells, *counts, row["team"], "Kim\xa0Lee"]

    def plan(row: Row) -> list[Any]:
        categories = [category(row["initial_category"]), category(row["latest_category"])]
        visit = [as_at - timedelta(days=9), coded("a) Yes"), *(row["review_dates"] or [None])]
        cells = [row["plan_end"], coded("b) No"), row["previous_plans"], row["team"], "Kim\xa0Lee"]
        return [*person(row), row["plan_start"], *categories, *visit, *cells]

    other = {"child_id": "OTHER", "sex": "F", "ethnicity": "WBRI", "date_of_birth": date(2014, 7, 5)}
    case = [as_at, "N1", as_at, None, None, coded("c) Child in need plan"), "#N/A", "\xa0"]
    lines = {
        1: [[*person(other, disability=False), as_at, coded("q) 6: Police")]],
        5: [enquiry(row) for row in _list_5(rows, as_at)],
        6: [[*person(other), *case]],
        7: [plan(row) for row in _list_7(rows, as_at)],
    }
    sheets = {}
    for number, body in lines.items():
        headings = _LIST_HEADINGS[number].split("|")
        headings[4] = rng.choice(("Age", "Age of Child (Years)"))
        blanked = [[rng.choice(_BLANKS) if cell is None else cell for cell in line] for line in body]
        title = [[f"Annex A, list {number}: {_LIST_WORDS[number]}"]] if title_row else []
        sheets[number] = [*title, headings, *blanked]
    return sheets


def _sheet_name(number: int, names: str) -> str:
    return {"plain": f"List {number}", "underscore": f"List_{number}", "words": _LIST_WORDS[number]}[names]


def _day_first(cell: Any) -> Any:
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell


def write_annex_a(
    rows: Rows,
    as_at: date,
    path: str | Path,
    *,
    title_row: bool = False,
    names: str = "plain",
    dates: str = "excel",
    prefixes: bool = True,
    rng: random.Random | None = None,
) -> None:
    """Write an Annex A workbook as it stood at the as-at day: Lists 5 and 7, and Lists 1 and 6 with another child.

    ``names`` of the sheets: "plain" (List 5), "underscore" (List_5) or "words".  ``dates``: "excel" or "text", day
    first.  ``prefixes``: "a) Male" or plainly "Male".  Blank cells are blank in many ways.
    """
    book = Workbook()
    book.remove(book.active)
    for number, lines in _annex_a_lists(rows, as_at, title_row, prefixes, rng or random.Random(0)).items():
        sheet = book.create_sheet(_sheet_name(number, names))
        for line in lines:
            sheet.append([_day_first(cell) for cell in line] if dates == "text" else line)
    book.save(path)


def write_annex_a_lists(
    rows: Rows,
    as_at: date,
    folder: str | Path,
    *,
    title_row: bool = False,
    names: str = "plain",
    prefixes: bool = True,
    rng: random.Random | None = None,
) -> None:
    """Write Lists 5 and 7 of Annex A as CSV files named like the sheets, dates day first."""
    lists = _annex_a_lists(rows, as_at, title_row, prefixes, rng or random.Random(0))
    for number in (5, 7):
        _write_csv(Path(folder) / f"{_sheet_name(number, names)}.csv", lists[number], _day_first)


def _write_csv(path: Path, lines: Iterable[Iterable[Any]], cell: Callable[[Any], Any] = str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["" if value is None else cell(value) for value in line] for line in lines])


# --- The Standard Safeguarding Dataset ----------------------------------------------------

_SSD = {
    "ssd_person": "pers_person_id pers_sex pers_gender pers_ethnicity pers_dob pers_expected_dob pers_death_date",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date s47e_s47_end_date",
    "ssd_initial_cp_conference": "icpc_icpc_id icpc_s47_enquiry_id icpc_person_id icpc_cp_plan_id icpc_referral_id "
    "icpc_icpc_transfer_in icpc_icpc_target_date icpc_icpc_date icpc_icpc_outcome_cp_flag icpc_icpc_team",
    "ssd_cp_plans": "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id cppl_cp_plan_start_date "
    "cppl_cp_plan_end_date cppl_cp_plan_ola cppl_cp_plan_initial_category cppl_cp_plan_latest_category",
    "ssd_cp_reviews": "cppr_cp_plan_id cppr_cp_review_date",
    "ssd_cin_episodes": "cine_referral_id cine_person_id cine_referral_date",
}


def _ssd_stages(row: Mapping[str, Any]) -> tuple[Row | None, Row | None]:
    """Return a row's enquiry with its conference, and its plan; None for what it lacks.

    A conference has a referral and a team; an enquiry alone is its start and no more.
    """
    enquiry, plan = _pick(row, "s47_start"), _plan_of(row)
    if row.get("icpc_date"):
        enquiry |= _pick(row, "icpc_date", "icpc_target", "transfer_in", "referral_date", "team")
    return enquiry if any(enquiry.values()) else None, plan and plan | _pick(row, "other_authority")


def write_ssd(rows: Rows, folder: str | Path, *, with_ola: bool = True) -> None:
    """Write the tables of a Standard Safeguarding Dataset that child protection needs, one CSV each.

    Every row has an enquiry, a conference, a plan and a referral of its own, as far as it goes, that point at each
    other by identifiers.  ``with_ola``: the plans have the column for another authority's child.
    """
    tables: dict[str, list[list[Any]]] = {name: [] for name in _SSD}

    def yes_no(value: bool | None) -> str | None:
        return {True: "Y", False: "N"}.get(value)

    for child_id, person in _people(rows).items():
        birth = person["date_of_birth"]
        days = [value for row in rows if row["child_id"] == child_id for value in _stage_days(row)]
        # Unborn: all that is known of the child came before.
        unborn = birth is not None and bool(days) and birth > max(days)
        births = [None, birth] if unborn else [birth, None]
        tables["ssd_person"].append([child_id, person["sex"], None, person["ethnicity"], *births, None])

    for number, row in enumerate(rows, 1):
        child_id, referral = row["child_id"], f"REF-{number}"
        enquiry = f"S47-{number}" if row.get("s47_start") else None
        conference = f"ICPC-{number}" if row.get("icpc_date") else None
        plan = f"CP-{number}" if _plan_of(row) else None
        tables["ssd_cin_episodes"].append([referral, child_id, row.get("referral_date")])
        if enquiry:
            tables["ssd_s47_enquiry"].append([enquiry, referral, child_id, row["s47_start"], None])
        if conference:
            links = [conference, enquiry, child_id, plan, referral, yes_no(row.get("transfer_in"))]
            said = [row.get("icpc_target"), row["icpc_date"], yes_no(plan is not None), row.get("team")]
            tables["ssd_initial_cp_conference"].append([*links, *said])
        if plan:
            links = [plan, referral, conference, child_id, row.get("plan_start"), row.get("plan_end")]
            said = [yes_no(row.get("other_authority")), row.get("initial_category"), row.get("latest_category")]
            tables["ssd_cp_plans"].append([*links, *said])
            tables["ssd_cp_reviews"].extend([plan, day] for day in row.get("review_dates") or [])

    for name, lines in tables.items():
        lines = [_SSD[name].split(), *lines]
        if name == "ssd_cp_plans" and not with_ola:
            ola = lines[0].index("cppl_cp_plan_ola")
            lines = [[*line[:ola], *line[ola + 1 :]] for line in lines]
        _write_csv(Path(folder) / f"{name}.csv", lines)


def _stage_days(row: Mapping[str, Any]) -> list[date]:
    days = [row.get(column) for column in ("s47_start", "icpc_date", "plan_start", "plan_end")]
    return [day for day in [*days, *(row.get("review_dates") or [])] if day is not None]


# --- What the writers write ----------------------------------------------------------------


def check_writers(rows: list[Row], rng: random.Random) -> None:
    """Write every layout of an extract, and count what stands in it with nothing but a parser."""
    year, as_at = rng.choice((2017, 2018, 2019)), date(2018, 9, 30)
    options = dict(
        reviews=rng.choice(("one", "many")),
        gender=rng.choice(("Sex", "GenderCurrent")),
        flags=rng.choice(("digits", "words")),
        header=rng.random() < 0.8,
        order=rng.choice(("schema", "shuffled")),
        noise=rng.random() < 0.5,
    )
    message = ET.fromstring(write_census(rows, year, rng=rng, **options))
    carried = as_carried(rows, "census", year=year)
    details = "Children/Child/CINdetails"
    assert len(message.findall("Children/Child")) == len({row["child_id"] for row in rows})
    assert len(message.findall(details)) == len(rows)
    for column, tags in {
        "s47_start": ["Section47/S47ActualStartDate"],
        "icpc_date": ["DateOfInitialCPC", "Section47/DateOfInitialCPC"],
        "plan_start": ["ChildProtectionPlans/CPPstartDate"],
        "review_dates": ["ChildProtectionPlans/Reviews/CPPreviewDate"],
    }.items():
        cells = [row[column] for row in carried if row.get(column)]
        held = [str(day) for cell in cells for day in (cell if isinstance(cell, list) else [cell])]
        found = [element.text for tag in tags for element in message.findall(f"{details}/{tag}")]
        assert sorted(found) == sorted(held), column

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        choices = dict(title_row=rng.random() < 0.5, names=rng.choice(("plain", "underscore", "words")))
        dates = rng.choice(("excel", "text"))
        write_annex_a(rows, as_at, path / "a.xlsx", dates=dates, prefixes=rng.random() < 0.5, rng=rng, **choices)
        write_annex_a_lists(rows, as_at, path, rng=rng, **choices)
        book = load_workbook(path / "a.xlsx")
        assert len(book.sheetnames) == 4
        for number, listed in ((5, _list_5(rows, as_at)), (7, _list_7(rows, as_at))):
            name = _sheet_name(number, choices["names"])
            lines = list(book[name].values)[choices["title_row"] :]
            assert "Child Unique ID" in lines[0] and "Allocated Team" in lines[0]
            assert [str(line[0]) for line in lines[1:]] == [row["child_id"] for row in listed]
            written = list(csv.reader((path / f"{name}.csv").open(encoding="utf-8", newline="")))
            assert len(written) == len(lines) + choices["title_row"]
        write_ssd(rows, path / "ssd", with_ola=rng.random() < 0.5)
        tables = {name: list(csv.DictReader((path / "ssd" / f"{name}.csv").open(newline=""))) for name in _SSD}
        enquiries = {line["s47e_s47_enquiry_id"] for line in tables["ssd_s47_enquiry"]}
        plans = {line["cppl_cp_plan_id"] for line in tables["ssd_cp_plans"]}
        assert {line["icpc_s47_enquiry_id"] for line in tables["ssd_initial_cp_conference"]} <= enquiries | {""}
        assert {line["cppr_cp_plan_id"] for line in tables["ssd_cp_reviews"]} <= plans
        stages = [row for row in as_carried(rows, "ssd") if row.get("plan_start") or row.get("plan_end")]
        assert len(stages) == len(plans)
