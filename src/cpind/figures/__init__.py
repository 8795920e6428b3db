"""Compute a Result from an Extract: bases, events, indicators, groupings, the engine."""
