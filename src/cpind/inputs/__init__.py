"""Read files, DataFrames and settings into an Extract: readers, layouts, joining, populations, cpind.toml."""
