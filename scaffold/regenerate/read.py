"""The disk, read: only paths of the last or of the new rendering, and never through a link."""

import errno
import hashlib
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias

from scaffold.errors import Problem, RepositoryError
from scaffold.model.tree import File, Mode
from scaffold.regenerate.paths import ANSWERS, FOLDER, LOCK


class Side(NamedTuple):
    """What is equal or not: bytes and mode."""

    content: bytes
    """The target, where `mode` is `link`."""
    mode: Mode


class Thing(Enum):
    """What may stand at a path, other than a file that was read."""

    FOLDER = "folder"
    CLOSED = "closed"
    """Something is there, and was not opened: a seed."""


Yours: TypeAlias = Side | Thing | None
"""None: nothing is there."""


def side(file: File | None) -> Side | None:
    """Return what is compared of a file."""
    return None if file is None else Side(file.content, file.mode)


def digest(content: bytes) -> str:
    """Return the sha256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def look(place: Path) -> Yours:
    """Return what stands at a place, itself not followed; OSError where it cannot be read."""
    try:
        found = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISDIR(found.st_mode):
        return Thing.FOLDER
    if stat.S_ISLNK(found.st_mode):
        return Side(os.fsencode(os.readlink(place)), "link")  # noqa: PTH115 - a Path tidies it
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    return Side(place.read_bytes(), "755" if found.st_mode & stat.S_IXUSR else "644")


@dataclass
class Disk:
    """A repository on disk, and every problem met while it is read."""

    root: Path
    ours: frozenset[PurePosixPath] = frozenset()
    """Files of the last rendering that become folders: a link there is no way out."""
    problems: list[Problem] = field(default_factory=list)
    folders: dict[PurePosixPath, str] = field(default_factory=dict)
    """Folder -> `there`, `absent`, or the link above it; each is asked for once."""

    def at(self, path: PurePosixPath, closed: bool = False) -> Yours:
        """Return what stands at a path; None, and a problem more, where it cannot be read.

        `closed`: a file is not opened.
        """
        if not self.reaches(path):
            return None
        try:
            place = self.root / path
            return look(place) if not closed else Thing.CLOSED if _there(place) else None
        except OSError as error:
            what = f"cannot be read: {error.strerror or error}"
            hint = "Make it readable, or move it out of the way."
            self.problems.append(Problem("SC509", str(path), what, hint))
            return None

    def reaches(self, path: PurePosixPath) -> bool:
        """True where the folder of a path is there; a link on the way is a problem."""
        state = self._folder(path.parent)
        if state.startswith("/"):
            what = f"lies below the symbolic link '{state[1:]}'"
            hint = "Replace the link by a folder."
            self.problems.append(Problem("SC506", str(path), what, hint))
        return state == "there"

    def holds_only(self, path: PurePosixPath, files: Collection[PurePosixPath]) -> bool:
        """True where a folder holds nothing but these files, and the folders they lie in."""
        parents = {parent for file in files for parent in file.parents}
        for folder, folders, names in os.walk(self.root / path):
            here = PurePosixPath(Path(folder).relative_to(self.root).as_posix())
            inside = {here / name for name in folders} <= parents
            if not inside or any(here / name not in files for name in names):
                return False
        return True

    def _folder(self, folder: PurePosixPath) -> str:
        if folder not in self.folders:
            above = "there" if not folder.name else self._folder(folder.parent)
            self.folders[folder] = self._state(folder) if above == "there" else above
        return self.folders[folder]

    def _state(self, folder: PurePosixPath) -> str:
        try:
            mode = (self.root / folder).lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return "absent"
        except OSError:
            return "there"  # what lies in it says why it cannot be read
        if stat.S_ISLNK(mode) and folder.name and folder not in self.ours:
            return f"/{folder}"
        return "there" if stat.S_ISDIR(mode) else "absent"


def _there(place: Path) -> bool:
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def exists(root: Path) -> bool:
    """True where a folder is a scaffold repository."""
    return any(_there(root / path) for path in (ANSWERS, LOCK))


def check_root(root: Path) -> None:
    """Raise where a folder is no scaffold repository, or is reached through a link."""
    problem = None
    if root.is_symlink() or (root / FOLDER).is_symlink():
        link = root if root.is_symlink() else root / FOLDER
        hint = f"Run it on '{root.resolve()}'." if root.is_symlink() else "Make it a folder."
        problem = Problem("SC506", str(link), "is a symbolic link", hint)
    elif not exists(root):
        hint = f"Run scaffold new {root} to make one."
        problem = Problem("SC501", str(root), "not a scaffold repository", hint)
    if problem:
        raise RepositoryError([problem])
