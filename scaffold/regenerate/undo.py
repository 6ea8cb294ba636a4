"""Undo: the last run is made one that has not ended, and taken back like any other."""

from pathlib import Path, PurePosixPath

from scaffold.errors import Problem, RepositoryError
from scaffold.regenerate.back import read_journal, refusals, take_back
from scaffold.regenerate.journal import Journal, Line
from scaffold.regenerate.paths import LAST, RUNNING, UNDO
from scaffold.regenerate.read import Disk, Thing, check_root
from scaffold.regenerate.write import alone, rename

FINISHES = "Mend it; the next command finishes what was begun."


def undo(root: Path, force: bool) -> tuple[PurePosixPath, ...]:
    """Put back what the last run changed, one run deep; return the paths.

    RepositoryError where there is no such run (SC508), or where files were edited since (SC511);
    with `force` those are saved as `PATH.mine`.
    """
    check_root(root)
    record = read_journal(root, LAST)
    if record is None:
        raise RepositoryError([Problem("SC508", str(root), "there is nothing to undo")])
    problems = [] if force else _edited(root, record)
    if problems:
        raise RepositoryError(problems)
    with refusals(root, FINISHES), alone(root / UNDO):
        rename(root / LAST, root / RUNNING)
        take_back(root)
    return tuple(sorted(PurePosixPath(line.path) for line in record.lines))


def _edited(root: Path, record: Journal) -> list[Problem]:
    disk = Disk(root, frozenset(record.paths()))
    problems = [
        Problem(
            "SC511",
            line.path,
            "has changed since it was written",
            f"Run scaffold undo --force: yours is saved as '{line.path}.mine'.",
        )
        for line in record.lines
        if not _untouched(disk, record, line)
    ]
    return disk.problems or problems


def _untouched(disk: Disk, record: Journal, line: Line) -> bool:
    """True where a path is as the run left it; a folder of the run's own files may be there."""
    path = PurePosixPath(line.path)
    yours = disk.at(path)
    if yours is Thing.FOLDER and line.path in record.folders:
        return disk.holds_only(path, record.paths())
    return line.holds(yours)
