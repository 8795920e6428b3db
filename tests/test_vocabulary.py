"""The words of case systems: sex, ethnicity, category of abuse and flags in spellings that no code list has."""

from __future__ import annotations

import random

import pytest
from support import extract_of, run

from cpind import read
from cpind.figures.groupings import group_by
from cpind.figures.groupings.columns import spellings
from cpind.model.vocabulary import (
    category_code,
    category_name,
    ethnic_group,
    ethnicity_code,
    flag_value,
    is_blank,
    sex_code,
    standing,
)
from cpind.model.vocabulary.ethnic_words import EXTENDED

UNKNOWN, BLANK = "Not recognised", "Not recorded"
ASIAN, BLACK = "Asian or Asian British", "Black or Black British"


@pytest.mark.parametrize(
    "code, texts",
    [
        (
            "M",
            [
                "M",
                "m",
                "Male",
                " MALE",
                "Boy",
                "1",
                "1.0",
                "1 - Male",
                "01 - Male",
                "a) Male",
                "M - Male",
                "Male (at birth)",
            ],
        ),
        ("F", ["F", "female", "Girl", "2", "b)Female", "(b) Female", "2. Female", "F: Female", "Femme female"]),
        (
            "U",
            [
                "U",
                "0",
                "9",
                "Unborn",
                "unknown",
                "Not Stated",
                "Neither",
                "Intersex",
                "Non binary",
                "Other",
                "Prefer not to say",
            ],
        ),
        (UNKNOWN, ["Martian", "3", "Male/Female", "Z", "12", "Malee-ish", "Team M1"]),
        (BLANK, ["", "-", "n/a", "NULL", "NA"]),
    ],
)
def test_spellings_of_sex_have_their_code(code, texts):
    assert {text: sex_code(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    "code, texts",
    [
        (
            "NEG",
            [
                "NEG",
                "neglect",
                "Neglect only",
                "a) Neglect",
                "1 - Neglect",
                "ynnn",
                "Y N N N",
                "Neglct",
                "Likely neglect",
            ],
        ),
        (
            "PHY",
            ["PHY", "PHYSAB", "PHY ABUSE", "PHYAB", "PA", "NYNN", "Risk of physical injury", "Phsyical", "N/Y/N/N"],
        ),
        ("SAB", ["SAB", "SEXUAL", "Sex. abuse", "SA", "NNYN", "Child Sexual Abuse"]),
        ("EMO", ["EMO", "Emotionnal Abuse", "EA", "NNNY", "Emotional/Psychological"]),
        (
            "MUL",
            [
                "MUL",
                "Multiple",
                "Mulitple",
                "NYNY",
                "YYYY",
                "PA/EA",
                "Neglect + Physical",
                "emo;neg",
                "Sexual & Physical Abuse",
            ],
        ),
        (
            UNKNOWN,
            ["Martian", "N", "Negative", "YNN", "YNNX", "Domestic violence", "Not neglect", "Physiotherapy", "Team 4"],
        ),
        (BLANK, ["", "--", "Not recorded", "NNNN", "Unknown", "none"]),
    ],
)
def test_spellings_of_a_category_have_their_code(code, texts):
    assert {text: category_code(text) for text in texts} == dict.fromkeys(texts, code)


def test_a_category_has_its_name():
    assert category_name("PA") == "Physical abuse"
    assert category_name("?!") == UNKNOWN


@pytest.mark.parametrize(
    "code, texts",
    [
        (
            "WBRI",
            [
                "wbri",
                "White/British",
                "British White",
                "A1",
                "A1: White British",
                "01 - White British",
                "Scottish",
                "WNIR",
            ],
        ),
        (
            "WBRI",
            [
                "English / Welsh / Scottish / Northern Irish / British",
                "White Britsh",
                "b) WBRI",
                "White British (WBRI)",
            ],
        ),
        ("WIRI", ["White Irish", "A2 - Irish", "WIRI: Irish"]),
        ("WIRT", ["Irish Traveller", "White - Traveller (Irish Heritage)", "A4"]),
        ("WROM", ["Gypsy", "Roma", "White: Gypsy or Roma", "A5 Gypsy / Roma"]),
        (
            "WOTH",
            [
                "Any other White",
                "White - Romanian",
                "Romanian",
                "POLISH",
                "White Eastern European",
                "A3 - Any other background",
            ],
        ),
        ("MWBC", ["White/Black Caribbean", "B1", "Dual Heritage: White and Caribbean", "White & Black Carib"]),
        ("MWBA", ["Mixed: White and Black African", "White and African", "b2"]),
        ("MWAS", ["White + Asian", "White & Indian", "Mixed White/Pakistani", "MWAP"]),
        (
            "MOTH",
            ["Any other mixed background", "Asian and Black", "White and Chinese", "White and any other ethnic group"],
        ),
        ("AIND", ["Indian", "British Indian", "Asian - Indian", "(C.C1) Indian"]),
        ("APKN", ["PAKISTANI", "Pakistan", "Kashmiri Pakistani", "C2 - Asian/Asian Brit - Pakistani"]),
        ("ABAN", ["Bangladeshi", "Banglasdeshi", "British-Bangladeshi"]),
        ("CHNE", ["Chinese", "Asian: Chinese", "CHKC", "Chinese or Other Ethnic Group - Chinese"]),
        ("AOTH", ["Other Asian", "Sri Lankan", "Nepalese", "Asian British - Vietnamese", "ASNL Sinhalese"]),
        ("BCRB", ["Black Caribbean", "Afro-Caribbean", "West Indian", "Jamaican", "BCRB-Caribbean"]),
        (
            "BAFR",
            ["African", "Black Somali", "Black, Black British, Caribbean or African - African", "BSOM", "Eritrean"],
        ),
        ("BOTH", ["BOTH", "both", "Black European", "Any other Black background", "Any Other Black Background [BOTH]"]),
        (
            "OOTH",
            ["Arab", "Other ethnic group", "Any other", "E2", "Kurdish", "OVIE", "Other: Yemeni", "Latin American"],
        ),
        ("REFU", ["Refused", "Client declined", "Prefer not to say", "E3", "REFU - Refused"]),
        ("NOBT", ["Info not yet obtained", "Not obtained", "s) NOBT", "E4"]),
        (BLANK, ["", "n/a", "Unknown", "Not known", "Not stated", "Unborn", "No data", "E5"]),
    ],
)
def test_spellings_of_an_ethnicity_have_their_code(code, texts):
    assert {text: ethnicity_code(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    "text, group",
    [
        ("White", "White"),
        ("(A.A17) White", "White"),
        ("A26", "White"),
        ("Gypsy or Irish Traveller", "White"),
        ("Mixed", "Mixed"),
        ("Black and White", "Mixed"),
        ("Asian or Asian British", ASIAN),
        ("Mixed Asian", ASIAN),
        ("C.C13", ASIAN),
        ("Black / African / Caribbean / Black British", BLACK),
        ("Black British", BLACK),
    ],
)
def test_a_text_that_names_a_group_alone_is_of_that_group(text, group):
    assert ethnicity_code(text) == ethnic_group(text) == group


@pytest.mark.parametrize(
    "text",
    [
        *"ABWXE",
        "E1",  # Chinese in one list of case systems, Arab in another
        "Martian",
        "BME",
        "Black and minority ethnic",
        "Non-White",
        "Not White British",
        "White or Asian",
        "Chinese or other ethnic group",
        "White Indian",
        "WBRI/MWAS",
        "12345",
        "Bristol",
        "QQQQ",
        "Any other than White",
    ],
)
def test_a_text_that_could_be_of_several_groups_is_not_recognised(text):
    assert ethnicity_code(text) == ethnic_group(text) == UNKNOWN


def test_every_extended_code_has_its_census_code():
    for code, listed in EXTENDED.items():
        for extended in listed.split():
            assert ethnicity_code(extended) == ethnicity_code(extended.lower()) == code
            assert ethnicity_code(f"{extended} - something") == code


@pytest.mark.parametrize(
    "text, value",
    [
        ("Yes", True),
        ("y", True),
        ("TRUE", True),
        ("1.0", True),
        ("-1", True),
        ("a) Yes", True),
        ("Yes - moved here", True),
        ("Yes, by date", True),
        ("No", False),
        ("0.0", False),
        ("b) No", False),
        ("N - n/a", False),
        ("No (held)", False),
        ("No further action", None),
        ("Y/N", None),
        ("Yes / No", None),
        ("maybe", None),
        ("1+", None),
        ("2", None),
    ],
)
def test_spellings_of_a_flag_are_true_or_false(text, value):
    assert flag_value(text) is value


def test_na_is_a_name_where_an_authority_names_things():
    for column in ("child_id", "team", "district", "Ward"):
        assert not is_blank("NA", column)
    assert is_blank("NA", "plan_end") and is_blank("NA", "sex")
    assert not is_blank("n/a", "Ward") and not is_blank("-", "Ward")
    assert not is_blank("unknown", "plan_end") and not is_blank("tbc", "plan_end")


def test_the_order_of_spellings_is_that_of_what_they_stand_for():
    texts = ["Neglect", "EMO", "Not recorded", "Martian", "a) Emotional", "NEG"]
    ordered = sorted(texts, key=lambda text: standing("latest_category", text))
    assert ordered == ["Not recorded", "EMO", "a) Emotional", "Martian", "NEG", "Neglect"]


# --- counted ------------------------------------------------------------------------------------------

PLANS = """child_id,plan_start,plan_end,previous_plans,sex,ethnicity,initial_category,latest_category,team
1,2023-04-10,,0,boy,White Scottish,NEG,NNYN,north
2,2023-04-11,,0,1,WENG,Neglect,SEX ABUSE,North
3,2023-04-12,,0,Girl,Klingon,PHYSAB,NYYN,North
4,2023-04-13,,0,2.0,Klingon,NEG/EMO,Vulcan,NORTH
5,2023-04-14,,0,Robot,n/a,EA,EA,North  End
6,2023-04-15,,0,,C3,Vulcan,-,NA
"""


def counts(by: str, code: str = "plans-started") -> dict[str, int]:
    found = {}
    for line in run("activity", "e.csv", "--year", "2023/24", "--by", by, "--long", "-f", "csv").stdout.splitlines()[
        1:
    ]:
        cells = line.split(",")
        if cells[0] == code and cells[2]:
            found[cells[3]] = int(cells[7])
    return found


@pytest.mark.parametrize(
    "by, expected",
    [
        ("sex", {"F": 2, "M": 2, UNKNOWN: 1, BLANK: 1}),
        ("Gender", {"F": 2, "M": 2, UNKNOWN: 1, BLANK: 1}),
        ("ethnicity", {"ABAN": 1, "WBRI": 2, UNKNOWN: 2, BLANK: 1}),
        ("initial_category", {"Emotional abuse": 1, "Multiple": 1, "Neglect": 2, "Physical abuse": 1, UNKNOWN: 1}),
        ("team", {"NA": 1, "North": 4, "North End": 1}),
    ],
)
def test_recognised_spellings_are_grouped_together(here, by, expected):
    (here / "e.csv").write_text(PLANS)
    assert counts(by) == expected


def test_every_main_group_and_category_keeps_its_line(here):
    (here / "e.csv").write_text(PLANS)
    groups = counts("ethnic-group")
    assert list(groups)[-2:] == [UNKNOWN, BLANK]
    assert {name: n for name, n in groups.items() if n} == {"White": 2, ASIAN: 1, UNKNOWN: 2, BLANK: 1}
    assert counts("category") == {
        "Neglect": 2,
        "Physical abuse": 1,
        "Sexual abuse": 0,
        "Emotional abuse": 1,
        "Multiple": 1,
        UNKNOWN: 1,
    }
    stock = counts("category", "plans-open")  # of the latest, and of the initial one where that is blank
    assert stock == {
        "Neglect": 0,
        "Physical abuse": 0,
        "Sexual abuse": 2,
        "Emotional abuse": 1,
        "Multiple": 1,
        UNKNOWN: 2,
    }


def test_a_note_says_how_many_and_the_check_lists_them(here):
    (here / "e.csv").write_text(PLANS)
    shown = run("activity", "e.csv", "--year", "2023/24", "--by", "ethnicity").stdout
    assert "2 rows have an ethnicity that is not recognised (check ethnicity-unknown)." in shown
    assert "Klingon" not in shown
    listed = run("check", "e.csv", "--rows", "--only", "ethnicity-unknown", "-f", "csv").stdout
    assert [line.split(",")[3] for line in listed.splitlines()[1:]] == ["4", "5"]
    assert "not recognised" not in run("activity", "e.csv", "--year", "2023/24", "--by", "team").stdout


@pytest.mark.parametrize("by", ["initial_category", "category"])
def test_identifiers_under_a_category_are_refused(here, by):
    rows = "".join(f"{n},2023-05-01,,Jane Doe {n}\n" for n in range(60))
    (here / "e.csv").write_text("child_id,plan_start,plan_end,initial_category\n" + rows)
    result = run("activity", "e.csv", "--year", "2023/24", "--by", by)
    assert result.exit_code == 2 and "would list individual children" in result.stderr and "Jane" not in result.output


def test_many_spellings_of_an_ethnicity_are_not_taken_for_identifiers(here):
    texts = [
        f"A{n} - White {word}"
        for n in range(1, 6)
        for word in ("British", "Irish", "Other", "Polish", "Greek", "English")
    ]
    rows = "".join(f"{n},2023-05-01,,{text}\n" for n, text in enumerate(texts))
    (here / "e.csv").write_text("child_id,plan_start,plan_end,ethnicity\n" + rows)
    assert counts("ethnicity") == {"WBRI": 10, "WIRI": 5, "WOTH": 15}


def test_convert_keeps_what_was_written(here):
    (here / "e.csv").write_text(PLANS)
    written = run("convert", "e.csv").stdout
    for text in ("boy", "White Scottish", "Klingon", "NEG/EMO", "NYYN", "Robot", "north", "NORTH"):
        assert text in written, text
    (here / "again.csv").write_text(written)
    assert (
        run("activity", "again.csv", "--by", "category", "-f", "csv").stdout
        == run("activity", "e.csv", "--by", "category", "-f", "csv").stdout
    )


def test_the_most_frequent_spelling_stands_for_all():
    extract = extract_of(
        "child_id,plan_start,team\n"
        "1,2020-01-01,EAST\n2,2020-01-01,east\n3,2020-01-01,East\n"  # a tie: mixed case first
        "4,2020-01-01,WEST team\n5,2020-01-01,WEST team\n6,2020-01-01,West  Team\n"
        "7,2020-01-01,Team 1 1\n8,2020-01-01,Team 11\n9,2020-01-01,SOUTH\n10,2020-01-01,south\n"
    )
    shown = spellings(extract.rows["team"])
    assert {shown[text] for text in ("EAST", "east", "East")} == {"East"}
    assert {shown[text] for text in ("WEST team", "West  Team")} == {"WEST team"}
    assert shown["SOUTH"] == shown["south"] == "SOUTH"
    assert group_by("team", extract).labels == ("East", "SOUTH", "Team 1 1", "Team 11", "WEST team", BLANK)


def test_rates_by_district_take_the_population_of_the_shown_spelling(here):
    (here / "e.csv").write_text(
        "child_id,plan_start,plan_end,district\n1,2020-01-01,,rugby\n2,2020-01-01,,Rugby\n3,2020-01-02,,Rugby\n4,2020-03-02,2020-03-30,\n"
    )
    (here / "p.csv").write_text("area,mid_year,population\nX,2018,10000\nRugby,2018,6000\n")
    result = run(
        "rates",
        "e.csv",
        "--at",
        "2020-03-31",
        "--by",
        "district",
        "--authority",
        "X",
        "--population",
        "p.csv",
        "-f",
        "csv",
    )
    assert "Rugby,5" in result.stdout and "rugby" not in result.stdout
    assert "district-unknown" not in run("check", "e.csv", "--authority", "X", "--population", "p.csv").stdout


@pytest.mark.parametrize("blank", ["-", "--", "n/a", "N/A", "NULL", "none", "NaN", "NaT", "NA", "(blank)", "nil"])
def test_words_for_a_blank_are_blank_in_every_known_column(here, blank):
    text = (
        "child_id,date_of_birth,sex,team,icpc_date,transfer_in,plan_start,plan_end,previous_plans,review_dates\n"
        f"1,{blank},{blank},Team A,{blank},{blank},2020-01-01,{blank},{blank},2020-02-01; {blank}\n"
    )
    plans = extract_of(text).plans
    assert plans[["date_of_birth", "plan_end"]].isna().all().all()
    assert int(plans["previous_plans"][0]) == -1
    assert len(extract_of(text).conferences) == 0 and len(extract_of(text).reviews) == 1


@pytest.mark.parametrize("blank", ["-", "n/a", "NULL", "None"])
def test_a_blank_identifier_is_missing(here, blank):
    (here / "e.csv").write_text(f"child_id,plan_start\n1,2020-01-01\n{blank},2020-01-02\n")
    result = run("activity", "e.csv")
    assert result.exit_code == 1 and "row 3, child_id: blank" in result.stderr


def test_a_column_of_the_files_own_stays_as_it_is():
    extract = extract_of("child_id,plan_start,Ward\n1,2020-01-01,NA\n2,2020-01-01,-\n3,2020-01-01,n/a\n")
    assert list(extract.plans["Ward"]) == ["NA", "-", "n/a"]


def test_words_for_not_known_are_not_dates():
    for word in ("unknown", "tbc", "?", "pending"):
        with pytest.raises(Exception, match="row 2, plan_end"):
            extract_of(f"child_id,plan_start,plan_end\n1,2020-01-01,{word}\n")


def test_a_large_file_gives_the_same_groups(here, monkeypatch):
    rng = random.Random(7)
    sexes, ethnicities = ["boy", "F", "2", "n/a", "Robot"], ["WENG", "White - Irish", "-", "Klingon"]
    rows = [
        f"{n},2020-0{n % 9 + 1}-01,{rng.choice(['', 'n/a', '-'])},{rng.choice(sexes)},{rng.choice(ethnicities)}"
        for n in range(200)
    ]
    (here / "e.csv").write_text("\n".join(["child_id,plan_start,plan_end,sex,ethnicity", *rows]) + "\n")
    small = [run("activity", "e.csv", "--by", by, "-f", "csv").stdout for by in ("sex", "ethnicity")]
    monkeypatch.setattr("cpind.inputs.delimited.LARGE_BYTES", 0)
    assert [run("activity", "e.csv", "--by", by, "-f", "csv").stdout for by in ("sex", "ethnicity")] == small
    assert read("e.csv").plans["plan_end"].isna().all()


def test_a_date_out_of_range_suggests_no_other_form(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n1,2022-06-01,01/01/1900\n")
    printed = run("activity", "e.csv").stderr
    assert "it lies outside 1990 to 2099" in printed and "--date-format" not in printed
