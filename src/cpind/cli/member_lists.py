"""What the commands that list children start from: the extract, the periods, and the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..inputs.config import Settings
from ..model.selection import select, split
from .loading import area_of, bases_of, periods_of, read_extract
from .options import Options
from .output import print_notes
from .run import groups_kept

if TYPE_CHECKING:
    from ..figures.bases import Bases
    from ..figures.request import Request
    from ..model.extract import Extract
    from ..model.periods import Period


@dataclass(frozen=True)
class MemberRequest:
    """Of which extract, for which periods, and what of it."""

    extract: Extract
    bases: Bases
    periods: list[Period]
    request: Request


def member_request(options: Options, settings: Settings, code: str, choices: dict[str, Any]) -> MemberRequest:
    """Read the extract of the settings and make the request of the options, for one indicator."""
    from ..figures.default_periods import default_periods
    from ..figures.indicators import Choices
    from ..figures.request import Request

    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    bases = bases_of(options, settings, extract)
    print_notes(options, [*extract.remarks, *(join.said for join in extract.joins), *bases.warnings])
    wanted = periods_of(options)
    if wanted.is_default:
        periods, remark = default_periods((code,), bases)
        periods = [piece for piece in split(periods, wanted.every)] if wanted.every else periods
        print_notes(options, filter(None, [remark]))
    else:
        periods = list(select(wanted, bases.as_at))
    request = Request(
        area=area_of(options, settings, extract, None),
        by=options.by,
        choices=Choices(**choices),
        where=groups_kept(options.where),
    )
    return MemberRequest(extract, bases, periods, request)
