"""The command that starts a folder: init."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from ..errors import InputError, UsageError
from ..model.harmless import in_toml
from ..output.formats import FORMATS
from .options import examples
from .process import print_error

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
# Settings for cpind: with them, `cpind rates` in this folder needs no options.
# Remove the "# " before a line and put your own value in. Paths are relative to this file.

# The authority: its name as your population and benchmark files have it; with a store, its number or GSS code also works.
# authority = "Warwickshire"

# The extract, or several: a live history, annual returns (with a column return_year), or both.
# extract = "extract.csv"
# extract = ["returns.csv", "extract.csv"]

# Children aged 0-17: a CSV with the columns area, mid_year, population; or one number.
# population = "population.csv"

# Published figures. `cpind benchmarks import FILE...` makes a store of DfE's downloads beside this file, which is then
# used without a setting here. Or a CSV of your own: indicator, area, period, value (TBC where not yet published).
# benchmarks = "benchmarks.csv"

# Which areas to compare with, in this order; by default the neighbours' average, the region and England.
# compare = ["Statistical neighbours", "region", "England", "Essex"]

# With a store: how the neighbours are averaged, which set of them, which release's figures.
# neighbours = "mean"
# neighbour_set = "2021"
# vintage = "2020"

# The date of the extract; by default its last event.
# as_at = 2020-07-31
# from = 2014-04-01

# The encoding of text files, where it is not UTF-8.
# encoding = "cp1252"

# The only form of the dates in text files, where they are American or their years have two digits.
# date_format = "%m/%d/%Y"

# Targets, in the figure's own unit; and the rows of `cpind scorecard`, in this order.
# targets.icpc = 90
# targets.two-year = { target = 4, tolerance = 1 }
# scorecard.indicators = ["icpc", "repeats", "rates"]

# Control limits (`--spc`): XmR for all; and the month from which they are recalculated, with the reason.
# spc.chart = "xmr"
# spc.rebase = [{ from = "2019-04", because = "a new front door" }]

# The sections of `cpind report`, in this order.
# report.sections = ["scorecard", "rates", "timeliness"]

# How to print: {formats}.
# format = "table"

# Your own headings, where cpind does not recognise them: its column = "your heading".
# (child_id, date_of_birth, sex, ethnicity, district, team, s47_start, icpc_date, icpc_not_required,
#  transfer_in, referral_date, plan_start, plan_end, initial_category, latest_category, previous_plans, ...)
[columns]
# plan_start = "Date put on plan"
# plan_end = "Date taken off plan"
"""


EXTRACT_LINES = """\
# extract = "extract.csv"
# extract = ["returns.csv", "extract.csv"]
"""
COLUMN_LINES = """\
# plan_start = "Date put on plan"
# plan_end = "Date taken off plan"
"""
"""The parts of the template that are replaced where files are given."""


@click.command(epilog=examples("cpind init", "cpind init team-folder"))
@click.argument("paths", nargs=-1, metavar="[FOLDER | FILE...]", type=click.Path())
def init(paths: tuple[str, ...]) -> None:
    """Write a commented cpind.toml into a folder; an existing one is not overwritten.

    Given files, it is written beside the first of them, with these files as the extract and their headings mapped: those
    that cpind is sure of, and as comments those that are likely.
    """
    from pathlib import Path

    from ..inputs.config import FILE_NAME
    from ..inputs.readers import suffixes
    from ..inputs.saving import save_bytes

    if "" in paths:
        raise UsageError("FOLDER is empty: give it a value, or leave it out")
    if paths and paths[0].lower().endswith(suffixes()) and _is_missing(paths[0]):
        raise InputError(f"{paths[0]}: no such file")
    is_folder = not paths or (len(paths) == 1 and not Path(paths[0]).is_file())
    folder = Path(paths[0] if paths else ".") if is_folder else Path(paths[0]).parent
    template = TEMPLATE.replace("{formats}", ", ".join(FORMATS))
    text = template if is_folder else _filled_in(template, paths, folder)
    path = folder / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(path, text.encode("utf-8", errors="replace"), must_be_new=True)
    except FileExistsError:
        raise InputError(f"{path} already exists and is left as it is") from None
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from None
    print_error(f"cpind: wrote {path}; open it and put your own settings in")


def _is_missing(path: str) -> bool:
    """Whether nothing is there; of a name that the system refuses, writing says why."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _filled_in(template: str, paths: tuple[str, ...], folder: Path) -> str:
    """The template with these files as the extract, and their headings as the mapping."""
    from ..analysis.inspection import readings_of
    from ..inputs.reading import gather

    gathered = gather(paths)
    sure: dict[str, list[str]] = {}
    likely: list[tuple[str, str]] = []
    for _, readings in readings_of(gathered.tables, gathered.mapping):
        for reading in readings:
            if reading.column:
                sure.setdefault(reading.column, []).append(reading.heading)
            elif reading.near:
                likely.append((reading.near, reading.heading))
    names = [os.path.relpath(path, folder).replace(os.sep, "/") for path in paths]
    if unprintable := [path for path in names if not path.isprintable()]:
        raise InputError(f"{unprintable[0]}: a cpind.toml can't name a file that is called so: rename it")
    lines = [f"{column} = {_toml(list(dict.fromkeys(headings)))}\n" for column, headings in sure.items()]
    lines += [f"# {column} = {_toml([heading])}\n" for column, heading in likely]
    text = template.replace(EXTRACT_LINES, f"extract = {_toml(names)}\n")
    return text.replace(COLUMN_LINES, "".join(lines))


def _toml(texts: list[str]) -> str:
    """One text, or several in brackets, as TOML writes them."""
    written = [in_toml(text) for text in texts]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"
