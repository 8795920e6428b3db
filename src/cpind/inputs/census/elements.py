"""The elements of a census return, read one child after another so that memory does not grow with the file.

Documents with a document type are refused: no census return has one, and entities make XML dangerous.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from ...errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

ROOT = "Message"


class BinaryReader(Protocol):
    """Any object from which bytes can be read."""

    def read(self, count: int = -1, /) -> bytes:
        """Read at most `count` bytes, or all that are left."""
        ...


_SAFELY = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,
}


def elements_of(file: BinaryReader, name: str) -> Iterator[_Element]:
    """Yield the Header and each Child, complete and in file order; each is freed after use."""
    from lxml import etree

    walk = etree.iterparse(file, tag=("{*}Header", "{*}Child"), **_SAFELY)
    known = False
    try:
        for _, element in walk:
            if not known:
                _require_census(element.getroottree(), name)
                known = True
            if element.tag[0] == "{":
                _without_namespace(element)
            yield element
            inside = next(element.iterancestors("{*}Child", "{*}Header"), None)
            element.clear()
            # Elements before a Child that is nested in another belong to the outer one, which is still being read.
            while inside is None and element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = f", line {error.lineno:,}" if error.lineno else ""
        raise InputError(
            f"{name}{line}: the XML is cut short, damaged, or holds something that no census return does; "
            "export the return again"
        ) from None
    if not known:
        _require_census(walk.root.getroottree(), name)


def refuse_other_documents(head: bytes, name: str) -> None:
    """Refuse another kind of document by its first bytes: if it were read, none of its memory would be freed."""
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), **_SAFELY)
    try:
        parser.feed(head)
    except etree.XMLSyntaxError:  # reported with its line when the whole is read
        return
    for _, element in parser.read_events():
        _require_census(element.getroottree(), name)
        return


def _require_census(document: _ElementTree, name: str) -> None:
    if document.docinfo.internalDTD is not None or document.docinfo.doctype:
        raise InputError(
            f"{name} declares a document type (<!DOCTYPE ...>), which no census return does: export the return again"
        )
    tag = document.getroot().tag.rpartition("}")[2]
    if tag != ROOT:
        element = f"<{tag[:40]}>" if tag.isascii() and tag.isidentifier() else "another"
        raise InputError(
            f"{name} is XML, but not a CIN census return: its outermost element is {element}, not <{ROOT}>"
        )


def _without_namespace(element: _Element) -> None:
    for part in element.iter("{*}*"):
        part.tag = part.tag.rpartition("}")[2]
