"""Workbooks made by hand, from the XML of their cells: what openpyxl can't or won't write."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"

DATE = 1
"""The style of a date; SEVEN shows a number with seven digits."""
SEVEN = 2


def styles(main: str = MAIN, fills: str = '<fill><patternFill patternType="none"/></fill>') -> str:
    """The styles of every sheet here: 0 none, 1 a date, 2 seven digits, 3 four digits and nothing for what is below 0."""
    return (
        f'<styleSheet xmlns="{main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="0000000"/>'
        f'<numFmt numFmtId="165" formatCode="0000;;"/></numFmts><fonts count="1"><font/></fonts><fills>{fills}</fills>'
        '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164"/>'
        '<xf numFmtId="165"/></cellXfs></styleSheet>'
    )


def xlsx(
    rows: str | dict[str, str],
    *,
    after: str = "",
    book: str = "",
    main: str = MAIN,
    links: str = LINKS,
    style_sheet: str | None = None,
    states: dict[str, str] | None = None,
) -> bytes:
    """A workbook of one sheet "S", or of several by their names, each the XML of its rows; `after` follows them."""
    sheets = {"S": rows} if isinstance(rows, str) else rows
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" {(states or {}).get(name, "")} r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{links}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    targets += f'<Relationship Id="s" Type="{links}/styles" Target="styles.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" '
        f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships">{targets}</Relationships>',
        "xl/styles.xml": style_sheet or styles(main),
    }
    for n, body in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>{after}</worksheet>'
        )
    return zipped({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of files by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return out.getvalue()


def row(number: int, *cells: object) -> str:
    """A row's XML: texts inline, numbers plain, (number, style) with a style, a text that begins with < as it stands."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    made = []
    for letter, cell in zip(letters, cells):
        place = f'r="{letter}{number}"'
        if isinstance(cell, tuple):
            made.append(f'<c {place} s="{cell[1]}"><v>{cell[0]}</v></c>')
        elif isinstance(cell, str) and cell.startswith("<"):
            made.append(cell.replace("<c", f"<c {place}", 1))
        elif isinstance(cell, str):
            made.append(f'<c {place} t="inlineStr"><is><t>{escape(cell)}</t></is></c>')
        elif cell is not None:
            made.append(f"<c {place}><v>{cell}</v></c>")
    return f'<row r="{number}">{"".join(made)}</row>'


def rows(*lines: tuple) -> str:
    """Rows from the first on."""
    return "".join(row(number, *cells) for number, cells in enumerate(lines, 1))


def ods(lines: list[list[str]], title: str = "S") -> bytes:
    """An OpenDocument spreadsheet of one table; a cell is its XML, or a text."""

    def cell(text: str) -> str:
        if text.startswith("<"):
            return text
        if not text:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines)
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="{title}">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{name}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": kind.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()}
    )


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size > 127:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(lines: list[list], merged: list[tuple[int, int, int, int]] = (), *, first_row: int = 0) -> bytes:
    """A binary workbook of one sheet "S". Cells: texts, numbers, (number, style), b"\\x2a" for an error, None; styles as in
    `styles`; `merged`: first and last row, first and last column, as these files have it."""
    cells = b""
    for number, line in enumerate(lines, first_row):
        cells += _record(0, struct.pack("<IIHB", number, 0, 300, 0) + b"\0\0" + struct.pack("<I", 0))
        for column, cell in enumerate(line):
            value, style = cell if isinstance(cell, tuple) else (cell, 0)
            place = struct.pack("<II", column, style)
            if isinstance(value, bytes):
                cells += _record(3, place + value)
            elif isinstance(value, str):
                cells += _record(6, place + _wide(value))
            elif isinstance(value, int):
                cells += _record(2, place + struct.pack("<i", value << 2 | 2))
            elif value is not None:
                cells += _record(5, place + struct.pack("<d", value))
    last, width = first_row + len(lines) - 1, max(map(len, lines))
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, last, 0, width - 1)) + _record(145) + cells + _record(146)
    sheet += b"".join(_record(176, struct.pack("<4I", *one)) for one in merged) + _record(130)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("S"))
    book += _record(144) + _record(132)
    formats = [(0, 0), (0, 14), (0, 164), (0, 165)]
    style = _record(278) + _record(615, struct.pack("<I", 2))
    style += _record(44, struct.pack("<H", 164) + _wide("0000000")) + _record(
        44, struct.pack("<H", 165) + _wide("0000;;")
    )
    style += _record(616) + _record(617, struct.pack("<I", 4))
    style += (
        b"".join(_record(47, struct.pack("<HH", *one) + b"\0" * 12) for one in formats) + _record(618) + _record(279)
    )
    parts = unzipped(xlsx(""))
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = parts["[Content_Types].xml"].replace(b"/xl/workbook.xml", b"/xl/workbook.bin")
    types = types.replace(b"sheet1.xml", b"sheet1.bin").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind.encode()
    )
    links = (
        parts["xl/_rels/workbook.xml.rels"].replace(b"sheet1.xml", b"sheet1.bin").replace(b"styles.xml", b"styles.bin")
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": links,
            "xl/styles.bin": style,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files in a zip by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}
