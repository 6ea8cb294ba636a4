"""The decision table: what becomes of one path. Pure; each branch names its rows.

B is the last rendering, O what is on disk, T this rendering.
"""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from scaffold.model.tree import Change, File, Mode, Verdict
from scaffold.regenerate import text
from scaffold.regenerate.lock import Entry
from scaffold.regenerate.read import Side, Thing, Yours, digest, side

DELETED = "you deleted it; the new version is not brought back"
GONE = "no longer generated"
ORPHANED = "no longer generated, you edited it: kept"
FOLDER = "a folder takes its place: yours is saved as '{}'"
ALWAYS = "always rewritten, you edited it: yours is saved as '{}'"
CLASH = "you and the new version changed the same lines"
BESIDE = "cannot be merged: yours stays, the new version is '{}'"
MERGED = "merged with your edits"
RESTORED = "you asked for it back"


@dataclass(frozen=True)
class Case:
    """One path, from all sides."""

    path: PurePosixPath
    entry: Entry | None
    """What the lock says of it."""
    base: Side | None
    """B; None where its bytes are not known."""
    yours: Yours
    """O."""
    new: File | None
    """T."""
    folder: bool = False
    """True where T has files below this path."""
    restore: bool = False
    """True where a deleted file is wanted back."""
    two_way: bool = False
    """True where nothing is known of the last rendering: nothing can be merged."""
    mine: str = ".mine"
    """The suffix under which yours is saved."""
    newer: str = ".new"
    """The suffix under which T is put beside yours."""

    @property
    def was(self) -> str:
        """The class of the last rendering; empty where it had no such file."""
        return self.entry.class_ if self.entry else ""

    @property
    def pristine(self) -> bool:
        """True where the lock has the hash of what is on disk."""
        known = self.entry.sha256 if self.entry else ""
        return isinstance(self.yours, Side) and digest(self.yours.content) == known


def decide(case: Case) -> Change:
    """One row of the table: what becomes of a path."""
    class_ = case.new.class_ if case.new else case.was
    if case.restore and case.yours is None and case.new:
        return _change(case, "create", RESTORED, case.new)
    if case.folder and isinstance(case.yours, Side):
        return _becomes_folder(case)
    if class_ == "seed":
        return _seed(case)
    if case.yours is Thing.FOLDER:
        return _folder(case)
    return _owned(case) if class_ == "owned" else _managed(_with_base(case))


def _change(case: Case, verdict: Verdict, why: str, file: File | None) -> Change:
    return Change(case.path, verdict, why, file, {})


def _kept(case: Case, why: str = "") -> Change:
    return _change(case, "keep", why, _on_disk(case))


def _on_disk(case: Case) -> File | None:
    """Return yours as a noun; None where it is no file, or was not opened."""
    return _file(case, *case.yours) if isinstance(case.yours, Side) else None


def _file(case: Case, content: bytes, mode: Mode) -> File:
    if case.new:
        return replace(case.new, content=content, mode=mode)
    return File(content, mode, "managed", case.entry.source if case.entry else "")


def _beside(case: Case) -> Change:
    """Rows 14, 15, 18: yours stays, T is put beside."""
    assert case.new is not None
    why = BESIDE.format(f"{case.path}{case.newer}")
    return Change(case.path, "conflict", why, _on_disk(case), {case.newer: case.new})


def _saved(case: Case, verdict: Verdict, why: str) -> Change:
    """Rows 17, 29: T, or the folder; yours is put beside."""
    yours = _on_disk(case)
    assert yours is not None
    whole = why.format(f"{case.path}{case.mine}")
    return Change(case.path, verdict, whole, case.new, {case.mine: yours})


def _becomes_folder(case: Case) -> Change:
    if case.yours == case.base or case.pristine:  # row 16
        return _change(case, "update", "a folder takes its place", None)
    return _saved(case, "conflict", FOLDER)  # row 17


def _folder(case: Case) -> Change:
    told = case.new and case.entry and case.entry.sha256 == digest(case.new.content)
    if case.new is None or told:  # rows 4, 10
        return _kept(case)
    return _beside(case)  # row 18


def _seed(case: Case) -> Change:
    if case.new and case.entry is None and case.yours is None:  # row 24
        return _change(case, "create", "", case.new)
    return _kept(case)  # rows 25-27, 33


def _owned(case: Case) -> Change:
    yours, new = case.yours, case.new
    if yours == side(new):
        return _kept(case)
    if new is None and case.pristine:  # row 30
        return _change(case, "delete", GONE, None)
    if new is None:  # row 31
        return _change(case, "orphan", ORPHANED, _on_disk(case))
    if isinstance(yours, Side) and not case.pristine and yours.content != new.content:
        return _saved(case, "update", ALWAYS)  # row 29
    return _change(case, "update" if case.entry or yours else "create", "", new)  # row 28


def _with_base(case: Case) -> Case:
    """Row 32: of what was not managed only the hash is known; what has it is the base."""
    if case.was not in ("owned", "seed") or not isinstance(case.yours, Side):
        return case
    return replace(case, base=case.yours if case.pristine else None)


def _managed(case: Case) -> Change:
    yours, base, new = case.yours, case.base, side(case.new)
    if yours == new or (new is None and case.was == "removed"):  # rows 2, 4, 9, 23
        return _kept(case)
    if base == new and base is not None:  # rows 7, 10
        return _kept(case)
    if yours is None and (base is not None or case.was == "seed"):  # row 8
        return _kept(case, DELETED)
    if base == yours:  # rows 1, 5, 11
        verb: Verdict = "delete" if new is None else "create" if base is None else "update"
        return _change(case, verb, GONE if new is None else "", case.new)
    if new is None:  # row 6
        return _change(case, "orphan", ORPHANED, _on_disk(case))
    assert isinstance(yours, Side)
    return _both(case, yours, new)


def _both(case: Case, yours: Side, new: Side) -> Change:
    """Rows 3, 12-15, 19, 20: both sides changed it."""
    base = case.base or Side(b"", yours.mode)
    if "link" in (base.mode, yours.mode, new.mode) or case.two_way:
        return _beside(case)
    mode = yours.mode if case.base is None or yours.mode != base.mode else new.mode
    if yours.content in (new.content, base.content) or new.content == base.content:
        content = new.content if yours.content == base.content else yours.content
        clash = False
    elif any(map(text.is_binary, (base.content, yours.content, new.content))):
        return _beside(case)
    else:
        content, clash = text.merge(base.content, yours.content, new.content)
    file = _file(case, content, mode)
    if clash:
        return _change(case, "conflict", CLASH, file)
    return _change(case, "merge", MERGED, file) if side(file) != yours else _kept(case)
