"""A CIN census return (XML, the layouts of 2017 to 2026) -> TextTables: conferences, plans and reviews.

Message > Header, Children > Child > ChildIdentifiers, ChildCharacteristics, CINdetails > Section47,
ChildProtectionPlans > Reviews. The order of elements, stray text and elements that are not known are nothing. Child
after child is read and let go, so memory grows with the tables alone (and with what stands outside Header and Child,
which is next to nothing). Documents with a document type are refused: no census has one, and entities are how XML does
harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import BinaryIO

import numpy as np

from ..errors import InputError
from ..model.cells import parse
from ..model.columns import Categorical, constant
from ..model.periods import long_date, reporting_year, year_label
from ..model.vocabulary import is_known, sex_code
from .text_table import Noticed, TextTable

LAYOUT = "census"
ROOT = "Message"

_CHILD = {
    "LAchildID": "child_id",
    "PersonBirthDate": "PersonBirthDate",
    "ExpectedPersonBirthDate": "ExpectedPersonBirthDate",
    "Sex": "sex",
    "GenderCurrent": "sex",
    "PersonDeathDate": "date_of_death",
    "Ethnicity": "ethnicity",
}
_ENQUIRY = {
    "S47ActualStartDate": "s47_start",
    "InitialCPCtarget": "icpc_target",
    "DateOfInitialCPC": "icpc_date",
    "ICPCnotRequired": "icpc_not_required",
}
_EPISODE = {"CINreferralDate": "referral_date", "DateOfInitialCPC": "icpc_date"}
_PLAN = {
    "CPPstartDate": "plan_start",
    "CPPendDate": "plan_end",
    "InitialCategoryOfAbuse": "initial_category",
    "LatestCategoryOfAbuse": "latest_category",
    "NumberOfPreviousCPP": "previous_plans",
}
"""Element -> column; a column that two elements fill takes the one that says something."""

_SAFELY = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,
}

_WHO = ("child_id", "PersonBirthDate", "ExpectedPersonBirthDate", "sex", "date_of_death", "ethnicity")
_EVENTS = ("s47_start", "icpc_date", "plan_start", "plan_end", "review_dates")


class _Rows:
    """A table while it is written: for each column the codes so far, and the texts they stand for, -1 for blank."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = tuple(columns)
        self.texts: list[dict[str, int]] = [{"": -1} for _ in self.columns]
        self.codes: list[list[int]] = [[] for _ in self.columns]
        self.lines: list[int] = []

    def add(self, line: int, values: dict[str, str]) -> None:
        self.lines.append(line)
        for column, texts, codes in zip(self.columns, self.texts, self.codes):
            codes.append(texts.setdefault(values.get(column, ""), len(texts) - 1))

    def finished(self) -> list[Categorical]:
        return [Categorical(np.array(codes, np.int32), list(texts)[1:]) for codes, texts in zip(self.codes, self.texts)]


def read_census(file: BinaryIO, name: str, head: bytes = b"") -> list[TextTable]:
    """The return in a file, read once from its beginning to its end; `head`: its first bytes, if they are known.

    The return's year is the ReferenceDate's; without a header it is the year of the latest date in it. Every column
    of the census is there, if only as blanks, so that an element nobody filled is not taken for one that the layout
    lacks. Raises InputError, with the line, for what is no well-formed census return.
    """
    tables = {
        "enquiries": _Rows((*_WHO, "referral_date", *_ENQUIRY.values(), "transfer_in")),
        "plans": _Rows((*_WHO, *_PLAN.values())),
        "reviews": _Rows(("child_id", "plan_start", "review_dates")),
    }
    first: dict[str, tuple[int, int]] = {}
    twice: dict[int, Noticed] = {}
    header: dict[str, str] = {}
    _look_at(head, name)
    for number, element in enumerate(_elements(file, name)):
        if element.tag == "Header":
            header |= {part.tag: (part.text or "").strip() for part in element.iter("Year", "ReferenceDate", "LEA")}
            continue
        child = _read_child(element, tables)
        before, line = first.setdefault(child, (number, element.sourceline))
        if before != number and child:
            twice[before] = Noticed("8510", line, child, f"also at line {element.sourceline}")
            twice[number] = Noticed("8510", element.sourceline, child, f"also at line {line}")
    year, remarks = _year(header, tables, name)
    given = [("return_year", year), ("authority", header.get("LEA", ""))]
    if day := _another_day(header, int(year)):
        given.append(("return_date", day))
        remarks += (f"{name} is a return of {long_date(date.fromisoformat(day))}, not of 31 March: its year is part",)
    made = []
    for what, rows in tables.items():
        headings, columns = list(rows.columns), rows.finished()
        for heading, text in given:
            headings.append(heading)
            columns.append(constant(text, len(rows.lines)))
        feeds = ("conferences", "enquiries") if what == "enquiries" else (what,)
        repeats = ("child_id", "plan_start") if what == "reviews" else _WHO[1:]
        lines = np.array(rows.lines, np.int32)
        made.append(
            TextTable(name, headings, columns, lines, layout=LAYOUT, feeds=feeds, repeats=repeats, by_line=True)
        )
    return [replace(made[0], remarks=remarks, noticed=tuple(twice.values())), *made[1:]]


