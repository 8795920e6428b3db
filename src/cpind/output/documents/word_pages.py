"""On which page of a Word document everything stands, decided before it is written.

Each block is as high as its words, rows or picture ask for, a little more rather than less. A block that does not fit begins a page;
a heading stays with what follows it. So the contents know their pages, and neither Word nor another program has to break a
page by itself. A table with more columns than an upright page has room for stands on a page on its side, with the heading and the words before it;
its notes are one paragraph where some of them would begin a page otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from ..document import Block, Bullets, ChartBlock, Document, Paragraph, Section, TableBlock
from .word_styles import CONTENTS, ENTRY, NOTE, TABLE_TEXT, Room
from .word_tables import Columns, columns_of, row_height

_FULL = 0.97
"""The fraction of a page that is filled."""


@dataclass(frozen=True)
class Page:
    """The width and height of a page's text area, in points."""

    width: float
    height: float


@dataclass(frozen=True)
class Paper:
    """The sizes of a document.

    Attributes:
        upright, wide: the page in portrait and in landscape.
        rooms: the space that a paragraph has, by style.
        logo: the height of the logo.
    """

    upright: Page
    wide: Page
    rooms: Mapping[str, Room]
    logo: float = 0.0


@dataclass
class PagePlan:
    """Where pages begin.

    Attributes:
        starts: what begins a page: a section by its anchor, a block by its identity, a bullet by (identity, place) from
            0, a table's note likewise from 1.
        wide: the blocks on pages on their side, by identity.
        run_on: the tables whose notes are one paragraph.
        pages: the page of each section, by its anchor.
        columns: the columns of each table, by its identity.
        last: the number of pages.
    """

    starts: set[object] = field(default_factory=set)
    wide: set[int] = field(default_factory=set)
    run_on: set[int] = field(default_factory=set)
    pages: dict[str, int] = field(default_factory=dict)
    columns: dict[int, Columns] = field(default_factory=dict)
    last: int = 1


def plan_pages(
    document: Document, paper: Paper, pictures: Mapping[int, float], uncaptioned: Collection[int]
) -> PagePlan:
    """Where everything stands, by the height of each chart's picture and the identity of its block, and by the tables
    without a caption, which have the document's own title."""
    plan = PagePlan()
    for section in document.sections:
        _turn(section.blocks, paper, plan)
    first = [block for section in document.sections for block in section.blocks][:1]
    has_contents = len(document.sections) > 1
    flow = _Flow(plan, paper, bool(first) and not has_contents and id(first[0]) in plan.wide)
    flow.add(_front(document, paper, flow.page.width, has_contents=has_contents))
    for section in document.sections:
        heading = paper.rooms["Heading 1"].of(section.title, flow.page.width) if section.title else 0.0
        parts = _parts(section, heading, paper, plan, pictures, uncaptioned)
        for number, group in enumerate(_together(parts, paper)):
            flow.put(sum(part.height for part in group), group[0].key, is_wide=group[0].is_wide)
            if number == 0:
                plan.pages[section.anchor] = plan.last
    return plan


class _Part(NamedTuple):
    """A part that is not split across pages.

    Attributes:
        key: as in PagePlan.starts.
        height: its height.
        is_wide: whether it is on a page on its side.
        sticks: whether it stays with what follows it.
    """

    key: object
    height: float
    is_wide: bool
    sticks: bool


def _parts(
    section: Section,
    heading: float,
    paper: Paper,
    plan: PagePlan,
    pictures: Mapping[int, float],
    uncaptioned: Collection[int],
) -> Iterable[_Part]:
    """The heading, the blocks and the bullets of a section. Words stick to the table that they are about."""
    blocks = section.blocks
    used = heading
    if section.title:
        yield _Part(section.anchor, heading, bool(blocks) and id(blocks[0]) in plan.wide, bool(blocks))
    for block, following in zip_longest(blocks, blocks[1:]):
        heights = _heights(block, paper, plan, pictures, uncaptioned)
        if isinstance(block, TableBlock) and id(block) in plan.wide:
            room = paper.wide.height * _FULL - used
            if sum(heights) > room >= sum(shorter := _with_notes_run_on(block, heights[0], paper)):
                plan.run_on.add(id(block))
                heights = shorter
        used = used + sum(heights) if isinstance(block, (Paragraph, Bullets)) else 0.0
        for place, height in enumerate(heights):
            is_part = isinstance(block, Bullets) or place
            key: object = (id(block), place) if is_part else id(block)
            is_led = isinstance(block, Paragraph) and isinstance(following, (TableBlock, Bullets))
            is_listed = isinstance(block, Bullets) and (
                isinstance(following, TableBlock) or place == 0 != len(heights) - 1
            )
            has_notes = isinstance(block, TableBlock) and place < len(heights) - 1
            yield _Part(key, height, id(block) in plan.wide, is_led or is_listed or has_notes)


