"""What is too large, too deep or too wide: an answer or a message in bounded memory and time, in processes of their own.

The nightly profile takes sizes three times as large.
"""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
from support import run
from support.processes import Done, one_after_another
from support.profiles import PROFILE, at_night

pytestmark = pytest.mark.slow

resource = pytest.importorskip("resource")

SOURCE = Path(__file__).parents[1] / "src"
MEMORY, SECONDS = 3_000_000_000, 40
HEADINGS = "child_id,plan_start,plan_end"
TIMES = 3 if PROFILE == "nightly" else 1
"""How many times as large as a quick run needs it."""


def bounded(*commands: list[str], memory: int = MEMORY, seconds: int = SECONDS) -> list[Done]:
    """Command lines, one after another in a process with so much address space, and processor time for all of them."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "CPIND_TRACEBACK": ""}
    done = one_after_another(*commands, preexec_fn=limit, env=environment)
    for one in done:
        assert one.returncode in (0, 1, 2) and "fault in cpind" not in one.stderr and "Traceback" not in one.stderr
    return done


def a_parquet(columns: dict, path: Path, **how: object) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(columns), path, **{"compression": "zstd", **how})


def repeated(text: str, count: int):
    import numpy as np
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int8)), [text])


def of_one_cell(text: bytes):
    """A column without a copy of its text."""
    import numpy as np
    import pyarrow as pa

    return pa.StringArray.from_buffers(1, pa.py_buffer(np.array([0, len(text)], np.int32)), pa.py_buffer(text))


def zip_of(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return data.getvalue()


@pytest.fixture(scope="module")
def bombs(tmp_path_factory) -> Path:
    """A folder of files that unpack to far too much, made once."""
    folder = tmp_path_factory.mktemp("bombs")
    a_parquet(
        {"child_id": repeated("x" * 900, 11_000_000), "plan_start": repeated("2019-05-01", 11_000_000)},
        folder / "a.parquet",
    )
    one_cell = {"child_id": ["K1"], "plan_start": ["2019-05-01"], "note": of_one_cell(b"y" * 110_000_000)}
    quickly = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
    a_parquet(one_cell, folder / "b.parquet", **quickly)
    many, one = zip_of({f"f{n}.csv": b"0" * 20_000_000 for n in range(8)}), gzip.compress(b"0" * 150_000_000, 1)
    (folder / "many.zip").write_bytes(many)
    (folder / "nested.zip").write_bytes(zip_of({"in.zip": many}))
    (folder / "zipped.zip").write_bytes(zip_of({"in.csv.gz": one}))
    (folder / "one.csv.gz").write_bytes(one)
    return folder


@at_night
def test_a_parquet_bomb_is_refused(bombs, monkeypatch):
    monkeypatch.chdir(bombs)
    names = ("a.parquet", "b.parquet")
    for done in bounded(*(["activity", name] for name in names), *(["benchmarks", "import", name] for name in names)):
        assert done.returncode == 1 and "would unpack to" in done.stderr


@at_night
def test_packed_bombs_are_judged_in_total(bombs, monkeypatch):
    monkeypatch.chdir(bombs)
    said = {
        "many.zip": "unpack",
        "nested.zip": "packed a second time",
        "zipped.zip": "packed a second",
        "one.csv.gz": "unpack",
    }
    refused = bounded(*([command, name] for command in ("activity", "inspect") for name in said), memory=1_500_000_000)
    for done, words in zip(refused, [*said.values()] * 2, strict=True):
        assert done.returncode == 1 and words in done.stderr


@pytest.mark.parametrize(
    "command",
    [["activity", "--year", "2019/20"], pytest.param(["inspect", "-f", "csv"], marks=at_night)],
)
def test_thousands_of_headings_are_handled_quickly(here, command):
    count = 5_400 * TIMES
    names = ("{} date", "Note", "CPP start {}")
    for number, name in enumerate(names):
        wide = ",".join(name.format(n) for n in range(count))
        (here / f"{number}.csv").write_text(f"{HEADINGS},{wide}\n" + f"K1,2019-05-01,,{',' * (count - 1)}\n" * 3)
    # What takes the square of their number takes a ninth of the time for a third of them.
    for done in bounded(*([*command, f"{number}.csv"] for number in range(len(names))), seconds=6 * TIMES**2):
        assert done.returncode == 0


def test_more_columns_than_any_table_has_are_refused(here):
    (here / "e.csv").write_text(f"{HEADINGS}{',' * 3_000_000}\nK1,2019-05-01,\n")
    (done,) = bounded(["activity", "e.csv"], seconds=15)
    assert done.returncode == 1 and "3,000,003 columns" in done.stderr


def test_one_endless_line_is_refused(here):
    (here / "e.csv").write_text("x" * 15_000_000 * TIMES)
    for done in bounded(["activity", "e.csv"], ["inspect", "e.csv"], ["benchmarks", "import", "e.csv"], seconds=20):
        assert done.returncode == 1 and len(done.stderr) < 2000


def test_a_huge_cell_and_a_row_of_separators_are_handled(here):
    (here / "cell.csv").write_text(f"{HEADINGS},note\nK1,2019-05-01,,{'x' * 20_000_000 * TIMES}\n")
    (here / "row.csv").write_text(f"{HEADINGS}\nK1,2019-05-01,{',' * 2_000_000 * TIMES}\n")
    options = ["--year", "2019/20", "-f", "csv"]
    for done in bounded(["activity", "cell.csv", *options], ["activity", "row.csv", *options]):
        assert done.returncode == 0 and "Child protection plans started,1" in done.stdout


def test_long_identifiers_are_handled(here):
    """A pattern that tried each of their digits anew would take minutes."""
    texts = ["0" * 60_000 * TIMES + "x", "1" * 60_000 * TIMES, "a1;" * 20_000 * TIMES, "1, " * 20_000 * TIMES + "x"]
    rows = "".join(f'"{text}",2019-05-01,\n' for text in texts)
    (here / "e.csv").write_text(f"{HEADINGS}\n{rows}")
    (done,) = bounded(["activity", "e.csv", "--year", "2019/20", "-f", "csv"], seconds=6)
    assert done.returncode == 0 and "Child protection plans started,4" in done.stdout


HEADER = "<Header><CollectionDetails><ReferenceDate>2020-03-31</ReferenceDate></CollectionDetails></Header>"


def test_deep_and_wide_returns_are_handled(here):
    many = " ".join(f'a{n}="1"' for n in range(350_000 * TIMES))
    documents = {
        "deep": f"<Message>{HEADER}<Children>{'<Child>' * 35_000 * TIMES}{'</Child>' * 35_000 * TIMES}</Children></Message>",
        "root": f"<Message {many}>{HEADER}</Message>",
        "child": f"<Message>{HEADER}<Children><Child {many}/></Children></Message>",
        "others": f"<Message>{HEADER}<Children>{'<x/>' * 350_000 * TIMES}</Children></Message>",
    }
    for name, text in documents.items():
        (here / f"{name}.xml").write_text(text)
    refused = bounded(*(["activity", f"{name}.xml"] for name in documents))
    assert [done.returncode for done in refused] == [1] * len(documents)


def a_child(name: str, start: str, inside: str = "", after: bool = False) -> str:
    plan = f"<CINdetails><ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate></ChildProtectionPlans></CINdetails>"
    who = f"<ChildIdentifiers><LAchildID>{name}</LAchildID></ChildIdentifiers>"
    return f"<Child>{who}{plan}{inside}</Child>" if not after else f"<Child>{inside}{who}{plan}</Child>"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("space", ["", ' xmlns="urn:cin"'])
def test_a_nested_child_and_its_outer_child_both_count(here, after, space):
    inner = a_child("K2", "2019-06-03", a_child("K3", "2019-07-01"), after)
    children = a_child("K0", "2019-05-07") + a_child("K1", "2019-05-01", inner, after) + a_child("K4", "2019-08-01")
    (here / "e.xml").write_text(f"<Message{space}>{HEADER}<Children>{children}</Children></Message>")
    result = run("activity", "e.xml", "--year", "2019/20", "-f", "csv")
    assert "Child protection plans started,5" in result.stdout
    rows = run("convert", "e.xml").stdout.splitlines()
    assert sorted(row.split(",")[rows[0].split(",").index("child_id")] for row in rows[1:]) == [
        "K0",
        "K1",
        "K2",
        "K3",
        "K4",
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_an_encoding_without_its_mark_is_called_by_its_name(here, encoding):
    (here / "e.csv").write_bytes(f"{HEADINGS}\nK1,2019-05-01,\n".encode(encoding))
    result = run("activity", "e.csv")
    assert result.exit_code == 1 and f"if it is {encoding[:6].upper()}, say so with -e {encoding}" in result.stderr
    assert run("activity", "e.csv", "-e", encoding, "--year", "2019/20").exit_code == 0


TWO_OF_ONE = {
    "plan_start,CPP start date": "2019-05-01,2019-06-01",
    "CPPstartDate,plan_start": "2019-06-01,2019-05-01",
    "plan_start,DOB,Expected date of birth": "2019-05-01,2010-01-01,",
    "plan_start,Review date,CPPreviewDate": "2019-05-01,2019-06-01,2019-08-01;2019-09-01",
    "plan_start,conference date": "2019-05-01,2019-06-01",
    "plan_start,ICPC held,DateOfInitialCPC": "2019-05-01,2019-06-01,2019-04-29",
    "plan_start,CPP Begin,CP plan started": "2019-05-01,2019-06-01,x",
    "CPP Begin,CP plan started": "2019-05-01,2019-06-01",
}


@pytest.mark.parametrize("headings, cells", TWO_OF_ONE.items())
@pytest.mark.parametrize("command", [["activity"], ["convert"], ["check"], ["inspect"], ["figures"], ["reviews"]])
def test_two_headings_of_one_date_in_a_large_file_are_handled(here, monkeypatch, headings, cells, command):
    (here / "e.csv").write_text(f"child_id,plan_end,{headings}\n" + "".join(f"K{n},,{cells}\n" for n in range(40)))
    answers = []
    for large in (10**9, 0):
        monkeypatch.setattr("cpind.inputs.delimited.LARGE_BYTES", large)
        result = run(*command, "e.csv")
        answers.append((result.exit_code, result.stdout, result.stderr))
    assert answers[0] == answers[1]
