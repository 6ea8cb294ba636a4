"""What the repository remembers of its last rendering: lock and base, one verified by the other.

Both come with the repository, from anybody: no path in them is trusted.
"""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from scaffold.errors import Problem
from scaffold.regenerate import base, lock
from scaffold.regenerate.lock import Entry
from scaffold.regenerate.paths import BASE, LOCK, unsafe
from scaffold.regenerate.read import Disk, Side, digest

MEND = "Run git checkout HEAD -- .scaffold, or scaffold apply --no-base."


@dataclass(frozen=True)
class Memory:
    """What the repository remembers of its last rendering."""

    entries: dict[PurePosixPath, Entry] = field(default_factory=dict)
    base: dict[PurePosixPath, Side] = field(default_factory=dict)
    """The bytes of every file that is managed or removed."""


def remember(disk: Disk) -> Memory:
    """Read lock and base, and verify the one by the other; problems go to `disk`."""
    entries = _lock(disk)
    archive = None if entries is None else _base(disk)
    if entries is None or archive is None:
        return Memory()
    kept = {path: one for path, one in entries.items() if one.class_ in ("managed", "removed")}
    disk.problems += [
        Problem("SC502", str(BASE), f"'{path}' is not as the lock has it", MEND)
        for path in sorted(kept.keys() | archive.keys())
        if path not in kept or path not in archive or digest(archive[path]) != kept[path].sha256
    ]
    return Memory(
        {PurePosixPath(path): entry for path, entry in entries.items()},
        {
            PurePosixPath(path): Side(archive[path], entry.mode)
            for path, entry in kept.items()
            if path in archive
        },
    )


def _lock(disk: Disk) -> dict[str, Entry] | None:
    try:
        entries = lock.load(_state_file(disk, LOCK))
    except ValueError as error:
        _damaged(disk, LOCK, error)
        return None
    disk.problems += [
        Problem("SC503", str(LOCK), f"names the unsafe path {path!r}", MEND)
        for path in entries
        if unsafe(path)
    ]
    return entries


def _base(disk: Disk) -> dict[str, bytes] | None:
    try:
        return base.load(_state_file(disk, BASE))
    except ValueError as error:
        _damaged(disk, BASE, error)
        return None


def _damaged(disk: Disk, path: PurePosixPath, error: ValueError) -> None:
    if not any(problem.where == str(path) for problem in disk.problems):
        disk.problems.append(Problem("SC502", str(path), str(error), MEND))


def _state_file(disk: Disk, path: PurePosixPath) -> bytes:
    """Return the bytes of a file of ours; ValueError where there is none."""
    found = disk.at(path)
    if not isinstance(found, Side) or found.mode == "link":
        raise ValueError("missing, or not a regular file")
    return found.content
