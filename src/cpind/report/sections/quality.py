"""The quality of the data: what `cpind check` found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ...checks import Subject, examine
from ...checks.registry import ERROR, INFORMATION, WARNING
from ...output.document import Block, Bullets, Paragraph
from ..pack import Pack
from ..protection import LARGEST, is_small
from ..registry import Missing, section

_SEVERITIES = {ERROR: "an error", WARNING: "worth a look", INFORMATION: "for information"}


@section("quality", title="Quality of the data", order=110)
def quality(pack: Pack) -> Sequence[Block] | Missing:
    """How many checks found something, and what, worst first: as `cpind check` counts them."""
    source = pack.source
    findings = examine(Subject(source.extract, source.standing, None, source.request.population, pack.area))
    counts = findings.counts()
    if not counts:
        return (Paragraph(f"None of {findings.ran} checks of the extract found anything."),)
    first = f"Of {findings.ran} checks of the extract {len(counts)} found something, and {findings.ran - len(counts)} nothing:"
    items = []
    for check, n in counts:
        number = f"{LARGEST} or fewer" if pack.is_suppressed and is_small(n) else f"{n:,}"
        items.append(f"{check.what} ({check.code}, {_SEVERITIES[check.severity]}): {number}.")
    return (Paragraph(first), Bullets(tuple(items)))
