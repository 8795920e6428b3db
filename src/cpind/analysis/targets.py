"""Figures beside their targets: on, near or off, and how many conferences, plans or children away.

A figure is compared as it is printed, rounded half up, and to more decimals where the target has more: 90.0 beside a target
of 90 is on target. How far away it is: the smallest change of the numerator, with the denominator as it is, after which the
printed figure would meet the target. [choice: a change of both has many answers]

A target for a number of events, or for a rate of events, is for a year: only reporting years and twelve months are compared
with it, and only if they are complete. A target for the whole area is not one for its groups. [choice]
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from ..errors import InputError
from ..figures.facts import NEAR, OFF, ON, Assessed, NoSuchGroup, Target, TargetOfAYear
from ..figures.groupings import GROUPINGS
from ..figures.groupings.choosing import BY_COLUMN, registered_name
from ..figures.indicators import INDICATORS, Indicator
from ..figures.result import COMPLETE, PART, Figure, Note, Result
from ..inputs.target_settings import TargetSetting
from ..model.measures import COUNT, PERCENT, RATE, exact, half_up
from ..model.periods import add_months
from ..model.schema import canonical
from ..model.wording import did_you_mean, name_key, nearest, not_an_indicator

TargetKey = tuple[str, str, str]
"""What a target is for: an indicator's code, a grouping and a group, as TargetSetting has them."""

Targets = Mapping[TargetKey, Target]


def targets_of(settings: Sequence[TargetSetting], own_columns: Iterable[str] = (), *, called: str) -> Targets:
    """The targets of the settings, each checked.

    Groups may go by the extract's `own_columns` too. Raises InputError, in which the file is `called` so, for an
    unknown indicator or grouping, an indicator with several rows, a percentage above 100, and a direction that is
    missing or contradicts the indicator's own. A group's target has the direction of the whole area's where it has
    none.
    """
    own = tuple(own_columns)
    targets: dict[TargetKey, Target] = {}
    directions = {one.code: one.good for one in settings if not one.by}
    for one in settings:
        where = f"{called}, {one.table} {one.code}"
        if one.code not in INDICATORS:
            raise InputError(f"{where}: {not_an_indicator(one.code, INDICATORS)}")
        indicator = INDICATORS[one.code]
        if indicator.is_split:
            raise InputError(f"{where}: it has several rows, and a target is for one number")
        if indicator.measure is PERCENT and one.value > 100:
            raise InputError(f"{where}: it is a percentage, so its target is at most 100")
        targets[one.code, _grouping(one, own, called), one.group] = Target(
            one.value, one.tolerance, _direction(one.good or directions.get(one.code, ""), indicator, one.value, where)
        )
    return targets


def _direction(wanted: str, indicator: Indicator, value: float, where: str) -> str:
    """Whether the figure should be the target or more ("high"), or the target or less ("low")."""
    if wanted and indicator.good and wanted != indicator.good:
        raise InputError(f'{where}, good: by its definition good is {indicator.good}; leave "good" out')
    if not (wanted or indicator.good):
        raise InputError(
            f"{where}: neither high nor low is good in itself, so say which the target means: "
            f'{{ target = {value:g}, good = "low" }}'
        )
    return wanted or indicator.good


def _grouping(one: TargetSetting, own: Sequence[str], called: str) -> str:
    """The name of the grouping as a Result has it, "" for the whole area."""
    if not one.by:
        return ""
    known = registered_name(one.by)
    if known in GROUPINGS:
        return known
    for name in (canonical(one.by, own), canonical(f"own {one.by}", own), canonical(one.by, BY_COLUMN)):
        if name in (*own, *BY_COLUMN):
            return str(name)
    names = [*GROUPINGS, *BY_COLUMN, *own]
    raise InputError(
        f'{called}, {one.table}: "{one.by}" is neither an indicator nor a column to group by{did_you_mean(one.by, names)}'
    )


def with_targets(result: Result, targets: Targets) -> Result:
    """The result with each figure beside its target, and notes on targets that nothing could be compared with."""
    if not targets:
        return result
    by_key = {(code, by, name_key(group)): target for (code, by, group), target in targets.items()}
    figures = tuple(_compared(figure, by_key, result) for figure in result.figures)
    notes = (*_of_a_year(figures), *_absent_groups(result, targets))
    return replace(result, figures=figures, notes=(*result.notes, *notes))


