"""What is asked of an extract: everything but the indicators and periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..inputs.population import Population
from .choices import PUBLISHED_DEFINITIONS, Choices


@dataclass(frozen=True)
class Request:
    """`area`: whose extract it is. `by`: the grouping, or two of which the second is inside the first; None for the whole
    area alone. `where`: the groups to keep, by the name of their grouping: {"district": "Rugby", "age": ["Under 1",
    "1-4 years"]}. `population`: for rates;
    `rule` is "dfe", "published" or None for that of each kind of period, `mid_year` names one by hand. `disproportion`:
    the rates of groups with their ratio to the whole area's. `families`: with how the events of each figure lie in
    families, for intervals. `choices`: the documented choices that have an option.
    """

    area: str = "Extract"
    by: str | Sequence[str] | None = None
    population: Population | None = None
    rule: str | None = None
    mid_year: int | None = None
    choices: Choices = PUBLISHED_DEFINITIONS
    where: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    disproportion: bool = False
    families: bool = False


WHOLE_AREA = Request()
"""Nothing split and no population given."""
