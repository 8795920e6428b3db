"""The same hard inputs over every command: the exact message and exit code, and never a traceback."""

from __future__ import annotations

import pytest
from support import run

COMMANDS = ["rates", "two-year", "icpc", "repeats", "gaps", "activity", "figures"]
POPULATION = ["--population", "100000"]
HEADINGS = "child_id,date_of_birth,s47_start,icpc_date,plan_start,plan_end,previous_plans\n"
ROW = "1,2010-05-01,2019-05-01,2019-05-20,2019-05-20,2019-12-30,0\n"

INPUTS = {
    "empty": b"",
    "headings only": HEADINGS.encode(),
    "one row": (HEADINGS + ROW).encode(),
    "byte order mark": b"\xef\xbb\xbf" + (HEADINGS + ROW).encode(),
    "cp437": (HEADINGS.replace("\n", ",team\n") + ROW.replace("\n", ",Zo\u00eb\n")).encode("cp437"),
    "missing column": b"child_id,date_of_birth\n1,2010-05-01\n",
    "no child": b"plan_start,plan_end\n2019-05-20,\n",
    "very long cell": (HEADINGS.replace("\n", ",note\n") + ROW.replace("\n", "," + "n" * 250_000 + "\n")).encode(),
    "bad date": (HEADINGS + ROW.replace("2019-05-20,2019-12-30", "20/05/19,2019-12-30")).encode(),
}
ERRORS = {
    "empty": "Error: e.csv is empty: it needs a row of headings and a row for each child's record\n",
    "headings only": "Error: e.csv has headings and no rows: nothing to count\n",
    "cp437": "Error: e.csv, row 2: not UTF-8 text; say which encoding it has, as -e cp1252 (the usual one of Windows and Excel)\n",
    "missing column": (
        "Error: e.csv is not an extract: none of its headings is a date of an event. It needs child_id and one or more of "
        "s47_start, S47ActualStartDate, S47 start date, Section 47 start date; "
        "icpc_date, DateOfInitialCPC, Date of Initial Child Protection Conference, ICPC date; "
        "plan_start, CPPstartDate, Child Protection Plan Start Date, CPP start date; "
        "plan_end, CPPendDate, Child Protection Plan End Date, CPP end date. "
        "Other headings can be mapped under [columns] in cpind.toml\n"
    ),
    "no child": (
        "Error: e.csv has no column child_id; it would be known as child_id, LAchildID, Child Unique ID, pers_person_id, "
        "or map your own heading under [columns] in cpind.toml. Its headings: plan_start, plan_end\n"
    ),
    "bad date": (
        "Error: 1 cell can't be read:\n"
        '  e.csv, row 2, plan_start: "20/05/19" can\'t be read: its year has two digits; write dates from 1990 to 2099 as 2020-03-31 or 31/03/2020\n'
        "If all dates are written so, add --date-format %d/%m/%y: then no other form is read.\n"
        "Put them right, or go on without them, as blank, by --bad-dates blank.\n"
    ),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ERRORS)
def test_an_unusable_file_is_refused_with_a_message_and_exit_code_1(here, command, name):
    (here / "e.csv").write_bytes(INPUTS[name])
    result = run(command, "e.csv", *POPULATION)
    assert (result.stdout, result.stderr, result.exit_code) == ("", ERRORS[name], 1)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", sorted(INPUTS.keys() - ERRORS.keys()))
