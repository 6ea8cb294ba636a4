"""The only module of the stage that writes: `charts/` and `charts.sum`, each file whole or not."""

import os
from collections.abc import Mapping
from pathlib import Path

from scaffold.charts import sums
from scaffold.errors import Problem

_PART = ".part"


class DiskError(Exception):
    """The disk refuses."""

    def __init__(self, path: str, error: OSError) -> None:
        words = (error.strerror or str(error)).lower()
        hint = "Make room or give the right to write, then run scaffold vendor again."
        self.problem = Problem("SC610", path, f"cannot be written: {words}", hint)
        super().__init__(path)


def keep(root: Path, file: str, content: bytes) -> None:
    """Write an archive to `charts/`. Raises DiskError."""
    _write(root, f"{sums.FOLDER}/{file}", content)


def record(root: Path, found: Mapping[str, str]) -> None:
    """Write `charts.sum` where it differs. Raises DiskError."""
    content = sums.text(found).encode()
    path = root / sums.NAME
    if (path.read_bytes() if path.is_file() else b"") != content:
        _write(root, sums.NAME, content)


def remove(root: Path, file: str) -> None:
    """Take an archive out of `charts/`. Raises DiskError."""
    try:
        (root / sums.FOLDER / file).unlink(missing_ok=True)
    except OSError as error:
        raise DiskError(f"{sums.FOLDER}/{file}", error) from None


def tidy(root: Path) -> None:
    """Remove what an interrupted run has left half written. Raises DiskError."""
    for path in (root / sums.FOLDER).glob(f".*{_PART}"):
        remove(root, path.name)


def _write(root: Path, name: str, content: bytes) -> None:
    path = root / name
    part = path.with_name(f".{path.name}{_PART}")
    try:
        path.parent.mkdir(exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise DiskError(name, error) from None
