"""Where the scaffold keeps its own files, and which paths it may touch."""

from pathlib import PurePosixPath

FOLDER = PurePosixPath(".scaffold")
ANSWERS = FOLDER / "answers.yaml"
LOCK = FOLDER / "lock.json"
BASE = FOLDER / "base.txtar"
UNDO = FOLDER / "undo"
RUNNING = UNDO / "running.json"
"""The journal of a run that has not ended."""
LAST = UNDO / "last.json"
"""The journal of the last run that ended."""
STATE = (BASE, LOCK, ANSWERS)
"""In the order in which they are written."""


def unsafe(path: str) -> bool:
    """True where a path that was read from a file could leave the repository or harm it.

    Absolute paths, `..`, other spellings of one path, control characters, anything of git's and
    anything of ours.
    """
    parts = path.split("/")
    return (
        any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
        or not path.isprintable()
        or parts[0].lower() == FOLDER.name
    )
