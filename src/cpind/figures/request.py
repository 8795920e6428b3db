"""What is asked of an extract: everything but the indicators and periods."""

from __future__ import annotations

from dataclasses import dataclass

from ..inputs.population import Population
from .choices import Choices


@dataclass(frozen=True)
class Request:
    """`area`: whose extract it is. `by`: the grouping, None for the whole area alone. `population`: for rates;
    `rule` is "dfe", "published" or None for that of each kind of period, `mid_year` names one by hand. `disproportion`:
    the rates of groups with their ratio to the whole area's. `choices`: the documented choices that have an option.
    """

    area: str = "Extract"
    by: str | None = None
    population: Population | None = None
    rule: str | None = None
    mid_year: int | None = None
    disproportion: bool = False
    choices: Choices = Choices()


WHOLE_AREA = Request()
"""Nothing split and no population given."""
