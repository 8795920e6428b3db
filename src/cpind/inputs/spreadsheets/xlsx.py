"""The facts of an Open XML workbook (.xlsx, .xlsm), transitional or strict, from the XML of its parts."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from .facts import FIRST_DAY, FIRST_DAY_1904, BookFacts, Facts, padded, zeros_of
from .places import check_places, column_number

_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ENDS_IN_F = re.compile(rb"f[\s/>]")
"""Part of every formula's tag and of little else. Finding the whole tag takes three times as long, as all tags begin
alike."""

_COMPUTED_TEXT = re.compile(rb"""\bt=["']str["']""")
"""The type of a formula cell whose value is text. Without it, a formula cell that is empty has no computed value."""

_ERROR = re.compile(rb"""\bt=["']e["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_PLACE = re.compile(rb"""\br=["']([A-Za-z]+)(\d+)["']""")
_DIGITS = re.compile(rb"""formatCode\s*=\s*["']00""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")


def facts(parts: zipfile.ZipFile) -> BookFacts:
    """The facts of each worksheet. Raises Unsound, and any error that a damaged part causes."""
    book = ElementTree.fromstring(parts.read(named(parts, "xl/workbook.xml")))
    targets = targets_of(parts)
    digits = _digits_by_style(parts)
    sheets = {}
    for sheet in book.iter():
        if _local(sheet.tag) != "sheet":
            continue
        link = next((value for name, value in sheet.attrib.items() if _local(name) == "id"), "")
        kind, target = targets.get(link, ("", ""))
        if kind == "worksheet":
            title = sheet.attrib["name"]
            sheets[title] = _facts_of(parts.read(named(parts, target)), title, digits)
    flags = [node.attrib.get("date1904", "") for node in book.iter() if _local(node.tag) == "workbookPr"]
    is_1904 = any(flag.lower() in ("1", "true", "on") for flag in flags)
    return BookFacts(sheets, FIRST_DAY_1904 if is_1904 else FIRST_DAY)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def named(parts: zipfile.ZipFile, name: str) -> str:
    """The part's name as the zip spells it: case and kind of slash may differ."""
    spelled = {part.replace("\\", "/").lstrip("/").lower(): part for part in parts.namelist()}
    return spelled[name.lower()]


def targets_of(parts: zipfile.ZipFile, links: str = "xl/_rels/workbook.xml.rels") -> dict[str, tuple[str, str]]:
    """The parts that the workbook links to: kind and path by the link's id."""
    linked = ElementTree.fromstring(parts.read(named(parts, links)))
    targets = {}
    for link in linked:
        target = link.attrib.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        targets[link.attrib.get("Id", "")] = link.attrib.get("Type", "").rpartition("/")[2], path
    return targets


def _digits_by_style(parts: zipfile.ZipFile) -> dict[int, int]:
    """The styles that show numbers with leading zeros, and with how many digits."""
    try:
        data = parts.read(named(parts, "xl/styles.xml"))
    except KeyError:
        return {}
    if not _DIGITS.search(data):
        return {}
    styles = ElementTree.fromstring(data)
    formats = {
        node.attrib.get("numFmtId"): zeros_of(node.attrib.get("formatCode", ""))
        for node in styles.iter()
        if _local(node.tag) == "numFmt"
    }
    cells = next((node for node in styles if _local(node.tag) == "cellXfs"), ())
    digits = {place: formats.get(node.attrib.get("numFmtId"), 0) for place, node in enumerate(cells)}
    return {place: number for place, number in digits.items() if number}


def _facts_of(data: bytes, title: str, digits: dict[int, int]) -> Facts:
    if b"\0" in data[:200]:
        raise ValueError("XML in UTF-16")
    check_places(data, title)
    sheet_facts = Facts()
    if b"mergeCell " in data:
        sheet_facts.merged = [_range(match) for match in _MERGED.finditer(data)]
    if _ENDS_IN_F.search(data):
        sheet_facts.uncomputed = any(not _COMPUTED_TEXT.search(cell[1]) for cell in _NO_VALUE.finditer(data))
    if digits or b't="e"' in data or b"t='e'" in data:
        sheet_facts.texts = dict(_texts(data, digits))
    return sheet_facts


def _range(match: re.Match[bytes]) -> tuple[int, int, int, int]:
    return int(match[2]) - 1, column_number(match[1]) - 1, int(match[4]) - 1, column_number(match[3]) - 1


def _texts(data: bytes, digits: dict[int, int]) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells with an error, and numbers that are shown with leading zeros, as texts."""
    row = column = -1
    wanted: tuple[int, int, bytes | None] | None = None
    for match in (*_ROW_OR_CELL.finditer(data), None):
        if wanted:
            begin, width, attributes = wanted
            value = _VALUE.search(data, begin, match.start() if match else len(data))
            text = value[1].decode("ascii", "replace").strip() if value else ""
            if text and attributes is not None:
                text = _number(attributes, text, width)
            if text:
                yield (row, column), text
        wanted = None
        if match is None or match[1] == b"row":
            number = _NUMBER.search(match[2]) if match else None
            row, column = int(number[1]) - 1 if number else row + 1, -1
            continue
        attributes = match[2]
        place = _PLACE.search(attributes)
        row, column = (int(place[2]) - 1, column_number(place[1]) - 1) if place else (row, column + 1)
        style = _STYLE.search(attributes) if digits else None
        width = digits.get(int(style[1]), 0) if style else 0
        if _ERROR.search(attributes):
            wanted = match.end(), 0, None
        elif width and not attributes.endswith(b"/"):
            wanted = match.end(), width, attributes


def _number(attributes: bytes, text: str, width: int) -> str | None:
    """A number as its format shows it, if that adds zeros."""
    if re.search(rb"""\bt=["'](?!n["'])""", attributes):  # a text, whatever its format
        return None
    return padded(float(text), width)
