"""The journal of a run: what every path held before, and what the run wrote there.

`running.json` is a run that has not ended, or has died; `last.json` is one that can be undone.
Renaming the one into the other is the moment at which a run has happened.
"""

from pathlib import PurePosixPath

import msgspec
from msgspec import Struct

from scaffold.model.tree import Mode
from scaffold.regenerate.outcome import Step
from scaffold.regenerate.paths import STATE, unsafe
from scaffold.regenerate.read import Side, Thing, Yours, digest


class Before(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a path held."""

    content: bytes
    mode: Mode


class After(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run wrote."""

    sha256: str
    mode: Mode


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One path."""

    path: str
    before: Before | None
    """None: no file."""
    after: After | None
    """None: removed."""
    folder: bool = False
    """True where it held a folder, of which the run removed every file."""

    def holds(self, yours: Yours) -> bool:
        """True where a path still is as the run left it."""
        if not isinstance(yours, Side):
            return yours is None and self.after is None
        return self.after == After(sha256=digest(yours.content), mode=yours.mode)

    def held(self) -> Side | None:
        """Return what was there before."""
        return Side(self.before.content, self.before.mode) if self.before else None


class Journal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One run."""

    schema: int = 1
    lines: tuple[Line, ...]
    """In the order in which they are written."""
    folders: tuple[str, ...] = ()
    """The folders that the run makes, the outer ones first."""
    clashes: tuple[str, ...] = ()
    """The paths whose three sides go to the index of git."""
    index: str = ""
    """What the index had of them."""

    def paths(self) -> tuple[PurePosixPath, ...]:
        """Return every path that the run touches, in its order."""
        return tuple(PurePosixPath(line.path) for line in self.lines)


def line(step: Step) -> Line:
    """Return what the journal says of a step."""
    before = step.before if isinstance(step.before, Side) else None
    after = step.after
    return Line(
        path=str(step.path),
        before=Before(content=before.content, mode=before.mode) if before else None,
        after=After(sha256=digest(after.content), mode=after.mode) if after else None,
        folder=step.before is Thing.FOLDER,
    )


def dump(journal: Journal) -> bytes:
    """Return the file."""
    return msgspec.json.encode(journal)


def load(content: bytes) -> Journal:
    """Read it back; ValueError where it is damaged or names a path that is not ours to touch."""
    try:
        journal = msgspec.json.decode(content, type=Journal)
    except msgspec.DecodeError as error:
        raise ValueError("damaged") from error
    ours = {str(path) for path in STATE}
    named = [*(line.path for line in journal.lines), *journal.folders, *journal.clashes]
    for path in named:
        if unsafe(path) and path not in ours:
            raise ValueError(f"names the unsafe path {path!r}")
    return journal
