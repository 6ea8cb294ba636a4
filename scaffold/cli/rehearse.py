"""`scaffold rehearse [DIR]`: the whole program, on a throwaway control plane on this machine."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from scaffold.cli import stages
from scaffold.cli.rehearsal import Table, report_of


@click.command("rehearse")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--keep", is_flag=True, help="Leave the cluster, and say how to look at it.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as data.")
@click.option(
    "--rendered",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Rendered objects of the charts: stand-ins are packed from them.",
)
def command(directory: Path, keep: bool, as_json: bool, rendered: Path | None) -> int:
    """Run `pulumi up`, `up` again and `destroy` against a real API server with simulated nodes.

    No cluster, no cloud, no containers; nothing is written to DIRECTORY. Exit codes: 0 if all went
    well, 1 if something did not, 2 if a program is missing (scaffold toolchain builds it).
    """
    from scaffold.rehearse import Options, rehearse

    decided = stages.plan(stages.catalogue(), stages.stored(directory))
    with Table(quiet=as_json) as table:
        found = rehearse(
            directory,
            decided,
            Options(keep=keep, rendered=rendered, tell=table.tell, say=table.say),
        )
    click.echo(json.dumps(asdict(found)) if as_json else report_of(found))
    return 0 if found.ok else 1
