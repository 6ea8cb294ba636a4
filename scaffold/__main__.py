"""Runs the command line: `python -m scaffold`."""

from scaffold.cli import main

main()
