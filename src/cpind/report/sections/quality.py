"""The quality of the data: what `cpind check` found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ...checks import Subject, examine
from ...checks.registry import ERROR, INFORMATION
from ...model.wording import counted
from ...output.document import Block, Bullets, Paragraph
from ..pack import Pack
from ..protection import LARGEST, is_small
from ..registry import Missing, section


@section("quality", title="Quality of the data", order=110)
def quality(pack: Pack) -> Sequence[Block] | Missing:
    """How many checks found something, and what, worst first."""
    source = pack.source
    findings = examine(Subject(source.extract, source.standing, None, source.request.population, pack.area))
    counts = [(check, n) for check, n in findings.counts() if check.severity != INFORMATION]
    if not counts:
        return (Paragraph(f"None of {findings.ran} checks of the extract found anything wrong or worth a look."),)
    first = counted(
        "Of {total} checks of the extract {n} found something wrong or worth a look:", len(counts), findings.ran
    )
    items = []
    for check, n in counts:
        number = f"{LARGEST} or fewer" if pack.is_suppressed and is_small(n) else f"{n:,}"
        severity = "an error" if check.severity == ERROR else "worth a look"
        items.append(f"{check.what} ({check.code}, {severity}): {number}.")
    return (Paragraph(first), Bullets(tuple(items)))
