"""git, asked and told: what is not committed, and the three sides of a conflict."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from scaffold.errors import Problem
from scaffold.regenerate.outcome import Clash

MODES = {"644": "100644", "755": "100755", "link": "120000"}
LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
"""What a hook of git sets: it points at a repository that need not be ours."""


class Answer(NamedTuple):
    """How git ended, and what it said."""

    code: int
    said: bytes
    complained: str = ""
    """The first line of its complaint."""


def _git(root: Path, *words: str, data: bytes = b"") -> Answer:
    import subprocess  # late: most runs do not ask git

    environment = {name: value for name, value in os.environ.items() if name not in LOCAL}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", *words]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, input=data, capture_output=True, check=False
        )
    except FileNotFoundError:
        return Answer(127, b"", "git is not found")
    first = done.stderr.decode(errors="replace").strip().split("\n")[0]
    return Answer(done.returncode, done.stdout, first)


def _literal(paths: Iterable[PurePosixPath]) -> list[str]:
    """Return paths as git takes them where a star is a star."""
    return [f":(literal){path}" for path in paths]


def inside(root: Path) -> bool:
    """True where a folder lies in a git repository; no process is started."""
    here = root.resolve()
    return any((folder / ".git").exists() for folder in (here, *here.parents))


def uncommitted(root: Path, paths: Iterable[PurePosixPath]) -> list[Problem]:
    """Return SC504 for each path that is edited and not committed; none outside of git."""
    names = _literal(paths)
    if not names or not inside(root):
        return []
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--")
    done = _git(root, *words, *names)
    if done.code:
        what = f"git cannot tell what is committed: '{done.complained}'"
        hint = "Make git work here, or pass --allow-dirty."
        return [Problem("SC504", str(root), what, hint)]
    prefix = _prefix(root)
    lines = os.fsdecode(done.said).split("\0")[:-1]
    found = (line[3:].removeprefix(prefix) for line in lines)
    hint = "Commit or stash it, or pass --allow-dirty."
    return [Problem("SC504", path, "has edits that are not committed", hint) for path in found]


def staged(root: Path, paths: Iterable[PurePosixPath]) -> str:
    """Return what the index has of some paths, as `update-index` takes it."""
    names = _literal(paths)
    if not names or not inside(root):
        return ""
    return os.fsdecode(_git(root, "ls-files", "--stage", "-z", "--full-name", "--", *names).said)


def mark(root: Path, clashes: Iterable[Clash]) -> None:
    """Put the three sides of each conflict into the index: status and mergetools see them.

    A help, not a duty: where git refuses, the markers are in the file all the same.
    """
    if not inside(root):
        return
    prefix = _prefix(root)
    lines = []
    for clash in clashes:
        lines.append(f"0 {_nothing(root)}\t{prefix}{clash.path}")
        for stage, one in enumerate((clash.base, clash.yours, clash.new), 1):
            if one is not None:
                words = ("hash-object", "-w", "--no-filters", "--stdin")
                name = _git(root, *words, data=one.content).said.decode().strip()
                lines.append(f"{MODES[one.mode]} {name} {stage}\t{prefix}{clash.path}")
    _update(root, lines)


def unmark(root: Path, paths: Iterable[PurePosixPath], before: str) -> None:
    """Give paths that are in conflict back what the index had of them: `before`, of `staged`."""
    names = _literal(paths)
    if not names or not inside(root):
        return
    marked = _git(root, "ls-files", "--unmerged", "-z", "--full-name", "--", *names).said
    full = {line.partition("\t")[2] for line in os.fsdecode(marked).split("\0")[:-1]}
    had = [line for line in before.split("\0")[:-1] if line.partition("\t")[2] in full]
    if full:
        _update(root, [*(f"0 {_nothing(root)}\t{path}" for path in sorted(full)), *had])


def _update(root: Path, lines: Iterable[str]) -> None:
    data = os.fsencode("".join(f"{line}\0" for line in lines))
    if data:
        _git(root, "update-index", "-z", "--index-info", data=data)


def _prefix(root: Path) -> str:
    """Return where a folder lies in its git repository: empty, or with a slash at its end."""
    return os.fsdecode(_git(root, "rev-parse", "--show-prefix").said).rstrip("\n")


def _nothing(root: Path) -> str:
    """Return the name of no object: as long as this repository's names are."""
    return "0" * len(_git(root, "hash-object", "--stdin").said.strip())
