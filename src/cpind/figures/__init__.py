"""Extract -> Result: bases, events, indicators, groupings, the engine."""
