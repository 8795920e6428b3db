"""cpind.toml: an authority's settings, so that a command needs no options."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import InputError, UsageError
from ..model.periods import not_to_come, parse_date
from ..model.schema import BY_NAME, canonical
from ..model.wording import did_you_mean, not_a_column
from .files import read_bytes
from .report_settings import ReportSettings, read_report
from .spc_settings import SpcSettings, read_spc
from .target_settings import TargetSetting, read_targets

FILE_NAME = "cpind.toml"


@dataclass(frozen=True)
class Settings:
    """The settings in a cpind.toml, with paths relative to its folder.

    Most are named as in the file; `covered_from` is its key "from". `path` is None if there is no such file, `remarks`
    are to be printed under every table, and `scorecard` has the codes of its indicators.
    """

    path: Path | None = None
    authority: str | None = None
    extract: tuple[str, ...] = ()
    population: str | None = None
    benchmarks: Path | None = None
    compare: tuple[str, ...] = ()
    neighbours: str | None = None
    neighbour_set: str | None = None
    vintage: str | None = None
    columns: dict[str, str | list[str]] = field(default_factory=dict)
    as_at: date | None = None
    covered_from: date | None = None
    holds: str | None = None
    bridge: int | None = None
    format: str | None = None
    encoding: str | None = None
    date_format: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    targets: tuple[TargetSetting, ...] = ()
    scorecard: tuple[str, ...] = ()
    report: ReportSettings = field(default_factory=ReportSettings)
    spc: SpcSettings = field(default_factory=SpcSettings)
    remarks: tuple[str, ...] = ()
    named: tuple[str | Path, ...] = ()

    def __post_init__(self) -> None:
        """Set `named`, the files named in the settings, which stay there if the command line gives others."""
        if not self.named:
            files = (*self.extract, self.population, self.benchmarks)
            object.__setattr__(self, "named", tuple(filter(None, files)))


def find_settings(extracts: Sequence[str], explicit: Path | None = None) -> Settings:
    """The settings file that is named, else the cpind.toml in the first extract's folder or the working folder, else
    none.

    An extract that is a folder may have them inside or beside it.
    """
    if explicit:
        return read_settings(explicit)
    first = Path(extracts[0]) if extracts and extracts[0] != "-" else None
    folders = [first, first.parent] if first and os.path.isdir(first) else [first.parent] if first else []
    for folder in (*folders, Path(".")):
        if _is_file(folder / FILE_NAME):
            return read_settings(folder / FILE_NAME)
    return Settings()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that can't be read has no settings
        return False


def read_settings(path: Path) -> Settings:
    """Read a cpind.toml. Raises InputError if it is not TOML, or has an unknown key or value."""
    raw, folder = _raw_settings(path), path.parent
    _expect(path, "authority", raw.get("authority", ""), str)
    _expect(path, "format", raw.get("format", ""), str)
    _expect(path, "encoding", raw.get("encoding", ""), str)
    _expect(path, "benchmarks", raw.get("benchmarks", ""), str)
    _expect(path, "columns", raw.get("columns", {}), dict)
    for name, headings in raw.get("columns", {}).items():
        if canonical(name, BY_NAME) is None:
            raise InputError(f"{path.name}, [columns]: {not_a_column(name, BY_NAME)}")
        _texts(path, "columns", headings)
    _no_control_characters(path, raw)
    return Settings(
        path=path,
        authority=raw.get("authority") or None,
        extract=tuple(str(folder / name) for name in _texts(path, "extract", raw.get("extract", []))),
        population=_population(path, raw.get("population", "")),
        benchmarks=folder / raw["benchmarks"] if raw.get("benchmarks") else None,
        compare=tuple(_texts(path, "compare", raw.get("compare", []))),
        neighbours=_one_of(path, "neighbours", raw.get("neighbours"), ("mean", "median")),
        neighbour_set=_year_name(path, "neighbour_set", raw.get("neighbour_set")),
        vintage=_year_name(path, "vintage", raw.get("vintage")),
        columns=raw.get("columns", {}),
        as_at=_day(path, "as_at", raw.get("as_at"), past=True),
        covered_from=_day(path, "from", raw.get("from")),
        holds=_one_of(path, "holds", raw.get("holds"), ("active", "started", "ended")),
        bridge=_days(path, "bridge", raw.get("bridge")),
        format=raw.get("format") or None,
        encoding=raw.get("encoding") or None,
        date_format=_date_formats(path, raw.get("date_format", [])),
        audit=_audit_questions(path, raw.get("audit", {})),
        targets=read_targets(path, raw.get("targets", {})),
        scorecard=_scorecard(path, raw.get("scorecard", {})),
        report=read_report(path, raw.get("report", {})),
        spc=read_spc(path, raw.get("spc", {})),
    )


def _raw_settings(path: Path) -> dict[str, Any]:
    """The keys and values of a file, all of whose keys are settings."""
    import tomllib

    data = read_bytes(path)
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # bad TOML, another encoding, an absurd number or nesting
        raise InputError(f"{path.name} is not TOML that can be read: {error}{_hint(data)}") from None
    known = {*Settings.__dataclass_fields__, "from"} - {"path", "covered_from", "remarks", "named"}
    unknown = [key for key in raw if key not in known]
    if unknown:
        near = did_you_mean(unknown[0], known)
        raise InputError(f'{path.name}: "{unknown[0]}" is not a setting; they are {", ".join(sorted(known))}{near}')
    return raw


def _audit_questions(path: Path, table: object) -> tuple[str, ...]:
    """[audit] questions = ["Was the plan needed?"]: the columns that auditors fill in."""
    if not isinstance(table, dict) or set(table) - {"questions"}:
        raise InputError(f'{path.name}, [audit]: write questions = ["...", "..."] and nothing else')
    questions = _texts(path, "audit.questions", table.get("questions", []))
    if len({question.strip().casefold() for question in questions}) < len(questions):
        raise InputError(f"{path.name}, [audit]: the same question stands there twice")
    return tuple(question.strip() for question in questions)


def _scorecard(path: Path, value: object) -> tuple[str, ...]:
    """The indicators of [scorecard], by their codes and in their order."""
    if not isinstance(value, dict) or value.keys() - {"indicators"}:
        raise InputError(f'{path.name}, scorecard: write [scorecard] and under it indicators = ["rates", "icpc"]')
    return tuple(_texts(path, "[scorecard] indicators", value.get("indicators", [])))


def _date_formats(path: Path, value: object) -> tuple[str, ...]:
    """The forms of dates, one or several; each must be valid."""
    from ..model.date_texts import date_formats

    names = tuple(_texts(path, "date_format", value))
    try:
        date_formats(names)
    except UsageError as error:
        raise InputError(f"{path.name}: {error}") from None
    return names


def _hint(data: bytes) -> str:
    """How to correct a Windows path in double quotes, in which TOML takes a backslash for an escape, or an unquoted
    text."""
    if re.search(rb'=\s*\[?[^#\n]*"[^"\n]*\\', data):
        return r"; write a path in single quotes, 'C:\data\extract.csv', or with forward slashes"
    if re.search(rb"^[^#=\n\"']*=\s*(?!true\b|false\b|inf\b|nan\b)[A-Za-z]", data, re.MULTILINE):
        return '; write text in quotation marks: extract = "extract.csv"'
    return ""


def _no_control_characters(path: Path, raw: dict[str, object]) -> None:
    """Refuse a path such as "C:\\team\\new.csv", which is valid TOML with an unintended tab and line feed."""
    for key in ("extract", "population", "benchmarks"):
        values = raw.get(key, "")
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and re.search("[\x00-\x1f]", value):
                raise InputError(
                    f"{path.name}, {key}: a backslash in double quotes has another meaning in TOML"
                    + "; write the path in single quotes or with forward slashes"
                )


def _population(path: Path, value: object) -> str | None:
    """The population setting: a number stays a number; a file is relative to the settings."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9:
        return str(value)
    if not isinstance(value, str) or "\0" in value:
        raise InputError(f"{path.name}, population: write a file's name in quotation marks, or a whole number above 0")
    return str(path.parent / value) if value else None


