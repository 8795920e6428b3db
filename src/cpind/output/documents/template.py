"""A folder with an authority's own look: each file in it replaces something, and none is needed.

style.toml: colours (a list of up to four) and font; logo.png: above the title; reference.docx: the styles of a Word document;
page.html.jinja: blocks of the HTML page. Files NAME.md hold the wording of sections, which the report reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError
from ..charts.style import DEFAULT, GRAPHICS, LETTERS, PALETTE, Style, contrast

KNOWN = ("style.toml", "logo.png", "reference.docx", "page.html.jinja")


@dataclass(frozen=True)
class Template:
    """An authority's own look.

    Attributes:
        style: that of charts.
        font: that of documents.
        logo: a PNG, None without one.
        reference: a Word document with styles of its own.
        page: the text of a Jinja template that extends "page".
    """

    style: Style = DEFAULT
    font: str = "Arial"
    logo: bytes | None = None
    reference: Path | None = None
    page: str | None = None

    @property
    def accent(self) -> str:
        """The colour of headings, as #12436D."""
        return self.style.palette[0]


def template_of(folder: Path | None) -> Template:
    """The template of a folder; the default without one. Raises InputError for a folder or file that can't be used."""
    if folder is None:
        return Template()
    if not folder.is_dir():
        raise InputError(f"--template {folder}: no such folder")
    unknown = sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in KNOWN and path.suffix != ".md" and path.name[0] != "."
    )
    if unknown:
        raise InputError(
            f"--template {folder.name}: {unknown[0]} is not part of a template; its files are {', '.join(KNOWN)}, and NAME.md for a section"
        )
    for path in folder.iterdir():
        if path.is_dir() and path.name[0] != ".":
            raise InputError(f"--template {folder.name}: {path.name} is a folder, and a template has files only")
    style, font = _style(folder / "style.toml")
    logo, reference, page = (folder / name for name in ("logo.png", "reference.docx", "page.html.jinja"))
    return Template(
        style,
        font,
        _logo(logo) if logo.is_file() else None,
        reference if reference.is_file() else None,
        page.read_text(encoding="utf-8") if page.is_file() else None,
    )


def _logo(path: Path) -> bytes:
    picture = path.read_bytes()
    if not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise InputError(f"{path.name} is not a PNG: save the picture as one")
    return picture


def _style(path: Path) -> tuple[Style, str]:
    if not path.is_file():
        return DEFAULT, "Arial"
    import tomllib

    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: {error}") from None
    if unknown := sorted(written.keys() - {"colours", "font"}):
        raise InputError(f"{path.name}: {unknown[0]} is not a setting of this file; the settings are colours and font")
    colours, font = written.get("colours", list(PALETTE)), written.get("font", "Arial")
    is_list = isinstance(colours, list) and 1 <= len(colours) <= 4
    if not is_list or not all(isinstance(one, str) and re.fullmatch("#[0-9A-Fa-f]{6}", one) for one in colours):
        raise InputError(f'{path.name}, colours: write one to four, as ["#12436D", "#28A197"]')
    if not isinstance(font, str) or not re.fullmatch(r"[\w -]{1,40}", font):
        raise InputError(f'{path.name}, font: write the name of one, as "Arial"')
    for place, colour in enumerate(colours):
        needed, what = (LETTERS, "headings and words") if place == 0 else (GRAPHICS, "lines and columns")
        if (has := contrast(colour)) < needed:
            raise InputError(
                f"{path.name}, colours: {colour} has a contrast of {int(has * 10) / 10:.1f} with white, and {what} need {needed:g} or "
                "more: choose a darker one"
            )
    return Style(tuple(colours)), font
