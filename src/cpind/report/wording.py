"""The authority's own wording: a folder with a text file for each section, `rates.md` for the section "rates"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from ..inputs.files import read_bytes
from ..model.wording import did_you_mean, listed

SUFFIX = ".md"


def read_wording(folder: str, sections: Sequence[str]) -> dict[str, str]:
    """The text of each section for which the folder has a file: paragraphs, separated by blank lines.

    Raises InputError for a missing folder, a file that does not belong to a section, and one that is not UTF-8.
    """
    from .registry import all_sections

    path = Path(folder)
    if not path.is_dir():
        raise InputError(f"--template {folder}: no such folder")
    known = all_sections()
    texts = {}
    for file in sorted(path.glob(f"*{SUFFIX}")):
        if file.stem not in known:
            raise InputError(
                f"--template {folder}: {file.name} does not belong to a section; the sections are {listed(list(known))}"
                f"{did_you_mean(file.stem, known)}"
            )
        if file.stem in sections:
            texts[file.stem] = _text(file)
    return texts


def _text(file: Path) -> str:
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{file.name} is not UTF-8: save it as UTF-8") from None
    return "\n\n".join(" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
