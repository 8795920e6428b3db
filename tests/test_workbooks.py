"""Workbooks of every kind: their cells, their sheets, headings over two rows, merged cells, and what can't be opened."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from support import run, workbooks
from support.memory import assert_refused_within
from support.profiles import at_night
from support.workbooks import DATE, SEVEN, row, rows, unzipped, xlsx

from cpind.errors import InputError, UsageError
from cpind.inputs.reading import read
from cpind.inputs.spreadsheets.facts import Unsound
from cpind.inputs.spreadsheets.places import check_places
from cpind.inputs.workbook import is_extract_sheet

HEADINGS = ("child_id", "plan_start", "plan_end")
MAY_2019 = (43586, DATE)
"""1 May 2019 as Excel has it."""


def written(here, data: bytes, name: str = "e.xlsx", **choices):
    (here / name).write_bytes(data)
    return read(name, **choices)


def book(sheets: dict[str, list[list]], **states: str) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, lines in sheets.items():
        sheet = workbook.create_sheet(title)
        for line in lines:
            sheet.append(line)
        sheet.sheet_state = states.get(title, "visible")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def days(extract, column: str) -> list[str]:
    return [str(day)[:10] for day in extract.plans[column]]


# --- cells ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, identifier",
    [
        ((123, SEVEN), "0000123"),
        ((1234567, SEVEN), "1234567"),
        ((12345678, SEVEN), "12345678"),
        ((45, 3), "0045"),
        ((123.0, 0), "123"),
        ((123, DATE), "1900-05-02"),
        ("000123", "000123"),
        ('<c s="2" t="str"><f>A1</f><v>77</v></c>', "77"),
        ('<c s="2"><f>70+7</f><v>77</v></c>', "0000077"),
        ("  77 ", "77"),
        (True, "1"),
    ],
)
def test_an_identifier_is_what_the_sheet_shows(here, cell, identifier):
    cell = '<c t="b"><v>1</v></c>' if cell is True else cell
    extract = written(here, xlsx(rows(HEADINGS, (cell, MAY_2019))))
    assert list(extract.plans["child_id"]) == [identifier]


def test_an_identifier_that_keeps_its_zeros_finds_its_earlier_plan(here):
    (here / "history.csv").write_text("child_id,plan_start,plan_end\n0000123,2018-01-10,2018-06-30\n")
    (here / "now.xlsx").write_bytes(xlsx(rows(HEADINGS, ((123, SEVEN), MAY_2019), ((9, SEVEN), MAY_2019))))
    extract = read(["history.csv", "now.xlsx"])
    children = list(extract.plans["child_id"])
    assert children == ["0000123", "0000123", "0000009"]


def test_an_identifier_that_excel_has_rounded_is_refused(here):
    with pytest.raises(InputError, match="e.xlsx, row 2, child_id: a spreadsheet has rounded it"):
        written(here, xlsx(rows(HEADINGS, (1234567890123456789, MAY_2019))))


@pytest.mark.parametrize(
    "cell, day",
    [
        (MAY_2019, "2019-05-01"),
        ((43586.75, DATE), "2019-05-01"),
        (43586, "2019-05-01"),
        ("01/05/2019", "2019-05-01"),
        ('<c t="d"><v>2019-05-01</v></c>', "2019-05-01"),
        ('<c t="d"><v>2019-05-01T09:30:00</v></c>', "2019-05-01"),
        ('<c t="str"><f>T(B1)</f><v>2019-05-01</v></c>', "2019-05-01"),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_dates_of_either_kind_of_open_xml(here, cell, day, strict):
    spoken = {"main": workbooks.STRICT, "links": workbooks.STRICT_LINKS} if strict else {}
    assert days(written(here, xlsx(rows(HEADINGS, ("A1", cell)), **spoken)), "plan_start") == [day]


@pytest.mark.parametrize("flag", ["1", "true"])
def test_dates_of_the_1904_calendar_are_read(here, flag):
    data = xlsx(rows(HEADINGS, ("A1", (42124, DATE), 42489)), book=f'<workbookPr date1904="{flag}"/>')
    extract = written(here, data)
    assert (days(extract, "plan_start"), days(extract, "plan_end")) == (["2019-05-01"], ["2020-04-30"])


@pytest.mark.parametrize("fills", ["<fill/>", "<fill/><fill/>", ""])
def test_an_empty_fill_is_ignored(here, fills):
    data = xlsx(rows(HEADINGS, ("A1", MAY_2019)), style_sheet=workbooks.styles(fills=fills))
    assert days(written(here, data), "plan_start") == ["2019-05-01"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
@pytest.mark.parametrize("placed", [True, False])
def test_an_error_is_never_a_blank(here, error, placed):
    text = rows(HEADINGS, ("A1", MAY_2019, f'<c t="e"><f>X1</f><v>{error}</v></c>'))
    if not placed:
        text = text.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="C1"', "")
        text = text.replace(' r="A2"', "").replace(' r="B2"', "").replace(' r="C2"', "").replace(' r="2"', "")
    with pytest.raises(InputError, match="e.xlsx, row 2, plan_end: "):
        written(here, xlsx(text))


def test_an_error_in_the_cell_of_a_child_is_reported(here):
    with pytest.raises(InputError, match="e.xlsx, row 2, child_id: "):
        written(here, xlsx(rows(HEADINGS, ('<c t="e"><v>#REF!</v></c>', MAY_2019))))


def test_parts_with_a_namespace_prefix_are_read(here):
    text = rows(HEADINGS, ("A1", MAY_2019))
    for name in ("row", "c", "is", "t", "v"):
        text = (
            text.replace(f"<{name} ", f"<x:{name} ")
            .replace(f"<{name}>", f"<x:{name}>")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    parts = unzipped(xlsx(""))
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{workbooks.MAIN}"><x:sheetData>{text}</x:sheetData></x:worksheet>'.encode()
    )
    assert days(written(here, workbooks.zipped(parts)), "plan_start") == ["2019-05-01"]


# --- other kinds of workbook ------------------------------------------------------------------------

OLD = {
    "plans.xls": (
        "c-rk)O=uHA6#izj`K8TYQ?V67C|I=?>d(bXT`kp~QmP*Op%Bw1(9oEcn2R2?TH{R+JSkoZRp=$^#UIq7HxEKZ4}u^hiYGx36g;$9-"
        "@M(_Bq}su3zq%DzL|OR-kX=1d2eR-)k2^+bFaOGI_!lFW!()&6;IIPt~C6heqEQ<O6j6UxA0%V?V^Qr*zvgerBkk<T<;PT+*O|w1wPO-"
        "j7bbmWRj6JL?8PQ7t)7bq5?OG<3$^L6=XWfw1w#%mVCl=A9JoS?IqcwIDrLiuxpRGi;pQC+~<X~`+#-cF=r=Q@j~w6^H+r-"
        "Ysda<DxO|19bvTzv!In8NM@2*qkT)ZcNhq(KHP=}=<n}|MthDEiU`rJn8kNJ0(`54|Fek2Ut7Ka@qg6voqyrGXi@*fchln5^RFo?Fa`Z2M_H"
        "a^5~{Ihjx0jsgy1le`{-CIort9pv^^%%@l5P=E}qS~%tkUJ)pE)BDLW`zWOHK_P<^{R^332I<FCmv%^Z78L=*6FJ-`v@r-"
        "2sdzP^r*3~4duO!2v5oIabSuh4NpYLK#*d(>sx#Twh0USzAAxZch*L{UIx=TNIzIXKNSm$<i+#@Wqyqiw0GZ>4(v^Pz{~{6}pY)e8fqv!TLU"
        "Z3Z23u1H`0rqM0B#f|F{kF-iD%uMy3Y1?mE%cb~D-"
        "*xkd^<hbdA0fchXvx_T%Pqy6E2Cwjmd&&!>TEs5M&<?aMaVHda|+S<f<pRITd=ljYAbBJ))R$2p(VvR#ly4Jg3Dw@%G>JX=V^9qrsq=H#(tM"
        "c`V)_(a4+30lpyX)!<4Ci!2=5xELgB$!GZ+~s}I3<IPlF(-"
        "UIFC{oHAO*IA;cY<(tKw>XRm`sL`I@BlJYW^tyW{j&jfQL!afs8jh~C~=fV&te=S?8kV+`<LFYMD_n!v7-Oqg;1m8mmBeOmB;@HQzP!s"
    ),
    "calendar-1904.xls": (
        "c-rk)O=wd=5dL=a()`e$Bu&LuD5YT3TBz2Gm-@6+drGN#@CPBLO`xGMEio58Xtm}jh&_nnrBDSgQ7``B4|?+;RP-PSg+$SdAP5Q`+B|3Hz0@"
        "WuG++ys_k}mRJ3BKw+1;7l_g>BV^V4@*3aG#?I8Zb^s9C}j^ms}QAE@6jRJByP=`n2lSMa!LA#0p?RQJ-"
        "Q)=;f?0TOq#=R|?`^c=%D2F6nHwpBzg`w$h%haRE=*NIb)X7(z;beL%))7vchnCWijTx8lqvUzb7v-"
        "&{CPHPt*mhDg$>zUqXop&s~9Zh(lcJbLu!jyGlPdX7zu9c2ftrjz&mF|zH;%T#eL$$Y=Xw@2U6JDUNuPYqxIzq@JNV{SN-"
        ";FllTPggXwb}gD<qHu1M>*g17rvVo^-p{cEp8=$N@~CajN=?-S(1rq=AJn?51kW2jhWnsM-s_cBoU+SF`kU3A}2G^bjEEp;whz;iAPU3LD?d"
        "m8KHpc?e?lOgL90pEXUMw?9~#Dp@HjujzAv`G=J;s>+sN^9%0S|pDX6+vr+j91Lu?mDc5t4wn#fzV=L41Y;^<ITbKqZ3aAVXHd&Q@lPq(Adq"
        "XtN4#pdO(~|mTs%Jm%f6$u!pl_jiuD@_Pn0u>Fqg~Av>8sx)Iz^|rc2(h_UMhu^spgnA|CY7f(r5W@SVwFF7F75V{7lW3njNv&lGa?AEeEw6"
        "mMu|X>j~B~FMuyXjoE!!68&^VlD^UwtgTtvl5LlJBH0sKQk;=qo~=gY$cmD8RLDQ2*>PB&D`^M&9h#E($YV+FrMra;;GQx}nfe#Juwlc74I4"
        "IW*s!tk5PXLN-"
        "^|oK&}rSzUDkJ<1$v71XOcCG0~n)UhTaMHB1L5yr>fdN>);e6TVk0yrSF9bhiLRPMlr;Gj8?sW>HSJ9{XffA^!>XKs&@QhHGZz}_&))Kl<pP"
    ),
    "error.xls": (
        "c-rk)O=wd=5dL=a()`e$ByGi32&G`vSg1c2FZF4u_S91K;15Dgn?OTrT4FAG&}ywWLGYw_DO91CsuzDyi{3m46+H-"
        "okSLx6K~V6}<~cL(rGF|kU<;P_g*Ur9JF_#{-I?9@UeAPc<M-"
        "?HScbjupkM`1wuq<b2^1S4P`_nywOIP;v0VID2>59s%e;6}@yf?*$m^Yl#y#T&QQ#vzCozn!p>(og4bdh(#1;F{N>t$%aVk+KUPXlV39S}-"
        "S0tYb-6x!@LR(2Tr%qtT?27GicJVRYD1DXSaUY7#d*SRvEnf02zHm+1vR>@Zq~e3?r6X#TV*<3&9m#YuW4CW}dxwpvQH47Q0`2WBot-Vm2|3"
        "izu9(0Ns{#044FBg1E`M$L3dH}pl<)fs-%pGBCw_nycRByMHh>XWrzFb8NG4&}d*;Y2Oi2i3c5?6QPYot|QVH4~!-"
        "Mg3&zWpIll41|WSZ5o$@pn6C|hK*{S;7byMlaXNRA0D$uSiYd*wtEsFHeEA}~aTW+%VB>Fn(`dxSG0=Zby$Y-"
        "V3!;Ua60a;5Yb^E4(J+l5||Q8!7wUT6(P0hLYNwNB;WsK{KF-"
        "X^lMTkzK0vZ%h5>SJFHJ&KNfGPhBEsw01{X6l_ejz*p<(&yhOnpLy9d4uuTESAd2R3C)a{g$=-"
        "I^_6nIY(?2<~aNaVWD=5XGhJqv@=(B%R?=XGnQI5)-!ArUIbqi+YC-"
        ">qSI5F^jTYpw&7@N8GETGT0Eg8#d#f+*{a4B8inOOVtqk=nr6r2c+S!u@w-"
        "6MUd=u1cT9a2yILgao}nXnz(y!*FCYjPE?l^9;lhOr7pns$cRt8%jPHS7=YH;UzU$1<Q*b|%tXmw$5dE_BPIv%mDl<4+(*D^1uPTnER;W|_U"
        "dT8~)-xDDulO-g^8TgwE4BFltXMJh??R|l`-M{cTxI*e0E2SxAp"
    ),
}
"""Small invented workbooks, packed, that xlwt wrote. Each has the child 0000123 (a number shown with
seven digits) with a plan from 1 May 2019 to 30 April 2020, and the child B2, whose identifier is merged over two rows,
with plans from 1 June 2019 and, as a bare day number, 1 July 2019, whose end is #N/A in the file "error.xls"."""

