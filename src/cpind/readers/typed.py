"""TextTable -> a frame of typed columns: headings recognised, each distinct text of a column parsed once.

Bad cells are collected, not guessed; what to do about them is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..cells import describe, parse, remedy
from ..errors import InputError
from ..extract import RESERVED
from ..schema import BY_NAME, EVENT_COLUMNS, FORMULA_STARTS, accepted, plain, recognise
from .text_table import Coded, TextTable

SHOWN_BAD_CELLS = 20

NEVER_BLANK = ("child_id", "return_year")
"""A row of nobody can't be counted, and one of no return would pass for the live history."""

_TEXT_KINDS = ("text", "identifier", "dates")


class BadCell(NamedTuple):
    """A cell that can't be read. Its text and child are for the list of checks alone: `said` gives nobody away.

    `repeats`: it says again what another row says of the child.
    """

    file: str
    row: int
    column: str
    kind: str
    text: str
    child_id: str = ""
    by_line: bool = False
    repeats: bool = False

    @property
    def said(self) -> str:
        """Where it is, what sort of text it is, and what would put it right."""
        counted = "line" if self.by_line else "row"
        return (
            f"{self.file}, {counted} {self.row}, {self.column}: {describe(self.text, self.kind)}; {remedy(self.kind)}"
        )


def typed_frame(
    table: TextTable, mapping: dict[str, str], bad: list[BadCell], own_names: dict[str, str]
) -> pd.DataFrame:
    """A table as a frame of canonical columns and types, wholly blank rows left out; with its file and row numbers.

    `bad` and `own_names` (own headings without regard to case, as the first file spelled them) are those of all files.
    Raises InputError for a flat file that is no extract or has no rows.
    """
    named = _name_columns(table, mapping, own_names)
    parts = {
        name: [table.columns[position].mapped(_tidy) for position in positions] for name, positions in named.items()
    }
    parts["child_id"] = [column.mapped(_identifier) for column in parts["child_id"]]
    filled = np.zeros(len(table), bool)
    for columns in parts.values():
        for codes, texts in columns:
            filled |= np.array([bool(text) for text in texts], bool)[codes]
    if not (table.layout or filled.any()):
        raise InputError(f"{table.name} has headings and no rows: nothing to count")
    typed: dict[str, object] = {}
    for name, columns in parts.items():
        kind = BY_NAME[name].kind if name in BY_NAME else "text"
        values = []
        for column in columns:
            read, unreadable = _values(name, kind, column)
            values.append(read)
            bad += _bad_cells(table, name, kind, column, np.flatnonzero(unreadable & filled), parts["child_id"][0])
        typed[name] = values[0]
        for other in values[1:]:  # born, or else expected
            typed[name] = np.where(np.isnat(typed[name]), other, typed[name])
    if table.layout:
        typed["source_layout"] = pd.Categorical.from_codes(np.zeros(len(table), np.int8), [table.layout])
    typed["file"] = pd.Categorical.from_codes(np.zeros(len(table), np.int8), [table.name])
    typed["row"] = table.rows
    frame = pd.DataFrame(typed, copy=False)
    return frame if filled.all() else frame[filled].reset_index(drop=True)


def _bad_cells(
    table: TextTable, name: str, kind: str, column: Coded, places: np.ndarray, children: Coded
) -> Iterable[BadCell]:
    repeats = any(recognise(heading) == name for heading in table.repeats)
    for place in places.tolist():
        text, child = column.texts[column.codes[place]], children.texts[children.codes[place]]
        yield BadCell(table.name, int(table.rows[place]), name, kind, text, child, table.by_line, repeats)


def told_once(bad: Iterable[BadCell]) -> list[BadCell]:
    """The cells without those that say again what another cell of the same child has said."""
    kept, said = [], set()
    for cell in sorted(bad, key=lambda cell: cell.repeats):
        key = cell.child_id, cell.column, cell.text
        if not cell.repeats or key not in said:
            kept.append(cell)
        said.add(key)
    return kept


