"""Every path from all sides: the lock, the base, the disk, the new rendering, and the moves."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from scaffold.errors import Problem
from scaffold.model.tree import Change, File, Tree, Verdict
from scaffold.regenerate import moves, text
from scaffold.regenerate.lock import Entry
from scaffold.regenerate.memory import Memory
from scaffold.regenerate.outcome import Options
from scaffold.regenerate.read import Disk, Side, Thing, Yours, side
from scaffold.regenerate.table import Case


@dataclass
class Sides:
    """What the table needs, for every path."""

    disk: Disk
    memory: Memory
    files: dict[PurePosixPath, File]
    """The new rendering, without the scaffold's own files."""
    options: Options
    cases: dict[PurePosixPath, Case] = field(default_factory=dict)
    origins: dict[PurePosixPath, PurePosixPath] = field(default_factory=dict)
    """Path -> where yours lies still, by a declared rename."""
    left: list[Change] = field(default_factory=list)
    """The paths that something has moved away from."""

    def __post_init__(self) -> None:
        direct = {path.parent for path in self.files}
        self.folders = frozenset(direct | {up for folder in direct for up in folder.parents})
        self.found: dict[PurePosixPath, Yours] = {}

    def at(self, path: PurePosixPath, closed: bool = False) -> Yours:
        """Return what stands at a path; each is read once."""
        if path not in self.found:
            self.found[path] = self.disk.at(path, closed)
        return self.found[path]

    def case(self, path: PurePosixPath, old: PurePosixPath, yours: Yours) -> Case:
        """Return one path from all sides; `old` is its name in lock and base."""
        return Case(
            path,
            self.memory.entries.get(old),
            self.memory.base.get(old),
            yours,
            self.files.get(path),
            folder=path in self.folders,
            restore=path in self.options.restore,
            two_way=self.options.no_base,
        )


def gather(disk: Disk, memory: Memory, new: Tree, options: Options) -> Sides:
    """Return every path from all sides; what cannot be read is a problem of `disk`."""
    files = {path: file for path, file in new.items() if file.class_ != "state"}
    sides = Sides(disk, memory, files, options)
    disk.ours = sides.folders & memory.entries.keys()
    _declared(sides)
    gone = {change.path for change in sides.left}
    stood = {path for path in sides.folders if isinstance(sides.at(path), Side)}
    known = memory.entries.keys() | files.keys() | stood
    for path in sorted(known - sides.cases.keys() - gone):
        sides.cases[path] = sides.case(path, path, sides.at(path, _closed(sides, path)))
    _followed(sides)
    disk.problems += _unresolved(sides)
    disk.problems += _not_restored(sides)
    return sides


def _closed(sides: Sides, path: PurePosixPath) -> bool:
    """True where the file is a seed: it is not opened."""
    new, entry = sides.files.get(path), sides.memory.entries.get(path)
    class_ = new.class_ if new else entry.class_ if entry else ""
    return class_ == "seed" and path not in sides.folders


def _declared(sides: Sides) -> None:
    renames = moves.declared(sides.options.moved, sides.memory.entries, sides.files)
    for before, after in renames.items():
        yours, there = sides.at(before), sides.at(after)
        if yours is Thing.FOLDER or (yours is not None and there is not None):
            continue  # both are the user's: two paths, each by the table
        sides.cases[after] = sides.case(after, before, there if yours is None else yours)
        verdict: Verdict = "keep" if yours is None else "delete"
        sides.left.append(Change(before, verdict, f"moved to '{after}'", None, {}))
        if yours is not None:
            sides.origins[after] = before


def _followed(sides: Sides) -> None:
    missing = {
        path: case.base
        for path, case in sides.cases.items()
        if case.base and case.yours is None and case.new and not case.restore
        if case.new.class_ == "managed" and side(case.new) != case.base
    }
    if not missing:
        return
    known = sides.memory.entries.keys() | sides.files.keys()
    for path, place in moves.followed(sides.disk.root, missing, known).items():
        old = sides.cases.pop(path)
        sides.cases[place] = Case(place, old.entry, old.base, sides.at(place), old.new)
        sides.left.append(Change(path, "keep", f"you moved it to '{place}'", None, {}))


def _unresolved(sides: Sides) -> list[Problem]:
    """SC505: what the last run left for somebody to resolve is still there."""
    problems = []
    for path, entry in sides.memory.entries.items():
        newer = beside(path, entry.beside)
        if not entry.conflict or not unresolved(entry, sides.at(newer)):
            continue
        what = "still has conflict markers of the last run"
        hint = "Resolve them, then run it again."
        if entry.beside:
            what = f"the new version of the last run is still beside it, as '{newer}'"
            hint = f"Take over what you need and delete '{newer}', then run it again."
        problems.append(Problem("SC505", str(path), what, hint))
    return problems


def unresolved(entry: Entry, found: Yours) -> bool:
    """True where a file still has markers of ours, or where the version beside it is there."""
    if entry.beside:
        return found is not None
    return isinstance(found, Side) and text.has_markers(found.content)


def _not_restored(sides: Sides) -> list[Problem]:
    hint = "Name a file that this rendering has."
    return [
        Problem("SC512", str(path), "is not generated, so it cannot be restored", hint)
        for path in sorted(sides.options.restore)
        if path not in sides.files
    ]


def beside(path: PurePosixPath, suffix: str) -> PurePosixPath:
    """Return the path of a file that lies beside another."""
    return path.with_name(path.name + suffix)