BINARY = ["plans.xls", "calendar-1904.xls", "plans.xlsb"]


XLSB = [
    ["child_id", "plan_start", "plan_end", "team"],
    [(123, SEVEN), MAY_2019, (43951.5, DATE), "North"],
    ["B2", "2019-06-01", None, "South"],
    [None, 43647, None, "South"],
]


def old(name: str) -> bytes:
    """One of the binary workbooks."""
    if name.endswith(".xlsb"):
        return workbooks.xlsb(XLSB, [(2, 3, 0, 0)])
    return zlib.decompress(base64.b85decode(OLD[name]))


ODS = [
    ["child_id", "plan_start", "plan_end", "team"],
    [
        '<table:table-cell office:value-type="float" office:value="123"><text:p>0000123</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="2019-05-01"><text:p>01/05/19</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="2020-04-30T00:00:00"/>',
        "North",
    ],
    ['<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>B2</text:p></table:table-cell>',
     "2019-06-01", "", "South"],
    ["<table:covered-table-cell/>", '<table:table-cell office:value-type="float" office:value="43647"/>', "", "South"],
]  # fmt: skip


def test_an_open_document_spreadsheet_is_read(here):
    extract = written(here, workbooks.ods(ODS), "plans.ods")
    assert list(extract.plans["child_id"]) == ["0000123", "B2", "B2"]
    assert days(extract, "plan_start") == ["2019-05-01", "2019-06-01", "2019-07-01"]
    assert days(extract, "plan_end") == ["2020-04-30", "NaT", "NaT"]


