"""Write the example's store of published figures from DfE's own downloads.

    python examples/make_benchmarks.py FILE...

takes the data files of "Characteristics of children in need: 2019 to 2020" and the statistical neighbours of April 2021,
as downloaded, and keeps of them Warwickshire, its ten neighbours, the West Midlands and England, 2015/16 to 2019/20, in
warwickshire/cpind-benchmarks.csv: what `cpind benchmarks import` writes, cut to the example.
Contains public sector information licensed under the Open Government Licence v3.0.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cpind.benchmarks.importing import import_files, with_rates
from cpind.benchmarks.records import LOCAL, NEIGHBOUR, POPULATION, Record
from cpind.benchmarks.store import merged, save

STORE = Path(__file__).parent / "warwickshire" / "cpind-benchmarks.csv"
NUMBER = "937"
AREAS = ("West Midlands", "England")
PERIODS = ("2015/16", "2016/17", "2017/18", "2018/19", "2019/20")
MID_YEARS = ("mid-2015", "mid-2016", "mid-2017", "mid-2018", "mid-2019")


def main(files: list[Path]) -> None:
    """Import, cut, write."""
    found = [record for imported in import_files(files) for record in imported.records]
    neighbours = [r.value for r in found if r.record == NEIGHBOUR and r.code == NUMBER]

    def is_wanted(record: Record) -> bool:
        if record.record == NEIGHBOUR:
            return record.code == NUMBER
        if record.period not in (MID_YEARS if record.record == POPULATION else PERIODS):
            return False
        return record.code in (NUMBER, *neighbours) if record.level == LOCAL else record.area in AREAS

    save(STORE, with_rates(merged([], [record for record in found if is_wanted(record)])))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
