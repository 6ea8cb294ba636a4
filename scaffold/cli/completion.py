"""`scaffold completion SHELL`: the script that your shell sources."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completions: eval "$(scaffold completion bash)"."""
    from scaffold.cli.group import commands

    kind = get_completion_class(shell)
    assert kind is not None  # click has these three
    click.echo(kind(commands, {}, "scaffold", "_SCAFFOLD_COMPLETE").source())
    return 0
