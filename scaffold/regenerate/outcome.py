"""What a run would do: a change for each path, and the steps on disk that make it so."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from scaffold.model.blueprint import Moved
from scaffold.model.tree import Change, Verdict
from scaffold.regenerate.read import Side, Yours


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to decide."""

    moved: tuple[Moved, ...] = ()
    """Declared renames, oldest first."""
    restore: frozenset[PurePosixPath] = frozenset()
    """Deleted files that are wanted back."""
    no_base: bool = False
    """True: lock and base are not read; what differs stays, the new version goes beside it."""
    allow_dirty: bool = False
    """True: edited files need not be committed."""
    version: str = ""
    """The scaffold's own, for `lock.json`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file that is written or removed."""

    path: PurePosixPath
    before: Yours
    """What was there when the run was decided; nothing else is overwritten."""
    after: Side | None
    """None: it is removed."""


@dataclass(frozen=True, slots=True)
class Clash:
    """The three sides of a conflict, for the index of git."""

    path: PurePosixPath
    base: Side | None
    yours: Side
    new: Side


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a run would do."""

    changes: tuple[Change, ...]
    """Every path of the last and of the new rendering, sorted; kept ones too."""
    steps: tuple[Step, ...]
    """In the order in which they are done."""
    clashes: tuple[Clash, ...] = ()

    @property
    def empty(self) -> bool:
        """True where there is nothing to write."""
        return not self.steps

    @property
    def conflicts(self) -> bool:
        """True where somebody must look: a conflict, or a new orphan."""
        return any(change.verdict in ("conflict", "orphan") for change in self.changes)

    def count(self, *verdicts: Verdict) -> int:
        """Return how many paths have one of the verdicts."""
        return sum(change.verdict in verdicts for change in self.changes)


def ordered(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps as they can be done: first what stands in the way of another."""
    steps = sorted(steps, key=lambda step: step.path)
    written = {step.path for step in steps if step.after}
    below = {parent for path in written for parent in path.parents}
    removed = [step for step in steps if step.after is None]
    first = [s for s in removed if s.path in below or written.intersection(s.path.parents)]
    puts = [step for step in steps if step.after]
    return (*first, *puts, *(step for step in removed if step not in first))
