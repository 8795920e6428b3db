"""Whether a store is sound: kinds, levels, periods and values such as cpind writes, and no two rows for one figure.

People edit a store by hand and merge two of them; a row that no command can use is an error when the store is loaded, not
when a command meets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from ..errors import InputError, UsageError
from ..model.periods import FIRST_YEAR, LAST_YEAR, parse_year
from .records import COLUMNS, FIGURE, KEY, LEVELS, LOCAL, NEIGHBOUR, POPULATION, Origin, Record

KINDS = (FIGURE, POPULATION, NEIGHBOUR)


class Rule(NamedTuple):
    """A rule for the texts of a column in rows of some `kinds`; `text` is the rule in a message."""

    column: str
    kinds: tuple[str, ...]
    is_sound: Callable[[str], bool]
    text: str

    def concerns(self, kind: str) -> bool:
        """Whether the rule holds for rows of a kind; the rules for every kind hold for an unknown one as well."""
        return self.kinds == KINDS or kind in self.kinds


def check_sound(name: str, records: Sequence[Record], numbers: Sequence[int]) -> None:
    """Raise InputError with the store's `name`, the row, the column and what is wrong, for a rule that a row breaks.

    `numbers` has the row number of each record.
    """
    if not records:
        return
    columns = _columns(records)
    rules = _rules()
    for kind in dict.fromkeys(columns["record"]):
        mine = _columns([record for record in records if record.record == kind])
        # Each distinct text is checked once: a store has many rows and few texts.
        texts = {rule.column: set(mine[rule.column]) for rule in rules}
        for rule in rules:
            if rule.concerns(kind) and (wrong := {text for text in texts[rule.column] if not rule.is_sound(text)}):
                cells = zip(numbers, columns["record"], columns[rule.column])
                number = next(number for number, of_kind, text in cells if of_kind == kind and text in wrong)
                raise InputError(f"{name}, row {number}, {rule.column}: {rule.text}")
    _check_places(name, columns, numbers)
    _check_once(name, columns, numbers)


def _columns(records: Sequence[Record]) -> dict[str, list[str]]:
    """The texts of each column, in the order of the records."""
    return {column: list(map(itemgetter(position), records)) for position, column in enumerate(COLUMNS)}


def _check_places(name: str, columns: dict[str, list[str]], numbers: Sequence[int]) -> None:
    """Raise InputError for a row without a place, and for an authority whose code is not a number."""
    places = dict.fromkeys(zip(columns["level"], columns["code"], columns["area"]))
    for level, code, area in places:
        wrong = ""
        if not (code and area):
            wrong = ": a place without a code or a name"
        elif level == LOCAL and not _is_whole(code):
            wrong = ", code: an authority has a number"
        if wrong:
            rows = zip(numbers, columns["level"], columns["code"], columns["area"])
            number = next(number for number, *place in rows if place == [level, code, area])
            raise InputError(f"{name}, row {number}{wrong}")


def _check_once(name: str, columns: dict[str, list[str]], numbers: Sequence[int]) -> None:
    """Raise InputError for the first row that has the key of an earlier one."""
    # Joined texts are quicker than tuples: the garbage collector need not look at them.
    keys = list(map("\n".join, zip(*(columns[column] for column in KEY))))
    if len(set(keys)) == len(keys):
        return
    first: dict[str, int] = {}
    shown = zip(*(columns[column] for column in ("indicator", "group", "area", "period", "release")))
    for number, key, (indicator, group, area, period, release) in zip(numbers, keys, shown):
        earlier = first.setdefault(key, number)
        what = f"{group}, {area}" if group else area
        if earlier != number:
            raise InputError(
                f"{name}, row {number}: a second row for {indicator}, {what}, {period} "
                f"of {release} (the first is row {earlier}); keep one"
            )


def _rules() -> tuple[Rule, ...]:
    from .measures import published_codes
    from .published import SYMBOLS

    def is_value(text: str) -> bool:
        return not text or text in SYMBOLS or bool(re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,20})?", text))

    def is_count(text: str) -> bool:
        return not text or _is_whole(text)

    return (
        Rule("record", KINDS, KINDS.__contains__, f"write {', '.join(KINDS)}"),
        Rule("level", KINDS, LEVELS.__contains__, f"write {', '.join(LEVELS)}"),
        Rule("indicator", (FIGURE,), published_codes().__contains__, "not an indicator that cpind knows"),
        Rule("period", (FIGURE,), _is_year, "write a reporting year, as 2019/20"),
        Rule("period", (POPULATION,), _is_mid_year, "write a mid-year, as mid-2019"),
        Rule("period", (NEIGHBOUR,), _is_whole, "write the neighbour's place, 1 the nearest"),
        Rule("numerator", KINDS, is_count, "write a whole number, or nothing"),
        Rule("denominator", KINDS, is_count, "write a whole number, or nothing"),
        Rule("value", (FIGURE,), is_value, f"write a number, or one of DfE's symbols ({' '.join(SYMBOLS)})"),
        Rule(
            "value",
            (POPULATION,),
            lambda text: _is_whole(text) and int(text) > 0,
            "write a whole number of children",
        ),
        Rule("value", (NEIGHBOUR,), _is_whole, "write the number of an authority"),
        Rule("vintage", KINDS, bool, "write the release's year"),
        Rule("origin", KINDS, _ORIGINS.__contains__, f"leave it blank, or write {', '.join(filter(None, _ORIGINS))}"),
    )


_ORIGINS = tuple(map(str, Origin))


def _is_whole(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,12}", text))


def _is_year(text: str) -> bool:
    try:
        return parse_year(text).label == text
    except UsageError:
        return False


def _is_mid_year(text: str) -> bool:
    return bool(re.fullmatch(r"mid-[0-9]{4}", text)) and FIRST_YEAR <= int(text[4:]) <= LAST_YEAR
