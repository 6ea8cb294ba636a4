"""`scaffold smoke [DIR]`: is everything that was chosen ready?"""

from pathlib import Path

import click

from scaffold.cli import stages
from scaffold.cli.doctor import tell


@click.command("smoke")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--context", help="The kubeconfig context; the stack's if not given.")
@click.option("--stack", help="The stack; the one that pulumi has selected if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print it as data.")
def command(directory: Path, context: str | None, stack: str | None, as_json: bool) -> int:
    """Ask for every workload of the chosen options. Exit code 1 if one is not ready."""
    from scaffold.cluster import Options, smoke, stack_context

    decided = stages.plan(stages.catalogue(), stages.stored(directory))
    where = context or stack_context(directory, decided, Options(stack=stack))
    return tell(smoke(decided, where), as_json)
