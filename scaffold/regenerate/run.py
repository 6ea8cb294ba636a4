"""A run on disk: journal first, then the steps, then the mark of the end; or all of it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from scaffold.errors import Problem, RepositoryError
from scaffold.regenerate import git, journal
from scaffold.regenerate.journal import Journal, Line
from scaffold.regenerate.outcome import Outcome
from scaffold.regenerate.paths import LAST, RUNNING, UNDO
from scaffold.regenerate.read import Disk, Side, Thing, check_root, look
from scaffold.regenerate.write import (
    aside,
    make_ignored,
    put,
    remove,
    remove_emptied,
    remove_folder,
    rename,
)

AGAIN = "Nothing was changed; mend it and run it again."
LATER = "Mend it; the next command takes back what was written."


def save(root: Path, outcome: Outcome) -> None:
    """Write what was decided, all of it or nothing.

    RepositoryError where a file has changed since (SC511) or the disk refuses (SC510).
    """
    if outcome.empty:
        return
    check_root(root)
    _unchanged(root, outcome)
    record = _journal(root, outcome)
    try:
        make_ignored(root / UNDO)
        put(root / RUNNING, Side(journal.dump(record), "644"), durable=True)
        for step in outcome.steps:
            if step.after is None:
                remove(root / step.path)
                remove_emptied(root, step.path)
            else:
                put(root / step.path, step.after)
        rename(root / RUNNING, root / LAST)
    except BaseException as error:
        hint = AGAIN if _back(root) else LATER
        if isinstance(error, OSError):
            raise refused(root, error, hint) from error
        raise
    git.mark(root, outcome.clashes)


def refused(root: Path, error: OSError, hint: str) -> RepositoryError:
    """Return SC510, with the words of the operating system."""
    where = root
    if isinstance(error.filename, str):
        where = Path(error.filename)
        where = where.parent if where.name.startswith(".scaffold-") else where
        where = where.relative_to(root) if where != root and where.is_relative_to(root) else where
    what = f"the disk refused: {error.strerror or error}"
    return RepositoryError([Problem("SC510", str(where), what, hint)])


def _unchanged(root: Path, outcome: Outcome) -> None:
    disk = Disk(root, frozenset(step.path for step in outcome.steps))
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


def recover(root: Path) -> bool:
    """Take back a run that died; False where there was none.

    RepositoryError where its journal is damaged (SC502, SC503) or the disk refuses (SC510).
    """
    if not (root / RUNNING).is_file() and not aside(root / RUNNING).is_file():
        return False
    check_root(root)
    with refusals(root, LATER):
        return take_back(root)


@contextmanager
def refusals(root: Path, hint: str) -> Iterator[None]:
    """Turn what the operating system refuses into SC510."""
    try:
        yield
    except OSError as error:
        raise refused(root, error, hint) from error


def take_back(root: Path) -> bool:
    """Put everything back as the journal has it; it can be stopped and begun again."""
    remove(aside(root / RUNNING))
    record = read_journal(root, RUNNING)
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
    if before is None:
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
