"""The codes of the census, and the groups that its tables show."""

from __future__ import annotations

CATEGORIES = {
    "NEG": "Neglect",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "EMO": "Emotional abuse",
    "MUL": "Multiple",
}
"""Census codes of the category of abuse, in the order a table shows them."""

ETHNIC_GROUPS = {
    "White": ("WBRI", "WIRI", "WIRT", "WOTH", "WROM"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian or Asian British": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "Black or Black British": ("BCRB", "BAFR", "BOTH"),
    "Any other ethnic group": ("OOTH",),
    "Refused": ("REFU",),
    "Information not yet obtained": ("NOBT",),
}
"""DfE's main groups and the census codes in each. [official: data guidance]"""

NOT_RECORDED = "Not recorded"
NOT_RECOGNISED = "Not recognised"
"""The groups of blank cells, and of texts that are not recognised."""
