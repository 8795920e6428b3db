"""The command that starts a folder: init."""

from __future__ import annotations

import click

from ..errors import InputError
from .options import examples

TEMPLATE = """\
# Settings for cpind: with them, `cpind rates` in this folder needs no options.
# Take away the "# " before a line and put your own in. Paths are relative to this file.

# The authority: its name as your population and benchmark files have it; of a store also its number or GSS code.
# authority = "Warwickshire"

# The extract, or several: a live history, annual returns (with a column return_year), or both.
# extract = "extract.csv"
# extract = ["returns.csv", "extract.csv"]

# Children aged 0-17: a CSV with the columns area, mid_year, population; or one number.
# population = "population.csv"

# Published figures. `cpind benchmarks import FILE...` makes a store of DfE's downloads beside this file, which is then
# used without a word here. Or a CSV of your own: indicator, area, period, value (TBC where not yet published).
# benchmarks = "benchmarks.csv"

# Which areas to show beside, in this order; by default the neighbours' average, the region and England.
# compare = ["Statistical neighbours", "region", "England", "Essex"]

# Of a store: how the neighbours are averaged, which set of them, which release's figures.
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

# How to print: table, csv, tsv, json, markdown or xlsx.
# format = "table"

# Your own headings, where cpind does not know them: its column = "your heading".
# (child_id, date_of_birth, sex, ethnicity, district, team, s47_start, icpc_date, icpc_not_required,
#  transfer_in, referral_date, plan_start, plan_end, initial_category, latest_category, previous_plans, ...)
[columns]
# plan_start = "Date put on plan"
# plan_end = "Date taken off plan"
"""


@click.command(epilog=examples("cpind init", "cpind init team-folder"))
@click.argument("folder", type=click.Path(), default=".")
def init(folder: str) -> None:
    """Write a commented cpind.toml into a folder; never over one that is there."""
    from pathlib import Path

    from ..config import FILE_NAME

    path = Path(folder) / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise InputError(f"{path} is there already; it stays as it is") from None
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from None
    click.echo(f"cpind: wrote {path}; open it and put your own settings in", err=True)
