"""A generated repository on disk, for tests: made, edited, rendered again."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from unittest import mock

from scaffold.errors import RepositoryError
from scaffold.model.tree import Change, File
from scaffold.regenerate import Options, Outcome, create, decide, write

Rendering = Mapping[str, File | bytes]
"""Path -> a file; bytes stand for a managed file of mode 644."""
Disk = dict[str, tuple[bytes, str]]
"""Path -> bytes and mode of every file, but for the scaffold's own."""
Edit = bytes | str | tuple[bytes, str] | None
"""Bytes, bytes and mode, or None: deleted. A text is a link's target."""


def tree(files: Rendering) -> dict[PurePosixPath, File]:
    return {PurePosixPath(path): as_file(one) for path, one in files.items()}


def as_file(one: File | bytes) -> File:
    return one if isinstance(one, File) else File(one)


class Repository:
    """A folder that `create` has written."""

    def __init__(self, root: Path, rendering: Rendering) -> None:
        self.root = root
        create(root, tree(rendering), "1.0")

    def edit(self, path: str, edit: Edit) -> None:
        """Do what a user does to one path."""
        place = self.root / path
        if edit is None:
            place.unlink()
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink():
            place.unlink()
        if isinstance(edit, str):
            place.unlink(missing_ok=True)
            place.symlink_to(edit)
            return
        content, mode = (edit, "644") if isinstance(edit, bytes) else edit
        place.write_bytes(content)
        place.chmod(int(mode, 8))

    def decide(self, rendering: Rendering, options: Options | None = None) -> Outcome:
        return decide(self.root, tree(rendering), options or Options(version="1.0"))

    def apply(self, rendering: Rendering, options: Options | None = None) -> Outcome:
        outcome = self.decide(rendering, options)
        with mock.patch("os.fsync"):  # slow, and nothing here cuts the power
            write(self.root, outcome)
        return outcome

    def disk(self) -> Disk:
        return disk(self.root)

    def state(self) -> Disk:
        """The whole folder, lock and base too, but for the journal and git."""
        return {
            path: found
            for path, found in disk(self.root, own=True).items()
            if not path.startswith((".scaffold/undo/", ".git/"))
        }

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *words],
            cwd=self.root,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def commit(self) -> None:
        """Everything, into a git repository that is made if need be."""
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "all", "--allow-empty")


def disk(root: Path, own: bool = False) -> Disk:
    found: Disk = {}
    for place in sorted(root.rglob("*")):
        path = place.relative_to(root).as_posix()
        if path.startswith(".git/") or (path.startswith(".scaffold/") and not own):
            continue
        if place.is_symlink():
            found[path] = (os.fsencode(place.readlink()), "link")
        elif place.is_file():
            found[path] = (place.read_bytes(), "755" if os.access(place, os.X_OK) else "644")
    return found


def folders(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_dir()}


def change(outcome: Outcome, path: str) -> Change:
    return next(change for change in outcome.changes if str(change.path) == path)


def texts(error: RepositoryError) -> list[str]:
    return [str(problem) for problem in error.problems]
