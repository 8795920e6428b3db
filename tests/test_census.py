"""CIN census returns: what is read, which year it is, and what is refused. The layouts' figures: test_layouts.py."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from support import left_out_of, run

from cpind.errors import InputError
from cpind.inputs.reading import read

HEADER = (
    "<Header><CollectionDetails><Collection>CIN</Collection><Year>2020</Year><ReferenceDate>2020-03-31</ReferenceDate>"
    "</CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>937</LEA></Source></Header>"
)
PLAN = (
    "<ChildProtectionPlans><CPPstartDate>2019-05-20</CPPstartDate><CPPendDate>2019-12-01</CPPendDate>"
    "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>"
    "<NumberOfPreviousCPP>1</NumberOfPreviousCPP>"
    "<Reviews><CPPreviewDate>2019-08-01</CPPreviewDate><CPPreviewDate>2019-11-29</CPPreviewDate></Reviews>"
    "</ChildProtectionPlans>"
)
ENQUIRY = (
    "<Section47><S47ActualStartDate>2019-05-01</S47ActualStartDate><InitialCPCtarget>2019-05-23</InitialCPCtarget>"
    "<DateOfInitialCPC>2019-05-20</DateOfInitialCPC><ICPCnotRequired>false</ICPCnotRequired></Section47>"
)
MOVED_IN = "<CINreferralDate>2019-06-03</CINreferralDate><DateOfInitialCPC>2019-06-20</DateOfInitialCPC>"


def child(inside: str = ENQUIRY + PLAN, identifier: str = "C1") -> str:
    return (
        f"<Child><ChildIdentifiers><LAchildID>{identifier}</LAchildID><PersonBirthDate>2010-02-01</PersonBirthDate>"
        "<GenderCurrent>2</GenderCurrent></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity>"
        f"</ChildCharacteristics><CINdetails>{inside}</CINdetails></Child>"
    )


def message(*children: str, header: str = HEADER, declaration: str = '<?xml version="1.0" encoding="utf-8"?>\n') -> str:
    return f"{declaration}<Message>{header}<Children>{''.join(children)}</Children></Message>"


@pytest.fixture
def returned(here):
    """Read a return from its text."""

    def read_it(text: str | bytes, name: str = "return.xml"):
        data = text if isinstance(text, bytes) else text.encode()
        (here / name).write_bytes(data)
        return read(name)

    return read_it


def texts(frame, column: str) -> list[str]:
    return [str(value)[:10] for value in frame[column]]


def test_elements_outside_cin_details_are_read(here):
    (here / "r.xml").write_text(
        "<Message><Header><ReferenceDate>2020-03-31</ReferenceDate></Header><Children><Child><ChildIdentifiers>"
        "<LAchildID>A</LAchildID></ChildIdentifiers><Section47><S47ActualStartDate>2019-05-01</S47ActualStartDate>"
        "</Section47><ChildProtectionPlans><CPPstartDate>2019-05-20</CPPstartDate></ChildProtectionPlans></Child>"
        "</Children></Message>"
    )
    extract = read("r.xml")
    assert (len(extract.plans), len(extract.enquiries)) == (1, 1)


def test_every_block_of_a_child_is_read(returned):
    extract = returned(message(child(ENQUIRY + PLAN + MOVED_IN)))
    assert texts(extract.plans, "plan_start") == ["2019-05-20"]
    assert texts(extract.plans, "plan_end") == ["2019-12-01"]
    assert list(extract.plans["previous_plans"]) == [1]
    assert list(extract.plans["latest_category"]) == ["EMO"]
    assert list(extract.plans["sex"]) == ["F"]
    assert texts(extract.reviews, "review_date") == ["2019-08-01", "2019-11-29"]
    assert texts(extract.enquiries, "s47_start") == ["2019-05-01"]
    held = extract.conferences.sort_values("icpc_date")
    assert texts(held, "icpc_date") == ["2019-05-20", "2019-06-20"]
    assert list(held["transfer_in"]) == [0, 1]
    assert texts(held, "referral_date") == ["NaT", "2019-06-03"]
    assert texts(held, "icpc_target") == ["2019-05-23", "NaT"]
    assert list(held["icpc_not_required"]) == [0, -1]
    assert (extract.return_years, extract.authority) == ((2020,), "937")


@pytest.mark.parametrize("code, sex", [("0", "U"), ("1", "M"), ("2", "F"), ("9", "U")])
def test_gender_codes_of_layouts_up_to_2024_are_read(returned, code, sex):
    text = message(child()).replace("<GenderCurrent>2<", f"<GenderCurrent>{code}<")
    assert list(returned(text).plans["sex"]) == [sex]


@pytest.mark.parametrize("word, flag", [("0", 0), ("1", 1), ("true", 1), ("false", 0)])
def test_flags_are_read_in_every_spelling(returned, word, flag):
    extract = returned(message(child()).replace(">false<", f">{word}<"))
    assert list(extract.conferences["icpc_not_required"]) == [flag]


def test_several_reviews_blocks_are_read_as_one(returned):
    apart = PLAN.replace("</CPPreviewDate><CPPreviewDate>", "</CPPreviewDate></Reviews><Reviews><CPPreviewDate>")
    assert texts(returned(message(child(apart))).reviews, "review_date") == ["2019-08-01", "2019-11-29"]


def test_namespaces_comments_and_unknown_elements_are_ignored(returned):
    text = message(child()).replace("<Message>", '<Message xmlns="http://example.org/cin">stray')
    text = text.replace(
        "<Section47>",
        "<!-- CPPstartDate --><Vendor><Section47><CPPstartDate>x</CPPstartDate></Section47>"
        "</Vendor><?go on?><Section47>",
    )
    extract = returned(text)
    assert (len(extract.plans), len(extract.enquiries)) == (1, 1)


def test_row_numbers_are_line_numbers_of_the_file(returned):
    extract = returned(message(child()).replace("><", ">\n<"))
    (line,) = extract.plans["row"]
    lines = message(child()).replace("><", ">\n<").splitlines()
    assert lines[line - 1] == "<ChildProtectionPlans>"


@pytest.mark.parametrize(
    "header, year, remarks_expected",
    [
        (HEADER, 2020, ()),
        (HEADER.replace("<Year>2020<", "<Year>2019<"), 2020, ("taken for 2019/20",)),
        (HEADER.replace("<ReferenceDate>2020-03-31</ReferenceDate>", ""), 2020, ("has no ReferenceDate",)),
        ("", 2020, ("has no header: taken for the return of 2019/20",)),
        (HEADER.replace("2020-03-31", "2019-03-31").replace("<Year>2020<", "<Year>2019<"), 2019, ()),
    ],
)
def test_the_returns_year_is_the_reference_dates(returned, header, year, remarks_expected):
    extract = returned(message(child(), header=header))
    assert extract.return_years == (year,)
    assert len(extract.remarks) == len(remarks_expected)
    assert all(part in remark for part, remark in zip(remarks_expected, extract.remarks))


def test_the_header_may_stand_last(returned):
    text = f"<Message><Children>{child()}</Children>{HEADER}</Message>"
    assert returned(text).return_years == (2020,)


def test_a_child_listed_twice_counts_once_and_is_noted(here, returned):
    text = message(child(ENQUIRY), child(PLAN), child(identifier="C2"))
    for spread in (text, text.replace("><", ">\n<"), text.replace("<Child>", "\n<Child>")):
        extract = returned(spread)
        assert extract.noticed["check"].listed() == ["8510", "8510"]
        assert len(extract.plans["child_id"].unique()) == 2
        assert "8510" in run("check", "return.xml").stdout


def test_returns_of_two_authorities_keep_their_children_apart(here):
    for lea in ("201", "202"):
        (here / f"{lea}.xml").write_text(message(child()).replace(">937<", f">{lea}<"))
    extract = read([here / "201.xml", here / "202.xml"])
    assert sorted(extract.plans["child_id"]) == ["201/C1", "202/C1"]
    assert sorted(extract.reviews["child_id"].unique()) == ["201/C1", "202/C1"]
    printed = run("activity", "201.xml", "202.xml", "--by", "authority", "-f", "csv").stdout
    assert "Child protection plans started,201,1" in printed


def test_empty_elements_are_blank_and_not_missing(here):
    (here / "r.xml").write_text(
        message(child("<Section47><S47ActualStartDate>2019-05-01</S47ActualStartDate></Section47>"))
    )
    printed = run("activity", "r.xml", "-f", "csv").stdout.splitlines()
    assert printed[0] == "measure,2019/20"
    assert printed[1:] == [
        "Section 47 enquiries started,1",
        "Initial child protection conferences,0",
        "Child protection plans started,0",
        "Child protection plans ended,0",
        "Children subject to a plan at 31 March,0",
    ]


def test_the_authority_is_the_area(here):
    (here / "r.xml").write_text(message(child()))
    assert run("repeats", "r.xml", "-f", "csv").stdout.splitlines()[1] == "937,100.0"


# --- refused ----------------------------------------------------------------------------------------

BOMB = (
    '<!DOCTYPE Message [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi"))
    + "]>\n"
)


@pytest.mark.parametrize(
    "text, reason",
    [
        (message(child())[:-200], r"return\.xml, line 2: the XML is cut short"),
        (message(child()).replace("</CINdetails>", ""), "the XML is cut short, damaged"),
        (message(child()).replace("C1", "&nobody;"), "the XML is cut short, damaged"),
        (message(child(), declaration=BOMB).replace("C1", "&i;"), "declares a document type"),
        (
            message(child(), declaration='<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/hostname">]>').replace(
                "C1", "&x;"
            ),
            "declares a document type",
        ),
        (message(child(), declaration='<!DOCTYPE Message SYSTEM "http://localhost/cin.dtd">'), "document type"),
        ("<Register><Child/></Register>", "its outermost element is <Register>, not <Message>"),
        ("<?xml version='1.0'?><Message/>", "nothing says which year's return it is"),
        (message(), "there is no section 47, conference or plan in it"),
        (message(child("")), "there is no section 47, conference or plan in it"),
        (message(child(), header=HEADER.replace("2020-03-31", "soon")), "the ReferenceDate can't be read"),
        (message(child(identifier="")), r"line 2, child_id: blank; every row needs the child's identifier"),
        (
            message(child(PLAN.replace("2019-05-20", "2019-02-30"))),
            r'^1 cell can.t be read:\n  return\.xml, line 2, plan_start: "2019-02-30" can.t be read',
        ),
        (message(child(identifier="x" * 11_000_000)), "the XML is cut short, damaged, or holds something"),
        ("<a>" * 5000, "the XML is cut short, damaged"),
    ],
)
def test_an_unusable_return_is_refused_with_the_reason(returned, text, reason):
    with pytest.raises(InputError, match=reason) as caught:
        returned(text)
    assert "etc" not in str(caught.value)


def test_an_entity_never_shows_a_file(here, returned):
    (here / "secret.txt").write_text("C0FFEE")
    declaration = f'<!DOCTYPE Message [<!ENTITY x SYSTEM "file://{here}/secret.txt">]>'
    (here / "r.xml").write_text(message(child(), declaration=declaration).replace("C1", "&x;"))
    result = run("check", "r.xml", "--rows")
    assert result.exit_code == 1
    assert "C0FFEE" not in result.output


def test_the_declared_encoding_is_used(returned):
    text = message(child(identifier="Zo\u00eb"), declaration='<?xml version="1.0" encoding="utf-16"?>')
    assert list(returned(text.encode("utf-16")).plans["child_id"]) == ["Zo\u00eb"]
    text = text.replace("utf-16", "iso-8859-1")
    assert list(returned(text.encode("latin-1")).plans["child_id"]) == ["Zo\u00eb"]
    with pytest.raises(InputError, match="cut short, damaged"):
        returned(text.replace("iso-8859-1", "utf-8").encode("latin-1"))


# --- a return of many, against a plain walk over the same file --------------------------------------


def write_many(path, children: int, rng: random.Random) -> None:
    """A return of invented children, some with enquiries, conferences, plans and reviews."""

    def day(first: date, last: date) -> date:
        return first + timedelta(rng.randint(0, (last - first).days))

    start, end = date(2019, 4, 1), date(2020, 3, 31)
    with path.open("w", encoding="utf-8") as file:
        file.write(message(header=HEADER).partition("</Children>")[0])
        for number in range(children):
            inside = f"<CINreferralDate>{day(start, end)}</CINreferralDate>"
            if rng.random() < 0.4:
                inside += f"<Section47><S47ActualStartDate>{day(start, end)}</S47ActualStartDate></Section47>"
            if rng.random() < 0.3:
                inside += ENQUIRY.replace("2019-05-01", str(day(start - timedelta(60), end - timedelta(30)))).replace(
                    "2019-05-20", str(day(start, end))
                )
            if rng.random() < 0.1:
                inside += MOVED_IN.replace("2019-06-20", str(day(start, end)))
            if rng.random() < 0.4:
                begun = day(start - timedelta(700), end)
                over = day(max(begun, start), end + timedelta(300))
                plan = PLAN.replace("2019-05-20", str(begun)).replace("2019-08-01", str(day(begun, end)))
                inside += plan.replace(
                    "<CPPendDate>2019-12-01</CPPendDate>", f"<CPPendDate>{over}</CPPendDate>" if over <= end else ""
                )
            file.write(child(inside, f"C{number}") + "\n")
        file.write("</Children></Message>")


def walked(path) -> dict[str, int]:
    """The return's counts by a plain walk over its elements."""
    first, last = "2019-04-01", "2020-03-31"
    enquiries, conferences, started, ended, in_plan, reviews = set(), set(), set(), set(), set(), 0
    for one in ET.parse(path).getroot().iter("Child"):
        who = one.findtext("ChildIdentifiers/LAchildID")
        for element in one.iter("S47ActualStartDate"):
            if first <= element.text <= last:
                enquiries.add((who, element.text))
        for element in one.iter("DateOfInitialCPC"):
            if first <= element.text <= last:
                conferences.add((who, element.text))
        for plan in one.iter("ChildProtectionPlans"):
            begun, over = plan.findtext("CPPstartDate"), plan.findtext("CPPendDate")
            if first <= begun <= last:
                started.add((who, begun))
            if over:
                ended.add((who, begun))
            else:
                in_plan.add(who)
            reviews += len(list(plan.iter("CPPreviewDate")))
    return {
        "Section 47 enquiries started": len(enquiries),
        "Initial child protection conferences": len(conferences),
        "Child protection plans started": len(started),
        "Child protection plans ended": len(ended),
        "Children subject to a plan at 31 March": len(in_plan),
        "reviews": reviews,
    }


def test_a_thousand_children_as_a_plain_walk_counts_them(here):
    write_many(here / "r.xml", 1000, random.Random(1))
    counts = walked(here / "r.xml")
    assert len(read("r.xml").reviews) == counts.pop("reviews")
    printed = dict(line.rsplit(",", 1) for line in run("activity", "r.xml", "-f", "csv").stdout.splitlines()[1:])
    assert {name: int(n) for name, n in printed.items()} == counts
    assert min(counts.values()) > 100


def test_rows_that_a_return_leaves_out_are_counted(returned):
    outside = ENQUIRY.replace("2019-05-20", "2020-05-20")
    late = PLAN.replace("2019-05-20", "2020-05-20").replace("<CPPendDate>2019-12-01</CPPendDate>", "")
    extract = returned(message(child(outside + late)))
    assert left_out_of(extract) == [
        "1 plan starts after the 31 March of the return: not in that return's figures (check late-start)",
        "1 conference is dated outside the year of the return: not in that return's figures (check 8715)",
        "2 reviews on or before the start of the plan: not counted (check 8841)",
    ]
