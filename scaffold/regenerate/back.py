"""The way back: whatever a journal names is put as it was before its run.

It can be stopped at any point and begun again; what a user wrote since is saved as `.mine`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from scaffold.errors import Problem, RepositoryError
from scaffold.regenerate import git, journal
from scaffold.regenerate.journal import Journal, Line
from scaffold.regenerate.paths import RUNNING, UNDO
from scaffold.regenerate.read import Disk, Side, Thing, check_root, look
from scaffold.regenerate.write import (
    BusyError,
    alone,
    aside,
    bring_back_folder,
    put,
    remove,
    remove_folder,
    rename,
)

AGAIN = "Nothing was changed; mend it and run it again."
LATER = "Mend it; the next command takes back what was written."


def recover(root: Path) -> bool:
    """Take back a run that died; False where there was none.

    RepositoryError where its journal is damaged (SC502, SC503), where the disk refuses (SC510), or
    where the run has not died but is at work (SC513).
    """
    if not (root / RUNNING).is_file() and not aside(root / RUNNING).is_file():
        return False
    check_root(root)
    with refusals(root, LATER), alone(root / UNDO):
        return take_back(root)


@contextmanager
def refusals(root: Path, hint: str) -> Iterator[None]:
    """Turn what the operating system refuses into SC510, and a second run at work into SC513."""
    try:
        yield
    except BusyError as error:
        hint = "Wait until it has ended, then run it again."
        problem = Problem("SC513", str(root), "another command is writing here", hint)
        raise RepositoryError([problem]) from error
    except OSError as error:
        raise refused(root, error, hint) from error


def refused(root: Path, error: OSError, hint: str) -> RepositoryError:
    """Return SC510, with the words of the operating system."""
    where = root
    if isinstance(error.filename, str):
        where = Path(error.filename)
        where = where.parent if where.name.startswith(".scaffold-") else where
        where = where.relative_to(root) if where != root and where.is_relative_to(root) else where
    what = f"the disk refused: {error.strerror or error}"
    return RepositoryError([Problem("SC510", str(where), what, hint)])


def take_back(root: Path) -> bool:
    """Put everything back as the journal has it; it can be stopped and begun again."""
    record = read_journal(root, RUNNING)
    remove(aside(root / RUNNING))
    if record is None:
        return False
    replaced = frozenset(record.paths())
    disk = Disk(root, replaced)
    for path in record.paths():
        if disk.reaches(path):
            remove(aside(root / path))
    for line in reversed(record.lines):
        _restore(Disk(root, replaced), record, line)
    for folder in reversed(record.folders):
        remove_folder(root / folder)
    if record.clashes:
        git.unmark(root, map(PurePosixPath, record.clashes), record.index)
    remove(root / RUNNING)
    return True


def _restore(disk: Disk, record: Journal, line: Line) -> None:
    place, before = disk.root / line.path, line.held()
    yours = look(place) if disk.reaches(PurePosixPath(line.path)) else None
    if yours is Thing.FOLDER and line.folder:
        return
    if yours not in (None, before) and not line.holds(yours):
        rename(place, _free(place))
    elif yours is not None and before is None:
        remove(place)
    if line.folder:
        bring_back_folder(place)
    elif before is None:
        _remove_folders(disk.root, record, line)
    elif yours != before:
        put(place, before)


def _remove_folders(root: Path, record: Journal, line: Line) -> None:
    """Remove the folders above a path that the run has made, if they are empty."""
    for parent in PurePosixPath(line.path).parents[:-1]:
        if str(parent) in record.folders:
            remove_folder(root / parent)


def _free(place: Path) -> Path:
    """Return the first name beside that nothing has: `.mine`, `.mine.2`, …"""
    number, tried = 1, place.with_name(f"{place.name}.mine")
    while look(tried) is not None:
        number += 1
        tried = place.with_name(f"{place.name}.mine.{number}")
    return tried


def read_journal(root: Path, path: PurePosixPath) -> Journal | None:
    """Return a journal, if it is there; RepositoryError where it cannot be followed."""
    disk = Disk(root)
    found = disk.at(path)
    record = None
    if isinstance(found, Side):
        try:
            record = journal.load(found.content)
        except ValueError as error:
            code = "SC503" if "unsafe" in str(error) else "SC502"
            hint = f"Look at the files, and delete '{path}'."
            disk.problems.append(Problem(code, str(path), str(error), hint))
    if record:
        disk.ours = frozenset(record.paths())
        for touched in record.paths():
            disk.reaches(touched)
    if disk.problems:
        raise RepositoryError(disk.problems)
    return record
