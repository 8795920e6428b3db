"""The quality of the data: what `cpind check` found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ...checks import Subject, examine
from ...checks.registry import ERROR, INFORMATION, SEVERITIES, WARNING
from ...output.document import Block, Bullets, Paragraph
from ..pack import Pack
from ..registry import Missing, section

_SEVERITIES = {ERROR: "an error", WARNING: "worth a look", INFORMATION: "for information"}
_NO_NUMBERS = "The numbers of rows are left out: suppressed numbers could be worked out from them."


@section("quality", title="Quality of the data", order=110)
def quality(pack: Pack) -> Sequence[Block] | Missing:
    """How many checks found something, and what, worst first: as `cpind check` counts them.

    A suppressed paper has no numbers of rows, and its order does not depend on them: a check counts what a table may hide,
    such as the plans of all years whose category is not recognised.
    """
    source = pack.source
    findings = examine(Subject(source.extract, source.standing, None, source.request.population, pack.area))
    counts = findings.counts()
    if not counts:
        return (Paragraph(f"None of {findings.ran} checks of the extract found anything."),)
    first = f"Of {findings.ran} checks of the extract {len(counts)} found something, and {findings.ran - len(counts)} nothing:"
    if pack.is_suppressed:
        counts.sort(key=lambda pair: (SEVERITIES.index(pair[0].severity), pair[0].code))
    items = tuple(
        f"{check.what} ({check.code}, {_SEVERITIES[check.severity]}){'' if pack.is_suppressed else f': {n:,}'}."
        for check, n in counts
    )
    return (Paragraph(first), Bullets(items), *([Paragraph(_NO_NUMBERS)] if pack.is_suppressed else ()))
