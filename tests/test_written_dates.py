"""Dates in every form that systems write, those that must be named, and those that are refused with the remedy."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from support import extract_of, run

import cpind
from cpind import read
from cpind.errors import CpindError, InputError, UsageError
from cpind.model.date_texts import date_formats, iso_date, iso_date_of, likely_formats, may_be_swapped


@pytest.mark.parametrize(
    "text, day",
    [
        ("01/06/2022 12:00:00 AM", "2022-06-01"),
        ("1/6/2022 11:59 pm", "2022-06-01"),
        ("20220601", "2022-06-01"),
        ("2022/06/01", "2022-06-01"),
        ("Wed 1 June 2022", "2022-06-01"),
        ("Wednesday, 1 June 2022", "2022-06-01"),
        ("Wed 01/06/2022", "2022-06-01"),
        ("1st June 2022", "2022-06-01"),
        ("2nd Jun 2022", "2022-06-02"),
        ("3rd of June 2022", "2022-06-03"),
        ("24TH JUNE 2022", "2022-06-24"),
        ("Jun 6, 2022", "2022-06-06"),
        ("June 6 2022", "2022-06-06"),
        ("Mon, Jun 6, 2022", "2022-06-06"),
        ("Jun 6, 2022 9:30 AM", "2022-06-06"),
        ("2022-06-01T09:30:00.000", "2022-06-01"),
    ],
)
def test_unambiguous_forms_of_dates_are_read(text, day):
    assert iso_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["Tue 1 June 2022", "20221301x", "1th", "June 2022", "6 2022", "44713", "1/6/22", "2022-06/01"],
)
def test_a_text_that_is_not_a_date_is_not_read_as_one(text):
    assert iso_date(text) == ""


@pytest.mark.parametrize(
    "text, day",
    [
        ("2023-03-31T23:00:00Z", "2023-04-01"),  # British Summer Time: midnight
        ("2023-03-31T22:59:59Z", "2023-03-31"),
        ("2023-01-31T00:00:00Z", "2023-01-31"),
        ("2023-01-31T23:59:00Z", "2023-01-31"),
        ("2023-06-10T23:30:00+00:00", "2023-06-11"),
        ("2023-06-10T00:30:00+01:00", "2023-06-10"),
        ("2023-01-01T00:30:00+01:00", "2022-12-31"),
        ("2022-06-01 00:00:00+01", "2022-06-01"),
        ("2023-06-30 04:00:00+0530", "2023-06-29"),
        ("2022-12-31 20:00:00-0500", "2023-01-01"),
        ("2023-10-28T23:30:00Z", "2023-10-29"),
        ("2023-10-29T23:30:00Z", "2023-10-29"),  # summer time ended that morning
        ("2023-03-26T23:30:00Z", "2023-03-27"),  # and began
    ],
)
def test_a_time_with_a_zone_is_the_day_in_london(text, day):
    assert iso_date(text) == day


def test_days_in_london_are_those_of_the_zone_files():
    london, rng = ZoneInfo("Europe/London"), random.Random(1)
    for _ in range(3000):
        at = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(45 * 365 * 24 * 60))
        assert iso_date(at.strftime("%Y-%m-%dT%H:%M:%SZ")) == at.astimezone(london).date().isoformat(), at


# --- numbers of days ----------------------------------------------------------------------------------


def test_a_column_of_day_numbers_is_read_as_dates(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n1,43831,43900\n2,43832.0,\n3,43833,n/a\n")
    extract = read("e.csv")
    assert [str(day)[:10] for day in extract.plans["plan_start"]] == ["2020-01-01", "2020-01-02", "2020-01-03"]
    assert str(extract.plans["plan_end"][0])[:10] == "2020-03-10"
    assert extract.remarks == (
        "e.csv: plan_start, plan_end hold numbers of days; read as Excel counts them, 44713 is 1 June 2022",
    )


@pytest.mark.parametrize(
    "cells", [["43831"], ["43831", "2020-01-02"], ["15999", "16001"], ["43831.5", "43832"], ["43831", "74001"]]
)
def test_numbers_outside_the_range_of_days_are_not_dates(cells):
    rows = "".join(f"{n},{cell}\n" for n, cell in enumerate(cells, 1))
    with pytest.raises(InputError):
        extract_of("child_id,plan_start\n" + rows)


# --- forms that are named -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, text, day",
    [
        ("%d/%m/%y", "01/06/22", "2022-06-01"),
        ("%d/%m/%y", "1/6/89", "2089-06-01"),
        ("%d/%m/%y", "1/6/90", "1990-06-01"),
        ("%d/%m/%y", "01/06/22 00:00", "2022-06-01"),
        ("%m/%d/%Y", "06/01/2022", "2022-06-01"),
        ("%m/%d/%Y", "6/1/2022 12:00:00 AM", "2022-06-01"),
        ("%m/%d/%y %H:%M", "06/01/22 09:30", "2022-06-01"),
        ("%d-%b-%y", "01-Jun-22", "2022-06-01"),
        ("%d %B %Y", "1 June 2022", "2022-06-01"),
        ("%a %d.%m.%Y", "Wed 01.06.2022", "2022-06-01"),
        ("%y%m%d", "220601", "2022-06-01"),
        ("%d/%m/%y", "01/06/2022", ""),
        ("%d/%m/%y", "2022-06-01", ""),
        ("%m/%d/%Y", "1-6-2022", ""),
    ],
)
def test_dates_are_read_in_the_form_that_is_named(name, text, day):
    assert iso_date_of(text, date_formats([name])) == day


@pytest.mark.parametrize("name", ["", "d/m/y", "%d/%m", "%d/%m/%y/%Y", "%d/%d/%Y", "%q", "%j %Y", "%d/%m/%Y%"])
def test_an_unknown_date_form_is_refused(name):
    with pytest.raises(UsageError, match="%d/%m/%y"):
        date_formats([name])


def test_two_forms_that_read_different_days_read_neither():
    both = date_formats(["%d/%m/%Y", "%m/%d/%Y"])
    assert iso_date_of("13/06/2022", both) == "2022-06-13"
    assert iso_date_of("06/06/2022", both) == "2022-06-06"
    assert iso_date_of("01/06/2022", both) == ""


TWO_DIGITS = """child_id,date_of_birth,plan_start,plan_end
1,28/02/08,01/06/24,
2,28/02/24,01/06/24,02/07/24
3,15/08/24,01/06/24,
4,03/03/99,01/06/99,
4,03/03/99,02/06/10,03/06/10
5,03/03/95,02/05/10,
6,31/12/89,01/04/05,
"""


def test_births_of_two_digits_lie_before_the_childs_first_event(here):
    (here / "e.csv").write_text(TWO_DIGITS)
    extract = read("e.csv", date_format="%d/%m/%y")
    born = {child: str(day)[:10] for child, day in zip(extract.plans["child_id"], extract.plans["date_of_birth"])}
    # The third child was expected when the plan began; the sixth was born in 1989, not in 2089.
    assert born == {
        "1": "2008-02-28",
        "2": "2024-02-28",
        "3": "2024-08-15",
        "4": "1999-03-03",
        "5": "1995-03-03",
        "6": "1989-12-31",
    }
    assert str(extract.plans["plan_end"][1])[:10] == "2024-07-02"


def test_a_childs_first_event_may_stand_in_another_file(here):
    (here / "a.csv").write_text("child_id,plan_start,plan_end\n7,01/02/06,01/05/06\n")
    (here / "b.csv").write_text("child_id,date_of_birth,plan_start\n7,01/01/89,01/02/24\n8,01/01/17,01/02/24\n")
    plans = read(["a.csv", "b.csv"], date_format=["%d/%m/%y"]).plans
    born = [str(day)[:10] for day in plans["date_of_birth"].dropna()]
    assert born == ["1989-01-01", "2017-01-01"]


def test_a_birth_that_no_century_suits_is_a_bad_cell(here):
    (here / "e.csv").write_text("child_id,date_of_birth,plan_start\n1,01/01/30,01/02/24\n")
    with pytest.raises(InputError, match="e.csv, row 2, date_of_birth") as caught:
        read("e.csv", date_format="%d/%m/%y")
    assert "30" not in str(caught.value).replace("2030", "")
    assert len(read("e.csv", date_format="%d/%m/%y", bad_dates="blank").plans) == 1


def test_with_a_form_no_other_is_read(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n1,06/01/2022,2022-07-01\n2,06/02/2022,44713\n")
    result = run("activity", "e.csv", "--date-format", "%m/%d/%Y")
    assert result.exit_code == 1
    assert "2 cells can't be read" in result.stderr and "write dates as %m/%d/%Y" in result.stderr
    assert "row 2, plan_end" in result.stderr and "row 3, plan_end" in result.stderr


def test_review_dates_are_read_in_the_same_way(here):
    (here / "e.csv").write_text("child_id,plan_start,review_dates\n1,06/01/22,08/30/22;11/30/22\n")
    reviews = read("e.csv", date_format="%m/%d/%y").reviews["review_date"]
    assert [str(day)[:10] for day in reviews] == ["2022-08-30", "2022-11-30"]


def test_dates_of_a_workbooks_own_stay_dates(here):
    book = Workbook()
    book.active.append(["Child ID", "CP plan start date", "CP plan end date"])
    book.active.append(["1", datetime(2022, 6, 1), "11/30/2022"])
    book.save("e.xlsx")
    plans = read("e.xlsx", date_format="%m/%d/%Y").plans
    assert [str(plans[name][0])[:10] for name in ("plan_start", "plan_end")] == ["2022-06-01", "2022-11-30"]


def test_the_date_form_may_be_in_the_settings(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n1,06/01/2022,\n")
    (here / "cpind.toml").write_text('date_format = "%m/%d/%Y"\n')
    assert "2022-06-01" in run("convert", "e.csv").stdout
    assert "2022-01-06" in run("convert", "e.csv", "--date-format", "%d/%m/%Y").stdout  # the option goes first
    (here / "cpind.toml").write_text('date_format = ["%m/%d/%Y", "nonsense"]\n')
    result = run("convert", "e.csv")
    assert result.exit_code == 1 and 'cpind.toml: date format "nonsense"' in result.stderr


def test_a_large_file_reads_the_same(here, monkeypatch):
    (here / "e.csv").write_text(TWO_DIGITS.replace("/24", "/19"))
    (here / "z.csv").write_text("child_id,plan_start,plan_end\n1,2023-03-31T23:00:00Z,\n2,2023-04-01T00:00:00Z,-\n")
    (here / "n.csv").write_text("child_id,plan_start,plan_end\n1,43831,\n2,43832,43900\n")
    (here / "i.csv").write_text("child_id,plan_start,plan_end\n1,2019-01-02,\n2,2019-01-03,2019-09-30\n")

    def found():
        options = {"e.csv": {"date_format": "%d/%m/%y"}}
        return [read(name, **options.get(name, {})).plans.to_csv() for name in ("e.csv", "z.csv", "n.csv", "i.csv")]

    small = found()
    monkeypatch.setattr("cpind.inputs.delimited.LARGE_BYTES", 0)
    assert found() == small
    with pytest.raises(InputError):  # ISO is not the form that was named
        read("i.csv", date_format="%d/%m/%y")


# --- refused, and why -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells, hint",
    [
        (["01/06/22", "15/06/22"], "--date-format %d/%m/%y:"),
        (["06/15/22", "01/06/22"], "--date-format %m/%d/%y:"),
        (["01/06/22"], "--date-format %d/%m/%y (or %m/%d/%y, if the month comes first)"),
        (["01-Jun-22"], "--date-format %d-%b-%y:"),
        (["01/06/2022", "06/15/2022"], "--date-format %m/%d/%Y:"),
    ],
)
def test_the_message_names_the_way_out(cells, hint):
    rows = "".join(f"{n},{cell}\n" for n, cell in enumerate(cells, 1))
    with pytest.raises(InputError) as caught:
        extract_of("child_id,plan_start\n" + rows)
    assert hint in str(caught.value)


def test_there_is_no_hint_where_no_date_form_would_help():
    with pytest.raises(InputError) as caught:
        extract_of("child_id,plan_start\n1,31/02/2020\n2,soon\n")
    assert "--date-format" not in str(caught.value)
    assert likely_formats(["soon", "31/02/2020", "99/99/99"]) == []


def test_blanking_american_dates_warns_that_the_others_may_be_wrong(here):
    (here / "e.csv").write_text("child_id,plan_start\n1,06/01/2022\n2,07/15/2022\n")
    result = run("activity", "e.csv", "--bad-dates", "blank")
    assert result.exit_code == 0
    assert (
        "e.csv: plan_start holds dates in which the month comes first; the others are read day first" in result.stdout
    )


def test_a_column_without_a_day_over_twelve_is_noted(here):
    days = ["01/06/2022", "02/07/2022", "11/08/2022", "12/01/2022", "03/03/2022", "07/05/2022"]
    assert may_be_swapped(days)
    assert not may_be_swapped(days[:5])  # too few to tell
    assert not may_be_swapped([*days, "13/01/2022"])
    assert not may_be_swapped([*days, "2022-01-04"])
    assert not may_be_swapped([f"01/{m:02d}/2022" for m in range(1, 12)])  # only the month was kept
    rows = "".join(f"{n},{day}\n" for n, day in enumerate(days))
    (here / "e.csv").write_text("child_id,plan_start\n" + rows)
    note = "e.csv: plan_start holds no day over 12, and is read day first; if the month comes first"
    assert note in run("activity", "e.csv").stdout
    assert note not in run("activity", "e.csv", "--date-format", "%d/%m/%Y").output
    both = "".join(f"{n},{day},{day}\n" for n, day in enumerate(days))
    (here / "e.csv").write_text("child_id,plan_start,s47_start\n" + both)
    assert "hold no day over 12, and are read day first;" in run("activity", "e.csv").stdout


def test_the_notebook_names_what_is_wrong(here):
    (here / "e.csv").write_text("child_id,plan_start\n1,06/01/2022\n")
    with pytest.raises(CpindError, match='date format "nonsense"'):
        cpind.read("e.csv", date_format="nonsense")


def test_midnights_in_universal_time_are_noted(here):
    summer = [f"{n},2022-06-0{n}T23:00:00," for n in range(1, 8)]
    winter = [f"{n},2022-12-0{n}T00:00:00," for n in range(1, 8)]
    (here / "u.csv").write_text("\n".join(["child_id,plan_start,plan_end", *summer, *winter]) + "\n")
    note = "u.csv: plan_start holds midnights in universal time (23:00 in summer)"
    assert note in run("activity", "u.csv").stdout
    (here / "u.csv").write_text("\n".join(["child_id,plan_start,plan_end", *summer[:4], *winter]) + "\n")
    assert note not in run("activity", "u.csv").stdout
