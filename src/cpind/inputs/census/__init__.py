"""A CIN census return (XML) -> TextTables: its elements, the events of each child, and the year of the return."""

LAYOUT = "census"
