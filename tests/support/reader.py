"""Somebody who reads suppressed figures, knows what the indicators mean, and works out what is hidden.

Knows nothing of how cpind suppresses: reads records as `-f json` prints them, writes down every sum and inequality that the
definitions give, and asks an integer programme between which numbers each hidden one lies.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

Record = Mapping[str, Any]
Groups = frozenset[tuple[str, str]]
WHOLE: Groups = frozenset()
DAY = timedelta(days=1)


class Number(NamedTuple):
    """`counts`: what is counted; `groups`: of whom; a stock has one day."""

    counts: str
    groups: Groups
    start: date
    end: date


STARTED, ENDED, OPEN, CHILDREN, NET = "started", "ended", "open", "children open", "net flow"
CONFERENCES, ENQUIRIES, AT_ANY_POINT, GAPS, REVIEWED = "conferences", "enquiries", "any point", "gaps", "reviewed"
NUMERATORS = {
    **dict.fromkeys(("plans-started", "starts-rate", "conference-to-plan-ratio"), STARTED),
    **dict.fromkeys(("plans-ended", "ends-rate"), ENDED),
    **dict.fromkeys(("rates", "plans-open"), CHILDREN),
    **dict.fromkeys(("any-point", "any-point-rate"), AT_ANY_POINT),
    **dict.fromkeys(("s47", "s47-rate"), ENQUIRIES),
    **dict.fromkeys(("conferences", "conferences-rate", "s47-to-conference-ratio"), CONFERENCES),
    "net-flow": NET,
}
DENOMINATORS = {
    **dict.fromkeys(("repeats", "repeats-2y", "repeats-12m", "category-start"), STARTED),
    **dict.fromkeys(("two-year", "two-year-bands"), ENDED),
    **dict.fromkeys(("two-year-open", "two-year-open-bands", "open-9m", "open-12m", "open-15m", "open-18m"), OPEN),
    **dict.fromkeys(("looked-after", "pre-proceedings", "visits", "visits-alone"), OPEN),
    **dict.fromkeys(("category-open-initial", "category-open-latest"), CHILDREN),
    **dict.fromkeys(("icpc", "icpc-bands", "conference-to-plan-ratio"), CONFERENCES),
    **dict.fromkeys(("gaps", "gaps-median", "gaps-bands"), GAPS),
    **dict.fromkeys(("length", "length-median"), "length known"),
    "reviews": REVIEWED,
    "icpc-percentiles": "timed",
    "s47-to-conference-ratio": ENQUIRIES,
}
BANDED = ("two-year-bands", "two-year-open-bands", "gaps-bands", "icpc-bands")
CATEGORIES = ("category-start", "category-open-initial", "category-open-latest")
STOCKS = {OPEN, CHILDREN, REVIEWED, "two-year-open", "open-9m", "open-12m", "open-15m", "open-18m", "reviews", "visits"}
STOCKS |= {"visits-alone", "looked-after", "pre-proceedings", "visits of", "visits-alone of"}
DO_NOT_ADD_UP = {AT_ANY_POINT, "starts-children", "ends-children", "s47-children", "conferences-children"} | {
    "any-point-children"
}
CHANGING = ("age", "category", "initial category")

LASTED = ("3 months or less", "More than 3 to 6 months", "More than 6 months to under 1 year", "1 to under 2 years")
LASTED += ("2 years or more",)
APART = ("Under 6 months", "6 to under 12 months", "1 to under 2 years", "2 to under 5 years", "5 years or more")

Part = tuple[str, Groups]
"""What is counted, and a band of it."""


def _bands(counts: str, indicator: str, labels: Sequence[str]) -> list[Part]:
    return [(counts, frozenset({(indicator, label)})) for label in labels]


def _plain(*counts: str) -> list[Part]:
    return [(one, WHOLE) for one in counts]


_OPEN_BY, _GAPS = _bands(OPEN, "two-year-open-bands", LASTED), _bands(GAPS, "gaps-bands", APART)
_TIMES = _bands(CONFERENCES, "icpc-bands", ("0-10 working days", "11-15 working days", "Not known"))

SUMS: list[tuple[list[Part], list[Part]]] = [
    (_plain("repeats"), _plain(GAPS, "gaps-not-known")),
    (_plain("two-year"), _bands(ENDED, "two-year-bands", LASTED[-1:])),
    (_plain("two-year-open"), _OPEN_BY[-1:]),
    (_plain("icpc"), _TIMES[:2]),
    (_plain(CONFERENCES), [*_plain("timed"), *_TIMES[2:]]),
    (_plain(STARTED), _plain(NET, ENDED)),
    (_plain(AT_ANY_POINT), _plain(ENDED, OPEN)),
]
"""What holds by definition, with numbers that nobody shows too."""

EVE = "the eve's "
WENT = (ENDED, "length known", "ends-children")

GUESSES: list[tuple[list[Part], list[Part]]] = [
    (_plain(OPEN), _plain(CHILDREN)),
    (_plain(AT_ANY_POINT), _plain(ENDED, CHILDREN)),
    (_plain("repeats-12m"), _GAPS[:2]),
    (_plain("repeats-2y"), _GAPS[:3]),
    (_plain("open-12m"), _OPEN_BY[3:]),
    (_plain(REVIEWED), _OPEN_BY[1:]),
    (_plain("any-point-children"), _plain(CHILDREN, "ends-children")),
    (_plain("any-point-children"), _plain(CHILDREN, ENDED)),
    (_plain("any-point-children"), _plain(f"{EVE}{CHILDREN}", "starts-children")),
    (_plain("any-point-children"), _plain(f"{EVE}{CHILDREN}", STARTED)),
    (_plain(CHILDREN, "ends-children"), _plain(f"{EVE}{CHILDREN}", "starts-children")),
    (_plain(ENDED), _plain("length known")),
    *(
        (_plain(there, went), _plain(f"{EVE}{there}", came))
        for there, came, went in product((OPEN, CHILDREN), (STARTED, "starts-children"), WENT)
    ),
    *((_plain(AT_ANY_POINT), _plain(there, went)) for there, went in product((OPEN, CHILDREN), WENT)),
    *((_plain(AT_ANY_POINT), _plain(f"{EVE}{there}", "starts-children")) for there in (OPEN, CHILDREN)),
]
"""What mostly holds; the reader guesses so where it does."""

OLD = ("two-year-open", "open-18m", "open-15m", "open-12m", "open-9m")

SMALLER: list[tuple[list[Part], list[Part]]] = [
    *(
        (_plain(one), _plain(other))
        for chain in (
            ("repeats-12m", "repeats-2y", GAPS, "repeats", STARTED),
            ("two-year-open", "open-18m", "open-15m", "open-12m", "open-9m", OPEN),
            ("two-year", "length known", ENDED, AT_ANY_POINT),
            ("icpc", "timed", CONFERENCES),
            (CHILDREN, OPEN, AT_ANY_POINT),
            (CHILDREN, "any-point-children", AT_ANY_POINT),
            ("starts-children", STARTED),
            ("ends-children", ENDED),
            ("s47-children", ENQUIRIES),
            ("conferences-children", CONFERENCES),
            ("reviews", REVIEWED, OPEN),
            ("looked-after", OPEN),
            ("pre-proceedings", OPEN),
            ("visits-alone", "visits", OPEN),
            ("conference-to-plan", "conference-to-plan of", CONFERENCES),
            ("s47-to-conference", "s47-to-conference of", ENQUIRIES),
        )
        for one, other in itertools.pairwise(chain)
    ),
    (_plain("open-9m"), _OPEN_BY[2:]),
    (_OPEN_BY[3:], _plain("open-9m")),
    (_plain("open-12m"), _OPEN_BY[3:]),
    (_plain("open-15m"), _OPEN_BY[3:]),
    (_plain("open-18m"), _OPEN_BY[3:]),
    (_GAPS[:3], _plain("repeats-2y")),
    (_plain("repeats-2y"), _GAPS[:4]),
    (_GAPS[:2], _plain("repeats-12m")),
    (_plain("repeats-12m"), _GAPS[:3]),
    (_plain(STARTED), _plain("starts-children", "repeats")),
    (_plain(ENDED), _plain("ends-children", "repeats")),
    (_plain(AT_ANY_POINT), _plain("any-point-children", "repeats")),
    (_plain(CHILDREN), _plain(f"{EVE}{CHILDREN}", "starts-children")),
    (_plain(f"{EVE}{CHILDREN}"), _plain(CHILDREN, "ends-children")),
    (_plain(f"{EVE}two-year-open"), _plain("two-year-open", "two-year")),
    *((_plain(f"{EVE}{stock}"), _plain(stock, ENDED)) for stock in (*OLD, REVIEWED, OPEN)),
]
"""What is never larger than what."""

Terms = list[tuple[object, int]]


class Reader:
    """`truth` and `hidden`: the same records without and with --suppress. `last_day`: that of the extract."""

    def __init__(self, truth: Iterable[Record], hidden: Iterable[Record], last_day: date) -> None:
        self.numbers: dict[Number, int] = {}
        self.shown: set[Number] = set()
        self._basis: dict[Number, str] = {}
        self._equal: list[Terms] = []
        self._at_most: list[Terms] = []
        for true, one in zip(truth, hidden, strict=True):
            assert (true["indicator"], true["by"], true["group"], true["period"]) == (
                one["indicator"],
                one["by"],
                one["group"],
                one["period"],
            )
            for which, number in _read(true, last_day):
                if true[which] is not None:
                    self.numbers.setdefault(number, int(true[which]))
                    self._basis.setdefault(number, true["basis"])
                    if one[which] is not None:
                        assert one[which] == true[which]
                        self.shown.add(number)
        self._groups()
        self._periods()
        self._definitions()
        self._one_period_after_another()

    # --- what the reader knows ---

    def _groups(self) -> None:
        families: dict[tuple[Number, str], list[Number]] = defaultdict(list)
        for number in self.numbers:
            for name, label in number.groups:
                families[number._replace(groups=number.groups - {(name, label)}), name].append(number)
        for (whole, _), parts in families.items():
            if whole in self.numbers:
                terms: Terms = [(whole, 1), *((part, -1) for part in parts)]
                if self._value(terms) == 0:
                    self._equal.append(terms)
                elif whole.counts != NET:
                    self._at_most += [[(part, 1), (whole, -1)] for part in parts]

    def _periods(self) -> None:
        series: dict[tuple[str, Groups], list[Number]] = defaultdict(list)
        for number in self.numbers:
            if number.counts not in STOCKS:
                series[number.counts, number.groups].append(number)
        for (counts, groups), spans in series.items():
            for whole in spans:
                inside = [one for one in spans if one != whole and whole.start <= one.start and one.end <= whole.end]
                parts: Terms = [(part, -1) for part in _tiles(whole, inside)]
                if counts in DO_NOT_ADD_UP:
                    if all(name == "sex" for name, _ in groups):
                        self._at_most += [[(part, 1), (whole, -1)] for part in inside]
                    if counts != AT_ANY_POINT and parts and self._value([(whole, 1), *parts]) <= 0:
                        self._at_most.append([(whole, 1), *parts])
                    continue
                if parts and self._value([(whole, 1), *parts]) == 0:
                    self._equal.append([(whole, 1), *parts])
                # Numbers of one file: what lies between two edges is the same in all of them.
                alike = [one for one in spans if self._basis[one] == self._basis[whole]]
                self._between(whole, alike, self._basis[whole])

            if counts not in DO_NOT_ADD_UP:
                self._beside_another_file(spans)

    def _between(self, whole: Number, spans: Sequence[Number], file: str) -> None:
        if any(one != whole and one.start <= whole.end and whole.start <= one.end for one in spans):
            edges = sorted({edge for one in spans for edge in (one.start, one.end + DAY)})
            between = [edge for edge in edges if whole.start <= edge <= whole.end]
            days = ("days", whole.counts, whole.groups, file)
            self._equal.append([(whole, 1), *(((*days, edge), -1) for edge in between)])

    def _beside_another_file(self, spans: Sequence[Number]) -> None:
        """Twelve months are the last year less the part a year ago, and the part to date, where files agree on it."""
        for year, months in product(spans, spans):
            if not year.start < months.start <= year.end < months.end:
                continue
            ago = year._replace(end=months.start - DAY)
            to_date = year._replace(start=year.end + DAY, end=months.end)
            terms: Terms = [(months, 1), (year, -1), (ago, 1), (to_date, -1)]
            if ago in self.numbers and to_date in self.numbers and self._value(terms) == 0:
                self._equal.append(terms)

    def _definitions(self) -> None:
        bands = {*BANDED}
        for groups, start, end in {
            (frozenset(one for one in number.groups if one[0] not in bands), number.start, number.end)
            for number in self.numbers
        }:

            def at(part: Part, groups: Groups = groups, start: date = start, end: date = end) -> Number:
                counts, eve = part[0].removeprefix(EVE), start - DAY
                if counts != part[0]:
                    return Number(counts, groups | part[1], eve, eve)
                return Number(counts, groups | part[1], end if counts in STOCKS else start, end)

            def terms(lesser: Iterable[Part], greater: Iterable[Part], at: Any = at) -> Terms:
                return [*((at(one), 1) for one in lesser), *((at(one), -1) for one in greater)]

            changes = any(name in CHANGING for name, _ in groups)
            for whole, parts in SUMS:
                if not (changes and whole[0][0] == STARTED):
                    self._take(terms(whole, parts))
            for whole, parts in GUESSES:
                self._take(terms(whole, parts), whole_only=True)
            for lesser, greater in SMALLER:
                one = terms(lesser, greater)
                if all(number in self.numbers for number, _ in one):
                    self._take_at_most(one)
                elif len(one) == 2 and one[0][0] in self.numbers and one[1][0].counts in (STARTED, ENDED, OPEN):
                    self._at_most.append(one)  # that many, which nobody shows, may follow from others
            if start < end and not changes:
                eve = Number(OPEN, groups, start - DAY, start - DAY)
                at_end, started, ended, point = (at((one, WHOLE)) for one in (OPEN, STARTED, ENDED, AT_ANY_POINT))
                if eve in self.numbers:
                    flow: Terms = [(at_end, 1), (eve, -1), (started, -1), (ended, 1)]
                    self._take(flow)
                    is_corrected = all(number in self.numbers for number, _ in flow) and self._value(flow) != 0
                    if point in self.numbers or not is_corrected:
                        self._take([(point, 1), (eve, -1), (started, -1)])

    def _one_period_after_another(self) -> None:
        """Whoever was there in a period was there in an earlier one or started; and is there in a later one or has ended. What has
        lasted so long at one date still has at a later one, or has ended."""
        series: dict[tuple[str, Groups], list[Number]] = defaultdict(list)
        for number in self.numbers:
            if not any(name in CHANGING for name, _ in number.groups):
                series[number.counts, number.groups].append(number)
        for (counts, groups), there in series.items():
            if counts in (*OLD, REVIEWED, OPEN, CHILDREN):
                for before, now in product(there, there):
                    since = (series, groups, before.end + DAY, now.end)
                    for went in self._flows(ENDED, *since) if before.end < now.end else ():
                        self._take_at_most([(before, 1), (now, -1), *((one, -way) for one, way in went)])
            if counts not in (AT_ANY_POINT, "any-point-children"):
                continue
            for now, before in product(there, there):
                if now == before or before.start > now.start or before.end > now.end:
                    continue
                started = list(self._flows(STARTED, series, groups, before.end + DAY, now.end))
                ended = list(self._flows(ENDED, series, groups, before.start, now.start - DAY))
                for came in started:
                    self._take_at_most([(now, 1), (before, -1), *((one, -way) for one, way in came)])
                for went in ended:
                    self._take_at_most([(before, 1), (now, -1), *((one, -way) for one, way in went)])
                for came, went in product(started, ended):
                    flow: Terms = [*((one, -way) for one, way in came), *went]
                    self._take([(now, 1), (before, -1), *flow], whole_only=True)

    def _flows(
        self, counts: str, series: Mapping[tuple[str, Groups], Sequence[Number]], groups: Groups, start: date, end: date
    ) -> Iterable[Terms]:
        """What started or ended from one day to another, as sums of what is shown: by periods that make it up, or as what one
        period has more than another. Of children, those of all its periods are at least as many."""
        if start > end:
            yield []
            return
        for name in (counts, {STARTED: "starts-children", ENDED: "ends-children"}[counts]):
            spans = series.get((name, groups), ())
            wanted = Number(name, groups, start, end)
            inside = [one for one in spans if start <= one.start and one.end <= end]
            if tiles := _tiles(wanted, inside):
                yield [(one, 1) for one in tiles]
            elif name == counts:
                for whole in spans:
                    if (whole.start == start and whole.end > end) or (whole.start < start and whole.end == end):
                        days = (end + DAY, whole.end) if whole.start == start else (whole.start, start - DAY)
                        rest = wanted._replace(start=days[0], end=days[1])
                        if tiles := _tiles(rest, [one for one in spans if days[0] <= one.start and one.end <= days[1]]):
                            yield [(whole, 1), *((one, -1) for one in tiles)]

    def _take_at_most(self, terms: Terms) -> None:
        if self._value(terms) <= 0:
            self._at_most.append(terms)

    def _take(self, terms: Terms, *, whole_only: bool = False) -> None:
        """Note a sum, if it holds of the numbers; with `whole_only` not where one of them is shown by nobody."""
        missing = sum(number not in self.numbers for number, _ in terms)
        if (missing == 0 and self._value(terms) == 0) or (0 < missing < len(terms) - 1 and not whole_only):
            self._equal.append(terms)

    def _value(self, terms: Terms) -> int:
        return sum(way * self.numbers[number] for number, way in terms)  # type: ignore[index]

    # --- what the reader works out ---

    def finds(self) -> list[str]:
        """What is not safe: small numbers that are shown, and hidden ones that cannot be as little as 1 or as much as 5."""
        found = [
            f"{number.counts} {sorted(number.groups)} to {number.end} is shown"
            for number in self.shown
            if 1 <= self.numbers[number] <= 5 and number.counts != NET
        ]
        rows = [*self._rows(self._equal, exact=True), *self._rows(self._at_most, exact=False)]
        for unknown, own in _components(rows):
            small = [
                one
                for one in unknown
                if isinstance(one, Number) and 1 <= self.numbers.get(one, 0) <= 5 and one.counts != NET
            ]
            if small:
                found += self._ranges(unknown, own, small)
        return found

    def _rows(self, sums: Iterable[Terms], *, exact: bool) -> Iterable[tuple[dict[object, int], float, float]]:
        for terms in sums:
            unknown: dict[object, int] = defaultdict(int)
            known = 0
            for number, way in terms:
                if number in self.shown:
                    known += way * self.numbers[number]  # type: ignore[index]
                else:
                    unknown[number] += way
            if any(unknown.values()):
                yield dict(unknown), -known if exact else -np.inf, -known

    def _ranges(self, unknown: Sequence[object], rows: Sequence[Any], small: Sequence[Number]) -> list[str]:
        place = {one: position for position, one in enumerate(unknown)}
        matrix = np.zeros((len(rows), len(unknown)))
        for position, (terms, _, _) in enumerate(rows):
            for number, way in terms.items():
                matrix[position, place[number]] = way
        low, high = [row[1] for row in rows], [row[2] for row in rows]
        least = [-10_000 if _counts(one) == NET else 0 for one in unknown]

        def solve(wanted: Iterable[Number], way: int) -> Any:
            objective = np.zeros(len(unknown))
            objective[[place[one] for one in wanted]] = way
            return milp(
                objective,
                constraints=LinearConstraint(csc_array(matrix), low, high),
                integrality=np.ones(len(unknown)),
                bounds=Bounds(least, np.full(len(unknown), 10_000)),
                options={"presolve": False},
            ).x

        ends: dict[Number, dict[int, int]] = {one: {1: 1, -1: 5} for one in small}
        for way, goal in ((1, 1), (-1, 5)):
            # All at once, which shows of most that they are safe; then those of which it doesn't, one by one.
            together = solve(small, way)
            if together is None:
                return ["what the reader knows does not fit together: " + ", ".join(map(str, small[:3]))]
            for one in small:
                if (round(together[place[one]]) - goal) * way > 0:
                    ends[one][way] = round(solve([one], way)[place[one]])
        return [
            f"{one.counts} {', '.join(label for _, label in sorted(one.groups))} {one.start} to {one.end} is "
            f"{self.numbers[one]}, found as {low} to {high}"
            for one, (low, high) in ((one, tuple(both.values())) for one, both in ends.items())
            if low > 1 or high < 5
        ]


def _counts(one: object) -> str:
    return one.counts if isinstance(one, Number) else one[1]  # type: ignore[index, no-any-return]


def _read(record: Record, last_day: date) -> Iterable[tuple[str, Number]]:
    """What the numbers of a record are, each with its column."""
    code, by = record["indicator"], record["by"]
    if record["basis"].startswith(("published", "average")) or record["status"] == "unavailable":
        return
    groups = dict(one.split("=", 1) for one in (record.get("where") or "").split("; ") if one)
    is_band = code in BANDED or code in CATEGORIES
    if by and not is_band and by != "percentile":
        groups[by] = record["group"]
        if record.get("by_2"):
            groups[record["by_2"]] = record["group_2"]
    start, end = date.fromisoformat(record["start"]), min(date.fromisoformat(record["end"]), last_day)

    def number(counts: str, more: Mapping[str, str] = {}) -> Number:
        return Number(counts, frozenset({**groups, **more}.items()), end if counts in STOCKS else start, end)

    whole = DENOMINATORS.get(code, f"{code} of")
    if code in ("visits", "visits-alone") and not record["denominator"]:  # a date by which none is recorded
        whole = f"{code} of"
    if is_band:
        name = code if code in BANDED else "initial category" if code == "category-open-initial" else "category"
        if record["group"]:
            yield "numerator", number(whole, {name: record["group"]})
    elif code == "net-flow":
        yield "value", number(NET)
    elif code in NUMERATORS or record["unit"] in ("percent", "count"):
        yield "numerator", number(NUMERATORS.get(code, code))
    if record["unit"] in ("percent", "per 100", "months", "working days"):
        yield "denominator", number(whole)


def _tiles(whole: Number, inside: Iterable[Number]) -> list[Number]:
    """The longest periods that make up one, in order; none where they don't."""
    parts, day = [], whole.start
    by_start = {one.start: one for one in sorted(inside, key=lambda one: one.end)}
    while day <= whole.end:
        if day not in by_start:
            return []
        parts.append(by_start[day])
        day = parts[-1].end + DAY
    return parts


def _components(rows: Sequence[Any]) -> Iterable[tuple[list[object], list[Any]]]:
    root: dict[object, object] = {}

    def top(one: object) -> object:
        while root.setdefault(one, one) != one:
            root[one] = one = root[root[one]]
        return one

    for terms, *_ in rows:
        first, *others = terms
        for other in (first, *others):
            root[top(other)] = top(first)
    members: dict[object, list[object]] = defaultdict(list)
    own: dict[object, list[Any]] = defaultdict(list)
    for one in list(root):
        members[top(one)].append(one)
    for row in rows:
        own[top(next(iter(row[0])))].append(row)
    return [(unknown, own[one]) for one, unknown in members.items()]