@pytest.mark.parametrize(
    "cell, message",
    [
        ('<table:table-cell table:formula="of:=1+1"/>', "formulas that were never computed"),
        (
            '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
            "row 2, plan_start",
        ),
        ('<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16000"/></table:table-row>'
         '<table:table-row table:number-rows-repeated="900000"><table:table-cell office:value-type="float" office:value="1"/>',
         "reaches to row 900,002"),
    ],
)  # fmt: skip
def test_a_faulty_cell_of_an_open_document_spreadsheet_is_refused(here, cell, message):
    with pytest.raises(InputError, match=message):
        written(here, workbooks.ods([["child_id", "plan_start"], ["A1", cell]]), "e.ods")


def test_a_million_blank_rows_are_ignored(here):
    lines = [*ODS, ['<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
                    '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/>']]  # fmt: skip
    assert len(written(here, workbooks.ods(lines), "plans.ods").plans) == 3


@pytest.mark.parametrize("name", BINARY)
def test_binary_workbooks_are_read(here, name):
    extract = written(here, old(name), name)
    assert list(extract.plans["child_id"]) == ["0000123", "B2", "B2"]
    assert days(extract, "plan_start") == ["2019-05-01", "2019-06-01", "2019-07-01"]
    assert days(extract, "plan_end") == ["2020-04-30", "NaT", "NaT"]
    assert run("activity", name, "--year", "2019/20", "-f", "csv").exit_code == 0


