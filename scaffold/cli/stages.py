"""The stages in their order, for the commands that run several of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import __version__
from scaffold.data import folder
from scaffold.errors import Problem, RepositoryError

if TYPE_CHECKING:
    from scaffold.model.answers import Answers
    from scaffold.model.blueprint import Catalogue
    from scaffold.model.plan import Plan
    from scaffold.model.tree import Tree
    from scaffold.regenerate import Outcome

STORED = Path(".scaffold", "answers.yaml")


def catalogue() -> "Catalogue":
    """The catalogue that comes with this scaffold."""
    from scaffold.catalogue import load

    return load(folder("blueprints"))


def stored(root: Path) -> "Answers":
    """The answers of a generated repository, after an interrupted run was taken back.

    Raises RepositoryError (SC501) where there are none.
    """
    from scaffold.answers import load
    from scaffold.regenerate import exists, recover

    if not exists(root):
        hint = "Name a folder that scaffold new has written."
        raise RepositoryError([Problem("SC501", str(root), "not a scaffold repository", hint)])
    recover(root)
    return load(read(root / STORED), str(STORED))


def read(path: Path) -> bytes:
    """A file's bytes. Raises RepositoryError (SC509) with the system's words."""
    try:
        return path.read_bytes()
    except OSError as fault:
        words = (fault.strerror or "cannot be read").lower()
        raise RepositoryError([Problem("SC509", str(path), f"cannot be read: {words}")]) from None


def plan(rows: "Catalogue", answers: "Answers") -> "Plan":
    """Answers to a plan, with every problem at once."""
    from scaffold.constraints import resolve

    return resolve(rows, answers)


def tree(decided: "Plan") -> "Tree":
    """A plan to a whole repository."""
    from scaffold.render import render

    return render(decided, folder("templates"))


def outcome(root: Path, new: "Tree", rows: "Catalogue", **options: object) -> "Outcome":
    """What a second rendering does to a repository; nothing is written."""
    from scaffold.regenerate import Options, decide

    moved = tuple(m for b in rows.blueprints() for m in b.moved)
    return decide(root, new, Options(moved=moved, version=__version__, **options))  # type: ignore[arg-type]


def vendor(root: Path, quiet: bool) -> Sequence[str]:
    """Download what `charts/` lacks; the problems as texts where it cannot be had now."""
    from scaffold.cli.progress import vendor_with_bar
    from scaffold.errors import ChartError

    try:
        vendor_with_bar(root, quiet)
    except ChartError as error:
        return [str(problem) for problem in error.problems]
    return ()
