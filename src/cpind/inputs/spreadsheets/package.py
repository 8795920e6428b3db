"""The parts of a workbook besides its sheets: what it holds, how its parts are linked, and its styles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OF_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_CUSTOM_FORMAT = 164


class CellStyle(NamedTuple):
    """How a cell looks. `number_format` as Excel writes it."""

    bold: bool = False
    horizontal: str = ""
    wrapped: bool = False
    number_format: str = "General"


def other_parts(titles: Sequence[str], styles: Sequence[CellStyle]) -> dict[str, str]:
    """The parts by name, for sheets with these titles and styles numbered in this order."""
    numbers = range(1, len(titles) + 1)
    contents = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in [
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            *((f"worksheets/sheet{number}", "worksheet") for number in numbers),
        ]
    )
    named = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>' for number, title in zip(numbers, titles)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OF_DOCUMENT}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_OF_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{contents}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_OF_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OF_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{_OF_DOCUMENT}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{named}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_OF_PACKAGE}/relationships">{related}'
            f'<Relationship Id="rId{len(titles) + 1}" Type="{_OF_DOCUMENT}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _styles_xml(styles),
    }


def _styles_xml(styles: Sequence[CellStyle]) -> str:
    formats = {"General": 0}
    for style in styles:
        formats.setdefault(style.number_format, _FIRST_CUSTOM_FORMAT + len(formats))
    custom = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for code, n in formats.items() if n)
    looks = "".join(_look(style, formats[style.number_format]) for style in styles)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats) - 1}">{custom}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(style: CellStyle, number_format: int) -> str:
    looks = f' horizontal="{style.horizontal}"' if style.horizontal else ""
    looks += ' vertical="top" wrapText="1"' if style.wrapped else ""
    alignment = f"<alignment{looks}/>" if looks else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{int(style.bold)}" fillId="0" borderId="0" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyAlignment="1">{alignment}</xf>'
    )
