"""The table [targets] of a cpind.toml: numbers to reach, for the whole area or for groups.

    [targets]
    icpc = 90
    two-year = { target = 4, tolerance = 1 }
    plans-open = { target = 300, good = "low" }

    [targets.district]
    icpc = 90

    [targets.district.Rugby]
    icpc = 85

[report.targets] has the same form. analysis/targets.py checks the names of indicators and groupings, which are not
known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import InputError

LARGEST = 1_000_000_000
KEYS = ("target", "tolerance", "good")
"""The keys of a target that is more than a number."""


@dataclass(frozen=True)
class TargetSetting:
    """A target as written.

    Attributes:
        code: the indicator.
        value: the number to reach.
        tolerance: within which a figure is near it.
        good: "high" or "low"; "" if the indicator's own direction applies.
        by: the grouping of the group that it is for, "" for the whole area.
        group: the group, "" for every group of the grouping, or the whole area.
        within: the table that contains [targets], "" for none.
    """

    code: str
    value: float
    tolerance: float = 0
    good: str = ""
    by: str = ""
    group: str = ""
    within: str = ""

    @property
    def table(self) -> str:
        """The heading of its table: "[targets.district.Rugby]"."""
        return table_name(self.by, self.group, self.within)


def table_name(by: str = "", group: str = "", within: str = "") -> str:
    """How a heading of cpind.toml is written."""
    return f"[{'.'.join(filter(None, (within, 'targets', by, group)))}]"


def read_targets(path: Path, raw: object, within: str = "") -> tuple[TargetSetting, ...]:
    """The targets in the order of the file, of the table [targets] or of the one in the table `within`. Raises
    InputError for anything but a table of numbers."""
    if not isinstance(raw, dict):
        raise InputError(
            f"{path.name}, {within}{' ' if within else ''}targets: write a table, {table_name(within=within)}"
        )
    return tuple(_of_table(path, raw, within))


def _of_table(path: Path, raw: dict[str, Any], within: str, by: str = "", group: str = "") -> Iterable[TargetSetting]:
    """The targets of a table and of its subtables: groupings in [targets], groups in groupings."""
    for name, value in raw.items():
        where = f"{path.name}, {table_name(by, group, within)} {name}"
        if value == {}:
            raise InputError(f"{where}: it is empty; write a number, or leave it out")
        if isinstance(value, dict) and not value.keys() & set(KEYS) and not group:
            yield from _of_table(path, value, within, by or name, name if by else "")
        else:
            yield replace(_target(where, name, value, by, group), within=within)


def _target(where: str, code: str, value: object, by: str, group: str) -> TargetSetting:
    if not isinstance(value, dict):
        return TargetSetting(code, _number(where, value), by=by, group=group)
    if unknown := [key for key in value if key not in KEYS]:
        raise InputError(f'{where}: "{unknown[0]}" is not part of a target; it has {", ".join(KEYS)}')
    if "target" not in value:
        raise InputError(f"{where}: the number itself is missing; write {{ target = 90, tolerance = 5 }}")
    good = value.get("good", "")
    if good not in ("", "low", "high"):
        raise InputError(f'{where}, good: write "low" or "high"')
    tolerance = _number(f"{where}, tolerance", value.get("tolerance", 0))
    return TargetSetting(code, _number(f"{where}, target", value["target"]), tolerance, good, by, group)


def _number(where: str, value: object) -> float:
    """A number from 0 up."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= LARGEST:
        return value
    raise InputError(f"{where}: write a number from 0 up, or {{ target = 90, tolerance = 5 }}")
