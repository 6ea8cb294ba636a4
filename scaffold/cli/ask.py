"""The wizard, as `new` runs it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.finish import preview
from scaffold.cli.options import Given
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue

if TYPE_CHECKING:
    from scaffold.wizard import Start

NO_TERMINAL = (
    "not a terminal: pass --yes (recommended options), --set ROW=OPTION, or --answers FILE"
)


def ask(directory: Path, known: Answers, given: Given, rows: Catalogue) -> Answers | None:
    """The answers of a person; None where they left without writing.

    Raises UsageError where there is no terminal to ask on, and Abort where they stop.
    """
    from scaffold.wizard import Stopped, reproduction, run, terminal

    if not terminal():
        raise click.UsageError(NO_TERMINAL)
    try:
        result = run(rows, _start(directory, known, given, rows))
    except Stopped as stop:
        raise click.Abort(str(stop)) from None
    if result.outcome == "quit":
        click.echo("Nothing written. Answers kept; run the same command to resume.")
        return None
    click.echo("Same result without questions:")
    click.echo(f"  {reproduction(rows, str(directory), result.answers)}\n")
    return result.answers


def _start(directory: Path, known: Answers, given: Given, rows: Catalogue) -> "Start":
    from scaffold.regenerate import exists
    from scaffold.wizard import Start

    return Start(
        target=str(directory),
        project=known.project,
        answers=known,
        given=_said(given.sets, rows),
        reviewing=exists(directory) or given.answers is not None,
        plain=given.plain,
        fresh=given.fresh,
        show_plan=lambda answers: preview(directory, answers, rows),
    )


def forget(directory: Path) -> None:
    """The draft, once its answers are written."""
    from scaffold.wizard import draft

    draft.delete(str(directory))


def _said(sets: Sequence[str], rows: Catalogue) -> frozenset[str]:
    """What the command line answers already, in the wizard's words."""
    keys = [text.partition("=")[0] for text in sets]
    frame = {"project", "platform", "kubernetes", "stacks"}
    known = frame | {row.id for row in rows.rows}
    return frozenset(key if key in known else f"settings.{key}" for key in keys)
