"""The formats and the suffixes that stand for them; apart from the writers, so that help needs none of those."""

FORMATS = ("table", "csv", "tsv", "json", "markdown", "xlsx")
FLAT_FORMATS = ("csv", "tsv", "xlsx")
SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".md": "markdown", ".xlsx": "xlsx", ".txt": "table"}
FOR_PEOPLE = ("table", "markdown")
"""The formats with a title and footnotes."""
