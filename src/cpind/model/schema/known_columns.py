"""The columns, the headings that other systems use for them, and groups of columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A canonical column, and the aliases under which other systems have it.

    Its `kind` is identifier | date | birth | dates | days | spells (day_lists.py) | flag | number | year | text, or one
    of the words of KINDS_OF_ROWS.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(
        "child_id",
        "identifier",
        (
            "LAchildID",
            "Child Unique ID",
            "pers_person_id",
            "s47e_person_id",
            "icpc_person_id",
            "cppl_person_id",
            "cine_person_id",
            "Child ID",
            "Person ID",
            "Client ID",
            "Case number",
            "Mosaic ID",
            "LCS ID",
            "Pseudonym",
        ),
    ),
    Column("family_id", "identifier", ("Family ID", "Family", "Household ID")),
    Column(
        "date_of_birth",
        "birth",
        (
            "PersonBirthDate",
            "ExpectedPersonBirthDate",
            "Date of Birth",
            "DOB",
            "Birth date",
            "pers_dob",
            "Date of birth or expected",
            "Expected date of birth",
            "date_of_birth (or expected)",
        ),
    ),
    Column("date_of_death", "date", ("PersonDeathDate", "Date of death", "pers_death_date")),
    Column("sex", "text", ("Sex", "Gender", "GenderCurrent", "pers_sex")),
    Column("ethnicity", "text", ("Ethnicity", "Ethnic code", "pers_ethnicity")),
    Column("district", "text", ("District", "Locality", "District or borough", "District council")),
    Column("team", "text", ("Team", "Allocated Team", "icpc_icpc_team")),
    Column("authority", "text", ("Authority", "Local authority", "LA", "LA name")),
    Column(
        "s47_start",
        "date",
        (
            "S47ActualStartDate",
            "S47 start date",
            "Section 47 start date",
            "S47 date",
            "s47e_s47_start_date",
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Strategy discussion date",
        ),
    ),
    Column(
        "icpc_date",
        "date",
        (
            "DateOfInitialCPC",
            "Date of Initial Child Protection Conference",
            "ICPC date",
            "Date of ICPC",
            "Initial conference date",
            "icpc_icpc_date",
        ),
    ),
    Column(
        "icpc_not_required",
        "flag",
        (
            "ICPCnotRequired",
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "ICPC not required",
        ),
    ),
    Column("icpc_target", "date", ("InitialCPCtarget", "ICPC target date", "icpc_icpc_target_date")),
    Column("transfer_in", "flag", ("Transfer in", "Transfer-in conference", "icpc_icpc_transfer_in")),
    Column("referral_date", "date", ("CINreferralDate", "Referral date", "cine_referral_date")),
    Column(
        "plan_start",
        "date",
        (
            "CPPstartDate",
            "Child Protection Plan Start Date",
            "CPP start date",
            "CP plan start date",
            "CP start date",
            "cppl_cp_plan_start_date",
        ),
    ),
    Column(
        "plan_end",
        "date",
        (
            "CPPendDate",
            "Child Protection Plan End Date",
            "CPP end date",
            "CP plan end date",
            "CP end date",
            "cppl_cp_plan_end_date",
        ),
    ),
    Column(
        "initial_category",
        "text",
        (
            "InitialCategoryOfAbuse",
            "Initial Category of Abuse",
            "cppl_cp_plan_initial_category",
        ),
    ),
    Column(
        "latest_category",
        "text",
        (
            "LatestCategoryOfAbuse",
            "Latest Category of Abuse",
            "cppl_cp_plan_latest_category",
            "Category of abuse",
            "Category",
        ),
    ),
    Column(
        "previous_plans",
        "number",
        (
            "NumberOfPreviousCPP",
            "Number of Previous Child Protection Plans",
            "Number of previous plans",
            "Previous CPP",
        ),
    ),
    Column("previous_plan_start", "date", ("Previous plan start date", "Previous CPP start date")),
    Column("previous_plan_end", "date", ("Previous plan end date", "Previous CPP end date")),
    Column("review_dates", "dates", ("CPPreviewDate", "Review dates", "cppr_cp_review_date")),
    Column(
        "last_visit",
        "date",
        ("Date of the Last Statutory Visit", "Last visit date", "DateOfLastStatutoryVisit", "Last statutory visit"),
    ),
    Column("visit_dates", "days", ("Visit dates", "Statutory visit dates")),
    Column("seen_alone_dates", "days", ("Seen alone dates", "Dates seen alone")),
    Column("looked_after", "spells", ("Looked after spells",)),
    Column("pre_proceedings_dates", "days", ("Pre-proceedings dates", "Pre-proceedings begun")),
    Column("other_authority", "flag", ("Other authority", "cppl_cp_plan_ola", "Other authority's plan")),
    Column("plan_type", "plan_type"),
    Column("conference_date", "date"),
    Column("conference_type", "conference_type"),
    Column("conference_status", "conference_status"),
    Column("enquiry_id", "identifier", ("s47e_s47_enquiry_id", "icpc_s47_enquiry_id")),
    Column("conference_id", "identifier", ("icpc_icpc_id", "cppl_icpc_id")),
    Column(
        "referral_id",
        "identifier",
        ("CINdetailsID", "cine_referral_id", "s47e_referral_id", "icpc_referral_id", "cppl_referral_id"),
    ),
    Column("plan_id", "identifier", ("CPPID", "cppl_cp_plan_id", "cppr_cp_plan_id", "icpc_cp_plan_id")),
    Column("return_year", "year", ("Return year", "CIN return year", "Census year")),
    Column("return_date", "date", ("Return's reference date", "ReferenceDate")),
    Column("source_layout", "text"),
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}

SEVERAL_DAYS = tuple(column.name for column in COLUMNS if column.kind in ("days", "spells"))
"""Columns that few extracts have, whose cells hold several days or spells."""

EVENT_COLUMNS = ("s47_start", "icpc_date", "plan_start", "plan_end")
"""At least one of these makes a file an extract."""

PERSON_COLUMNS = ("family_id", "date_of_birth", "date_of_death", "sex", "ethnicity", "district", "team")
"""What a file of people, without events, says of a child; events in other files take it from there."""

KEY_COLUMNS = ("enquiry_id", "conference_id", "referral_id", "plan_id")
"""Identifiers of events, by which separate files are joined."""

KINDS_OF_ROWS = ("plan_type", "conference_type", "conference_status")
"""Columns that say which rows are a child protection plan, or an initial conference that was held. They are used while
a file is read, and are not kept."""
