"""A new project: rendered beside its place, then put there in one step."""

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from scaffold.errors import Problem, RepositoryError
from scaffold.model.tree import Tree
from scaffold.regenerate import record
from scaffold.regenerate.back import AGAIN, refused
from scaffold.regenerate.paths import FOLDER
from scaffold.regenerate.read import Side, exists
from scaffold.regenerate.write import discard, make_folder, put, remove_folder, rename

SPARED = frozenset({".git"})
"""What may lie in a folder that counts as empty."""


def create(root: Path, new: Tree, version: str) -> None:
    """Write a repository that was not there; nothing is left behind where that fails.

    A folder that is there must be empty, but for `.git`: it stays what it is, and the entries are
    moved into it. RepositoryError: SC501, SC506 or SC510.
    """
    _check(root)
    sides = {path: Side(file.content, file.mode) for path, file in new.items()}
    whole = {**sides, **record.first(new, version)}
    token = secrets.token_hex(8)
    there = root.is_dir()
    temporary = root / f".scaffold-{token}" if there else root.parent / f".scaffold-{token}"
    parents = [] if there else [p for p in root.parents if not os.path.lexists(p)]
    try:
        _render(temporary, parents, whole)
        _place(temporary, root, there)
    except BaseException as error:
        names = {path.parts[0] for path in whole} if there else ()
        _discard([temporary, *(root / name for name in names)], parents)
        if isinstance(error, OSError):
            raise refused(root, error, AGAIN) from error
        raise


def _render(folder: Path, parents: Sequence[Path], whole: Mapping[PurePosixPath, Side]) -> None:
    for parent in reversed(parents):
        make_folder(parent)
    make_folder(folder)
    for path, one in whole.items():
        put(folder / path, one)


def _place(temporary: Path, root: Path, there: bool) -> None:
    """Put a rendered folder into its place; into one that is there, its entries, ours last."""
    if not there:
        rename(temporary, root)
        return
    for place in sorted(temporary.iterdir(), key=lambda place: place.name == FOLDER.name):
        rename(place, root / place.name)
    remove_folder(temporary)


def _discard(places: Iterable[Path], parents: Iterable[Path]) -> None:
    """Leave nothing behind; a folder above only goes if it is empty."""
    for place in places:
        discard(place)
    for parent in parents:
        remove_folder(parent)


def _check(root: Path) -> None:
    problem = None
    if root.is_symlink():
        hint = "Name the folder itself."
        problem = Problem("SC506", str(root), "is a symbolic link", hint)
    elif exists(root):
        hint = f"Run scaffold apply {root}."
        problem = Problem("SC501", str(root), "already a scaffold repository", hint)
    elif not root.is_dir() and os.path.lexists(root):
        hint = "Choose a new or an empty folder."
        problem = Problem("SC501", str(root), "not a folder", hint)
    elif root.is_dir() and {entry.name for entry in root.iterdir()} - SPARED:
        hint = "Choose a new or an empty folder."
        problem = Problem("SC501", str(root), "not empty, and not a scaffold repository", hint)
    if problem:
        raise RepositoryError([problem])
