"""Output: a Result as a table in every format, a converted extract as columns, and the functions for notebooks."""
