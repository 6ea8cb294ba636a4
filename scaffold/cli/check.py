"""`scaffold check`: every rule on the catalogue, for those who write options."""

from pathlib import Path

import click

from scaffold.data import folder
from scaffold.errors import CatalogueError


@click.command("check")
@click.option(
    "--blueprints",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another catalogue than this scaffold's own.",
)
def command(blueprints: Path | None) -> int:
    """Read every manifest and template, and tell everything that is wrong."""
    from scaffold.catalogue import check, load

    rows = load(blueprints or folder("blueprints"))
    problems = check(rows, folder("templates"))
    if problems:
        raise CatalogueError(problems)
    options = list(rows.blueprints())
    open_ = [b for b in options if not b.retired and not b.barred]
    click.echo(f"{len(rows.rows)} rows, {len(options)} options, {len(open_)} to choose: no problem")
    return 0
