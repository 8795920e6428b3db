"""Documents and charts: every number comes back out of every format, the same bytes each time, accessible to all."""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import pytest
from docx import Document as read_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import etree, html
from openpyxl import load_workbook
from support import EXAMPLES, run
from support.profiles import first

from cpind.errors import CpindError
from cpind.output.charts.chart import (
    COLUMNS,
    CONTROL,
    ENGLAND,
    FUNNEL,
    LINES,
    MULTIPLES,
    OWN,
    STACKED,
    Chart,
    Points,
    Series,
)
from cpind.output.charts.drawing import png, svg
from cpind.output.document import Bullets, ChartBlock, Document, Paragraph, Section, TableBlock
from cpind.output.documents import WRITERS, write_document
from cpind.output.tables import Cell, Column, Table

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

YEARS = ("2017/18", "2018/19", "2019/20")


def chart(kind: str) -> Chart:
    """A chart of each kind, with a gap."""
    own, other = Series("Ourshire", (49.0, None, 25.1), OWN), Series("England", (45.3, 43.7, None), ENGLAND)
    limits = (
        {"centre": (30.0,) * 3, "lower": (10.0,) * 3, "upper": (50.0,) * 3, "marked": (2,)} if kind == CONTROL else {}
    )
    if kind == FUNNEL:
        limits = {
            "centre": (21.0,),
            "points": Points(("A", "B", "C"), (100.0, 400.0, 900.0), (20.0, 30.0, 19.0), 1),
            "limits": tuple((x, 21 - 100 / x**0.5, 21 + 100 / x**0.5) for x in range(100, 901, 100)),
        }
    series = () if kind == FUNNEL else (own,) if kind == CONTROL else (own, other)
    return Chart(kind, f"A {kind} chart", YEARS, series, "%", 1, f"Ourshire falls: {kind}.", **limits)


KINDS = (LINES, COLUMNS, STACKED, CONTROL, MULTIPLES, FUNNEL)

TABLE = Table(
    "Rates <of> children",
    (
        Column("District", "district", False),
        Column("2018/19", "2018/19"),
        Column("2019/20", "2019/20"),
        Column("%", "share"),
    ),
    (
        (Cell("Rugby & East", foreign=True), Cell("1234", 0), Cell("29.8", 1), Cell("c")),
        (Cell("=North", foreign=True), Cell("-7", 0), Cell("", None), Cell("100.0", 1)),
    ),
    ("Live extract to 31 July 2020.", "c: suppressed."),
    lead=("Read this first.",),
)

DOCUMENT = Document(
    "Child protection",
    "Ourshire, Q1 20/21",
    "Ourshire Council",
    (
        Section("Rates", "rates", (Paragraph("25.1 in 2019/20 & down."), TableBlock(TABLE), ChartBlock(chart(LINES)))),
        Section("More", "more", (Bullets(("One", "Two <b>")), *(ChartBlock(chart(kind)) for kind in KINDS))),
    ),
    ("Small numbers are suppressed.",),
)
SHORT = replace(DOCUMENT, sections=DOCUMENT.sections[:1])
"""With one chart, for what is the same for each: a chart takes most of a document's time."""


@lru_cache
def written(suffix: str) -> bytes:
    """The document in a format, written once for all tests."""
    out = write_document(DOCUMENT, suffix)
    return out if isinstance(out, bytes) else out.encode()


@lru_cache
def pack_of_the_example(suffix: str) -> bytes:
    """The pack in a format, written once for all tests; the working folder is the example's."""
    assert run("report", "-q", "-o", f"pack{suffix}").exit_code == 0
    return Path(f"pack{suffix}").read_bytes()


# --- what comes back out ---------------------------------------------------------------------------------


def cells_of_docx(data: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text.strip() for cell in row.cells] for row in table.rows]
        for table in read_docx(io.BytesIO(data)).tables
    ]


