"""Three trees, compared: the last rendering, the disk, the new one. Nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from scaffold.errors import RepositoryError
from scaffold.model.tree import Change, Tree, Verdict
from scaffold.regenerate import git, record, table
from scaffold.regenerate.back import AGAIN, refusals
from scaffold.regenerate.gather import Sides, beside, gather
from scaffold.regenerate.memory import Memory, remember
from scaffold.regenerate.outcome import Clash, Options, Outcome, Step, ordered
from scaffold.regenerate.read import Disk, Side, Thing, check_root, side
from scaffold.regenerate.table import Case


def decide(root: Path, new: Tree, options: Options) -> Outcome:
    """Return what becomes of every path.

    RepositoryError with every problem (SC501-507, SC509, SC512); the disk is only read.
    """
    check_root(root)
    disk = Disk(root)
    memory = Memory() if options.no_base else remember(disk)
    _stop(disk)
    sides = gather(disk, memory, new, options)
    _stop(disk)
    with refusals(root, AGAIN):
        changes = _changes(sides)
    steps = [*ordered(_steps(sides, changes)), *record.steps(sides, new, changes)]
    if steps and not options.allow_dirty:
        disk.problems += git.uncommitted(root, _edited(sides))
    _stop(disk)
    changes += [_state(path, steps, new) for path, file in new.items() if file.class_ == "state"]
    whole = tuple(sorted(changes, key=lambda change: change.path))
    return Outcome(whole, tuple(steps), tuple(_clashes(sides, changes)))


def _stop(disk: Disk) -> None:
    if disk.problems:
        raise RepositoryError(dict.fromkeys(disk.problems))


def _changes(sides: Sides) -> list[Change]:
    """Ask the table for every path, and settle what hangs on other paths."""
    changes = {path: table.decide(case) for path, case in sides.cases.items()}
    gone = {change.path for change in sides.left if change.verdict == "delete"}
    gone |= {path for path, change in changes.items() if change.verdict == "delete"}
    for path, case in sides.cases.items():
        if case.yours is Thing.FOLDER and case.new and sides.disk.holds_only(path, gone):
            changes[path] = table.decide(replace(case, yours=None))
        elif changes[path].beside:
            changes[path] = table.decide(_with_free_suffixes(sides, case, changes[path]))
        elif path in sides.origins and changes[path].verdict in ("keep", "update"):
            why = f"moved from '{sides.origins[path]}'"
            changes[path] = replace(changes[path], verdict="update", why=why)
    return [*changes.values(), *sides.left]


def _with_free_suffixes(sides: Sides, case: Case, change: Change) -> Case:
    """Never write over a file beside, unless it is the same."""

    def free(suffix: str) -> str:
        wanted = side(change.beside.get(suffix))
        tried, number = suffix, 1
        while not _is_free(sides, beside(case.path, tried), wanted):
            number += 1
            tried = f"{suffix}.{number}"
        return tried

    return replace(case, mine=free(".mine"), newer=free(".new"))


def _is_free(sides: Sides, path: PurePosixPath, wanted: Side | None) -> bool:
    known = path in sides.cases or path in sides.files or path in sides.folders
    return not known and sides.at(path) in (None, wanted)


def _steps(sides: Sides, changes: Iterable[Change]) -> Iterator[Step]:
    for change in changes:
        yours, after = sides.at(change.path), side(change.file)
        stays = change.verdict in ("keep", "orphan") or (
            change.verdict == "conflict" and yours is Thing.FOLDER
        )
        if not stays and yours != after:
            yield Step(change.path, yours, after)
        for suffix, file in change.beside.items():
            path = beside(change.path, suffix)
            if sides.at(path) != side(file):
                yield Step(path, sides.at(path), side(file))


def _edited(sides: Sides) -> list[PurePosixPath]:
    """Return where the managed files lie that are not as they were rendered."""
    return [
        sides.origins.get(path, path)
        for path, case in sides.cases.items()
        if isinstance(case.yours, Side) and case.yours != case.base
        if (case.new.class_ if case.new else case.was) in ("managed", "removed")
    ]


def _clashes(sides: Sides, changes: Iterable[Change]) -> Iterator[Clash]:
    for change in changes:
        case = sides.cases.get(change.path)
        if change.verdict != "conflict" or case is None or case.new is None:
            continue
        if isinstance(case.yours, Side):
            yield Clash(change.path, case.base, case.yours, Side(case.new.content, case.new.mode))


def _state(path: PurePosixPath, steps: Iterable[Step], new: Tree) -> Change:
    """The scaffold's own file: written, without a word, where it is not the same."""
    step = next((step for step in steps if step.path == path), None)
    verdict: Verdict = "update" if step and step.before else "create" if step else "keep"
    return Change(path, verdict, "", new[path], {})
