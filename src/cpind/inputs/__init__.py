"""Files, frames and settings -> Extract: a reader a layout, joining, populations, cpind.toml."""