def test_an_unusual_file_is_read_with_exit_code_0(here, command, name):
    (here / "e.csv").write_bytes(INPUTS[name])
    result = run(command, "e.csv", *POPULATION)
    assert result.exit_code == 0, result.stderr
    assert "2019/20" in result.stdout
    assert "cpind: no complete reporting year is covered: showing 2019/20\n" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_named_encoding_is_used(here, command):
    (here / "e.csv").write_bytes(INPUTS["cp437"])
    assert run(command, "e.csv", "-e", "cp437", *POPULATION).exit_code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_bad_dates_blank_continues_and_counts_the_cells(here, command):
    (here / "e.csv").write_bytes(INPUTS["bad date"])
    result = run(command, "e.csv", "--bad-dates", "blank", *POPULATION)
    assert result.exit_code in (0, 1)  # with its only plan gone, some commands have nothing to say
    assert "1 cell that can't be read taken as blank (check unreadable)" in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_input_is_an_extract_like_any_other(here, command):
    result = run(command, "-", *POPULATION, stdin=INPUTS["one row"])
    assert result.exit_code == 0
    result = run(command, "-", *POPULATION, stdin=b"")
    assert (
        result.stderr
        == "Error: standard input is empty: it needs a row of headings and a row for each child's record\n"
    )


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["rates", "nowhere.csv", *POPULATION], "nowhere.csv: no such file"),
        (
            ["rates", "e.csv", "--population", "nowhere.csv"],
            "--population nowhere.csv: no such file, and not a whole number",
        ),
        (["rates", "e.csv", *POPULATION, "--config", "nowhere.toml"], "nowhere.toml: no such file"),
        (
            ["rates", "e.csv", *POPULATION, "-o", "nowhere/out.csv"],
            "can't be written: there is no folder nowhere; make it, or name another",
        ),
    ],
)
def test_a_request_that_cannot_be_answered_exits_with_1(here, arguments, message):
    (here / "e.csv").write_bytes(INPUTS["one row"])
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["rates", "--year", "2020"], '"2020" is not a reporting year: write it as 2019/20'),
        (["rates", "--quarter", "Q5-20/21"], "is not a quarter: write it as Q1-20/21"),
        (["rates", "--quarter", "Q1-19/20", "2020/21"], "2020/21: no such file; write a period without a blank"),
        (["figures", "icpc"], "icpc: no such file; icpc is an indicator: cpind show icpc prints it"),
        (["rates", "--year", "2018/19.."], '"2018/19.." is not a range: write both ends'),
        (["two-year", "--at", "2020-03-31"], "--at: two-year counts what happens in a period"),
        (["activity", "--at", "2020-03-31"], "--at: s47 counts what happens in a period"),
        (["rates", "--by", "ward"], "--by ward: the extract has no such column; it has age, category"),
        (["rates", "--by", "child_id"], "--by child_id: that would list individual children"),
        (["rates", "--by", "plan_start"], "--by plan_start: "),
        (["icpc", "--bands", "--by", "district"], "--bands and --by can't be combined"),
        (["rates", "--population", "0"], '--population "0": give a whole number of children above 0'),
        (["rates", "-o", "figures.pdf"], "-o figures.pdf: its suffix does not name a format"),
        (
            ["rates", "--compare", "Atlantis"],
            '--compare "Atlantis": the benchmarks have Statistical neighbours, England',
        ),
        (["rates", "-e", "klingon"], "-e klingon: no such encoding"),
        (["rates", "--rolling", "-3"], "Invalid value for '--rolling'"),
        (["rates", "--at", "2020-04-10..2020-04-20", "--every", "month"], "no period: there is none of that kind"),
        (["rates", "--by", "UPN"], "--by UPN: that would list individual children"),
        (["rates", "--population-year", "16"], "Invalid value for '--population-year'"),
        (["rates", "--as-at", "soon"], '"soon" is not a date'),
        (["icpc", "--by", "district,team"], "write two columns as --by district --by team"),
        (["icpc", "--compare", "Englnd"], '--compare "Englnd": did you mean England?'),
        (["indicators", "happiness"], '"happiness" is not an indicator; they are rates'),
        (["rates", "--nonsense"], "No such option"),
        (["rates", "--period", "2019/20"], "No such option '--period'. Periods are chosen with --year"),
        (["icpc", "--target", "80"], "No such option '--target'. Targets are set in cpind.toml"),
        (["report", "--docx"], "No such option '--docx'. The suffix of -o FILE chooses the format"),
        (["due", "--district", "Rugby"], "No such option '--district'. --by district splits by district"),
        (["init", "--period", "2019/20"], "No such option '--period'."),
        (["sample", "extract.csv"], "INDICATOR is missing: name one"),
        (["explain", "extract.csv"], "INDICATOR is missing: name one"),
        (["--config", "my.toml", "rates"], "Options follow the command, as in: cpind rates --config"),
        (["nonsense"], "No such command"),
    ],
)
def test_a_wrong_command_line_exits_with_2(example, arguments, message):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_column_that_is_absent_is_named_with_the_headings_it_may_have(here):
    (here / "plans.csv").write_text("child_id,plan_start,plan_end\n1,2019-05-20,2019-12-30\n")
    result = run("icpc", "plans.csv")
    assert result.exit_code == 1
    assert "icpc: no column icpc_date in plans.csv (also known as DateOfInitialCPC" in result.stderr
    assert run("repeats", "plans.csv").exit_code == 0
    activity = run("activity", "plans.csv")
    assert activity.exit_code == 0
    assert "Left out: s47: no column s47_start in plans.csv" in activity.stdout


def test_conferences_alone_are_read(here):
    (here / "conferences.csv").write_text("child_id,s47_start,icpc_date\n1,2019-05-01,2019-05-20\n")
    assert "100.0" in run("icpc", "conferences.csv", "--as-at", "2019-12-31").stdout
    assert "repeats: no column plan_start in conferences.csv" in run("repeats", "conferences.csv").stderr


def test_no_message_holds_an_identifier(here):
    rows = "".join(f"W99{n},not a date,2019-05-01\n" for n in range(30))
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n" + rows)
    for arguments in (["rates", "e.csv", *POPULATION], ["activity", "e.csv", "--bad-dates", "blank"]):
        assert "W99" not in run(*arguments).output
