"""A bar while the charts come."""

import sys
from pathlib import Path

import click

from scaffold.charts import Progress, Vendored, vendor


def vendor_with_bar(root: Path, quiet: bool) -> Vendored:
    """Vendor with one line that is drawn over, or with none. Raises ChartError."""
    drawn = not quiet and sys.stderr.isatty()

    def draw(progress: Progress) -> None:
        if drawn:
            mebibytes = progress.bytes / (1 << 20)
            line = f"\r{progress.done} of {progress.total} charts, {mebibytes:.1f} MiB"
            click.echo(f"{line:<60}", nl=False, err=True)

    try:
        return vendor(root, draw)
    finally:
        if drawn:
            click.echo("", err=True)
