"""Every call that changes a repository on disk; each leaves a file old or new, never half."""

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from scaffold.regenerate.read import Side

NOBODY = "*\n"
"""`.gitignore` of a folder whose files are nobody's business."""


def aside(place: Path) -> Path:
    """Return the temporary file of a place: beside it, always the same, of a short name."""
    name = hashlib.sha256(os.fsencode(place.name)).hexdigest()[:16]
    return place.with_name(f".scaffold-{name}.tmp")


class BusyError(Exception):
    """Another process holds the folder."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder against other processes of ours; BusyError where one of them holds it.

    The operating system lets go of it when a process dies. A file system that knows no locks is
    not held.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError from None
        yield
    finally:
        os.close(handle)


def put(place: Path, side: Side, private: bool = False) -> None:
    """Write a file or a link in one step, its folder too; other permissions are kept.

    `private`: nobody else's to read, and on the disk before the call returns.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = aside(place)
    temporary.unlink(missing_ok=True)
    if side.mode == "link":
        temporary.symlink_to(os.fsdecode(side.content))
    else:
        _fill(temporary, side.content, _permissions(place, side, private), private)
    temporary.replace(place)


def _fill(place: Path, content: bytes, mode: tuple[int, bool], durable: bool) -> None:
    wanted, exact = mode
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(place, flags, wanted), "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    if exact and stat.S_IMODE(place.lstat().st_mode) != wanted:
        place.chmod(wanted)


def _permissions(place: Path, side: Side, private: bool) -> tuple[int, bool]:
    """Return those of the file that is there, but for the right to execute, and True.

    False where there is none: what the process takes off any new file is taken off these.
    """
    if private:
        return 0o600, False
    try:
        old = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        old = 0
    if not stat.S_ISREG(old):
        return (0o777 if side.mode == "755" else 0o666), False
    kept = stat.S_IMODE(old)
    return (kept | (kept & 0o444) >> 2 if side.mode == "755" else kept & ~0o111), True


def remove(place: Path) -> None:
    """Remove a file or a link, if it is there."""
    try:
        place.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return


def remove_emptied(root: Path, path: PurePosixPath) -> None:
    """Remove the folders above a path that hold nothing any more; never the root."""
    for folder in path.parents[:-1]:
        if not remove_folder(root / folder):
            return


def remove_folder(place: Path) -> bool:
    """Remove a folder if it is empty; False where it still holds something."""
    try:
        if place.is_symlink() or any(place.iterdir()):
            return False
        place.rmdir()
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    return True


def clear(place: Path) -> None:
    """Remove a folder, if one is there, that holds nothing but empty folders."""
    if place.is_symlink() or not place.is_dir():
        return
    for inner in place.iterdir():
        clear(inner)
    place.rmdir()


def rename(before: Path, after: Path) -> None:
    """Rename a file, a link or a folder, in one step."""
    before.replace(after)


def make_ignored(place: Path) -> None:
    """Make a folder that git ignores."""
    place.mkdir(parents=True, exist_ok=True)
    if not (place / ".gitignore").exists():
        put(place / ".gitignore", Side(NOBODY.encode(), "644"))


def make_folder(place: Path) -> None:
    """Make a folder that must not be there yet."""
    place.mkdir()


def bring_back_folder(place: Path) -> None:
    """Make a folder and those above it, if they are not there."""
    place.mkdir(parents=True, exist_ok=True)


def discard(place: Path) -> None:
    """Remove what is there, a folder with all it holds; what cannot be removed stays."""
    import shutil  # late: only where a new project fails

    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):  # a read-only disk refuses even what is not there
            remove(place)
