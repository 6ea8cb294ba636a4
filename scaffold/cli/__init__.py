"""The command line: the only place that prints and exits."""

import sys

from scaffold.cli.front import told


def main(args: list[str] | None = None) -> None:
    """Run a command and exit; click is imported only where there is something to run."""
    page = told(sys.argv[1:] if args is None else args)
    if page:
        sys.stdout.write(page)
        sys.exit(0)
    from scaffold.cli.group import run

    sys.exit(run(args))
