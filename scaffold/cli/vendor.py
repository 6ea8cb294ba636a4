"""`scaffold vendor [DIR]`: the archives of `charts.lock`, into `charts/`."""

from pathlib import Path

import click

from scaffold.cli import stages
from scaffold.cli.progress import vendor_with_bar


@click.command("vendor")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--quiet", "-q", is_flag=True, help="No progress bar.")
def command(directory: Path, quiet: bool) -> int:
    """Download what charts/ lacks, check every sum, pack the CRDs."""
    stages.stored(directory)
    vendor_with_bar(directory, quiet)
    return 0
