"""What is remembered of a rendering: the new lock, the new base, and the answers."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from scaffold.model.tree import Change, File, Tree
from scaffold.regenerate import base, lock
from scaffold.regenerate.gather import Sides
from scaffold.regenerate.lock import Entry
from scaffold.regenerate.outcome import Step
from scaffold.regenerate.paths import BASE, LOCK
from scaffold.regenerate.read import Side, digest, side
from scaffold.regenerate.table import Case


def first(new: Tree, version: str) -> dict[PurePosixPath, Side]:
    """Return lock and base of a repository that is rendered for the first time."""
    files = {path: file for path, file in new.items() if file.class_ != "state"}
    entries = [entry(path, file) for path, file in files.items()]
    contents = {path: file.content for path, file in files.items() if file.class_ == "managed"}
    return _files(entries, contents, version)


def entry(path: PurePosixPath, file: File, conflict: bool = False) -> Entry:
    """Return what the lock says of a file just rendered."""
    assert file.class_ != "state"
    return Entry(
        path=str(path),
        sha256=digest(file.content),
        mode=file.mode,
        class_=file.class_,
        source=file.source,
        conflict=conflict,
    )


def _files(
    entries: Iterable[Entry], contents: Mapping[PurePosixPath, bytes], version: str
) -> dict[PurePosixPath, Side]:
    archive = base.dump({str(path): content for path, content in contents.items()})
    return {
        BASE: Side(archive.encode(), "644"),
        LOCK: Side(lock.dump(version, entries).encode(), "644"),
    }


def steps(sides: Sides, new: Tree, changes: Iterable[Change]) -> list[Step]:
    """Return the steps that remember a run, in their order; none where nothing is new."""
    clashed = {change.path for change in changes if _clashed(change)}
    entries = [
        _entry(path, file, sides.cases.get(path), path in clashed)
        for path, file in sides.files.items()
    ]
    contents = {p: file.content for p, file in sides.files.items() if file.class_ == "managed"}
    for path, case in sides.cases.items():
        if case.entry and case.base and _removed(case):
            entries.append(msgspec.structs.replace(case.entry, class_="removed", conflict=False))
            contents[path] = case.base.content
    wanted: dict[PurePosixPath, Side | None] = {}
    known = {path: known.content for path, known in sides.memory.base.items()}
    written = _files(entries, contents, sides.options.version)
    if sides.options.no_base or known != contents:
        wanted[BASE] = written[BASE]
    if sides.options.no_base or _by_path(sides.memory.entries.values()) != _by_path(entries):
        wanted[LOCK] = written[LOCK]
    wanted |= {path: side(file) for path, file in new.items() if file.class_ == "state"}
    return [
        Step(path, sides.at(path), after)
        for path, after in wanted.items()
        if sides.at(path) != after
    ]


def _by_path(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.path: entry for entry in entries}


def _entry(path: PurePosixPath, file: File, case: Case | None, conflict: bool) -> Entry:
    """Return the new entry; a seed's hash stays as it was written."""
    fresh = entry(path, file, conflict)
    old = case.entry if case else None
    if old and old.class_ == file.class_ == "seed":
        return msgspec.structs.replace(fresh, sha256=old.sha256, mode=old.mode)
    return fresh


def _removed(case: Case) -> bool:
    """Rows 6 and 23: yours stays, and so does its base."""
    if case.new or case.folder or not isinstance(case.yours, Side):
        return False
    return case.was == "removed" or (case.was == "managed" and case.yours != case.base)


def _clashed(change: Change) -> bool:
    """True where markers or a `.new` were written, which somebody must resolve."""
    return change.verdict == "conflict" and not any(s.startswith(".mine") for s in change.beside)
