"""Result -> Table -> every format; converted extracts; notebooks."""
