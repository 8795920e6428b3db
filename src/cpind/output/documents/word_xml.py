"""Elements and lengths of Word's XML for which python-docx has no names."""

from __future__ import annotations

from typing import Any


def element(tag: str, **attributes: str) -> Any:
    """An element as "w:trPr", with attributes of Word's own namespace."""
    from docx.oxml import OxmlElement

    new: Any = OxmlElement(tag)
    for attribute, value in attributes.items():
        new.set(qualified(f"w:{attribute}"), value)
    return new


def qualified(name: str) -> str:
    """A name as "w:val" with its whole namespace."""
    from docx.oxml.ns import qn

    return str(qn(name))


def centimetres(length: float) -> Any:
    """A length in Word's own unit."""
    from docx.shared import Cm

    return Cm(length)