def _with_notes_run_on(block: TableBlock, table: float, paper: Paper) -> list[float]:
    """The heights of a table's parts, its notes as one paragraph."""
    note, text = paper.rooms[NOTE], " ".join(block.table.notes)
    return [table, note.of(text, paper.wide.width) + note.of("", paper.wide.width)]


def _together(parts: Iterable[_Part], paper: Paper) -> Iterable[list[_Part]]:
    """What stands on one page, in groups; a group that is higher than a page is let go where the page is full, but never a heading
    alone."""
    group: list[_Part] = []
    for part in parts:
        group.append(part)
        if not part.sticks or part.is_wide != group[0].is_wide:
            yield from _on_pages(group, (paper.wide if part.is_wide else paper.upright).height * _FULL)
            group = []
    if group:
        yield group


def _turn(blocks: tuple[Block, ...], paper: Paper, plan: PagePlan) -> None:
    """Note which tables are wide, with the words before them where these begin the section."""
    for number, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            columns = columns_of(block.table, paper.upright.width)
            if columns.is_cramped:
                columns = columns_of(block.table, paper.wide.width)
                plan.wide.add(id(block))
                if all(isinstance(one, (Paragraph, Bullets)) for one in blocks[:number]):
                    plan.wide |= {id(one) for one in blocks[:number]}
            plan.columns[id(block)] = columns


def _on_pages(group: list[_Part], height: float) -> Iterable[list[_Part]]:
    """The group, or as much of it as stands on each page."""
    page: list[_Part] = []
    for part in group:
        is_heading_alone = len(page) == 1 and isinstance(page[0].key, str)
        if page and not is_heading_alone and sum(one.height for one in page) + part.height > height:
            yield page
            page = []
        page.append(part)
    yield page


class _Flow:
    """The page being filled."""

    def __init__(self, plan: PagePlan, paper: Paper, is_wide: bool) -> None:
        self._plan, self._paper = plan, paper
        self._is_wide, self._used = is_wide, 0.0

    @property
    def page(self) -> Page:
        return self._paper.wide if self._is_wide else self._paper.upright

    def add(self, height: float) -> None:
        """Use up this much of the page."""
        self._used += height

    def put(self, height: float, key: object, *, is_wide: bool) -> None:
        """Place something that must stay together on this page, or on the next if it does not fit."""
        is_turned = is_wide != self._is_wide
        if is_turned or (self._used and self._used + height > self.page.height * _FULL):
            self._plan.last += 1
            self._is_wide, self._used = is_wide, 0.0
            if not is_turned:  # a page on its other side is new in any case
                self._plan.starts.add(key)
        self._used += height
        if self._used > self.page.height:  # a long table goes on
            over = int(self._used // self.page.height)
            self._plan.last += over
            self._used -= over * self.page.height


def _front(document: Document, paper: Paper, width: float, *, has_contents: bool) -> float:
    """The height of everything before the first section."""
    rooms = paper.rooms
    texts = [("Title", document.title), *((("Subtitle", document.subtitle),) if document.subtitle else ())]
    texts += [("Normal", sentence) for sentence in document.about]
    if has_contents:
        texts += [(CONTENTS, "Contents"), *((ENTRY, section.title) for section in document.sections), (NOTE, "")]
    return paper.logo + sum(rooms[style].of(text, width) for style, text in texts)


def _heights(
    block: Block, paper: Paper, plan: PagePlan, pictures: Mapping[int, float], uncaptioned: Collection[int]
) -> list[float]:
    """The heights of the parts of a block, each of which stays together."""
    page = paper.wide if id(block) in plan.wide else paper.upright
    rooms = paper.rooms
    if isinstance(block, Paragraph):
        return [rooms["Normal"].of(block.text, page.width)]
    if isinstance(block, Bullets):
        return [rooms["List Bullet"].of(item, page.width - 20) for item in block.items]
    if isinstance(block, ChartBlock):
        return [rooms["Caption"].of(f"Chart 10: {block.chart.title}", page.width) + pictures[id(block)] + 10]
    table, columns = block.table, plan.columns[id(block)]
    caption = 0.0 if id(block) in uncaptioned else rooms["Caption"].of(f"Table 10: {table.title}", page.width)
    lead = sum(rooms["Normal"].of(sentence, page.width) for sentence in table.lead)
    rows = [row_height([column.heading for column in table.columns], columns, rooms[TABLE_TEXT])]
    rows += [row_height([cell.text for cell in row], columns, rooms[TABLE_TEXT]) for row in table.rows]
    *notes, last = (rooms[NOTE].of(note, page.width) for note in (*table.notes, ""))
    if not notes:
        return [caption + lead + sum(rows) + last]
    return [caption + lead + sum(rows), *notes[:-1], notes[-1] + last]
