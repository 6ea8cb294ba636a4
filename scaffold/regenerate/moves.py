"""Files that changed their place: declared renames, and exact moves by the user.

No similarity is ever guessed: a swapped option looks much like a renamed file.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from scaffold.model.blueprint import Moved
from scaffold.regenerate.read import Side, look

SKIPPED = frozenset({".git", ".scaffold", "node_modules", ".venv", "__pycache__"})
LEFTOVERS = (".mine", ".new", ".tgz", ".pyc")
"""Endings of files that nobody moved: what lies beside a conflict, and archives."""


def declared(
    moved: Iterable[Moved], known: Collection[PurePosixPath], new: Collection[PurePosixPath]
) -> dict[PurePosixPath, PurePosixPath]:
    """Return where each known path is now: before -> after.

    A rename names a file or a folder; renames follow each other, oldest first. Only a path that
    is no longer rendered moves, only to one that is and was not, and only one path to each.
    """
    renames = [(PurePosixPath(one.before), PurePosixPath(one.after)) for one in moved]
    found: dict[PurePosixPath, PurePosixPath] = {}
    for path in sorted(set(known) - set(new)) if renames else ():
        here = path
        for before, after in renames:
            if here.is_relative_to(before):
                here = after / here.relative_to(before)
        if here in new and here not in known and here not in found.values():
            found[path] = here
    return found


def followed(
    root: Path, missing: Mapping[PurePosixPath, Side], known: Collection[PurePosixPath]
) -> dict[PurePosixPath, PurePosixPath]:
    """Return where the user has moved files that are missing: before -> after.

    A file is followed where exactly one file unknown to us has its bytes, no other missing file
    has them, and they are not blank.
    """
    wanted: dict[bytes, list[PurePosixPath]] = {}
    for path, side in missing.items():
        if side.content.strip() and side.mode != "link":
            wanted.setdefault(side.content, []).append(path)
    if not wanted:
        return {}
    found: dict[bytes, list[PurePosixPath]] = {}
    sizes = frozenset(map(len, wanted))
    for path in _unknown(root, known):
        content = _content(root / path, sizes)
        if content in wanted:
            found.setdefault(content, []).append(path)
    return {
        wanted[content][0]: paths[0]
        for content, paths in found.items()
        if len(paths) == 1 and len(wanted[content]) == 1
    }


def _content(place: Path, sizes: Collection[int]) -> bytes:
    """Return the bytes of a file of one of these sizes; none where it is no such file."""
    try:
        if place.lstat().st_size not in sizes:
            return b""
        found = look(place)
    except OSError:
        return b""  # not ours to complain about
    return found.content if isinstance(found, Side) and found.mode != "link" else b""


def _unknown(root: Path, known: Collection[PurePosixPath]) -> Iterator[PurePosixPath]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            path = PurePosixPath(Path(folder, name).relative_to(root).as_posix())
            if path not in known and path.suffix not in LEFTOVERS and str(path).isprintable():
                yield path