@pytest.mark.parametrize("name", ["error.xls", "error.xlsb"])
def test_an_error_in_a_binary_workbook_is_never_a_blank(here, name):
    data = workbooks.xlsb([*XLSB[:3], [None, 43647, b"\x2a"]], [(2, 3, 0, 0)]) if name == "error.xlsb" else old(name)
    with pytest.raises(InputError, match=f"{name}, row 4, plan_end: "):
        written(here, data, name)


def test_a_far_row_of_a_binary_workbook_is_refused(here):
    (here / "e.xlsb").write_bytes(workbooks.xlsb([["child_id", "plan_start"], ["A1", MAY_2019]], first_row=99_999_990))
    assert_refused_within(400, {"e.xlsb": "has a cell in row 99,999,992"})


def test_a_file_type_is_recognised_by_the_content_and_not_by_the_name(here):
    assert len(written(here, xlsx(rows(HEADINGS, ("A1", MAY_2019))), "plans.xls").plans) == 1
    assert len(written(here, workbooks.ods(ODS), "plans.csv").plans) == 3
    assert len(written(here, xlsx(rows(HEADINGS, ("A1", MAY_2019))), "plans.xlsm").plans) == 1


# --- sheets -----------------------------------------------------------------------------------------

PLANS = [["child_id", "plan_start"], ["A1", date(2019, 5, 1)], ["A2", date(2019, 6, 1)]]
CONFERENCES = [["Child ID", "ICPC date"], ["A1", date(2019, 4, 25)]]
NOTES = [["About this workbook"], ["It is invented."]]


