"""The facts of an OpenDocument spreadsheet (.ods), from its content.xml."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from .facts import BookFacts, Facts, Locked, check_area

if TYPE_CHECKING:
    from lxml.etree import _Element

_ZEROS_SHOWN = re.compile("0[0-9]+")


def facts(parts: zipfile.ZipFile) -> BookFacts:
    """The facts of each table. Raises Unsound, Locked, and any error that a damaged file causes."""
    from lxml import etree

    if "META-INF/manifest.xml" in parts.namelist() and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise Locked
    sheets: dict[str, Facts] = {}
    with parts.open("content.xml") as file:
        for _, table in etree.iterparse(file, tag="{*}table", resolve_entities=False, no_network=True, huge_tree=True):
            title = _get(table, "name")
            sheets[title] = _facts_of(table, title)
            table.clear()
    return BookFacts(sheets)


def _get(node: _Element, name: str) -> str:
    """An attribute, by its name without the namespace."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _facts_of(table: _Element, title: str) -> Facts:
    sheet_facts = Facts()
    row = cells = rows = columns = 0
    for line in table.iter("{*}table-row"):
        column = 0
        times = int(_get(line, "number-rows-repeated") or 1)
        for cell in line:
            attributes = {key.rpartition("}")[2]: (key, value) for key, value in cell.attrib.items()}
            across = int(attributes.get("number-columns-repeated", ("", "1"))[1])
            text = "".join(cell.itertext()) if len(cell) else ""
            kinds = [value for key, value in cell.attrib.items() if key.endswith("}value-type")]
            if "formula" in attributes and not kinds:
                sheet_facts.uncomputed = True
            if kinds or text:
                rows, columns = row + times, max(columns, column + across)
                cells += 1
                if "error" in kinds or ("float" in kinds and _ZEROS_SHOWN.fullmatch(text)):
                    sheet_facts.texts.update(
                        ((r, c), text)
                        for r in range(row, row + min(times, 1000))
                        for c in range(column, column + min(across, 100))
                    )
            down = int(attributes.get("number-rows-spanned", ("", "1"))[1])
            right = int(attributes.get("number-columns-spanned", ("", "1"))[1])
            if down > 1 or right > 1:
                sheet_facts.merged.append((row, column, row + down - 1, column + right - 1))
            column += across
        row += times
    check_area(rows, columns, cells, title)
    return sheet_facts