def _compared(figure: Figure, targets: Targets, result: Result) -> Figure:
    groups = _group_of(figure, result)
    if figure.is_benchmark or groups is None:
        return figure
    by, group = groups
    keys = (figure.indicator, by, name_key(group)), (figure.indicator, by, "")
    target = next((targets[key] for key in keys if key in targets), None)
    return figure._replace(assessed=assess(figure, target)) if target else figure


def _group_of(figure: Figure, result: Result) -> tuple[str, str] | None:
    """The grouping and group that a figure is of, by --by or --where; "" of the whole area; None where it is of more than
    one grouping, or of several groups of one."""
    kept = [(name, labels[0]) if len(labels) == 1 else None for name, labels in result.where]
    split = [(figure.by, figure.group)] if figure.by else []
    groups = [*kept, *split]
    if not groups:
        return "", ""
    return groups[0] if len(groups) == 1 and not figure.groups[1:] else None


def assess(figure: Figure, target: Target) -> Assessed:
    """A figure beside a target. Its verdict is "" without a value, where the extract does not cover the period, and where
    the target is for a year and the period is not one."""
    indicator = INDICATORS[figure.indicator]
    is_whole = figure.status == COMPLETE if is_of_a_year(indicator) else figure.status in (COMPLETE, PART)
    if figure.value is None or not is_whole or not _fits(figure, indicator):
        return Assessed(target)
    goal = _fraction(target.value)
    decimals = max(indicator.measure.decimals, _decimals(target.value))
    printed = Fraction(half_up(_exact(figure, indicator), decimals))
    missed = goal - printed if target.good == "high" else printed - goal
    if missed <= 0:
        return Assessed(target, ON)
    verdict = NEAR if missed <= _fraction(target.tolerance) else OFF
    return Assessed(target, verdict, _away(figure, indicator, target, decimals))


def is_of_a_year(indicator: Indicator) -> bool:
    """Whether its figures grow with the period, so that a target means those of a year."""
    return indicator.measure in (COUNT, RATE) and not indicator.is_snapshot


def _fits(figure: Figure, indicator: Indicator) -> bool:
    if not is_of_a_year(indicator):
        return True
    return bool(figure.start and figure.end and add_months(figure.end + timedelta(days=1), -12) == figure.start)


def _away(figure: Figure, indicator: Indicator, target: Target, decimals: int) -> int | None:
    """How many more or fewer in the numerator would just have met the target."""
    if figure.numerator is None or indicator.measure not in (PERCENT, RATE, COUNT):
        return None
    if indicator.measure is not COUNT and not figure.denominator:
        return None
    of_one = Fraction(indicator.measure.factor) / Fraction(1 if indicator.measure is COUNT else figure.denominator or 1)
    half = Fraction(1, 2 * 10**decimals)
    goal = _fraction(target.value)
    if target.good == "high":  # the first number that is rounded to the goal or more; a tie goes up
        wanted = math.ceil((goal - half) / of_one)
    else:  # the last number that is rounded to the goal or less
        wanted = math.ceil((goal + half) / of_one) - 1
    return wanted - int(figure.numerator)


def _exact(figure: Figure, indicator: Indicator) -> Fraction:
    assert figure.value is not None
    if figure.numerator is None or not figure.denominator:
        return _fraction(figure.value)
    return exact(figure.numerator, figure.denominator, indicator.measure)


def _fraction(number: float) -> Fraction:
    """A number as it is written: 4.3 is 43/10."""
    return Fraction(repr(number))


def _decimals(number: float) -> int:
    denominator, decimals = _fraction(number).denominator, 0
    while 10**decimals % denominator:
        decimals += 1
    return decimals


# --- notes ----------------------------------------------------------------------------------------------


def _of_a_year(figures: Collection[Figure]) -> Iterable[Note]:
    """For each indicator with a target for a year of which no figure is of a year."""
    concerned = [figure for figure in figures if figure.assessed and is_of_a_year(INDICATORS[figure.indicator])]
    for code in dict.fromkeys(figure.indicator for figure in concerned):
        if not any(_fits(figure, INDICATORS[code]) for figure in concerned if figure.indicator == code):
            yield Note(code, TargetOfAYear(code))


def _absent_groups(result: Result, targets: Targets) -> Iterable[Note]:
    """For each target of a group that the table, split so, does not have."""
    groups = {figure.group for figure in result.figures if result.by and figure.by == result.by}
    codes = {figure.indicator for figure in result.figures}
    present = {name_key(group) for group in groups}
    for code, by, group in targets:
        if groups and by == result.by and group and code in codes and name_key(group) not in present:
            yield Note(code, NoSuchGroup(code, group, by, nearest(group, groups) or ""))
