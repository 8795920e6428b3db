"""Read a CIN census return (XML) into TextTables: its elements, the events of each child, and the return's year."""

LAYOUT = "census"
