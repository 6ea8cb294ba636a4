"""Every option for every other of its row: it renders, its own tests pass, no edit is lost."""

from itertools import permutations
from pathlib import Path, PurePosixPath

import pytest

from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.blueprint import Row
from scaffold.model.tree import Tree
from scaffold.regenerate import Options, Outcome, create, decide, write
from scaffold.render import render
from tests.programs import failures
from tests.selections import choosable, smallest

REAL = load(folder("blueprints"))
EDIT = "# an edit of the user's\n"
ROWS = [row for row in REAL.rows if len([b for b in row.options if b in choosable(REAL)]) > 1]


def pairs(row: Row) -> list[tuple[str, str]]:
    names = [b.ref for b in row.options if b in choosable(REAL)]
    return [
        (a, b)
        for a, b in permutations(names, 2)
        if set(REAL.find(a).platforms) & set(REAL.find(b).platforms)  # type: ignore[union-attr]
        or "any" in (*REAL.find(a).platforms, *REAL.find(b).platforms)  # type: ignore[union-attr]
    ]


def tree(ref: str, templates: Path) -> Tree:
    return render(resolve(REAL, smallest(REAL, ref)), templates)


def edit(root: Path, of: Tree) -> dict[PurePosixPath, bytes]:
    """A line at the end of every file of the option, as a person would add one."""
    edited = {}
    for path, file in of.items():
        own = file.source.startswith("blueprints/") and file.class_ == "managed"
        if own and path.suffix in (".yaml", ".md", ".py", ".sh"):
            (root / path).write_bytes(file.content + EDIT.encode())
            edited[path] = file.content + EDIT.encode()
    return edited


def has(root: Path, path: PurePosixPath, line: bytes) -> bool:
    places = [root / path, *(root / f"{path}{suffix}" for suffix in (".mine", ".new"))]
    return any(place.is_file() and line in place.read_bytes() for place in places)


def resolve_as_a_person_would(root: Path, new: Tree, outcome: Outcome) -> None:
    """A path that both options write, edited at its end: take the new one, and the edit."""
    for change in outcome.changes:
        if change.verdict == "conflict":
            assert b"<<<<<<< yours" in (root / change.path).read_bytes()
            (root / change.path).write_bytes(new[change.path].content + EDIT.encode())


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_option_for_every_other(row: Row, tmp_path: Path, templates: Path) -> None:
    roots = []
    trees = {ref: tree(ref, templates) for pair in pairs(row) for ref in pair}
    for before, after in pairs(row):
        root = tmp_path / f"{before.split('/')[1]}-to-{after.split('/')[1]}"
        create(root, trees[before], "1")
        edited = edit(root, trees[before])
        assert edited
        outcome = decide(root, trees[after], Options(version="1", allow_dirty=True))
        write(root, outcome)
        for path in edited:
            assert has(root, path, EDIT.encode()), f"{before} -> {after}: {path} lost its edit"
        resolve_as_a_person_would(root, trees[after], outcome)
        second = decide(root, trees[after], Options(version="1", allow_dirty=True))
        assert second.empty or outcome.conflicts, f"{before} -> {after}"
        write(root, second)
        again = decide(root, trees[after], Options(version="1", allow_dirty=True))
        assert again.empty, f"{before} -> {after}"
        roots.append(root)
    assert failures(roots) == {}
