"""Ethnicity: a census code and DfE's main group, from codes, the lists of case systems, and words."""

from __future__ import annotations

import re

from ..patterns import Pattern
from ..schema import ETHNIC_GROUPS, NOT_RECOGNISED, NOT_RECORDED
from .blanks import is_blank
from .ethnic_words import COLOURS, EXTENDED, GROUP_OF_LETTER, LISTED, PEOPLES, PHRASES, STEMS
from .wording import NOTHING_SAID, corrected, slips, without_prefix, words_of

_GROUP_OF_CODE = {code: group for group, codes in ETHNIC_GROUPS.items() for code in codes}
_CODES = {code: code for code in _GROUP_OF_CODE} | {
    extended: code for code, listed in EXTENDED.items() for extended in listed.split()
}
_WHITE, _MIXED, _ASIAN, _BLACK, _OTHER, *_ = ETHNIC_GROUPS
_GROUPS = {"W": _WHITE, "A": _ASIAN, "B": _BLACK, "O": _OTHER}
_ANY_OTHER = {"W": "WOTH", "A": "AOTH", "B": "BOTH", "O": "OOTH"}
_OTHER_OF_GROUP = {_WHITE: "WOTH", _MIXED: "MOTH", _ASIAN: "AOTH", _BLACK: "BOTH"}

_CODE_WORD = Pattern(r"(?<![A-Za-z])[A-Z]{4}(?![A-Za-z])")
_CODE_FIRST = Pattern(r"([A-Za-z]{4})(?:\s*[-:\u2013\u2014(\[]|\s|$)")
_LIST_NUMBER = Pattern(r"[(\[]?(?:([A-E])(?:[.: ]+([A-E])\2?)?)([0-9]{1,2})(?![0-9.])", re.IGNORECASE)
_LIST_BEFORE = Pattern(
    r"^\s*[(\[]?[A-Z]{1,2}(?:[.:]\s*[A-Z]{1,3})?[0-9.]{0,6}[)\]:]?(?=\W|$)\s*(?:[-:>]\s*)?", re.IGNORECASE
)

_MIXED_WORDS = {"mixed", "mix", "dual", "multiple", "multi", "biracial"}
_JOINED = Pattern(r"[&+]")
_REFUSED = Pattern(
    r"\b(?:refu(?:sed|sal|se)s?|declined?|(?:did|does) not wish|prefers? not|preferred not|would not say|withheld|"
    r"not (?:disclosed|declared)|undisclosed)\b"
)
_NOT_OBTAINED = Pattern(
    r"\b(?:(?:not|isnt) (?:yet )?(?:been )?obtained|not yet|awaiting|pending|to be obtained|info(?:rmation)? not)\b"
)
_OTHER_WORD = Pattern(r"\b(?:other|oth|others)\b")
_OTHER_AT_ALL = Pattern(r"\bother(?: (?:ethnic|ethnicity|ethnicities|background|groups?))*$")
_LEAVES_OPEN = Pattern(r"\b(?:minority|minorities|bame|bme|other than|except|excluding)\b")
_DENIED = Pattern(r"\b(?:not|non) (?:a )?(\w+)")
_EITHER = Pattern(r"\b(?:white|asian|black) or (?:white|asian|black)\b")
_AND_ANY_OTHER = Pattern(r"\band (?:any )?other(?: ethnic| background|$)")
_HEADING = Pattern(r"chinese (?:or|and) other(?: ethnic)?(?: groups?| background)?")
"""A heading of two main groups: it does not say which of them, nor that it is both."""

_MIXED_WITHIN = Pattern(r"(?:other )?(?:(?:black |asian )?mixed (?:asian|black)|white mixed white)")
"""Mixed categories within one group in NHS lists, such as "Mixed Asian"."""

_MAY_COME_FROM = {"B": {"W", "O"}, "A": {"O", "W", "B"}, "W": {"O"}}
"""The groups of the peoples that may stand beside a colour: "Black European", "East African Asian"."""

_SPELLED = slips(PEOPLES)


def ethnicity_code(text: str) -> str:
    """The census code of a text; its main group where the text says no more; NOT_RECORDED or NOT_RECOGNISED.

    A code goes first, of the census or of schools ("WBRI", "WENG - English", "b) wiri"); then words ("A1 - White British",
    "(A.A11) Any Other White Background"), of which two groups make a mixed one; then the number of a list ("C2", "A.A26").
    A letter alone says nothing.
    """
    if text in _GROUP_OF_CODE:
        return text
    if not text or is_blank(text, "ethnicity"):
        return NOT_RECORDED
    stripped = without_prefix(text.strip())
    if code := _code_in(stripped):
        return code
    words = _phrased(stripped)
    return _named(words) or _unnamed(words_of(stripped), text)


def ethnic_group(text: str) -> str:
    """DfE's main group of a text, NOT_RECORDED or NOT_RECOGNISED."""
    code = ethnicity_code(text)
    return _GROUP_OF_CODE.get(code, code)


def _code_in(text: str) -> str:
    """The census code for a code of four letters: in capitals anywhere, or as the first word of the text."""
    # If all words are in capitals, BOTH may be an ordinary word.
    is_word = text.isupper() and " " in text and not text.startswith("BOTH")
    written = {_CODES[word] for word in _CODE_WORD.findall(text) if word in _CODES and not (is_word and word == "BOTH")}
    if written:
        return written.pop() if len(written) == 1 else NOT_RECOGNISED
    first = _CODE_FIRST.match(text)
    return _CODES.get(first[1].upper(), "") if first and (first[1] == text or first[1].lower() != "both") else ""


