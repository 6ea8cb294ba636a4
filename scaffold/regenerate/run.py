"""A run on disk: journal first, then the steps, then the mark of the end; or all of it back."""

from pathlib import Path

from scaffold.errors import Problem, RepositoryError
from scaffold.regenerate import git, journal
from scaffold.regenerate.back import AGAIN, LATER, refusals, refused, take_back
from scaffold.regenerate.journal import Journal
from scaffold.regenerate.outcome import Outcome, Step
from scaffold.regenerate.paths import LAST, RUNNING, UNDO
from scaffold.regenerate.read import Disk, Side, Thing, check_root, look
from scaffold.regenerate.write import (
    alone,
    clear,
    make_ignored,
    put,
    remove,
    remove_emptied,
    rename,
)


def save(root: Path, outcome: Outcome) -> None:
    """Write what was decided, all of it or nothing.

    RepositoryError where a file has changed since (SC511), the disk refuses (SC510), or another
    run is at work (SC513).
    """
    if outcome.empty:
        return
    check_root(root)
    _unchanged(root, outcome)
    with refusals(root, AGAIN):
        make_ignored(root / UNDO)
        with alone(root / UNDO):
            _unchanged(root, outcome)
            _run(root, outcome)
    git.mark(root, outcome.clashes)


def _run(root: Path, outcome: Outcome) -> None:
    record = _journal(root, outcome)
    try:
        put(root / RUNNING, Side(journal.dump(record), "644"), private=True)
        for step in outcome.steps:
            _do(root, step)
        rename(root / RUNNING, root / LAST)
    except BaseException as error:
        hint = AGAIN if _back(root) else LATER
        if isinstance(error, OSError):
            raise refused(root, error, hint) from error
        raise


def _do(root: Path, step: Step) -> None:
    if step.after is None:
        remove(root / step.path)
        remove_emptied(root, step.path)
    else:
        clear(root / step.path)
        put(root / step.path, step.after)


def _unchanged(root: Path, outcome: Outcome) -> None:
    disk = Disk(root, frozenset(step.path for step in outcome.steps))
    disk.reaches(RUNNING)
    found = {step.path: disk.at(step.path) for step in outcome.steps}
    problems = disk.problems or [
        Problem("SC511", str(step.path), "has changed since it was read", "Run the command again.")
        for step in outcome.steps
        if found[step.path] != step.before
    ]
    if problems:
        raise RepositoryError(problems)


def _journal(root: Path, outcome: Outcome) -> Journal:
    parents = {
        parent
        for step in outcome.steps
        if step.after
        for parent in step.path.parents[:-1]
        if look(root / parent) is not Thing.FOLDER
    }
    clashes = [clash.path for clash in outcome.clashes]
    return Journal(
        lines=tuple(map(journal.line, outcome.steps)),
        folders=tuple(map(str, sorted(parents))),
        clashes=tuple(map(str, clashes)),
        index=git.staged(root, clashes),
    )


def _back(root: Path) -> bool:
    """Take a failed run back; False where that fails too, and is left to the next command."""
    try:
        take_back(root)
    except (OSError, RepositoryError):
        return False
    return True
