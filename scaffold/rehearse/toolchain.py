"""The programs of a rehearsal: found on PATH, or built once from pinned Go modules.

They are kept in the user's cache folder, in a folder named after all pins, so a new pin builds
anew and an old checkout finds its own. Every interruption can be resumed: what is built stays.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from scaffold.errors import Problem, ToolError
from scaffold.rehearse import build
from scaffold.rehearse.parts import MODULES, PARTS, Part

HOW = "Run scaffold toolchain, which builds it; it needs Go 1.26 and the module proxy once."


@dataclass(frozen=True, slots=True)
class Toolchain:
    """Where everything lies that a rehearsal starts."""

    bin: Path
    """The folder of every program but the provider; goes first on PATH."""
    provider: Path
    """`pulumi-resource-kubernetes`."""
    stages: Path
    """The simulator's stages: one YAML file for nodes, pods and volumes."""

    def program(self, name: str) -> str:
        """The path of a program: `kubectl`."""
        return str(self.bin / name)


def folder() -> Path:
    """Where the programs are kept: below the cache folder, named after every pin."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "scaffold", "toolchain", _pins())


def _pins() -> str:
    """A hash of every file that decides what is built."""
    found = sha256()
    for path in sorted(p for p in MODULES.rglob("*") if p.is_file()):
        found.update(f"{path.relative_to(MODULES)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def find() -> Toolchain:
    """The programs, as far as nothing must be built. Raises ToolError (SC701) for each missing."""
    place = folder()
    with _open(place):
        absent = [part for part in PARTS if not _there(part, place)]
    if absent:
        raise ToolError(_missing(part) for part in absent)
    return _toolchain(place)


def obtain(report: Callable[[str], None]) -> Toolchain:
    """The programs; what is not there is built, about 17 minutes for all.

    Raises ToolError: SC702 where Go is missing, SC703 where a build fails.
    """
    place = folder()
    with _alone(place):
        absent = [part for part in PARTS if not _there(part, place)]
        if absent:
            build.ready([part.name for part in absent])
        for number, part in enumerate(absent, 1):
            report(f"{part.name} {part.version} ({number} of {len(absent)}, {part.takes})")
            seconds = build.make(part, place)
            report(f"{part.name} {part.version} is built: {seconds:.0f} s")
    return _toolchain(place)


def _there(part: Part, place: Path) -> bool:
    """Whether a part is in the cache, or on PATH in a version that fits: then it is linked."""
    if all((place / file).exists() for file in part.files):
        return True
    found = part.installed()
    if not found:
        return False
    for file, source in zip(part.files, found, strict=True):
        target = place / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.symlink_to(source)
    return True


def _missing(part: Part) -> Problem:
    return Problem("SC701", part.name, f"version {part.version} is not there", HOW)


def _toolchain(place: Path) -> Toolchain:
    provider = place / "provider" / "pulumi-resource-kubernetes"
    return Toolchain(place / "bin", provider, place / "kwok-stages.yaml")


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One process at a time builds; another one waits and then finds everything."""
    with _open(place) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _open(place: Path) -> TextIO:
    """The lock file of the cache, which is there from now on. Raises ToolError (SC704)."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        return (place / "lock").open("w")
    except OSError as fault:
        words = (fault.strerror or "cannot be written").lower()
        hint = "Set XDG_CACHE_HOME to a folder that can be written."
        raise ToolError([Problem("SC704", str(place), words, hint)]) from None