def _phrased(text: str) -> str:
    """The words of a text without a list's number, with "and" between joined words, and with list headings
    shortened."""
    words = words_of(_JOINED.sub(" and ", _LIST_BEFORE.sub("", text, count=1) or text))
    for pattern, instead in PHRASES:
        words = re.sub(pattern, instead, words)
    return " ".join(words.split())


def _named(words: str) -> str:
    """What the words name; "" where they name nothing."""
    tokens = words.split()
    colours = list(dict.fromkeys(COLOURS[token] for token in tokens if token in COLOURS))
    peoples = [meaning for token in tokens if token not in COLOURS and (meaning := _meaning_of(token))]
    if (
        _LEAVES_OPEN.search(words)
        or _HEADING.fullmatch(words)
        or any(_is_named(match[1]) for match in _DENIED.finditer(words))
    ):
        return NOT_RECOGNISED
    is_joined, is_other = "and" in tokens, _OTHER_WORD.search(words) is not None
    is_mixed = not _MIXED_WORDS.isdisjoint(tokens) and not _MIXED_WITHIN.fullmatch(words)
    if is_mixed or (is_joined and (colours or peoples) and _AND_ANY_OTHER.search(words)):
        return _mixed(colours, peoples, is_other)
    if len(colours) > 1:
        return NOT_RECOGNISED if _EITHER.search(words) else _mixed(colours, peoples, is_other)
    if not (colours or is_joined) and {group for group, _ in peoples} > {"W"}:
        # "British Pakistani": British says where somebody lives.
        peoples = [meaning for meaning in peoples if meaning != ("W", "WBRI")]
    groups = list(dict.fromkeys([*colours, *(group for group, _ in peoples)]))
    if not groups:
        return ""
    if len(groups) == 1 or (colours and not is_joined and set(groups[1:]) <= _MAY_COME_FROM[groups[0]]):
        return _of_group(groups[0], peoples, is_other)
    return _mixed(colours, peoples, is_other) if is_joined else NOT_RECOGNISED


def _is_named(word: str) -> bool:
    return word in COLOURS or _meaning_of(word) is not None


def _meaning_of(word: str) -> tuple[str, str] | None:
    """Group and census code of a word of a people or country."""
    if word == "irishtraveller":
        return "W", "WIRT"
    if word not in PEOPLES:
        word = next((meant for stem, meant in STEMS.items() if word.startswith(stem)), "") or corrected(word, _SPELLED)
    return PEOPLES.get(word)


def _of_group(group: str, peoples: list[tuple[str, str]], is_other: bool) -> str:
    """The code within one group: the one that the words name, or "any other" if they say so."""
    codes = {code for of_group, code in peoples if of_group == group and code}
    if group == "O":
        return "OOTH"
    if is_other and codes != {"CHNE"}:
        return _ANY_OTHER[group]
    if group == "W":
        codes -= {"WBRI"} if codes & {"WROM", "WIRT"} else set()
        if len(codes) > 1 and "WOTH" in codes:
            codes = {"WOTH"}
    if group == "A" and "AOTH" in codes:
        codes = {"AOTH"}
    if not codes and {of_group for of_group, _ in peoples} - {group}:
        return _ANY_OTHER[group]  # "Black European", "Asian Filipino"
    return codes.pop() if len(codes) == 1 else _GROUPS[group]


def _mixed(colours: list[str], peoples: list[tuple[str, str]], is_other: bool) -> str:
    """The code of a mixed background, by the groups in the mix."""
    codes = {code for group, code in peoples if group == "B"}
    groups = {*colours, *(group for group, _ in peoples)}
    is_chinese = any(code == "CHNE" for _, code in peoples)
    if groups == {"W", "B"}:
        if len(codes) == 1:
            return {"BCRB": "MWBC", "BAFR": "MWBA"}[codes.pop()]
        return _MIXED
    if groups == {"W", "A"} and not is_chinese:
        return "MWAS"
    if len(groups) > 1 or is_other:
        return "MOTH"
    return _MIXED


def _unnamed(words: str, text: str) -> str:
    """The code for words that do not name a people: any other, refused, not yet obtained, not recorded, or a list's
    number."""
    listed = _by_list(text)
    if _REFUSED.search(words):
        return "REFU"
    if _NOT_OBTAINED.search(words):
        return "NOBT"
    if NOTHING_SAID.search(words):
        return NOT_RECORDED
    if _OTHER_AT_ALL.search(words):
        # "A3 - Any other background" belongs to the list's group A.
        return _OTHER_OF_GROUP.get(_GROUP_OF_CODE.get(listed, listed), "OOTH")
    return listed or NOT_RECOGNISED


def _by_list(text: str) -> str:
    """The code of a number in the list of case systems, or the main group of its letter; "" where there is none."""
    match = _LIST_NUMBER.match(text.strip())
    if not match:
        return ""
    heading, letter, number = match.groups()
    letter = (letter or heading).upper()
    if not match[2] and (code := LISTED.get(f"{letter}{int(number)}")):
        return code
    if letter == "E":
        return "OOTH" if int(number) == 2 or int(number) > 5 else NOT_RECORDED if int(number) == 5 else ""
    return GROUP_OF_LETTER[letter]