def test_all_sheets_that_are_extracts_are_read_and_others_named(here):
    extract = written(here, book({"Notes": NOTES, "Plans": PLANS, "ICPC": CONFERENCES, "Empty": []}))
    assert (len(extract.plans), len(extract.conferences)) == (2, 1)
    assert extract.sources == ("e.xlsx [Plans]", "e.xlsx [ICPC]")
    assert extract.remarks == ("e.xlsx: read the sheets Plans, ICPC, not Notes; --sheet names those to read",)


def test_a_workbook_of_one_sheet_has_no_note(here):
    extract = written(here, book({"Plans": PLANS, "Empty": []}))
    assert (extract.sources, extract.remarks) == (("e.xlsx",), ())


def test_a_copy_of_a_sheet_does_not_count_twice(here):
    written(here, book({"Plans": PLANS, "Plans (2)": PLANS}))
    assert (
        run("activity", "e.xlsx", "--year", "2019/20", "-f", "csv").stdout.splitlines()[1]
        == "Child protection plans started,2"
    )


@pytest.mark.parametrize(
    "sheet, plans, conferences",
    [("Plans", 2, 0), (" plans", 2, 0), (["ICPC"], 0, 1), (["ICPC", "Plans"], 2, 1), ("Old", 1, 0)],
)
def test_a_sheet_is_chosen_by_name(here, sheet, plans, conferences):
    data = book({"Plans": PLANS, "ICPC": CONFERENCES, "Old": PLANS[:2]}, Old="hidden")
    extract = written(here, data, sheet=sheet)
    assert (len(extract.plans), len(extract.conferences)) == (plans, conferences)


def test_a_missing_sheet_is_refused(here):
    (here / "e.xlsx").write_bytes(book({"Plans": PLANS, "ICPC": CONFERENCES}))
    (here / "e.csv").write_text("child_id,plan_start\nA1,2019-05-01\n")
    result = run("activity", "e.xlsx", "--sheet", "Plan")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "e.xlsx has no sheet Plan; its sheets are Plans, ICPC" in result.stderr
    assert (
        "--sheet Enquiries: no file has a sheet of this name"
        in run("activity", "e.xlsx", "--sheet", "ICPC", "--sheet", "Enquiries").stderr
    )
    assert "--sheet ICPC: no file has a sheet of this name" in run("activity", "e.csv", "--sheet", "ICPC").stderr
    assert run("convert", "e.xlsx", "--sheet", "Plans", "-q").stdout.count("\n") == 3


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_but_named(here, state):
    extract = written(here, book({"Plans": PLANS, "Last year": PLANS}, **{"Last year": state}))
    assert len(extract.plans) == 2
    assert extract.remarks == ("e.xlsx: read the sheet Plans, not Last year (hidden); --sheet names those to read",)
    with pytest.raises(
        InputError, match="only hidden sheets look like an extract: Plans; name the one to read with --sheet"
    ):
        written(here, book({"Notes": NOTES, "Plans": PLANS}, Plans=state))


def test_a_chart_sheet_is_ignored(here):
    workbook = Workbook()
    workbook.active.title = "Plans"
    for line in PLANS:
        workbook.active.append(line)
    workbook.create_chartsheet("Chart")
    workbook.save("e.xlsx")
    extract = read("e.xlsx")
    assert (len(extract.plans), extract.remarks) == (2, ())


