"""The table [spc] of a cpind.toml: how control limits are worked out, and from which days they are worked out anew.

    [spc]
    chart = "xmr"

    [[spc.rebase]]
    from = "2019-04"
    because = "a new front door"
    indicators = ["s47", "conferences"]

analysis/rebasing.py checks the names of indicators, which are not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from ..errors import InputError, UsageError

CHARTS = ("laney", "xmr")
"""p' and u' limits for percentages and rates, or XmR limits for all."""

KEYS = ("chart", "rebase")
REBASE_KEYS = ("from", "because", "indicators")


@dataclass(frozen=True)
class RebaseSetting:
    """The first day of new limits, the reason, and the indicators concerned (none: all of them)."""

    start: date
    because: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpcSettings:
    """One of CHARTS, or "" if none is set, and the rebases."""

    chart: str = ""
    rebase: tuple[RebaseSetting, ...] = ()


def read_spc(path: Path, raw: object) -> SpcSettings:
    """The settings of the table. Raises InputError for an unknown key, a rebase without its reason, or one given
    twice."""
    if not isinstance(raw, dict):
        raise InputError(f"{path.name}, spc: write a table, [spc]")
    if unknown := [key for key in raw if key not in KEYS]:
        raise InputError(
            f'{path.name}, [spc]: "{unknown[0]}" is not a setting of this table; the settings are {", ".join(KEYS)}'
        )
    chart, tables = raw.get("chart", ""), raw.get("rebase", [])
    if chart not in ("", *CHARTS):
        raise InputError(f"{path.name}, [spc] chart: write one of {', '.join(CHARTS)}")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(f"{path.name}, [spc] rebase: write [[spc.rebase]] and under it from and because")
    rebases = tuple(_rebase(f"{path.name}, [[spc.rebase]]", table) for table in tables)
    for one, other in combinations(rebases, 2):
        are_of_one = not (one.indicators and other.indicators) or set(one.indicators) & set(other.indicators)
        if one.start == other.start and are_of_one:
            raise InputError(
                f"{path.name}, [[spc.rebase]] from {one.start}: it stands there twice: give its reasons in one"
            )
    return SpcSettings(chart, rebases)


def _rebase(where: str, table: dict[str, Any]) -> RebaseSetting:
    if unknown := [key for key in table if key not in REBASE_KEYS]:
        raise InputError(f'{where}: "{unknown[0]}" is not part of it; it has {", ".join(REBASE_KEYS)}')
    if missing := [key for key in REBASE_KEYS[:2] if key not in table]:
        raise InputError(f'{where}: {missing[0]} is missing; write from = "2019-04" and because = "a new front door"')
    start = _start(f"{where} from", table["from"])
    because = table["because"]
    if not isinstance(because, str) or not because.strip():
        raise InputError(f"{where} because: write the reason, in quotation marks")
    return RebaseSetting(start, because, tuple(_codes(f"{where} indicators", table.get("indicators", []))))


def _start(where: str, value: object) -> date:
    """A day as text, or as a TOML date without quotation marks; a date with a time is refused."""
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise InputError(f'{where}: write text in quotation marks, "2019-04"')
    from ..model.first_day import first_day  # needed only here, so that nothing else waits for its import

    try:
        return first_day(value)
    except UsageError as error:
        raise InputError(f"{where} {error}") from None


def _codes(where: str, value: object) -> Iterable[str]:
    codes = [value] if isinstance(value, str) else value
    if not isinstance(codes, list) or not all(isinstance(code, str) and code for code in codes):
        raise InputError(f'{where}: write a list, ["s47", "conferences"]')
    return codes
