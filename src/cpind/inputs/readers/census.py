"""CIN census returns, as XML."""

from __future__ import annotations

import re

from ..text_table import TextTable
from . import ReadOptions, Source, reader

_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_XML = re.compile(rb"\s*<(\?xml|!--|[A-Za-z_!])")
_HTML = re.compile(rb"(?i)\s*<(!doctype\s+)?html")


def _is_xml(source: Source) -> bool:
    """Whether a file begins like an XML document, with or without a declaration, and not like a web page. A file with a
    document type counts as a return only if the outermost element follows at once."""
    head = source.head
    if head.lstrip()[:5].lower() == b"<!doc" and b"<message" not in head.lower():
        return False
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "replace").encode()
    return bool(_XML.match(head)) and not _HTML.match(head)


@reader("CIN census XML", suffixes=(".xml",), order=40, recognises=_is_xml, is_gzipped=True)
def read_return(source: Source, options: ReadOptions) -> list[TextTable]:
    """The return's tables, by `census.returns.read_census`, which reads the file incrementally."""
    from ..census.returns import read_census

    return read_census(source, source.name, source.head)
