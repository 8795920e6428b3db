"""Charts: what one shows (`chart`), and how it is drawn."""