def together(tables: list[TextTable]) -> list[TextTable]:
    """Several returns: those of several authorities are told apart by their children, "201/12345", as an identifier is its
    authority's own; those of one stay as they are. Raises InputError for two files of one return, which would count
    everything twice."""
    returns: dict[tuple[str, str], str] = {}
    for table in tables:
        if table.layout == LAYOUT:
            of = _constant(table, "authority"), _constant(table, "return_year")
            if returns.setdefault(of, table.name) != table.name:
                whose = f" of authority {of[0]}" if of[0] else ""
                raise InputError(
                    f"{returns[of]} and {table.name} are both the return of {year_label(int(of[1]))}{whose}: "
                    "read one of them"
                )
    authorities = sorted({authority for authority, _ in returns} - {""})
    if len(authorities) < 2:
        return tables
    remark = (
        f"Returns of {len(authorities)} authorities are counted together ({', '.join(authorities)}); "
        "--by authority tells them apart"
    )
    made = [_qualified(table, _constant(table, "authority")) if table.layout == LAYOUT else table for table in tables]
    return [replace(made[0], remarks=(*made[0].remarks, remark)), *made[1:]]


def _constant(table: TextTable, heading: str) -> str:
    """What a column of the header says, "" where the header does not."""
    return next(iter(table.columns[table.headings.index(heading)].texts), "")


def _qualified(table: TextTable, authority: str) -> TextTable:
    columns = list(table.columns)
    place = table.headings.index("child_id")
    columns[place] = columns[place].mapped(lambda text: f"{authority}/{text}")
    return replace(table, columns=columns)


# --- elements -----------------------------------------------------------------------------------------


def _elements(file: BinaryIO, name: str) -> Iterable:
    """The Header and each Child, whole, in the order of the file; what has been handed on is let go."""
    from lxml import etree

    walk = etree.iterparse(file, tag=("{*}Header", "{*}Child"), **_SAFELY)
    known = False
    try:
        for _, element in walk:
            if not known:
                _require_census(element.getroottree(), name)
                known = True
            if element.tag[0] == "{":
                _without_namespace(element)
            yield element
            inside = next(element.iterancestors("{*}Child", "{*}Header"), None)
            element.clear()
            # What stands before a Child in another is the outer one's own, which is not read yet.
            while inside is None and element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = f", line {error.lineno:,}" if error.lineno else ""
        raise InputError(
            f"{name}{line}: the XML is cut short, damaged, or holds something that no census return does; "
            "export the return again"
        ) from None
    if not known:
        _require_census(walk.root.getroottree(), name)


def _look_at(head: bytes, name: str) -> None:
    """Refuse what is another document before all of it is read: nothing of it would be let go."""
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), **_SAFELY)
    try:
        parser.feed(head)
    except etree.XMLSyntaxError:  # told with its line when the whole is read
        return
    for _, element in parser.read_events():
        _require_census(element.getroottree(), name)
        return


def _require_census(document, name: str) -> None:
    if document.docinfo.internalDTD is not None or document.docinfo.doctype:
        raise InputError(
            f"{name} declares a document type (<!DOCTYPE ...>), which no census return does: export the return again"
        )
    tag = document.getroot().tag.rpartition("}")[2]
    if tag != ROOT:
        shown = f"<{tag[:40]}>" if tag.isascii() and tag.isidentifier() else "another"
        raise InputError(f"{name} is XML, but no CIN census return: its outermost element is {shown}, not <{ROOT}>")


