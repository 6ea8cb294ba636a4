"""The group of commands: one is imported when it runs."""

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from scaffold import __version__
from scaffold.cli.front import COMMANDS
from scaffold.errors import Problem, ScaffoldError


class LazyGroup(click.Group):
    """Knows the names and one line of each command; imports the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"scaffold.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the name that was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            meant = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{args[0][:50]}'.{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The lines of the mapping; nothing is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scaffold")
def commands() -> None:
    """Turn decisions about a Kubernetes platform into a repository that provisions it."""


def run(args: Sequence[str] | None) -> int:
    """Run a command: the only place where a ScaffoldError ends. The exit code."""
    code: Any = 0
    try:
        code = commands.main(args, prog_name="scaffold", standalone_mode=False)
    except ScaffoldError as error:
        complain(error.problems)
        code = error.exit_code
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt) as stop:
        click.echo(str(stop) or "Stopped; nothing written.", err=True)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()  # or Python complains about the pipe once more
        code = 0
    return code if isinstance(code, int) else 0


def complain(problems: tuple[Problem, ...]) -> None:
    """Every problem on standard error."""
    for problem in problems:
        click.echo(str(problem), err=True)