def _name_columns(table: TextTable, mapping: dict[str, str], own_names: dict[str, str]) -> dict[str, list[int]]:
    """Canonical (or own) name -> positions of the columns that bear it; two only for birth and expected birth.

    Where several headings could be one column, a mapped one goes before the column's own name, and that before
    the names it is known by elsewhere; two of the same standing are an error.
    """
    candidates: dict[str, list[int]] = {}
    for position, heading in enumerate(table.headings):
        if name := recognise(heading, mapping):
            candidates.setdefault(name, []).append(position)
    named: dict[str, list[int]] = {}
    for name, positions in candidates.items():
        standing = [_standing(table.headings[position], name, mapping) for position in positions]
        best = [position for position, rank in zip(positions, standing) if rank == max(standing)]
        if len(best) > 1 and BY_NAME[name].kind != "birth":
            first, second = (table.headings[position] for position in best[:2])
            raise InputError(
                f'{table.name}: two columns are both read as {name}: "{first}" and "{second}"; '
                "rename one, or map the right one under [columns] in cpind.toml"
            )
        named[name] = positions if BY_NAME[name].kind == "birth" else best
    taken = {position for positions in named.values() for position in positions}
    for position, heading in enumerate(table.headings):
        if heading and position not in taken:
            named[_own_name(heading, named, own_names)] = [position]
    if not any(name in named for name in EVENT_COLUMNS):
        raise InputError(
            f"{table.name} is no extract: none of its headings is a date of an event. "
            "It needs child_id and one or more of "
            + "; ".join(accepted(name) for name in EVENT_COLUMNS)
            + ". Other headings can be mapped under [columns] in cpind.toml"
        )
    if "child_id" not in named:
        raise InputError(
            f"{table.name} has no column child_id; it would be known as {accepted('child_id')}, "
            "or map your own heading under [columns] in cpind.toml"
        )
    return named


def _standing(heading: str, name: str, mapping: dict[str, str]) -> int:
    return 2 if mapping.get(plain(heading)) == name else 1 if plain(heading) == plain(name) else 0


def _own_name(heading: str, named: dict[str, list[int]], own_names: dict[str, str]) -> str:
    """A column of the file's own: as it stands, as an earlier file spelled it, and never as one of cpind's."""
    heading = own_names.setdefault(plain(heading) or heading, heading)
    stem = f"own {heading}" if heading in RESERVED or heading in BY_NAME else heading
    name, count = stem, 1
    while name in named:
        count += 1
        name = f"{stem} ({count})"
    return name


def _tidy(text: str) -> str:
    """A cell without the blanks around it, and without the apostrophe that keeps a spreadsheet from computing it."""
    text = text.replace("\xa0", " ").strip(" \t\r\n")
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS and text[1:] else text


def _identifier(text: str) -> str:
    """Excel's 12345.0 is "12345"; "007" stays."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _values(name: str, kind: str, column: Coded) -> tuple[object, np.ndarray]:
    """One column as values of its kind, and which of its cells could not be read."""
    codes, texts = column
    if kind in _TEXT_KINDS:
        unreadable = np.zeros(len(texts), bool)
        if name == "child_id":
            unreadable = np.array([not text or text.startswith("#") for text in texts], bool)
        elif kind == "dates":
            owners, _, bad = dates_within(texts)
            unreadable[owners[bad]] = True
        return _categorical(codes, texts), unreadable[codes]
    parsed = parse(texts, kind)
    values = parsed.values[codes]
    return (values.astype("datetime64[s]") if kind in ("date", "birth") else values), parsed.bad[codes]


def _categorical(codes: np.ndarray, texts: list[str]) -> pd.Categorical:
    """Texts as categories, blank as missing."""
    if "" in texts:
        blank = texts.index("")
        texts = texts[:blank] + texts[blank + 1 :]
        codes = np.where(codes == blank, -1, codes - (codes > blank))
    return pd.Categorical.from_codes(codes, pd.Index(texts, dtype=object))


def refusal(bad: list[BadCell]) -> str:
    """The message that refuses: the first twenty cells in the order of file and row, the total, and what to do."""
    bad = sorted(bad, key=lambda cell: (cell.file, cell.row))
    count = len(bad)
    lines = [f"{count:,} cell{'s' if count > 1 else ''} can't be read:"]
    lines += [f"  {cell.said}" for cell in bad[:SHOWN_BAD_CELLS]]
    if count > SHOWN_BAD_CELLS:
        lines.append(f"  ... and {count - SHOWN_BAD_CELLS:,} more")
    if all(cell.column not in NEVER_BLANK for cell in bad):
        lines.append("Put them right, or go on without them, as blank, by --bad-dates blank.")
    return "\n".join(lines)


def dates_within(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The dates in cells that hold several: whose text each is of, the date, and whether it can't be read."""
    split = [[piece.strip() for piece in text.split(";") if piece.strip()] for text in texts]
    owners = np.repeat(np.arange(len(split)), [len(pieces) for pieces in split])
    codes, distinct = pd.factorize(np.array([piece for pieces in split for piece in pieces], object))
    parsed = parse(list(distinct), "dates")
    return owners, parsed.values[codes], parsed.bad[codes]
