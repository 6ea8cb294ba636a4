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
    entries = [_entry(path, file, None, None) for path, file in files.items()]
    return {BASE: _base(_managed(files)), LOCK: _lock(entries, version)}


def steps(sides: Sides, new: Tree, changes: Iterable[Change]) -> list[Step]:
    """Return the steps that remember a run, in their order; none where nothing is new."""
    told = {change.path: change for change in changes}
    entries = [
        _entry(path, file, sides.cases.get(path), told.get(path))
        for path, file in sides.files.items()
    ]
    contents = _managed(sides.files)
    for path, case in sides.cases.items():
        if case.entry and case.base and _removed(case):
            kept = {"class_": "removed", "conflict": False, "beside": ""}
            entries.append(msgspec.structs.replace(case.entry, **kept))
            contents[path] = case.base.content
    wanted: dict[PurePosixPath, Side | None] = {}
    anew = sides.options.no_base
    if anew or contents != {path: known.content for path, known in sides.memory.base.items()}:
        wanted[BASE] = _base(contents)
    if anew or _by_path(sides.memory.entries.values()) != _by_path(entries):
        wanted[LOCK] = _lock(entries, sides.options.version)
    wanted |= {path: side(file) for path, file in new.items() if file.class_ == "state"}
    found = {path: sides.at(path) for path in wanted}
    return [
        Step(path, found[path], after) for path, after in wanted.items() if found[path] != after
    ]


def _managed(files: Tree) -> dict[PurePosixPath, bytes]:
    return {path: file.content for path, file in files.items() if file.class_ == "managed"}


def _base(contents: Mapping[PurePosixPath, bytes]) -> Side:
    archive = base.dump({str(path): content for path, content in contents.items()})
    return Side(archive.encode(), "644")


def _lock(entries: Iterable[Entry], version: str) -> Side:
    return Side(lock.dump(version, entries).encode(), "644")


def _by_path(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.path: entry for entry in entries}


def _entry(path: PurePosixPath, file: File, case: Case | None, change: Change | None) -> Entry:
    """Return what the lock says of a file just rendered; a seed's hash stays as it was written."""
    assert file.class_ != "state"
    old = case.entry if case else None
    written = old if old and old.class_ == file.class_ == "seed" else None
    clashed = change is not None and change.verdict == "conflict"
    return Entry(
        path=str(path),
        sha256=written.sha256 if written else digest(file.content),
        mode=written.mode if written else file.mode,
        class_=file.class_,
        source=file.source,
        conflict=clashed,
        beside=next(iter(change.beside), "") if clashed and change else "",
    )


def _removed(case: Case) -> bool:
    """Rows 6 and 23: yours stays, and so does its base."""
    if case.new or case.folder or not isinstance(case.yours, Side):
        return False
    return case.was == "removed" or (case.was == "managed" and case.yours != case.base)
