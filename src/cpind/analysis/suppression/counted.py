"""Names for what each number of an indicator counts: numbers with the same name count the same events or children.

The names follow from what an indicator is: the denominator of repeats and the number of plans-started are both the plans that
started. Only a number that leaves some of its events out has a name of its own here.
"""

from __future__ import annotations

from ...figures.indicators import INDICATORS, Indicator

NUMERATOR, DENOMINATOR = "numerator", "denominator"

STARTED, ENDED, OPEN = "plans start", "plans end", "plans open"
CHILDREN_OPEN = "children of plans open"
NET_FLOW = f"{STARTED} less {ENDED}"
AT_ANY_TIME = f"{ENDED}, {OPEN}"
CONFERENCES, ENQUIRIES = "conferences date", "enquiries date"
ONCE = "each child once of "
GAP_KNOWN, GAP_NOT_KNOWN, LENGTH_KNOWN, TIMED = "gap known", "gaps-not-known", "length known", "clock known"
REVIEWED, LINKED, OUTCOME_KNOWN = "open for 3 months", "enquiries with an outcome", "conferences with an outcome"

_OF_SOME = {
    ("gaps-not-known", NUMERATOR): GAP_NOT_KNOWN,
    ("gaps", DENOMINATOR): GAP_KNOWN,
    ("gaps-median", DENOMINATOR): GAP_KNOWN,
    ("gaps-bands", DENOMINATOR): GAP_KNOWN,
    ("length", DENOMINATOR): LENGTH_KNOWN,
    ("length-median", DENOMINATOR): LENGTH_KNOWN,
    ("icpc-percentiles", DENOMINATOR): TIMED,
    ("reviews", DENOMINATOR): REVIEWED,
    ("s47-to-conference", DENOMINATOR): LINKED,
    ("conference-to-plan", DENOMINATOR): OUTCOME_KNOWN,
}
"""Numbers that leave out some of the events, although the indicator's fields don't say so."""

_OF_ALL_OR_NONE = {"visits": "plans open, visits recorded", "visits-alone": "plans open, visits alone recorded"}
"""Denominators that are all plans open, or at a date by which no visit is recorded 0, with the name of that 0."""


def counted(code: str, which: str, band: str = "", number: int | None = None) -> str:
    """The name of what a numerator or denominator counts.

    A share's numerator is known by the share. An indicator that leaves some events out, and is not among those named
    here, is taken to count all of them: its numbers then differ from theirs, and one is hidden with the other.

    Args:
        code: the indicator.
        which: NUMERATOR or DENOMINATOR.
        band: the label, of an indicator that has bands.
        number: how many they are, None where that is not known.
    """
    if (code, which) in _OF_SOME:
        return _OF_SOME[code, which]
    if which == DENOMINATOR and number == 0 and code in _OF_ALL_OR_NONE:
        return _OF_ALL_OR_NONE[code]
    indicator = INDICATORS[code]
    statistic = indicator.statistic.name
    if which == NUMERATOR and statistic in ("share", "bands"):
        return f"{code}: {band}" if band else code
    if statistic == "difference":
        return " less ".join(" ".join(kind) for kind in indicator.kinds)
    if statistic == "ratio":
        return " ".join(indicator.kinds[which == DENOMINATOR])
    return _children_of(indicator) + ", ".join(" ".join(kind) for kind in indicator.kinds)


def _children_of(indicator: Indicator) -> str:
    """The beginning of a name: whether children are counted, and how often each."""
    if indicator.statistic.once_a_child:
        return ONCE
    is_of_children = indicator.statistic.name == "children" or getattr(indicator.statistic, "of_children", False)
    return "children of " if is_of_children else ""
