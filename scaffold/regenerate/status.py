"""What became of a repository since it was rendered; nothing is written."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scaffold.errors import RepositoryError
from scaffold.regenerate.gather import beside, unresolved
from scaffold.regenerate.lock import Entry
from scaffold.regenerate.memory import Memory, remember
from scaffold.regenerate.read import Disk, Side, Yours, check_root, digest


@dataclass(frozen=True, slots=True)
class Status:
    """The files that are not as they were rendered, each in one list; sorted."""

    edited: tuple[PurePosixPath, ...]
    """Managed and owned files whose bytes or mode are not those of the last rendering."""
    orphans: tuple[PurePosixPath, ...]
    """Files that are no longer rendered and were edited, hence kept."""
    conflicts: tuple[PurePosixPath, ...]
    """Files with conflict markers, or with a `.new` beside them."""
    deleted: tuple[PurePosixPath, ...]
    """Files that are rendered and were deleted: they do not come back by themselves."""


def status(root: Path) -> Status:
    """Compare the disk with what was rendered last.

    RepositoryError with every problem (SC501-503, SC506, SC509).
    """
    check_root(root)
    disk = Disk(root)
    memory = remember(disk)
    lists: dict[str, list[PurePosixPath]] = {}
    for path, entry in sorted(memory.entries.items()):
        yours = disk.at(path, closed=entry.class_ == "seed" and not entry.conflict)
        lists.setdefault(_list(disk, memory, path, yours), []).append(path)
    if disk.problems:
        raise RepositoryError(disk.problems)
    names = ("edited", "orphans", "conflicts", "deleted")
    return Status(*(tuple(lists.get(name, ())) for name in names))


def _list(disk: Disk, memory: Memory, path: PurePosixPath, yours: Yours) -> str:
    """Return the list that a path belongs to; empty where it is as it was rendered."""
    entry = memory.entries[path]
    found = disk.at(beside(path, entry.beside)) if entry.beside else yours
    if entry.conflict and unresolved(entry, found):
        return "conflicts"
    if entry.class_ == "removed":
        return "" if yours is None else "orphans"
    if yours is None:
        return "deleted"
    if entry.class_ == "seed" or _same(entry, yours):
        return ""
    return "edited"


def _same(entry: Entry, yours: Yours) -> bool:
    return (
        isinstance(yours, Side)
        and yours.mode == entry.mode
        and digest(yours.content) == entry.sha256
    )
