"""`scaffold new DIR`: from questions, an answers file or recommendations to a repository."""

import re
from pathlib import Path

import click

from scaffold.answers import load, override
from scaffold.cli import stages
from scaffold.cli.ask import ask, forget
from scaffold.cli.finish import finish, refuse_foreign
from scaffold.cli.options import Finish, Given, writing
from scaffold.constraints import said
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue

PLATFORM = "bare-metal"
"""The platform where none is given: any cluster, with nothing of a cloud's."""


@click.command("new")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--answers", type=click.Path(path_type=Path), help="Take the answers of a file.")
@click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="Answer one row.")
@click.option("--platform", help="eks, gke, aks, bare-metal or kind.")
@click.option("--yes", "-y", is_flag=True, help="Take recommendations; ask nothing.")
@click.option("--plain", is_flag=True, help="Numbered questions, for screen readers.")
@click.option("--fresh", is_flag=True, help="Forget unfinished answers.")
@writing
def command(directory: Path, platform: str | None, **options: object) -> int:
    """Answer the wizard and get a repository in DIRECTORY.

    On a repository that scaffold has written it opens on the review of its answers.
    """
    refuse_foreign(directory)
    rows = stages.catalogue()
    given = Given.of(options, platform)
    answers = _answers(directory, given, rows)
    if answers is None:
        return 0
    how = Finish.of({**options, "shown": not given.silent})
    code = finish(directory, answers, rows, how)
    if not how.dry_run:
        forget(directory)
    return code


def _answers(directory: Path, given: Given, rows: Catalogue) -> Answers | None:
    """The answers, asked where they must be; None: the user left without writing."""
    start = said(rows, _known(directory, given))
    if given.silent:
        return override(start, given.sets, rows)
    return ask(directory, override(start, given.sets, rows), given, rows)


def _known(directory: Path, given: Given) -> Answers:
    """The answers before any question: of a file, of the repository, or the frame alone."""
    from scaffold.regenerate import exists

    named = next((s.partition("=")[2] for s in given.sets if s.startswith("project=")), None)
    if given.answers:
        return load(stages.read(given.answers), str(given.answers))
    if exists(directory):
        return stages.stored(directory)
    return Answers(project=named or project_of(directory), platform=PLATFORM)


def project_of(directory: Path) -> str:
    """The folder's name as a project's; it is judged with the other answers."""
    name = directory.resolve().name
    return re.sub(r"[ _.]+", "-", name.lower()) or "acme"