def test_a_filter_a_table_and_protection_hide_no_row(here):
    workbook = Workbook()
    for line in PLANS:
        workbook.active.append(line)
    workbook.active.add_table(Table(displayName="Plans", ref="A1:B3"))
    workbook.active.row_dimensions[2].hidden = True
    workbook.active.protection.sheet = True
    workbook.active["A2"].protection = Protection(locked=True, hidden=True)
    workbook.save("e.xlsx")
    assert len(read("e.xlsx").plans) == 2


@pytest.mark.parametrize("sheets", [{"S": []}, {"S": [[None, None]], "T": []}])
def test_an_empty_workbook_is_refused(here, sheets):
    with pytest.raises(InputError, match="e.xlsx is empty: it needs a row of headings"):
        written(here, book(sheets))


def test_a_sheet_of_events_with_an_unknown_child_heading_is_reported(here):
    data = book({"Plans": [["Ref", "plan_start", "plan_end"], ["A1", date(2019, 5, 1), None]], "ICPC": CONFERENCES})
    with pytest.raises(InputError, match=r"e.xlsx \[Plans\] has no column child_id"):
        written(here, data)
    assert len(read("e.xlsx", columns={"child_id": ["Ref", "Child ID"]}).plans) == 1
    assert len(read("e.xlsx", sheet="ICPC").conferences) == 1


@pytest.mark.parametrize(
    "headings, is_one",
    [
        (["child_id", "plan_start"], True),
        (["Child ID", "Sex", "Ethnicity"], True),
        (["LAchildID", "review dates"], True),
        (["child_id"], False),
        (["child_id", "Ward"], False),
        (["plan_start", "plan_end"], False),
        (["child_id", "child id"], False),
        ([], False),
    ],
)
def test_a_sheet_is_an_extract_by_its_headings(headings, is_one):
    assert is_extract_sheet(headings, {}) is is_one
    assert is_extract_sheet(["Ref", "Begun"], {"ref": "child_id", "begun": "plan_start"})


# --- headings over two rows, merged cells -----------------------------------------------------------


def merged(lines: list[list], *ranges: str) -> bytes:
    workbook = Workbook()
    for line in lines:
        workbook.active.append(line)
    for one in ranges:
        workbook.active.merge_cells(one)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_row_of_group_titles_above_the_headings_is_read(here):
    lines = [
        ["Child protection, June 2020", None, None, None, None, None],
        [],
        ["Child", None, "S47", "Plan", None, "Team"],
        ["ID", "Date of birth", "Start", "Start", "End", None],
        ["A1", date(2010, 2, 1), date(2019, 4, 1), date(2019, 5, 1), date(2019, 12, 30), "North"],
        ["A2", date(2011, 2, 1), None, date(2019, 6, 1), None, "South"],
    ]
    extract = written(here, merged(lines, "A3:B3", "D3:E3", "F3:F4", "A1:F1"))
    assert (list(extract.plans["child_id"]), list(extract.plans["team"])) == (["A1", "A2"], ["North", "South"])
    assert (days(extract, "plan_start"), days(extract, "plan_end")) == (
        ["2019-05-01", "2019-06-01"],
        ["2019-12-30", "NaT"],
    )
    assert [str(day)[:10] for day in extract.enquiries["s47_start"]] == ["2019-04-01"]
    assert list(extract.plans["row"]) == [5, 6]
    assert days(extract, "date_of_birth") == ["2010-02-01", "2011-02-01"]


def test_somebody_elses_birth_is_not_the_childs(here):
    lines = [
        ["Child", None, "Mother", None],
        ["Child ID", "Plan start date", "Date of birth", "Name"],
        ["A1", date(2019, 5, 1), date(1990, 2, 1), "X"],
    ]
    lines[1][1] = "plan_start"
    assert written(here, merged(lines, "A1:B1", "C1:D1")).own_columns == ("Mother Date of birth", "Mother Name")
    lines[0] = ["Plans by social worker", None, None, None]  # a title over all columns is no group
    assert days(written(here, merged(lines, "A1:D1")), "date_of_birth") == ["1990-02-01"]


def test_a_title_over_all_columns_changes_no_heading(here):
    lines = [["Plans", None, None], ["child_id", "plan_start", "Ward"], ["A1", date(2019, 5, 1), "N"]]
    assert written(here, merged(lines, "A1:C1")).own_columns == ("Ward",)


