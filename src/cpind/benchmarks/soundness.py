"""Whether a store is sound: each row one of the kinds, levels, periods, values that cpind itself writes, and each once.

People mend a store by hand, and merge two of them; what no command can use must not wait until one stumbles on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..errors import InputError, UsageError
from ..model.periods import FIRST_YEAR, LAST_YEAR, parse_year
from .records import FIGURE, LEVELS, LOCAL, NEIGHBOUR, POPULATION, Origin, Record

KINDS = (FIGURE, POPULATION, NEIGHBOUR)


def check_sound(name: str, rows: Sequence[tuple[int, Record]]) -> None:
    """Raises InputError with the store's name, the row, the column and what is wrong, for the first row that is not sound."""
    for column, concerns, is_sound, rule in _rules():
        kinds = KINDS if concerns is None else concerns
        position = rows[0][1]._fields.index(column) if rows else 0
        wrong = {
            text for text in {record[position] for _, record in rows if record.record in kinds} if not is_sound(text)
        }
        if concerns is None and column == "record":
            wrong = {text for text in {record.record for _, record in rows} if not is_sound(text)}
            kinds = (*KINDS, *wrong)
        if wrong:
            number = next(n for n, record in rows if record.record in kinds and record[position] in wrong)
            raise InputError(f"{name}, row {number}, {column}: {rule}")
    _check_codes(name, rows)
    seen: dict[tuple[str, ...], int] = {}
    for number, record in rows:
        before = seen.setdefault(record.key, number)
        if before != number:
            raise InputError(
                f"{name}, row {number}: a second row for {record.indicator}, {record.area or record.code}, {record.period} "
                f"of {record.release} (the first is row {before}); keep one"
            )


def _check_codes(name: str, rows: Sequence[tuple[int, Record]]) -> None:
    for number, record in rows:
        if not record.code or not record.area:
            raise InputError(f"{name}, row {number}: a place without a code or a name")
        if record.level == LOCAL and not _is_whole(record.code):
            raise InputError(f"{name}, row {number}, code: an authority has a number")


def _rules() -> tuple[tuple[str, tuple[str, ...] | None, Callable[[str], bool], str], ...]:
    """Column, the kinds of row that it concerns (None: all), what is sound in it, and the rule in words."""
    from ..figures.indicators import INDICATORS
    from .published import SYMBOLS

    return (
        ("record", None, KINDS.__contains__, f"write {', '.join(KINDS)}"),
        ("level", None, LEVELS.__contains__, f"write {', '.join(LEVELS)}"),
        ("indicator", (FIGURE,), INDICATORS.__contains__, "no indicator that cpind knows"),
        ("period", (FIGURE,), _is_year, "write a reporting year, as 2019/20"),
        ("period", (POPULATION,), _is_mid_year, "write a mid-year, as mid-2019"),
        ("period", (NEIGHBOUR,), _is_whole, "write the neighbour's place, 1 the nearest"),
        ("numerator", None, lambda text: not text or _is_whole(text), "write a whole number, or nothing"),
        ("denominator", None, lambda text: not text or _is_whole(text), "write a whole number, or nothing"),
        (
            "value",
            (FIGURE,),
            lambda text: not text or text in SYMBOLS or bool(re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,20})?", text)),
            f"write a number, or one of DfE's symbols ({' '.join(SYMBOLS)})",
        ),
        ("value", (POPULATION,), lambda text: _is_whole(text) and int(text) > 0, "write a whole number of children"),
        ("value", (NEIGHBOUR,), _is_whole, "write the number of an authority"),
        ("vintage", None, bool, "write the release's year"),
        ("origin", None, _ORIGINS.__contains__, f"leave it blank, or write one of {', '.join(filter(None, _ORIGINS))}"),
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
