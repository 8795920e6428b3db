"""The engine: turn a request into a plan, count the plan's events, and turn the numbers into figures.

request -> plan (period -> basis) -> events -> members -> tallies -> figures and notes -> Result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from ..errors import UnavailableError, UsageError
from ..model.extract import Extract
from ..model.layouts import LAYOUTS
from ..model.measures import RATE
from ..model.nhs_numbers import without_nhs_numbers
from ..model.periods import Period, as_periods
from ..model.schema import SEVERAL_DAYS, accepted
from ..model.threads import side_by_side
from ..model.wording import not_an_indicator
from .answering import Answer, answer_of
from .bases import Bases, bases
from .default_periods import default_periods
from .disproportion import no_ratio, require_rates_by_group, with_ratios
from .facts import Caution, Remark
from .groupings import Grouping
from .indicators import INDICATORS, Indicator
from .placing import Cache
from .plan import plan
from .rates import GIVE_POPULATION, require_population, too_many_children, unused_groups
from .request import WHOLE_AREA, Request
from .result import LeftOut, Note, Result
from .scope import Scope, scope_of

__all__ = ["Request", "compute", "default_periods", "periods_of"]

NO_RATE = Caution(f"No population given, so no rate: {GIVE_POPULATION}.")
BANDS_OF_WHOLE_AREA = Caution("The bands are for the whole area only.")
_OF_WHOLE_AREA = "bands are for the whole area; --where gives those of one group"


def compute(
    extract: Extract,
    codes: str | Sequence[str],
    periods: str | Period | date | Iterable[str | Period | date] | None = None,
    request: Request = WHOLE_AREA,
    *,
    standing: Bases | None = None,
    needed: Sequence[str] | None = None,
) -> Result:
    """Compute the figures of the indicators `codes` for the periods, whole area first, then each group.

    If the request has no population, a rate that is `needed` has only its numerator. A single period that can't be
    answered is a figure with the status "unavailable" and the reason. Raises UnavailableError if the input can't answer
    an indicator that is needed, or can't answer any; UsageError for a malformed request.

    Args:
        extract: the extract.
        codes: the code of one indicator, or several.
        periods: Periods, or labels and ranges as the command line takes them ("2019/20", "Q1-20/21", "Mar-20..Jul-20",
            "2020-07-31"); None for the default ones.
        request: everything else that is asked for.
        standing: the bases of the extract, if already made.
        needed: the indicators that must be answered (None: all); any other that can't be is named in `left_out`.
    """
    codes = known_codes(codes)
    require_rates_by_group(codes, request)
    standing = standing or bases(extract)
    chosen = periods_of(codes, periods, standing)
    scope = scope_of(request.by, request.where, extract)
    grouping = scope.grouping
    if grouping and all(INDICATORS[code].is_split for code in codes):
        raise UsageError(f"{', '.join(codes)} and --by can't be combined: {_OF_WHOLE_AREA}")
    needed = codes if needed is None else needed
    answers, left_out = _sort_out(_answers(codes, chosen, extract, standing, scope, request, frozenset(needed)), needed)
    figures = [figure for answer in answers.values() for figure in answer.figures]
    if not figures:
        reasons = "; ".join(f"{', '.join(left.indicators)}: {left.reason}" for left in left_out)
        raise UnavailableError(f"nothing that was asked for can be computed: {reasons}")
    notes = [
        Note(code, fact)
        for code, answer in answers.items()
        for fact in (*answer.facts, *_limits_of(INDICATORS[code], request, grouping, extract))
    ]
    if request.disproportion:
        figures = with_ratios(figures)
        if missing := no_ratio(figures, request.by if isinstance(request.by, str) else " and ".join(request.by or ())):
            notes.append(Note("", missing))
    return Result(
        tuple(figures),
        tuple(chosen),
        request.area,
        grouping.name if grouping else "",
        tuple(dict.fromkeys(notes)),
        left_out,
        stands_on=frozenset(basis.label for answer in answers.values() for basis in answer.plan.bases),
        groupings=tuple(part.name for part in grouping.parts or (grouping,)) if grouping else (),
        where=tuple((one.grouping.name, one.labels) for one in scope.filters),
    )


def _sort_out(
    answers: Mapping[str, Answer | UnavailableError], needed: Iterable[str]
) -> tuple[dict[str, Answer], tuple[LeftOut, ...]]:
    """The indicators that are answered, and those that are left out, by reason. Raises UnavailableError for one that is
    needed."""
    answered: dict[str, Answer] = {}
    refused: dict[str, list[str]] = {}
    for code, answer in answers.items():
        if isinstance(answer, Answer):
            answered[code] = answer
        elif code in needed:
            raise UnavailableError(str(answer), indicator=code) from None
        else:
            refused.setdefault(str(answer), []).append(code)
    return answered, tuple(LeftOut(tuple(left), reason) for reason, left in refused.items())


def _limits_of(indicator: Indicator, request: Request, grouping: Grouping | None, extract: Extract) -> Iterable[Remark]:
    """What of a figure the request does not give: a rate without a population, groups without one, bands of groups."""
    if indicator.measure is RATE:
        yield from too_many_children(request)
        yield from [NO_RATE] if request.population is None else unused_groups(request, grouping, extract)
    if grouping and indicator.is_split:
        yield BANDS_OF_WHOLE_AREA


def known_codes(codes: str | Sequence[str]) -> Sequence[str]:
    """One or several codes as a sequence. Raises UsageError for an unknown code, and if there are none."""
    codes = [codes] if isinstance(codes, str) else () if codes is None else codes
    if not len(codes):
        raise UsageError('no indicator is named: name one or several by their codes, as "icpc"')
    unknown = [code for code in codes if code not in INDICATORS]
    if unknown:
        raise UsageError(not_an_indicator(unknown[0], INDICATORS))
    return codes


def periods_of(
    codes: Sequence[str], periods: str | Period | date | Iterable[str | Period | date] | None, standing: Bases
) -> list[Period]:
    """The periods that were asked for, or the default ones of these indicators."""
    return default_periods(codes, standing)[0] if periods is None else as_periods(periods)


# --- all indicators -----------------------------------------------------------------------------------


def _answers(
    codes: Sequence[str],
    periods: Sequence[Period],
    extract: Extract,
    standing: Bases,
    scope: Scope,
    request: Request,
    bare: frozenset[str],
) -> dict[str, Answer | UnavailableError]:
    """Each indicator's answer, or why there is none. Indicators that count the same events by the same date are counted
    together and share them; others are counted in parallel."""

    def together(family: Sequence[str]) -> list[tuple[str, Answer | UnavailableError]]:
        cache: Cache = {}
        answers: list[tuple[str, Answer | UnavailableError]] = []
        for code in family:
            try:
                _require(INDICATORS[code], extract, request, bare)
                steps = plan(INDICATORS[code], periods, standing, scope)
                answers.append((code, answer_of(steps, standing, scope, request, cache)))
            except UnavailableError as error:
                answers.append((code, error))
        return answers

    families: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        families.setdefault((INDICATORS[code].events, INDICATORS[code].dated), []).append(code)
    # First the indicators that do not wait for another's events.
    in_turn = sorted(families, key=lambda family: family[0] == "plans" and family[1] != "open")
    by_family = side_by_side((partial(together, families[family]) for family in in_turn), len(extract.rows))
    answers = dict(answer for family in by_family for answer in family)
    return {code: answers[code] for code in codes}


def _require(indicator: Indicator, extract: Extract, request: Request, bare: frozenset[str]) -> None:
    for column in indicator.columns:
        if column not in extract.columns:
            raise UnavailableError(_column_missing(column, extract, in_short=indicator.code not in bare))
    if indicator.measure is RATE and not (request.population is None and indicator.code in bare):
        require_population(request)


def _column_missing(column: str, extract: Extract, *, in_short: bool = False) -> str:
    """A message with the column, the headings that it may have, and the file's unrecognised headings; with `in_short`,
    one sentence for all missing columns that few extracts have."""
    for layout in sorted(extract.layouts & set(LAYOUTS)):
        if column in LAYOUTS[layout].lacks:
            return LAYOUTS[layout].lacks[column]
    if in_short and column in SEVERAL_DAYS:
        return f"there is no {', '.join(name for name in SEVERAL_DAYS if name not in extract.columns)}"
    known = accepted(column).partition(", ")[2]
    unknown = (
        f"; not recognised: {without_nhs_numbers(', '.join(extract.own_columns[:10]))}" if extract.own_columns else ""
    )
    hint = "; for a list of open plans add an empty one" if column == "plan_end" else ""
    return (
        f"no column {column} in {', '.join(extract.sources)} (also known as {known}){unknown}{hint}; "
        "map your own heading under [columns] in cpind.toml"
    )
