"""`scaffold undo [DIR]`: the last apply, taken back."""

from pathlib import Path

import click

from scaffold.cli import stages
from scaffold.regenerate import undo


@click.command("undo")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--force", is_flag=True, help="Save what was edited since as .mine, and go back.")
def command(directory: Path, force: bool) -> int:
    """Take the last apply back, if no file was edited since."""
    stages.stored(directory)
    paths = undo(directory, force)
    for path in paths:
        click.echo(f"  {path}")
    click.echo(f"{len(paths)} {'file is' if len(paths) == 1 else 'files are'} as before.")
    return 0
