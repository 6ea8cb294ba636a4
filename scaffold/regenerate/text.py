"""Text that both sides changed: `git merge-file`, one process a file, nothing else.

Bytes throughout, never text: Latin-1 merges like anything else.
"""

import os
import re
from functools import cache
from pathlib import Path

from scaffold.errors import Problem, RepositoryError

QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
LABELS = ("yours", "last generated", "newly generated")
"""In the order of the files: yours, base, new."""
MARKER = b"<<<<<<< yours"
BINARY_BYTES = 8000
"""A NUL among the first so many makes a file binary; git's own rule."""
OLDEST = (2, 32)
"""The first git with GIT_CONFIG_GLOBAL."""
INSTALL = "Install git 2.32 or newer."


def is_binary(content: bytes) -> bool:
    """True where git would not merge it."""
    return b"\0" in content[:BINARY_BYTES]


def has_markers(content: bytes) -> bool:
    """True where a line begins with the first marker of a conflict of ours."""
    return any(line.startswith(MARKER) for line in content.split(b"\n"))


def merge(base: bytes, yours: bytes, new: bytes) -> tuple[bytes, bool]:
    """Return the merged bytes and whether they hold conflict markers.

    A file that is CRLF throughout stays so, whichever line ends the template has; one with mixed
    line ends is merged as it is.
    """
    crlf = _is_crlf(yours)
    sides = [yours, base, new]
    if crlf or b"\r" not in yours:
        sides = [_lf(side) if crlf or _is_crlf(side) else side for side in sides]
    if sides[0] == sides[2] or sides[1] == sides[2]:
        return yours, False
    merged, clash = (sides[2], False) if sides[0] == sides[1] else _git(*sides)
    return (merged.replace(b"\n", b"\r\n") if crlf else merged), clash


def _is_crlf(content: bytes) -> bool:
    return 0 < content.count(b"\n") == content.count(b"\r\n")


def _lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


@cache
def require() -> None:
    """Raise SC507 where git is missing or too old to merge; asked once, if it is neither."""
    import subprocess

    try:
        said = subprocess.run(["git", "--version"], capture_output=True, check=False).stdout
    except FileNotFoundError:
        raise _unfit("not found") from None
    version = re.search(r"(\d+)\.(\d+)(\.\d+)?", said.decode(errors="replace"))
    if version is None:
        raise _unfit("does not tell its version")
    if (int(version[1]), int(version[2])) < OLDEST:
        raise _unfit(f"version '{version[0]}' is too old")


def _unfit(what: str) -> RepositoryError:
    return RepositoryError([Problem("SC507", "git", what, INSTALL)])


def _git(yours: bytes, base: bytes, new: bytes) -> tuple[bytes, bool]:
    import subprocess  # late: most runs merge nothing
    import tempfile

    require()
    labels = [word for label in LABELS for word in ("-L", label)]
    command = ["git", "merge-file", "-p", "-q", "--diff3", *labels, "yours", "base", "new"]
    with tempfile.TemporaryDirectory() as folder:
        for name, side in zip(("yours", "base", "new"), (yours, base, new), strict=True):
            Path(folder, name).write_bytes(side)
        environment = {**os.environ, **QUIET, "GIT_CEILING_DIRECTORIES": str(Path(folder).parent)}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, check=False
        )
    if not 0 <= done.returncode < 128:  # 1..127 is the number of conflicts
        said = done.stderr.decode(errors="replace").strip()
        raise _unfit(f"merge-file failed: '{said}'")
    return done.stdout, done.returncode > 0
