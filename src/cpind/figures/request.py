"""A request to an extract: everything but the indicators and periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..inputs.population import Population
from .choices import PUBLISHED_DEFINITIONS, Choices


@dataclass(frozen=True)
class Request:
    """What is asked for.

    Attributes:
        area: the extract's area.
        by: the grouping, or two, the second inside the first; None for only the whole area.
        population: the population for rates.
        rule: "dfe", "published" or None, for the rule of each kind of period, by which a mid-year is chosen.
        mid_year: a mid-year, instead of the rule's.
        choices: the documented choices that have an option.
        where: the groups to keep, by the name of their grouping: {"district": "Rugby", "age": ["Under 1", "1-4
            years"]}.
        disproportion: whether rates of groups have their ratio to the whole area's.
        families: whether to find how events are clustered in families, for intervals.
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
"""A request that splits nothing and gives no population."""
