"""`scaffold apply [DIR]`: no questions; render the answers again and merge."""

from pathlib import Path

import click

from scaffold.answers import override
from scaffold.cli import stages
from scaffold.cli.finish import finish
from scaffold.cli.options import Finish, writing
from scaffold.constraints import said


@click.command("apply")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="Answer one row otherwise.")
@click.option("--restore", multiple=True, metavar="PATH", help="Bring back a file you deleted.")
@click.option("--no-base", is_flag=True, help="The last rendering is lost: keep mine, add .new.")
@writing
def command(directory: Path, **options: object) -> int:
    """Render the answers of DIRECTORY again and merge them with your edits.

    Exit codes: 0 done or nothing to do; 1 conflicts or leftovers; 10 with --dry-run --exit-code
    when there would be changes.
    """
    how = Finish.of(options)
    answers = stages.stored(directory)
    rows = stages.catalogue()
    new = override(said(rows, answers), options["sets"], rows)  # type: ignore[arg-type]
    return finish(directory, new, rows, how)