def test_a_merged_cell_stands_in_each_of_its_rows(here):
    lines = [
        ["child_id", "team", "plan_start", "plan_end"],
        ["A1", "North", date(2017, 5, 1), date(2017, 12, 30)],
        [None, None, date(2019, 5, 1), date(2019, 12, 30)],
        ["A2", None, date(2019, 6, 1), None],
    ]
    extract = written(here, merged(lines, "A2:A3", "B2:B4"))
    assert list(extract.plans["child_id"]) == ["A1", "A1", "A2"]
    assert list(extract.plans["team"]) == ["North"] * 3
    assert days(extract, "plan_end") == ["2017-12-30", "2019-12-30", "NaT"]


def test_a_cell_merged_across_columns_stays_in_the_first(here):
    lines = [["child_id", "team", "plan_start"], ["A1", None, date(2019, 5, 1)]]
    assert list(written(here, merged(lines, "A2:B2")).plans["team"].isna()) == [True]


# --- what can't be opened ---------------------------------------------------------------------------


def prefixed(row: str) -> str:
    """A row whose elements have a namespace's prefix, beside others without."""
    return re.sub("<(/?)([a-z])", r"<\1x:\2", row)


NO_WORKBOOK_HAS = [
    (row(1, *HEADINGS) + row(99_999_999, "A1", MAY_2019), 'the sheet "S" has a cell in row 99,999,999'),
    (row(1, *HEADINGS) + row(2, "A1", MAY_2019) + row(2, "A2", MAY_2019), "not in order, or one is there twice"),
    (row(1, *HEADINGS) + row(3, "A1", MAY_2019) + row(2, "A2", MAY_2019), "not in order, or one is there twice"),
    (row(1, *HEADINGS) + row(2, "A1", MAY_2019).replace('"A2"', '"B2"'), "is there twice"),
    (row(1, *HEADINGS) + row(2, "A1", MAY_2019).replace('"A2"', '"A9"'), "in a row of another number"),
    (row(1, *HEADINGS) + prefixed(row(1, "A1", MAY_2019)), "not in order, or one is there twice"),
    (row(1, *HEADINGS) + prefixed(row(2, "A1", MAY_2019)).replace('"A2"', '"B2"'), "is there twice"),
    (row(1, *HEADINGS) + prefixed(row(2, "A1", MAY_2019)).replace('"A2"', '"A9"'), "in a row of another number"),
    (
        row(1, *HEADINGS) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "reaches to row 1,048,576 and column",
    ),
    (row(1, *HEADINGS) + '<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>', "has a cell in column"),
]


def test_rows_that_no_workbook_has_are_refused_in_little_memory(here):
    for number, (body, _) in enumerate(NO_WORKBOOK_HAS):
        (here / f"{number}.xlsx").write_bytes(xlsx(body))
    assert_refused_within(400, {f"{number}.xlsx": message for number, (_, message) in enumerate(NO_WORKBOOK_HAS)})


def test_a_border_far_below_is_ignored(here):
    body = rows(HEADINGS, ("A1", MAY_2019)) + '<row r="1048576"><c r="A1048576" s="1"/><c r="P1048576" s="1"/></row>'
    assert len(written(here, xlsx(body)).plans) == 1


def test_gaps_between_rows_keep_their_numbers(here):
    body = row(1, *HEADINGS) + row(5, "A1", MAY_2019) + row(900, "A2", MAY_2019)
    assert list(written(here, xlsx(body)).plans["row"]) == [5, 900]


