"""Gzip, zip, Parquet, encodings, and folders: what is read, what is named, what is refused."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from support import EXAMPLES, run, workbooks
from support.memory import assert_refused_within
from support.platforms import POSIX

from cpind.errors import InputError, NoExtractError
from cpind.inputs.reading import read

TEXT = "child_id,plan_start,plan_end,team\n007,2019-05-01,2019-12-30,Zo\u00eb\nA2,01/06/2019,,South\n"
XML = (
    "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2020</Year><ReferenceDate>2020-03-31"
    "</ReferenceDate></CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID>X1</LAchildID>"
    "</ChildIdentifiers><CINdetails><ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate>"
    "</ChildProtectionPlans></CINdetails></Child></Children></Message>"
)


def children(extract) -> list[str]:
    return list(extract.plans["child_id"])


# --- gzip and zip -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["e.csv.gz", "e.gz", "e.csv"])
def test_gzip_is_recognised_by_its_content(here, name):
    (here / name).write_bytes(gzip.compress(TEXT.encode()))
    extract = read(name)
    assert (children(extract), list(extract.plans["team"]), extract.sources) == (
        ["007", "A2"],
        ["Zo\u00eb", "South"],
        (name,),
    )


def test_gzip_of_several_members_and_of_other_file_types_is_read(here):
    half = TEXT.index("A2")
    (here / "two.csv.gz").write_bytes(gzip.compress(TEXT[:half].encode()) + gzip.compress(TEXT[half:].encode()))
    assert children(read("two.csv.gz")) == ["007", "A2"]
    (here / "r.xml.gz").write_bytes(gzip.compress(XML.encode()))
    assert (children(read("r.xml.gz")), read("r.xml.gz").return_years) == (["X1"], (2020,))
    (here / "w.xlsx.gz").write_bytes(
        gzip.compress(workbooks.xlsx(workbooks.rows(("child_id", "plan_start"), ("A1", 43586))))
    )
    assert children(read("w.xlsx.gz")) == ["A1"]


def test_gzip_on_standard_input_is_read():
    assert (
        "Child protection plans started,2"
        in run("activity", "-", "--year", "2019/20", "-f", "csv", stdin=gzip.compress(TEXT.encode())).stdout
    )


def test_a_zip_of_one_file_is_read(here):
    (here / "e.zip").write_bytes(
        workbooks.zipped(
            {"out/": b"", "out/plans.csv": TEXT.encode(), "__MACOSX/out/._plans.csv": b"x", "out/.DS_Store": b"x"}
        )
    )
    extract = read("e.zip")
    assert (children(extract), extract.sources) == (["007", "A2"], ("e.zip [plans.csv]",))
    with pytest.raises(InputError, match=r"e.zip \[plans.csv\], row 2, plan_start"):
        (here / "e.zip").write_bytes(workbooks.zipped({"plans.csv": TEXT.replace("2019-05-01", "soon").encode()}))
        read("e.zip")


def test_a_zip_of_several_files_is_read_whole(here):
    conferences = b"child_id,icpc_date\n007,2019-04-25\n"
    book = workbooks.xlsx(workbooks.rows(("child_id", "s47_start"), ("A2", 43556)))
    (here / "e.zip").write_bytes(workbooks.zipped({"b.csv": TEXT.encode(), "a.csv": conferences, "c.xlsx": book}))
    extract = read("e.zip")
    assert (len(extract.plans), len(extract.conferences), len(extract.enquiries)) == (2, 1, 1)
    assert extract.sources == ("e.zip [a.csv]", "e.zip [b.csv]", "e.zip [c.xlsx]")
    (here / "e.zip").write_bytes(workbooks.zipped({"new/a.csv": TEXT.encode(), "old/a.csv": conferences}))
    assert read("e.zip").sources == ("e.zip [new/a.csv]", "e.zip [old/a.csv]")


def test_a_zip_with_another_kind_of_file_is_refused_by_its_name(here):
    (here / "e.zip").write_bytes(workbooks.zipped({"plans.csv": TEXT.encode(), "read me.txt": b"hello,there\nx,y\n"}))
    with pytest.raises(NoExtractError, match=r"e.zip \[read me.txt\] is not an extract"):
        read("e.zip")


@pytest.mark.parametrize(
    "data, message",
    [
        (gzip.compress(TEXT.encode())[:-12], "is not a gzip file that can be unpacked"),
        (gzip.compress(TEXT.encode())[:20] + b"\xff" * 40, "is not a gzip file that can be unpacked"),
        (b"\x1f\x8b", "is not a gzip file that can be unpacked"),
        (workbooks.zipped({}), "is a zip without a file in it"),
        (workbooks.zipped({"only/": b""}), "is a zip without a file in it"),
        (workbooks.zipped({"plans.csv": TEXT.encode()})[:-30], "nor a zip that can be unpacked"),
        (gzip.compress(gzip.compress(TEXT.encode())), "is packed a second time"),
        (workbooks.zipped({"in.zip": workbooks.zipped({"a.csv": b"x"})}), "is packed a second time"),
        (workbooks.zipped({"in.gz": gzip.compress(b"x")}), "is packed a second time"),
    ],
    ids=range(9),  # not by their bytes, which hold the time
)
def test_a_damaged_archive_is_refused(here, data, message):
    (here / "e.bin").write_bytes(data)
    result = run("activity", "e.bin")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_a_zip_with_a_password_is_refused(here):
    data = bytearray(workbooks.zipped({"plans.csv": TEXT.encode()}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (here / "e.zip").write_bytes(bytes(data))
    with pytest.raises(InputError, match="e.zip has a password: unpack it first"):
        read("e.zip")


def test_bombs_are_refused_in_little_memory(here):
    with gzip.open("e.gz", "wb", 1) as out:
        for _ in range(150):
            out.write(b"\0" * 2_000_000)
    with zipfile.ZipFile("e.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for n in range(30):
            out.writestr(f"{n}.csv", b"\0" * 5_000_000)
    assert_refused_within(300, {"e.zip": "would unpack to more than 100 MB"})
    parquet.write_table(
        pa.table({name: np.zeros(6_000_000, "i1") for name in ("child_id", "a", "b", "c")}), "e.parquet"
    )
    messages = {"e.gz": "would unpack to more than 130 MB", "e.parquet": "would unpack to 24,000,000 cells"}
    assert_refused_within(500, messages)


# --- Parquet ----------------------------------------------------------------------------------------


def test_parquet_gives_the_figures_of_the_same_csv(here):
    from pyarrow import csv

    source = here / "extract.csv"
    source.write_bytes((EXAMPLES / "warwickshire" / "extract.csv").read_bytes())
    table = csv.read_csv(source, convert_options=csv.ConvertOptions(strings_can_be_null=True))
    parquet.write_table(table, "extract.parquet")
    commands = (
        ["figures", "--year", "2017/18..2019/20"],
        ["activity", "--by", "district"],
        ["reviews", "--year", "2019/20"],
    )
    for command in commands:
        options = ["-f", "csv", "-q"] + (["--population", "117720"] if command[0] == "figures" else [])
        expected = run(command[0], source, *command[1:], *options)
        found = run(command[0], "extract.parquet", *command[1:], *options)
        assert (found.exit_code, found.stdout) == (0, expected.stdout), found.stderr


def test_every_type_of_parquet_column_is_read(here):
    table = pa.table(
        {
            "child_id": pa.array(["007", "A2", None]),
            "plan_start": pa.array([date(2019, 5, 1), date(2019, 6, 1), None]),
            "plan_end": pa.array([datetime(2019, 12, 30, 9, 30), None, None]),
            "icpc_date": pa.array([datetime(2019, 4, 25), None, None], pa.timestamp("us", tz="UTC")),
            "transfer_in": pa.array([True, False, None]),
            "previous_plans": pa.array([1.0, 0.0, float("nan")]),
            "return_year": pa.array([None, None, None], pa.int64()),
            "review_dates": pa.array([[date(2019, 7, 1), date(2019, 12, 1)], [], None]),
            "district": pa.array(["North", "South", None]).dictionary_encode(),
            "team": pa.array([12, None, None]),
            "score": pa.array([Decimal("1.50"), Decimal("2.00"), None]),
            "__index_level_0__": pa.array([0, 1, 2]),
        }
    )
    parquet.write_table(table, "e.parquet", row_group_size=1)
    extract = read("e.parquet")
    plans = extract.plans
    assert children(extract) == ["007", "A2"]
    assert [str(day)[:10] for day in plans["plan_end"]] == ["2019-12-30", "NaT"]
    assert [str(day)[:10] for day in extract.conferences["icpc_date"]] == ["2019-04-25"]
    assert list(extract.conferences["transfer_in"]) == [1]
    assert list(plans["previous_plans"]) == [1, 0]
    assert [str(day)[:10] for day in extract.reviews["review_date"]] == ["2019-07-01", "2019-12-01"]
    assert (list(plans["district"]), list(plans["team"])[:1], list(plans["score"])) == (
        ["North", "South"],
        ["12"],
        ["1.50", "2"],
    )
    assert extract.own_columns == ("score",)
    assert list(plans["row"]) == [2, 3]


@pytest.mark.parametrize(
    "values, message",
    [(pa.array([b"x"]), 'the column "odd" holds binary'), (pa.array([{"a": 1}]), 'the column "odd" holds struct')],
)
def test_a_parquet_column_that_cannot_be_text_is_refused(here, values, message):
    parquet.write_table(pa.table({"child_id": ["A1"], "plan_start": ["2019-05-01"], "odd": values}), "e.parquet")
    with pytest.raises(InputError, match=message):
        read("e.parquet")


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"x" * 300, b"PAR1" + b"\xff" * 40 + b"\x10\0\0\0PAR1"])
def test_a_damaged_parquet_is_refused(here, data):
    (here / "e.parquet").write_bytes(data)
    with pytest.raises(InputError, match="e.parquet is not a Parquet file that can be read"):
        read("e.parquet")


def test_a_parquet_without_rows_is_refused(here):
    parquet.write_table(
        pa.table({"child_id": pa.array([], pa.string()), "plan_start": pa.array([], pa.date32())}), "e.parquet"
    )
    with pytest.raises(InputError, match="has headings and no rows"):
        read("e.parquet")


# --- encodings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("asked", [None, "cp1252"])
def test_a_byte_order_mark_decides_the_encoding(here, encoding, asked):
    mark = "" if encoding in ("utf-8-sig", "utf-16", "utf-32") else "\ufeff"
    (here / "e.csv").write_bytes((mark + TEXT).encode(encoding))
    extract = read("e.csv", encoding=asked)
    assert (list(extract.plans["team"]), extract.remarks) == (["Zo\u00eb", "South"], ())


@pytest.mark.parametrize(
    "team", ["Zo\u00eb", "O\u2019Neill", "N\u00famero 5 \u2013 \u00a320", "\u0160imon", "\u00dcberall"]
)
def test_cp1252_is_read_with_a_note(here, team):
    (here / "e.csv").write_bytes(TEXT.replace("Zo\u00eb", team).encode("cp1252"))
    extract = read("e.csv")
    assert list(extract.plans["team"]) == [team, "South"]
    assert extract.remarks == (
        "e.csv is not UTF-8 text and is read as cp1252, the usual encoding of Windows; -e says another",
    )
    assert read("e.csv", encoding="cp1252").remarks == ()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("cp437"),
        TEXT.encode() + "A3,2019-06-01,,Zo\u00eb\n".encode("cp1252"),
        TEXT.encode() + b"A3,2019-06-01,,\xe9\x01\n",
        TEXT.encode() + b"A3,2019-06-01,,\x9d\n",
    ],
)
def test_bytes_that_are_neither_utf_8_nor_cp1252_are_refused(here, data):
    (here / "e.csv").write_bytes(data)
    with pytest.raises(InputError, match=r"e.csv, row [24]: not UTF-8 text; say which encoding it has, as -e cp1252"):
        read("e.csv")


def test_utf_16_without_a_mark(here):
    (here / "e.csv").write_bytes((TEXT * 20).encode("utf-16-le"))
    with pytest.raises(InputError, match="e.csv, row 1: .* say so with -e utf-16-le"):
        read("e.csv")


def test_text_that_contradicts_its_byte_order_mark_is_refused(here):
    (here / "e.csv").write_bytes(b"\xff\xfe" + TEXT.encode() + b"x")
    with pytest.raises(InputError, match=r"e\.csv, row 4: not utf-16-le text"):
        read("e.csv")


# --- folders ----------------------------------------------------------------------------------------


@pytest.fixture
def folder(here):
    inside = here / "exports"
    inside.mkdir()
    (inside / "2022.csv").write_text("child_id,plan_start\nA1,2019-05-01\n")
    return inside


def test_a_folder_is_read_whole(here, folder):
    book = workbooks.xlsx(workbooks.rows(("child_id", "plan_start"), ("A2", 43586)))
    (folder / "a.xlsm").write_bytes(book)
    (folder / "b.XLSX").write_bytes(book.replace(b"A2", b"A2"))
    (folder / "c.csv.gz").write_bytes(gzip.compress(b"child_id,plan_start\nA3,2019-05-01\n"))
    (folder / "d.zip").write_bytes(workbooks.zipped({"x.csv": b"child_id,plan_start\nA4,2019-05-01\n"}))
    parquet.write_table(pa.table({"child_id": ["A5"], "plan_start": [date(2019, 5, 1)]}), folder / "e.parquet")
    (folder / "f.ods").write_bytes(workbooks.ods([["child_id", "plan_start"], ["A6", "2019-05-01"]]))
    (folder / "g.xlsb").write_bytes(workbooks.xlsb([["child_id", "plan_start"], ["A7", 43586]]))
    extract = read("exports")
    assert children(extract) == ["A1", "A2", "A2", "A3", "A4", "A5", "A6", "A7"]
    assert extract.remarks == ()


def test_files_that_are_not_read_are_named(here, folder):
    for name in ("notes.docx", "old.csv.bak", ".DS_Store", "~$2022.xlsx", "Thumbs.db", "desktop.ini"):
        (folder / name).write_bytes(b"x")
    (folder / "sub").mkdir()
    (folder / "sub.csv").mkdir()
    extract = read("exports")
    assert children(extract) == ["A1"]
    assert extract.remarks == (
        "Not read in the folder exports: notes.docx, old.csv.bak, sub (a folder), sub.csv (a folder)",
    )


@POSIX
def test_a_pipe_in_a_folder_is_not_opened(here, folder):
    os.mkfifo(folder / "pipe.csv")
    (folder / "gone.csv").symlink_to("nowhere.csv")
    program = "import sys; from cpind.cli import main; main(sys.argv[1:], prog_name='cpind')"
    done = subprocess.run(
        [sys.executable, "-c", program, "activity", "exports"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "Not read in the folder exports: gone.csv (not a file), pipe.csv (not a file)" in done.stdout


def test_a_folder_with_nothing_to_read_is_refused(here):
    (here / "empty").mkdir()
    (here / "empty" / "notes.docx").write_bytes(b"x")
    with pytest.raises(InputError, match="empty is a folder without a file that cpind reads"):
        read("empty")


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "a/" * 3000 + "b.csv", "nul\0.csv"])
def test_an_impossible_file_name_is_refused_without_a_traceback(here, name):
    result = run("activity", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    assert "can't be opened" in result.stderr or "no such file" in result.stderr


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable for root")
def test_a_file_without_read_permission_is_refused(here, folder):
    (folder / "2022.csv").chmod(0)
    with pytest.raises(InputError, match="can't be opened: Permission denied"):
        read("exports")
