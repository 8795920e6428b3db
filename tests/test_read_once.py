"""The extract that tests share: it equals a new reading, a changed file is read again, and nothing can be written to it."""

from __future__ import annotations

import pytest
from support import run
from support.read_once import reading_once

from cpind.inputs import reading
from cpind.inputs.flat import read_flat
from cpind.model.columns import cells


def counted_readings(monkeypatch) -> list[object]:
    """What is read from files from now on."""
    found: list[object] = []

    def read(tables, *how, **named):
        found.append(tables)
        return read_flat(tables, *how, **named)

    monkeypatch.setattr("cpind.inputs.flat.read_flat", read)
    return found


def test_a_file_that_is_changed_or_read_in_another_way_is_read_again(example, monkeypatch):
    found = counted_readings(monkeypatch)
    text = (example / "extract.csv").read_text()
    (example / "extract.csv").unlink()
    (example / "extract.csv").write_text(text.replace("Rugby", "Rugby itself"))
    first = run("activity", "extract.csv", "--by", "district", "--year", "2019/20").stdout
    assert "Rugby itself" in first and len(found) == 1
    assert run("activity", "extract.csv", "--by", "district", "--year", "2019/20").stdout == first
    assert len(found) == 1
    (example / "extract.csv").write_text(text.replace("Rugby", "Rugby town"))
    assert "Rugby town" in run("activity", "extract.csv", "--by", "district", "--year", "2019/20").stdout
    assert run("activity", "extract.csv", "--bad-dates", "blank").exit_code == 0
    assert len(found) == 3


def test_a_small_file_is_read_each_time(here, monkeypatch):
    found = counted_readings(monkeypatch)
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nA1,2019-05-01,\n")
    assert run("activity", "e.csv").stdout == run("activity", "e.csv").stdout
    assert len(found) == 2


def test_shared_arrays_are_read_only(example):
    read = reading_once(reading.read)
    one, other = read(["extract.csv"]), read(["extract.csv"])
    assert one is other
    for column in one.rows.columns.values():
        with pytest.raises(ValueError, match="read-only"):
            cells(column)[0] = cells(column)[1]