def _one_of(path: Path, key: str, value: Any, allowed: tuple[str, ...]) -> str | None:
    if value not in (None, "", *allowed):
        raise InputError(f"{path.name}, {key}: write one of {', '.join(allowed)}")
    return value or None


def _year_name(path: Path, key: str, value: Any) -> str | None:
    """A name that is usually a year: 2021 and "2021" are the same."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    _expect(path, key, value or "", str)
    return value or None


def _texts(path: Path, key: str, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [] if value == "" else [value]
    for one in values:
        _expect(path, key, one, str)
    return values


def _expect(path: Path, key: str, value: Any, kind: type) -> None:
    if not isinstance(value, kind) or "\0" in (value if isinstance(value, str) else ""):
        raise InputError(
            f"{path.name}, {key}: write {'a table, [columns]' if kind is dict else 'text in quotation marks'}"
        )


def _days(path: Path, key: str, value: object) -> int | None:
    """A number of days."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 366):
        raise InputError(f"{path.name}, {key}: write a number of days from 0 to 366")
    return value


def _day(path: Path, key: str, value: object, *, past: bool = False) -> date | None:
    if value in (None, ""):
        return None
    try:
        day = parse_date(str(value)[:10] if isinstance(value, date) else str(value))
        return not_to_come(day, "the extract's date") if past else day
    except UsageError as error:
        raise InputError(f"{path.name}, {key}: {error}") from None