@pytest.mark.parametrize("parts", [pytest.param(1, marks=at_night), 40])
def test_a_bomb_is_refused_by_the_sum_of_its_parts(here, parts):
    members = unzipped(xlsx(rows(HEADINGS, ("A1", MAY_2019))))
    members |= {f"xl/media/{n}.bin": b"\0" * (240_000_000 // parts) for n in range(parts)}
    (here / "e.xlsx").write_bytes(workbooks.zipped(members))
    with pytest.raises(InputError, match="e.xlsx would unpack to 240 MB"):
        read("e.xlsx")


def compound(stream: str, data: bytes) -> bytes:
    """A compound file, as an .xls is, of one stream."""
    data = data.ljust(4096, b"\0")
    count = len(data) // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    table = [0xFFFFFFFD, end, *range(3, 2 + count), end]
    entry = struct.Struct("<64sHBBIII36sIQ")

    def entry_of(name: str, kind: int, first: int, size: int, child: int = free) -> bytes:
        return entry.pack(name.encode("utf-16-le"), len(name) * 2 + 2, kind, 1, free, free, child, b"", first, size)

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    folder = entry_of("Root Entry", 5, end, 0, 1) + entry_of(stream, 2, 2, len(data)) + b"\0" * 256
    return head.ljust(512, b"\xff") + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + folder + data


@pytest.mark.parametrize(
    "data",
    [
        compound("EncryptedPackage", b"x" * 5000),
        compound("Workbook", struct.pack("<HH16x", 0x809, 16) + struct.pack("<HHH", 0x2F, 54, 1).ljust(58, b"\0")),
        workbooks.zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
                "content.xml": b"\xfe\x01",
            }
        ),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_workbook_with_a_password_is_reported(here, data):
    with pytest.raises(InputError, match="e.xlsx has a password: save it without one"):
        written(here, data)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("damage", [None, b"", b"<", b"\xff\xfe<\0a\0"])
def test_a_damaged_part_is_reported(here, part, damage):
    parts = unzipped(xlsx(rows(HEADINGS, ("A1", MAY_2019))))
    del parts[part]
    if damage is not None:
        parts[part] = damage
    with pytest.raises(InputError, match="e.xlsx is (not an Excel workbook that can be opened|empty)"):
        written(here, workbooks.zipped(parts))


@pytest.mark.parametrize("name", BINARY)
def test_a_binary_workbook_cut_or_changed_is_refused_or_read(here, name):
    import random

    rng, data = random.Random(7), old(name)
    for _ in range(60):
        changed = bytearray(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data)
        for _ in range(rng.randrange(4)):
            if changed:
                changed[rng.randrange(len(changed))] = rng.randrange(256)
        try:
            written(here, bytes(changed), name)
        except (InputError, UsageError) as error:
            assert name in str(error)


def test_a_panic_of_calamine_prints_nothing(here, capfd):
    parts = unzipped(old("plans.xlsb"))
    parts["xl/workbook.bin"] = parts["xl/workbook.bin"].replace("r1".encode("utf-16-le"), "r7".encode("utf-16-le"))
    with pytest.raises(InputError, match="e.xlsb is not an Excel workbook that can be opened"):
        written(here, workbooks.zipped(parts), "e.xlsb")
    assert capfd.readouterr() == ("", "")


def test_times_and_durations_are_not_dates(here):
    workbook = Workbook()
    for line in (["child_id", "plan_start"], ["A1", datetime(2019, 5, 1, 9).time()]):
        workbook.active.append(line)
    workbook.save("e.xlsx")
    with pytest.raises(InputError, match="row 2, plan_start"):
        read("e.xlsx")


# --- places, whatever wrote the file -------------------------------------------------------------------

BEGINNINGS = ('<c r="{}" t="s">', '<c s="1" r="{}">', "<c r='{}'>", '<c\n r = "{}" />', '<x:c r="{}">', '<c r="{}"/>')


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 900)), min_size=1, max_size=12),
    st.lists(st.sampled_from(BEGINNINGS), min_size=12, max_size=12),
)
def test_cells_are_placed_with_or_without_their_references(places, beginnings):
    """A cell that is there twice, or in a row that is not there, is refused, and no other."""
    lines = {}
    for (row_number, column), beginning in zip(places, beginnings):
        cell = beginning.format(f"{get_column_letter(column)}{row_number}")
        lines.setdefault(row_number, []).append(cell if cell.endswith("/>") else f"{cell}<v>1</v></c>")
    body = "".join(f'<row r="{number}">{"".join(lines[number])}</row>' for number in sorted(lines)).encode()
    data = b'<sheetData><cols><col min="1"/></cols>' + body + b"</sheetData>"
    if len(set(places)) < len(places):
        with pytest.raises(Unsound, match="is there twice"):
            check_places(data, "S")
        return
    check_places(data, "S")
    first_row, first_column = places[0]
    again = f'<c r="{get_column_letter(first_column)}{first_row}"/>'.encode()
    with pytest.raises(Unsound, match="is there twice"):
        check_places(data + again, "S")
    with pytest.raises(Unsound, match="a row of another number"):
        check_places(data + b'<c r="B31"/>', "S")
