"""Messages of the command line in Python's terms: parameters instead of options."""

from __future__ import annotations

import re

_PHRASES = (
    (
        "give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml",
        "give population=, a CSV (area, mid_year, population) or a number",
    ),
    ("map your own heading under [columns] in cpind.toml", 'map your own heading with columns={"column": "heading"}'),
    ("cpind check --list names them", "cpind.checks has them"),
    ("by --bad-dates blank", 'by bad_dates="blank"'),
    ("--gap-from start", 'gap_from="start"'),
    ('--rebase 2019-04 --because "a new front door"', 'rebase={"2019-04": "a new front door"}'),
    ("leave out --rolling, or choose", "choose"),
    (": --month Apr-18..Mar-20, or --last 24 --every month", ", as Apr-18..Mar-20"),
    ("--by district --by team", 'by=("district", "team")'),
    ("[columns]", "columns"),
)
_PARAMETERS = {
    "authority": "area",
    "from": "covered_from",
    "population-rule": "rule",
    "population-year": "mid_year",
    "compare": "areas",
    "neighbours": "average",
}
_SWITCHES = ("anniversary", "disproportion", "weekends-only", "without-transfer-ins", "calendar-days", "full-history")


def in_python(text: str) -> str:
    """A message of the command line with parameters for options: "--as-at" is "as_at="."""
    for option, parameter in _PHRASES:
        text = text.replace(option, parameter)
    return re.sub(r"(?<![\w-])--([a-z][a-z-]*)", _parameter, text)


def _parameter(option: re.Match[str]) -> str:
    name = option[1]
    return f"{_PARAMETERS.get(name, name).replace('-', '_')}={'True' if name in _SWITCHES else ''}"
