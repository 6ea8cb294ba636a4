"""The end of `new` and `apply`: render, decide, show, write, vendor, say what comes next."""

from pathlib import Path

from scaffold import __version__
from scaffold.cli import show, stages
from scaffold.cli.options import Finish
from scaffold.cli.releases import compare, switched
from scaffold.errors import Problem, RepositoryError
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue
from scaffold.model.plan import Plan
from scaffold.model.tree import Tree
from scaffold.regenerate import create, exists, write


def finish(root: Path, answers: Answers, rows: Catalogue, how: Finish) -> int:
    """Write what the answers come to; the exit code."""
    decided = stages.plan(rows, answers)
    new = stages.tree(decided)
    if exists(root):
        return _again(root, new, (decided, rows), how)
    return _first(root, new, decided, how)


def _first(root: Path, new: Tree, decided: Plan, how: Finish) -> int:
    if how.dry_run:
        show.fresh(root, new, decided, how.as_json)
        return 10 if how.exit_code else 0
    create(root, new, __version__)
    lost = () if how.no_vendor else stages.vendor(root, quiet=how.as_json)
    show.written(root, new, decided, how.as_json)
    show.vendored(root, lost, how)
    return 0


def refuse_foreign(root: Path) -> None:
    """A folder of somebody else's is never written into. Raises RepositoryError (SC501)."""
    foreign = root.is_dir() and any(path.name != ".git" for path in root.iterdir())
    if foreign and not exists(root):
        hint = "Name a folder that is empty or not there yet."
        what = "holds files and is no scaffold repository"
        raise RepositoryError([Problem("SC501", str(root), what, hint)])


def preview(root: Path, answers: Answers, rows: Catalogue) -> str:
    """What writing these answers would do, as the wizard shows it."""
    decided = stages.plan(rows, answers)
    new = stages.tree(decided)
    if not exists(root):
        return show.listed(root, new, decided)
    found = stages.outcome(root, new, rows, allow_dirty=True)
    said = switched(stages.stored(root), decided)
    return show.told(decided, found, (said, compare(root, new, rows)))


def _again(root: Path, new: Tree, known: tuple[Plan, Catalogue], how: Finish) -> int:
    decided, rows = known
    found = stages.outcome(
        root,
        new,
        rows,
        allow_dirty=how.allow_dirty or how.dry_run,
        no_base=how.no_base,
        restore=how.restore,
    )
    said = switched(stages.stored(root), decided)
    show.changes(root, decided, found, (said, compare(root, new, rows), how))
    if how.dry_run:
        return 10 if how.exit_code and not found.empty else 0
    if not found.empty:
        write(root, found)
    lost = () if how.no_vendor else stages.vendor(root, quiet=how.as_json)
    if not found.empty or lost:
        show.vendored(root, lost, how)
    return 1 if found.conflicts else 0
