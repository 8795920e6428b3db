"""Delimited text: any file that no other reader recognises, unless it is clearly a document."""

from __future__ import annotations

from ..text_table import TextTable
from . import ReadOptions, Source, reader

_DOCUMENTS = (b"%pdf-", b"<html", b"<!doc")


def _may_be_a_table(source: Source) -> bool:
    return source.head.lstrip()[:5].lower() not in _DOCUMENTS


@reader(
    "CSV, TSV, semicolon-separated text",
    suffixes=(".csv", ".tsv", ".txt"),
    order=10,
    recognises=_may_be_a_table,
    is_gzipped=True,
)
def read_text(source: Source, options: ReadOptions) -> list[TextTable]:
    """The table in the text, by `delimited.read_delimited`."""
    from ..delimited import read_delimited

    mapping, encoding = options.mapping, options.encoding
    return [
        read_delimited(
            source.read(), source.name, encoding, mapping, context=options.context, iso_dates=options.iso_dates
        )
    ]