def cells_of_html(data: bytes) -> list[list[list[str]]]:
    page = html.fromstring(data.decode())
    return [
        [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")]
        for table in page.iter("table")
    ]


def cells_of_markdown(data: bytes) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    inside = False
    for line in data.decode().splitlines():
        if line.startswith("|"):
            if not inside:
                tables.append([])
            cells = [cell.strip().replace("\\", "") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not set("".join(cells)) <= set(":-"):
                tables[-1].append(cells)
        inside = line.startswith("|")
    return tables


def displayed(cell) -> str:
    """What a workbook's cell shows by its format, without the commas of thousands."""
    if not isinstance(cell.value, (int, float)):
        return (cell.value or "").removeprefix("'")
    positive, *_ = cell.number_format.split(";")
    decimals = len(positive.partition(".")[2])
    number = Decimal(repr(cell.value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return ("+" if positive.startswith("+") and number > 0 else "") + str(number)


def expected(table: Table) -> list[list[str]]:
    return [[column.heading for column in table.columns], *([cell.text for cell in row] for row in table.rows)]


@pytest.mark.parametrize(
    ("suffix", "cells"), [(".docx", cells_of_docx), (".html", cells_of_html), (".md", cells_of_markdown)]
)
def test_every_cell_can_be_read_back_from_every_format(suffix, cells):
    assert cells(written(suffix)) == [expected(TABLE)]


def test_a_workbook_holds_numbers_as_numbers_on_a_sheet_each():
    book = load_workbook(io.BytesIO(written(".xlsx")))
    assert book.sheetnames[:4] == ["Cover", "Contents", "Notes", "Table 1"]
    sheet = book["Table 1"]
    rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert rows[0] == ["District", "2018/19", "2019/20", "%"]
    assert rows[1] == ["Rugby & East", 1234, 29.8, "c"]
    assert rows[2] == ["'=North", -7, None, 100]
    assert sheet["B4"].number_format == "#,##0" and sheet["C4"].number_format == "#,##0.0"
    assert [table.ref for table in sheet.tables.values()] == ["A3:D5"]
    assert sheet["A1"].value == "Table 1: Rates <of> children [note 1] [note 2]"
    assert [row[1] for row in book["Notes"].iter_rows(min_row=4, values_only=True)] == list(TABLE.notes)
    assert book.properties.title == "Child protection" and book.properties.language == "en-GB"


def test_a_workbook_has_native_charts_on_sheets_of_their_own():
    with zipfile.ZipFile(io.BytesIO(written(".xlsx"))) as archive:
        names = archive.namelist()
        drawings = [archive.read(name).decode() for name in names if re.match(r"xl/drawings/drawing\d+\.xml", name)]
    charts = [name for name in names if re.match(r"xl/charts/chart\d+\.xml", name)]
    assert len(drawings) == 1 + len(KINDS)
    assert len(charts) == len(drawings) + 1  # of two groups each has its own
    assert all('descr="Ourshire falls' in drawing for drawing in drawings)


def test_a_native_funnel_has_its_limits_and_our_own_point():
    document = Document("T", "", "", (Section("S", "s", (ChartBlock(chart(FUNNEL)),)),))
    out = write_document(document, ".xlsx")
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        drawn = etree.fromstring(archive.read("xl/charts/chart1.xml"))
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    values = drawn.xpath("//c:ser/c:yVal//c:f/text()", namespaces=space)
    assert values == ["'Chart 1'!$C$4:$C$6", "'Chart 1'!$C$5", "'Chart 1'!$F$4:$F$12", "'Chart 1'!$G$4:$G$12"]
    sheet = load_workbook(io.BytesIO(out))["Chart 1"]
    assert [cell.value for cell in sheet[5]][:5] == ["B", 400, 30, "own", 200]
    assert [cell.value for cell in sheet[5]][5:7] == pytest.approx([13.92893, 28.07107])
    assert sheet["A7"].value is None and sheet["E12"].value == 900


def test_a_period_stays_on_one_line_of_a_narrow_page():
    rows = tuple((Cell(name), Cell("7", 0)) for name in ("Q1 24/25 (before)", "31 March 2020", "North Warwickshire"))
    table = Table("T", (Column("", "period", False), Column("Plans", "plans")), rows)
    document = replace(DOCUMENT, sections=(Section("S", "s", (TableBlock(table),)),))
    headings = html.fromstring(write_document(document, ".html")).xpath("//tbody//th")
    assert [heading.get("class") for heading in headings] == ["short", "short", None]


@pytest.mark.parametrize("suffix", WRITERS)
def test_characters_that_no_format_can_hold_are_spelt_out(suffix):
    series = (Series("a\x07b", (1.0, 2.0, 3.0)),)
    hostile = Chart(LINES, "T\x1b[31m", YEARS, series, "%", 1, "falls\x00")
    blocks = (Paragraph("Up\x07"), Bullets(("one\x1b",)), ChartBlock(hostile))
    document = Document("A\x07b $x$", "\x1b", "C\ufffe", (Section("S\x08", "s", blocks),), ("\x02",))
    out = write_document(document, suffix)
    text = out if isinstance(out, str) else ""
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(out)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        for part in parts:
            etree.fromstring(part)
        text = b"".join(parts).decode("utf-8")
    assert "A\\x07b" in text.replace("\\\\", "\\")
    assert not set(text) & set("\x00\x02\x07\x08\x1b\ufffe")


def test_the_pack_of_the_example_is_the_same_in_every_format(example, tmp_path):
    """Every number of the pack's tables, in Word, on the page, in Markdown and in the workbook."""
    assert set(WRITERS) == {".docx", ".html", ".md", ".xlsx"}
    word, page, marks = (
        reader(pack_of_the_example(suffix))
        for suffix, reader in ((".docx", cells_of_docx), (".html", cells_of_html), (".md", cells_of_markdown))
    )
    assert word == page
    assert [[[cell for cell in row] for row in table] for table in marks] == page
    book = load_workbook(io.BytesIO(pack_of_the_example(".xlsx")))
    for number, table in enumerate(page, start=1):
        rows = list(book[f"Table {number}"].iter_rows(min_row=4))
        for cells, own in zip(rows, table[1:], strict=True):
            assert [displayed(cell) for cell in cells] == own


def test_a_range_of_ranks_stands_where_numbers_stand():
    assert all(Cell(text).is_number for text in ("8 to 9", "5 or fewer", "TBC"))
    assert not Cell("Up to 9 days").is_number


# --- the same each time ----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_document_has_the_same_bytes(drawn_anew, suffix):
    again = write_document(DOCUMENT, suffix)
    assert written(suffix) == (again if isinstance(again, bytes) else again.encode())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_chart_has_the_same_bytes(drawn_anew, kind):
    page = svg(chart(kind))
    assert page == svg(chart(kind))
    tree = etree.fromstring(page)
    assert [child.text for child in tree[:2]] == [f"A {kind} chart", f"Ourshire falls: {kind}."]


def test_the_same_picture_has_the_same_bytes(drawn_anew):
    drawn = png(chart(LINES), dpi=50)
    assert drawn == png(chart(LINES), dpi=50)
    assert drawn.startswith(b"\x89PNG")


def test_drawing_leaves_the_settings_of_matplotlib_unchanged(drawn_anew):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    png(chart(LINES), dpi=50)
    assert dict(mpl.rcParams) == before


# --- for everybody ---------------------------------------------------------------------------------------


def test_the_page_loads_no_other_resource():
    page = written(".html").decode()
    assert not re.search(r"""(src|href|url\()\s*=?\s*["']?(https?:)?//""", page)
    tree = html.fromstring(page)
    assert all(image.get("src").startswith("data:image/svg+xml;base64,") for image in tree.iter("img"))
    assert all(link.get("href").startswith("#") for link in tree.iter("a"))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in tree.iter("a")} <= set(ids)


def test_the_page_has_landmarks_captions_and_scopes():
    tree = html.fromstring(written(".html").decode())
    assert tree.get("lang") == "en-GB"
    for name in ("header", "nav", "main", "footer", "title"):
        assert len(list(tree.iter(name))) == 1, name
    assert all(cell.get("scope") in ("col", "row") for cell in tree.iter("th"))
    assert all(table.find("caption") is not None for table in tree.iter("table"))
    assert next(image.get("alt") for image in tree.iter("img")) == "Ourshire falls: lines."
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in itertools.pairwise(levels))


TABLE_PROPERTIES = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders "
    "shd tblLayout tblCellMar tblLook tblCaption tblDescription"
).split()
BORDERS = "top left start bottom right end insideH insideV".split()


def test_tables_of_word_have_their_properties_in_the_order_of_the_schema():
    """ISO/IEC 29500-1, CT_TblPr and CT_TblBorders: sequences, which Word is free to refuse in another order."""
    for table in read_docx(io.BytesIO(written(".docx"))).tables:
        for parent, order in (
            (table._tbl.tblPr, TABLE_PROPERTIES),
            (table._tbl.xpath("w:tblPr/w:tblBorders")[0], BORDERS),
        ):
            places = [order.index(etree.QName(child).localname) for child in parent]
            assert places == sorted(set(places)) and places


# --- what is drawn ---------------------------------------------------------------------------------------


@lru_cache
def drawn(one: Chart, *, titled: bool = False):
    """The figure of a chart, laid out as it is written; the same one for all tests."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from cpind.output.charts import drawing, kinds
    from cpind.output.charts.style import DEFAULT, RC

    kinds.load()
    with rc_context(RC):
        figure = Figure(layout="constrained")
        FigureCanvasAgg(figure)
        drawing._DRAWERS[one.kind](figure, one, DEFAULT)
        if titled:
            drawing._write_title(figure, one)
        figure.canvas.draw()
    return figure


def boxes_of(figure):
    """The places of all texts that are seen: names, values, labels of axes, legends, titles."""
    from matplotlib.text import Text

    renderer = figure.canvas.get_renderer()
    hidden = {id(text) for axes in figure.axes if not axes.get_visible() for text in axes.findobj(Text)}
    for axes in figure.axes:  # the numbers of a shared axis stand on the left alone, and none outside its limits
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if not low <= tick.get_loc() <= high:
                    hidden |= {id(tick.label1), id(tick.label2)}
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and id(text) not in hidden:
            yield text.get_text(), text.get_window_extent(renderer)


QUARTERS = tuple(f"Q{quarter} {year}/{year + 1}" for year in (18, 19, 20) for quarter in (1, 2, 3, 4))[:9]
LONG = ("Bournemouth, Christchurch and Poole", "Child protection plans started that were a second or subsequent plan")


def crowded(kind: str) -> Chart:
    """Long names, values near one another, as many labels as quarters of two years, the last one in part."""
    labels = YEARS[1:] if kind == COLUMNS else (*QUARTERS[:-1], f"{QUARTERS[-1]} (part)")
    names = (
        (*LONG, "Statistical neighbours", "England")
        if kind != MULTIPLES
        else (*LONG, *(f"Place {n}" for n in range(12)))
    )
    series = tuple(
        Series(name, tuple(20.0 + place / 10 + number for number in range(len(labels))))
        for place, name in enumerate(names)
    )
    count = len(labels)
    limits = {"centre": (30.0,) * count, "lower": (10.0,) * count, "upper": (50.0,) * count} if kind == CONTROL else {}
    return Chart(kind, "A title of a chart that is long " * 4, labels, series, "per 10,000", 1, "Rises.", **limits)


@pytest.mark.parametrize("kind", first(3, (LINES, CONTROL, MULTIPLES, COLUMNS, STACKED)))
def test_no_text_of_a_chart_is_clipped_or_overlaps_another(kind):
    figure = drawn(crowded(kind), titled=True)
    width, height = figure.canvas.get_width_height()
    boxes = list(boxes_of(figure))
    assert len(boxes) > 8
    for text, box in boxes:
        assert box.x0 > -2 and box.x1 < width + 2 and box.y0 > -2 and box.y1 < height + 2, text
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across < 2 or down < 2, (one, other)


@pytest.mark.parametrize("kind", (LINES, COLUMNS, CONTROL, MULTIPLES))
def test_negative_values_are_on_the_chart(kind):
    values = (-60.0, 130.0, -218.0)
    limits = {"centre": (0.0,) * 3, "lower": (-250.0,) * 3, "upper": (250.0,) * 3} if kind == CONTROL else {}
    one = Chart(kind, "Starts less ends", YEARS, (Series("Ourshire", values, OWN),), "", 0, "Falls.", **limits)
    low, high = drawn(one).axes[0].get_ylim()
    assert low < (-250 if limits else -218) and high > (250 if limits else 130)


def test_an_axis_begins_at_zero_where_nothing_is_negative():
    for kind in (LINES, COLUMNS, STACKED, CONTROL, MULTIPLES):
        assert drawn(crowded(kind), titled=True).axes[0].get_ylim()[0] == 0


@pytest.mark.filterwarnings("error")
def test_a_name_is_not_mathtext_and_missing_glyphs_do_not_warn():
    one = Chart(LINES, "$x_1$", YEARS, (Series("$\\frac{1}{$ 東京", (1.0, 2.0, 3.0)),), "%", 1, "Rises.")
    assert svg(one, titled=True) and png(one, dpi=40)
    with warnings.catch_warnings(action="ignore"):
        assert "$x_1$" in [text for text, _ in boxes_of(drawn(one, titled=True))]


def test_a_picture_on_its_own_has_its_title():
    one = chart(LINES)
    assert len(svg(one, titled=True)) > len(svg(one))
    assert one.title in [text for text, _ in boxes_of(drawn(one, titled=True))]
    assert one.title not in [text for text, _ in boxes_of(drawn(one))]


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no browser is installed")
def test_axe_finds_nothing_on_the_pack(example, tmp_path):
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    script = (
        f"<script>{axe}</script><script>axe.run(document, {{resultTypes: ['violations']}}).then(function (found) {{"
        "var out = document.createElement('pre'); out.id = 'found';"
        "out.textContent = JSON.stringify(found.violations.map(function (one) {"
        "return [one.id, one.nodes.map(function (node) { return node.html; })]; }));"
        "document.body.appendChild(out); });</script></body>"
    )
    page = pack_of_the_example(".html").decode().replace("</body>", script)
    (tmp_path / "axe.html").write_text(page, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    dumped = subprocess.run(
        [BROWSER, *options, (tmp_path / "axe.html").as_uri()], capture_output=True, text=True, timeout=120, check=True
    ).stdout
    found = html.fromstring(dumped).get_element_by_id("found").text_content()
    assert json.loads(found) == []


def test_word_has_real_styles_captions_and_rows_that_repeat():
    word = read_docx(io.BytesIO(written(".docx")))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs]
    assert ("Title", "Child protection") in styles and ("Heading 1", "Rates") in styles
    assert ("Caption", "Table 1: Rates <of> children") in styles and ("Caption", "Chart 1: A lines chart") in styles
    assert ("Table Note", "c: suppressed.") in styles
    (table,) = word.tables
    heading, *rows = table.rows
    assert heading._tr.trPr.find("{*}tblHeader") is not None
    assert all(row._tr.trPr.find("{*}cantSplit") is not None for row in rows)
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert described == ["Ourshire falls: lines.", *(f"Ourshire falls: {kind}." for kind in KINDS)]
    footer = etree.tostring(word.sections[0].footer._element).decode()
    assert "> PAGE <" in footer and "> NUMPAGES <" in footer
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Child protection",
        "Ourshire Council",
        "en-GB",
    )


# --- a template ------------------------------------------------------------------------------------------

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def template(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "style.toml").write_text('colours = ["#005EA5", "#AA0000"]\nfont = "Verdana"\n')
    (folder / "logo.png").write_bytes(PIXEL)
    (folder / "page.html.jinja").write_text(
        '{% extends "page" %}{% block footer %}<p>Tabled by {{ document.author }}</p>{% endblock %}'
    )
    return folder


def test_a_template_brings_colours_font_logo_and_blocks(template):
    page = write_document(SHORT, ".html", template=template)
    assert "--accent: #005EA5" in page and '"Verdana"' in page and "Tabled by Ourshire Council" in page
    assert f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}" in page
    drawing = base64.b64decode(re.search(r"svg\+xml;base64,([^\"]+)", page)[1]).decode()
    assert "#005ea5" in drawing and "#12436d" not in drawing
    word = read_docx(io.BytesIO(write_document(SHORT, ".docx", template=template)))
    assert word.styles["Normal"].font.name == "Verdana"
    assert word.inline_shapes[0]._inline.docPr.get("descr") == "Logo of Ourshire Council"


def test_a_reference_document_brings_its_styles(template):
    own = read_docx()
    own.styles["Heading 1"].font.name = "Georgia"
    own.save(template / "reference.docx")
    word = read_docx(io.BytesIO(write_document(SHORT, ".docx", template=template)))
    assert word.styles["Heading 1"].font.name == "Georgia"


@pytest.mark.parametrize(
    "page, message",
    [
        ('{% extends "page" %}{% block foot %}x{% endblock %}', 'line 1: the page has no block "foot"; its blocks are'),
        ('{% extends "pag" %}', 'there is no template "pag"; write {% extends "page" %}'),
        ('{% extends "page" %}{% block footer %}{% include "x.html" %}{% endblock %}', 'there is no template "x.html"'),
    ],
)
def test_a_fault_in_a_users_page_template_is_named(template, page, message):
    (template / "page.html.jinja").write_text(page)
    with pytest.raises(CpindError, match=re.escape(f"page.html.jinja{',' if 'line' in message else ':'} {message}")):
        write_document(DOCUMENT, ".html", template=template)


def test_a_users_block_inside_a_block_of_the_page_is_allowed(template):
    (template / "page.html.jinja").write_text(
        '{% extends "page" %}{% block footer %}{% block mine %}Ours alone{% endblock %}{% endblock %}'
    )
    assert "Ours alone" in write_document(DOCUMENT, ".html", template=template)


@pytest.mark.parametrize("name", ["reference.docx", "logo.png", "style.toml", "page.html.jinja", "rates.md"])
def test_a_folder_is_not_a_file_of_a_template(tmp_path, name):
    (tmp_path / "look" / name).mkdir(parents=True)
    with pytest.raises(CpindError, match=f"{re.escape(name)} is a folder"):
        write_document(DOCUMENT, ".docx", template=tmp_path / "look")


def test_a_caption_stays_with_its_picture_whatever_the_style_says(template):
    own = read_docx()
    own.styles["Caption"].paragraph_format.keep_with_next = False
    own.save(template / "reference.docx")
    for folder in (None, template):
        word = read_docx(io.BytesIO(write_document(DOCUMENT, ".docx", template=folder)))
        captions = [one for one in word.paragraphs if one.style.name == "Caption"]
        assert len(captions) == 8 and all(one.paragraph_format.keep_with_next for one in captions)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_title_may_be_as_long_as_it_likes(suffix):
    assert write_document(replace(DOCUMENT, title="Review " * 80, subtitle="Our " * 90, author="Shire " * 60), suffix)


def test_a_reference_document_brings_no_words_of_its_own(template):
    own = read_docx()
    own.add_paragraph("Notes to authors")
    own.sections[0].footer.paragraphs[0].text = "Ourshire, official"
    own.save(template / "reference.docx")
    word = read_docx(io.BytesIO(write_document(SHORT, ".docx", template=template)))
    assert "Notes to authors" not in [paragraph.text for paragraph in word.paragraphs]
    assert [paragraph.text for paragraph in word.sections[0].footer.paragraphs] == ["Ourshire, official"]


def test_a_reference_document_without_a_style_is_refused(template):
    own = read_docx()
    own.styles["Caption"].element.getparent().remove(own.styles["Caption"].element)
    own.save(template / "reference.docx")
    with pytest.raises(CpindError, match=r"reference\.docx has no style Caption"):
        write_document(SHORT, ".docx", template=template)


@pytest.mark.parametrize(
    ("name", "text", "suffix", "message"),
    [
        ("reference.docx", "junk", ".docx", "reference.docx is not a Word document"),
        ("logo.png", "junk", ".html", "logo.png is not a PNG"),
        ("page.html.jinja", '{% extends "page" %}\n{% block nope', ".html", "page.html.jinja, line 2: "),
        ("page.html.jinja", "{{ nothing.at.all }}", ".html", "page.html.jinja: 'nothing' is undefined"),
    ],
)
def test_a_file_of_a_template_that_cannot_be_read_is_named(template, name, text, suffix, message):
    (template / name).write_text(text)
    with pytest.raises(CpindError, match=re.escape(message)):
        write_document(SHORT, suffix, template=template)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("style.toml", "colours = 3", "colours: write one to four"),
        ("style.toml", 'colours = ["red"]', "colours: write one to four"),
        ("style.toml", "size = 3", "size is not a setting of this file"),
        ("style.toml", "colours", "style.toml: "),
        ("notes.txt", "", "notes.txt is not part of a template"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(template, name, text, message):
    (template / name).write_text(text)
    with pytest.raises(CpindError, match=re.escape(message)):
        write_document(SHORT, ".html", template=template)


# --- commands --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["svg", "png", "html", "docx"])
def test_a_single_table_is_written_in_every_format(example, suffix):
    result = run("icpc", "--every", "month", "--last", "12", "-q", "-o", f"icpc.{suffix}")
    assert result.exit_code == 0, result.stderr
    assert Path(f"icpc.{suffix}").stat().st_size > 1000


@pytest.mark.parametrize("arguments", [["rates", "--at", "2020-03-31"], ["check"], ["due"]])
def test_a_table_without_a_chart_is_refused(example, arguments):
    result = run(*arguments, "-q", "-o", "picture.svg")
    if result.exit_code == 0:
        pytest.fail("a picture of what is not a run of figures")
    assert "there is no chart of this table" in result.stderr
    assert not Path("picture.svg").exists()


def test_charts_follow_what_is_asked_for(example):
    def title_and_text(*arguments):
        assert run(*arguments, "-q", "-o", "chart.svg").exit_code == 0
        return [child.text for child in etree.fromstring(Path("chart.svg").read_bytes())[:2]]

    title, alt = title_and_text("rates")
    assert title == "Children subject to a child protection plan at 31 March per 10,000 aged 0-17"
    assert "Warwickshire: 42.0 in 2015/16, 25.1 in 2019/20" in alt and "England: 43.1 in 2015/16" in alt
    _, alt = title_and_text("repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc")
    assert "Between control limits 1.4 and 41.3 around 21.3; no point is a signal." in alt
    _, alt = title_and_text("rates", "--by", "district")
    assert alt.startswith("North Warwickshire: ") and "Rugby: " in alt


def picture(*arguments):
    """The title and the text alternative of a picture."""
    result = run(*arguments, "-q", "-o", "chart.svg")
    assert result.exit_code == 0, result.stderr
    return [child.text for child in etree.fromstring(Path("chart.svg").read_bytes())[:2]]


def test_a_chart_marks_a_period_that_is_incomplete(example):
    _, alt = picture("activity", "--month", "Apr-20..Jul-20", "--as-at", "2020-07-10")
    assert "Child protection plans started: 42 in Apr-20, 17 in Jul-20 (part)" in alt


def test_a_chart_of_several_indicators_names_each_or_the_one_it_shows(example):
    title, alt = picture("show", "two-year", "repeats", "--year", "2015/16..2019/20")
    assert title == "Child protection indicators"
    assert "Two years or more: 4.9 in 2015/16, 2.3 in 2019/20" in alt
    assert "second or subsequent plan: 18.1 in 2015/16, 23.8 in 2019/20 (%)" in alt
    title, _ = picture("show", "repeats", "rates", "--year", "2015/16..2019/20")
    assert title == "Child protection plans started that were a second or subsequent plan, %"
    title, alt = picture("gaps", "--year", "2015/16..2019/20")
    assert alt.startswith("Mean months between plans: 36 in 2015/16, 35 in 2019/20; Median months between plans: ")


def test_a_chart_of_two_groupings_keeps_them_apart(tmp_path, monkeypatch):
    """Two starts a year, of whom one is a repeat where the sex is not recorded, both where the district is not."""
    monkeypatch.chdir(tmp_path)
    rows = ["child_id,plan_start,plan_end,district,sex,previous_plans"]
    for year in (2018, 2019):
        for number, (district, sex, previous) in enumerate(
            [("Rugby", "", 1), ("Rugby", "", 0), ("", "F", 1), ("", "F", 1), ("Rugby", "F", 0), ("Rugby", "F", 0)]
        ):
            rows.append(f"A{year}{number},{year}-06-0{number + 1},{year}-12-01,{district},{sex},{previous}")
    Path("plans.csv").write_text("\n".join(rows))
    years = ["--year", "2018/19..2019/20", "--as-at", "2020-03-31", "--from", "2018-04-01"]
    _, alt = picture("repeats", "plans.csv", *years, "--by", "district", "--by", "sex")
    parts = alt.removesuffix(" (%).").split("; ")
    assert sorted(parts) == [
        "Not recorded / F: 100.0 in 2018/19, 100.0 in 2019/20",
        "Rugby / F: 0.0 in 2018/19, 0.0 in 2019/20",
        "Rugby / Not recorded: 50.0 in 2018/19, 50.0 in 2019/20",
    ]


def test_more_groups_than_a_page_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [
        f"A{year}{number},{year}-06-01,{'2018-12-01' if year == 2018 else ''},Ward {number},1"
        for year in (2018, 2019)
        for number in range(25)
    ]
    Path("plans.csv").write_text("\n".join(["child_id,plan_start,plan_end,district,previous_plans", *rows]))
    years = ("--year", "2018/19..2019/20", "--as-at", "2020-03-31", "--from", "2018-04-01")
    result = run("repeats", "plans.csv", *years, "--by", "district", "-q", "-o", "chart.svg")
    assert result.exit_code == 2 and "a chart has room for 24 groups, not 25" in " ".join(result.stderr.split())


def test_a_suppressed_figure_is_a_gap_in_the_chart(example):
    arguments = ["show", "repeats-2y", "--quarter", "Q2-18/19..Q4-18/19", "-q", "-o", "chart.svg"]
    alts = []
    for option in ([], ["--suppress"]):
        assert run(*arguments, *option).exit_code == 0
        alts.append(etree.fromstring(Path("chart.svg").read_bytes())[1].text)
    shown, hidden = alts
    assert "2.9 in Q2 18/19" in shown
    assert "2.9" not in hidden and "8.2 in Q3 18/19" in hidden


@pytest.mark.parametrize("library", ["docx", "jinja2", "xlsxwriter", "matplotlib", "scipy"])
def test_a_library_that_is_missing_is_named(example, monkeypatch, drawn_anew, library):
    suffix = {"docx": "docx", "jinja2": "html", "xlsxwriter": "xlsx", "matplotlib": "html", "scipy": "md"}[library]
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    result = run("report", "--sections", "repeats", "-q", "-o", f"pack.{suffix}")
    assert result.exit_code == 2
    assert "pip install 'cpind[report]'" in " ".join(result.stderr.split())
    assert not Path(f"pack.{suffix}").exists()


def test_the_example_of_a_template_can_be_used(example):
    folder = EXAMPLES / "report-wording"
    for suffix in (".html", ".docx"):
        assert run("report", "--template", folder, "--sections", "repeats", "-q", "-o", f"pack{suffix}").exit_code == 0


@pytest.mark.parametrize(
    ("text", "is_right"), [("5 or fewer", True), ("c", True), ("1,234", True), ("as expected", False)]
)
def test_a_symbol_in_place_of_a_number_is_aligned_like_one(text, is_right):
    table = Table("T", (Column("", "what", False), Column("Overdue", "overdue")), ((Cell("Reviews"), Cell(text)),))
    document = Document("T", "", "", (Section("One", "one", (TableBlock(table),)),))
    assert (f'<td class="number">{text}</td>' in write_document(document, ".html")) == is_right
    cell = read_docx(io.BytesIO(write_document(document, ".docx"))).tables[0].cell(1, 1)
    assert (cell.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT) == is_right