def _without_namespace(element) -> None:
    for part in element.iter("{*}*"):
        part.tag = part.tag.rpartition("}")[2]


def _read_child(element, tables: dict[str, _Rows]) -> str:
    """The rows of one child; its identifier."""
    who: dict[str, str] = {}
    for part in element.iterchildren("ChildIdentifiers", "ChildCharacteristics"):
        for column, text in _values(part, _CHILD).items():
            who.setdefault(column, text)
    if sex := who.get("sex"):
        who["sex"] = sex_code(sex) if sex.isdecimal() and is_known(sex_code(sex)) else sex
    # What stands in the Child itself belongs in a CINdetails: no reason to lose it.
    for episode in (element, *element.iterchildren("CINdetails")):
        moved_in = _values(episode, _EPISODE)
        if "icpc_date" in moved_in:
            tables["enquiries"].add(episode.sourceline, {**who, **moved_in, "transfer_in": "1"})
        for part in episode.iterchildren("Section47", "ChildProtectionPlans"):
            if part.tag == "Section47":
                # Its own referral would time it only if it were a transfer-in.
                tables["enquiries"].add(part.sourceline, {**who, **_values(part, _ENQUIRY), "transfer_in": "0"})
            else:
                plan = _values(part, _PLAN)
                tables["plans"].add(part.sourceline, {**who, **plan})
                _add_reviews(part, who, plan, tables["reviews"])
    return who.get("child_id", "")


def _add_reviews(part, who: dict[str, str], plan: dict[str, str], reviews: _Rows) -> None:
    for held in part.iterchildren("Reviews"):
        for review in held.iterchildren("CPPreviewDate"):
            if text := (review.text or "").strip():
                whose = {"child_id": who.get("child_id", ""), "plan_start": plan.get("plan_start", "")}
                reviews.add(review.sourceline, {**whose, "review_dates": text})


def _values(element, columns: dict[str, str]) -> dict[str, str]:
    """The column and text of each child element that is known and not blank; of several the first."""
    found: dict[str, str] = {}
    for part in element:
        column = columns.get(part.tag)
        if column and (text := part.text) and (text := text.strip()):
            found.setdefault(column, text)
    return found


# --- the year -----------------------------------------------------------------------------------------


def _year(header: dict[str, str], tables: dict[str, _Rows], name: str) -> tuple[str, tuple[str, ...]]:
    """The return's year as a text, and what must be said of it."""
    if given := header.get("ReferenceDate"):
        parsed = parse([given], "date")
        if parsed.bad[0]:
            raise InputError(f"{name}, Header: the ReferenceDate can't be read; write it as 2020-03-31")
        y = reporting_year(parsed.values[0].item())
        if header.get("Year", str(y)) != str(y):
            return str(y), (
                f"{name}: the header's Year and its ReferenceDate are of different reporting years: taken for {year_label(y)}",
            )
        return str(y), ()
    if re.fullmatch("[0-9]{4}", header.get("Year", "")):
        y = int(header["Year"])
        return str(y), (f"{name} has no ReferenceDate: taken for {year_label(y)} by its Year",)
    texts = [text for rows in tables.values() for text in _dates(rows)]
    days = parse(texts, "date").values
    if not len(days) or np.isnat(days).all():
        raise InputError(f"{name} has no header and no date that can be read: nothing tells which year's return it is")
    y = reporting_year(np.nanmax(days).item())
    return str(y), (f"{name} has no header: taken for the return of {year_label(y)}, the year of its latest date",)


def _another_day(header: dict[str, str], year: int) -> str:
    """The ReferenceDate as YYYY-MM-DD where it is not its year's 31 March, else ""."""
    day = header.get("ReferenceDate", "")
    found = parse([day], "date").values[0].astype("datetime64[D]").item() if day else date(year, 3, 31)
    return "" if found == date(year, 3, 31) else found.isoformat()


def _dates(rows: _Rows) -> Iterable[str]:
    return (text for column, texts in zip(rows.columns, rows.texts) if column in _EVENTS for text in texts)


def starts_as_xml(head: bytes) -> bool:
    """Whether a file's first bytes are those of an XML document, with or without a declaration."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "replace").encode()
    return bool(re.match(rb"\s*<(\?xml|!--|[A-Za-z_!])", head)) and not re.match(rb"(?i)\s*<(!doctype\s+)?html", head)
