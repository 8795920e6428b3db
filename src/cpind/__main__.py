"""`python -m cpind`."""

from .cli import main

main(prog_name="cpind")
