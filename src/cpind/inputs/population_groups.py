"""The groups of a population: which grouping and group a row means, recognised by the same words as in the extract.

Age bands, sex and ethnicity are recognised in any spelling; every other group is a text, compared without regard to
case and blanks. No population estimate includes unborn children, or children whose group is not known.
"""

from __future__ import annotations

from collections.abc import Callable

from ..model.nhs_numbers import holds_nhs_number
from ..model.schema import ETHNIC_GROUPS, PRIVATE_COLUMNS, canonical, identifies, plain
from ..model.vocabulary import ethnic_group, ethnicity_code, is_known, sex_code
from ..model.vocabulary.age_band import AGE_BANDS, age_band
from ..model.wording import name_key

_RECOGNISERS: dict[str, Callable[[str], str]] = {
    "age": age_band,
    "sex": sex_code,
    "ethnicity": ethnicity_code,
    "ethnic-group": ethnic_group,
}
RECOGNISED_GROUPINGS = frozenset(_RECOGNISERS)
"""Groupings whose groups are recognised; the groups of any other grouping are texts."""

_ALSO_CALLED = {
    **dict.fromkeys(("age", "ageband", "agegroup", "ages"), "age"),
    **dict.fromkeys(("ethnicgroup", "mainethnicgroup", "ethnicgroups"), "ethnic-group"),
}
_WITHOUT_POPULATION = {"Unborn", "U", "Refused", "Information not yet obtained", "REFU", "NOBT"}
"""Groups that an extract may have but a population estimate can't."""

_LABELS = {
    "age": "the bands are " + ", ".join(AGE_BANDS[1:]),
    "sex": "write M or F",
    "ethnicity": "write a census code, as WBRI",
    "ethnic-group": "the groups are " + ", ".join(list(ETHNIC_GROUPS)[:5]),
}


def grouping_key(by: str) -> str:
    """The grouping that `by` means, in one spelling: "Age band" is "age", "Gender" is "sex"; for a column of the
    extract's own, its letters and digits."""
    key = plain(by)
    return _ALSO_CALLED.get(key) or canonical(by, ()) or key


def group_key(by: str, group: str) -> str:
    """The group of the grouping `by` (a grouping_key) that a text means, in one spelling."""
    recognise = _RECOGNISERS.get(by)
    return recognise(group) if recognise else label_key(by, group)


def label_key(by: str, label: str) -> str:
    """The key of a group from its label in figures, which is not interpreted again: "White or Mixed", the label of two
    groups together, is neither of them."""
    return label if by in RECOGNISED_GROUPINGS else name_key(label)


def keys_of_group(by: str, group: str) -> tuple[str, str]:
    """The grouping and the group that a row of a population means. Raises ValueError, with the reason, for a row not
    used."""
    if not by or not group:
        raise ValueError("by and group go together: the grouping, as age, and the group, as 10-15 years")
    key = grouping_key(by)
    if key in ("category", "initial_category", "latest_category"):
        raise ValueError("children have no category of abuse before a plan, so no population is of one")
    if key in PRIVATE_COLUMNS or identifies(by):
        raise ValueError("by names a column that identifies children")
    label = group_key(key, group)
    if key in _RECOGNISERS and (label in _WITHOUT_POPULATION or (not is_known(label) and label != "Not recognised")):
        raise ValueError("unborn children and those of whom it is not known are in no population; leave the row out")
    if holds_nhs_number(f"{by} {group}"):
        raise ValueError("there is an NHS number in it")
    if label in ("", "not recorded", "not recognised"):
        raise ValueError("those of whom it is not known are in no population; leave the row out")
    if label == "Not recognised":
        raise ValueError(f"group is not a group of {by}; {_LABELS[key]}")
    return key, label
