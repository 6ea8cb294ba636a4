"""Every call that changes a repository on disk; each leaves a file old or new, never half."""

import hashlib
import os
import shutil
import stat
from pathlib import Path, PurePosixPath

from scaffold.regenerate.read import Side

NOBODY = "*\n"
"""`.gitignore` of a folder whose files are nobody's business."""


def aside(place: Path) -> Path:
    """Return the temporary file of a place: beside it, always the same, of a short name."""
    name = hashlib.sha256(os.fsencode(place.name)).hexdigest()[:16]
    return place.with_name(f".scaffold-{name}.tmp")


def put(place: Path, side: Side, durable: bool = False) -> None:
    """Write a file or a link in one step, its folder too; other permissions are kept.

    `durable`: on the disk before the call returns.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = aside(place)
    temporary.unlink(missing_ok=True)
    if side.mode == "link":
        temporary.symlink_to(os.fsdecode(side.content))
    else:
        _fill(temporary, side, durable)
        _like(place, temporary, side)
    temporary.replace(place)


def _fill(place: Path, side: Side, durable: bool) -> None:
    mode = 0o777 if side.mode == "755" else 0o666
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(place, flags, mode), "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(side.content)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _like(place: Path, temporary: Path, side: Side) -> None:
    """Give the new file the permissions of the old one, but for the right to execute."""
    try:
        old = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if not stat.S_ISREG(old):
        return
    readers = (old & 0o444) >> 2
    wanted = (old | readers) if side.mode == "755" else old & ~0o111
    if stat.S_IMODE(wanted) != stat.S_IMODE(temporary.lstat().st_mode):
        temporary.chmod(stat.S_IMODE(wanted))


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


def discard(place: Path) -> None:
    """Remove what is there, a folder with all it holds; what cannot be removed stays."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        remove(place)
