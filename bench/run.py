"""The benchmark: whole processes side by side, alternating, medians and ratios.

    pip install . -r bench/requirements.txt && python bench/run.py
    python bench/run.py --only c --rounds 9
    python bench/run.py --only f --large          (ten million rows too: 1 GB of disk, some minutes)

Prints a table in Markdown: seconds of wall time and peak memory, the ratio, and what was to be reached. Inputs are made
in a temporary folder, or kept in `--folder`.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
CPIND = Path(sys.executable).with_name("cpind")
PERIODS = ("--year", "2015/16..2019/20", "--quarter", "Q1-15/16..Q4-19/20")
WHOSE = ("--authority", "Bench", "--population", "1000000")


class Run(NamedTuple):
    """One process: seconds of wall time, and megabytes at its peak."""

    seconds: float
    megabytes: float


def measured(command: Sequence[str | Path]) -> Run:
    """Run a command to its end. Raises SystemExit with its errors if it fails (`cpind check` ends with 1 where it finds
    any), and on Windows."""
    if not hasattr(os, "wait4"):
        raise SystemExit("the benchmark measures memory with os.wait4, which Windows does not have; run it on Linux")
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status) not in ((0, 1) if "check" in command else (0,)):
            errors.seek(0)
            raise SystemExit(f"{command} failed:\n{errors.read().decode()}")
    return Run(seconds, used.ru_maxrss / 1024)


def side_by_side(commands: Sequence[Sequence[str | Path]], rounds: int) -> list[Run]:
    """Each command's median over the rounds, in each of which all take their turn; the first round is for warming up.

    In another order each time: how dear fresh memory is depends on what ran just before, most of all on a virtual machine.
    """
    runs: list[list[Run]] = [[] for _ in commands]
    for _ in range(rounds + 1):
        for place in random.sample(range(len(commands)), len(commands)):
            runs[place].append(measured(commands[place]))
    return [Run(*(statistics.median(values) for values in zip(*of_one[1:]))) for of_one in runs]


class Bench:
    """The inputs, made when they are wanted, and the cases."""

    def __init__(self, folder: Path, rounds: int, large: bool) -> None:
        self.folder, self.rounds, self.large = folder, rounds, large

    def made(self, what: str, size: int, suffix: str) -> Path:
        path = self.folder / f"{what}-{size}.{suffix}"
        if not path.exists():
            subprocess.run([sys.executable, HERE / "generate.py", what, str(size), path], check=True)
        return path

    def figures(self, rows: int) -> list[str | Path]:
        return [CPIND, "figures", self.made("extract", rows, "csv"), *WHOSE, *PERIODS, "-q", "-o", self.ours(rows)]

    def ours(self, rows: int) -> Path:
        return self.folder / f"figures-{rows}.csv"

    def help(self) -> None:
        """(a) help."""
        ours, theirs = side_by_side([[CPIND, "--help"], [sys.executable, "-c", "import click"]], self.rounds * 2 + 1)
        row("(a) `cpind --help`", ours, "`import click`", theirs, 1.6)

    def small(self) -> None:
        """(b) ten thousand rows."""
        path = self.made("extract", 10_000, "csv")
        reading = [sys.executable, "-c", f"import pandas; pandas.read_csv({str(path)!r})"]
        rates = [CPIND, "rates", path, *WHOSE]
        first, second, theirs = side_by_side([rates, self.figures(10_000), reading], self.rounds * 2 + 1)
        row("(b) `cpind rates`, 10,000 rows", first, "pandas `read_csv`", theirs, 1.3)
        row("(b) `cpind figures`, 10,000 rows", second, "pandas `read_csv`", theirs, 1.8)

    def million(self) -> None:
        """(c) a million rows, and that both give the same."""
        path, out = self.made("extract", 1_000_000, "csv"), self.folder / "duckdb.csv"
        script = [sys.executable, HERE / "duckdb_figures.py", path, out]
        reading = [sys.executable, "-c", f"import pandas; pandas.read_csv({str(path)!r})"]
        ours, theirs, read = side_by_side([self.figures(1_000_000), script, reading], self.rounds)
        row("(c) `cpind figures`, 1,000,000 rows", ours, "DuckDB script", theirs, 1.5)
        row("(c) the same", ours, "pandas `read_csv` alone", read, None)
        print(f"\n{same_figures(self.ours(1_000_000), out):,} figures are the same to the last digit.\n")

    def census(self) -> None:
        """(d) census returns, beyond start-up."""
        none = self.made("census", 100, "xml")
        for children in (10_000, 100_000):
            path = self.made("census", children, "xml")
            walks = [[sys.executable, HERE / "bare_walk.py", file] for file in (path, none)]
            ours = [[CPIND, "activity", file, "-q"] for file in (path, none)]
            long, start, walk, walk_start = side_by_side([*ours, *walks], self.rounds)
            beyond = Run(long.seconds - start.seconds, long.megabytes)
            row(
                f"(d) `cpind activity`, {children:,} children, beyond start-up",
                beyond,
                "bare lxml walk",
                Run(walk.seconds - walk_start.seconds, walk.megabytes),
                1.5,
            )

    def excel(self) -> None:
        """(g) ten thousand rows of Excel, and the same rows as CSV."""
        book, text = (
            [CPIND, "rates", self.made("extract", 10_000, suffix), *WHOSE, "-q"] for suffix in ("xlsx", "csv")
        )
        ours, theirs = side_by_side([book, text], self.rounds * 2 + 1)
        row("(g) `cpind rates`, 10,000 rows of Excel", ours, "the same of CSV", theirs, 1.5)

    def looking_after(self) -> None:
        """(h) check and convert of a million rows."""
        path = self.made("extract", 1_000_000, "csv")
        check = [CPIND, "check", path, "-q", "-o", self.folder / "findings.csv"]
        convert = [CPIND, "convert", path, "-q", "-o", self.folder / "flat.csv"]
        checked, converted, figures = side_by_side([check, convert, self.figures(1_000_000)], self.rounds)
        row("(h) `cpind check`, 1,000,000 rows", checked, "`cpind figures`", figures, 2)
        row("(h) `cpind convert`, 1,000,000 rows", converted, "`cpind figures`", figures, 3)

    def growth(self) -> None:
        """(f) seconds beyond start-up for each million rows."""
        start = side_by_side([self.figures(100)], self.rounds)[0].seconds
        print("\n| rows | seconds | beyond start-up, for each million rows | peak MB |\n|---:|---:|---:|---:|")
        for rows in (10_000, 100_000, 1_000_000, *([10_000_000] if self.large else [])):
            run = side_by_side([self.figures(rows)], 1 if rows > 10**6 else self.rounds)[0]
            each = (run.seconds - start) / rows * 1e6
            print(f"| {rows:,} | {run.seconds:.2f} | {each:.2f} | {run.megabytes:,.0f} |", flush=True)


def row(what: str, ours: Run, other: str, theirs: Run, target: float | None) -> None:
    """A line of the table."""
    ratio = ours.seconds / theirs.seconds
    wanted = "" if target is None else f"{target:.1f}"
    print(
        f"| {what} | {ours.seconds:.3f} s, {ours.megabytes:,.0f} MB | {other} | {theirs.seconds:.3f} s, "
        f"{theirs.megabytes:,.0f} MB | {ratio:.2f} | {wanted} |",
        flush=True,
    )


def same_figures(ours: Path, theirs: Path) -> int:
    """How many figures of the script there are, each as cpind has it. Raises SystemExit for the first that differs."""

    def read(path: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        numbers = ("numerator", "denominator", "value")
        return {
            (r["indicator"], r["group"], r["period"]): tuple(r[n] and repr(float(r[n])) for n in numbers) for r in rows
        }

    mine, other = read(ours), read(theirs)
    for key, values in other.items():
        if mine.get(key) != values:
            raise SystemExit(f"{key}: cpind has {mine.get(key)}, the script {values}")
    return len(other)


CASES: dict[str, Callable[[Bench], None]] = {
    "a": Bench.help,
    "b": Bench.small,
    "c": Bench.million,
    "d": Bench.census,
    "f": Bench.growth,
    "g": Bench.excel,
    "h": Bench.looking_after,
}


def main() -> None:
    """The cases that were asked for, all by default."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="abcdfgh", help="letters of the cases: a b c d f g h")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", type=Path, help="where inputs are made and kept")
    options.add_argument("--large", action="store_true", help="(f) with ten million rows")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        bench = Bench(folder, asked.rounds, asked.large)
        print("| case | cpind | against | | ratio | to reach |\n|---|---|---|---|---:|---:|")
        for letter in asked.only:
            CASES[letter](bench)


if __name__ == "__main__":
    main()
