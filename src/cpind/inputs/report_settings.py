"""The table [report] of a cpind.toml: the sections of the committee's pack, its title and the titles of sections.

    [report]
    title = "Child protection update"
    sections = ["scorecard", "rates", "timeliness"]

    [report.titles]
    rates = "Numbers on a plan"

    [report.targets]
    icpc = 95

report/registry.py checks the names of sections, which are not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from .target_settings import TargetSetting, read_targets

KEYS = ("title", "sections", "titles", "targets")


@dataclass(frozen=True)
class ReportSettings:
    """The settings of the pack.

    Attributes:
        title: its title, "" for the usual one.
        sections: their names in order, () for all.
        titles: the authority's own titles, by section.
        targets: the report's own, each of which replaces that of [targets].
    """

    title: str = ""
    sections: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[TargetSetting, ...] = ()


def read_report(path: Path, raw: object) -> ReportSettings:
    """The settings of the table. Raises InputError for unknown keys, and for values that are not text."""
    if not isinstance(raw, dict):
        raise InputError(f"{path.name}, report: write a table, [report]")
    if unknown := [key for key in raw if key not in KEYS]:
        raise InputError(
            f'{path.name}, [report]: "{unknown[0]}" is not a setting of this table; the settings are {", ".join(KEYS)}'
        )
    title, sections, titles = raw.get("title", ""), raw.get("sections", []), raw.get("titles", {})
    if not isinstance(title, str):
        raise InputError(f"{path.name}, [report] title: write text in quotation marks")
    if not isinstance(sections, list) or not all(isinstance(name, str) for name in sections):
        raise InputError(f'{path.name}, [report] sections: write a list, ["rates", "timeliness"]')
    if not isinstance(titles, dict) or not all(isinstance(text, str) and text for text in titles.values()):
        raise InputError(f"{path.name}, [report.titles]: write text in quotation marks after each section's name")
    return ReportSettings(title, tuple(sections), dict(titles), read_targets(path, raw.get("targets", {}), "report"))
