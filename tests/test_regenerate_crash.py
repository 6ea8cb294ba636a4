"""A run that dies, is stopped, or is refused, at every single file operation of it."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from scaffold.errors import RepositoryError
from scaffold.model.tree import File
from scaffold.regenerate import Options, create, decide, recover, undo, write
from tests.regenerate.dying import DIED, DONE, die, dying_at, full, interrupted, operation
from tests.regenerate.repository import Disk, Rendering, Repository, disk, folders, texts, tree

pytestmark = pytest.mark.slow

ANSWERS = ".scaffold/answers.yaml"
OLD: Rendering = {
    "merged": b"1\n2\n3\n4\n5\n",
    "updated": b"old\n",
    "gone/deep/file": b"gone\n",
    "nest/folder/a": b"a\n",
    "file": b"file\n",
    "edited-file": b"file\n",
    "link-to-folder": File(b"nest/folder", "link"),
    "run.sh": File(b"#!\n", "755"),
    "picture": b"\0old",
    ANSWERS: File(b"a: 1\n", class_="state"),
}
NEW: Rendering = {
    "merged": b"1\n2\n3\n4\nfive\n",
    "updated": b"new\n",
    "made/deep/file": b"made\n",
    "nest/folder": b"now a file\n",
    "file/a": b"now a folder\n",
    "edited-file/a": b"now a folder\n",
    "link-to-folder/a": b"now a folder\n",
    "run.sh": b"#!\n",
    "picture": b"\0new",
    ANSWERS: File(b"a: 2\n", class_="state"),
}
EDITS = {
    "merged": b"one\n2\n3\n4\n5\n",
    "edited-file": b"edited\n",
    "picture": b"\0mine",
}
FULL = (
    "SC510: the disk refused: No space left on device: "
    "Nothing was changed; mend it and run it again."
)
STOPPED = "stopped"
State = tuple[Disk, set[str]]


def state(root: Path) -> State:
    """Everything but the journal's own folder."""
    everything = disk(root, own=True)
    files = {path: side for path, side in everything.items() if ".scaffold/undo" not in path}
    return files, folders(root) - {".scaffold/undo"}


class Scene:
    """The same edited repository, as often as it is wanted, and what it becomes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.model = Repository(folder / "model", OLD)
        for path, edit in EDITS.items():
            self.model.edit(path, edit)
        self.old = state(self.model.root)
        self.outcome = decide(self.model.root, tree(NEW), Options(version="1.0"))
        done = self.copy()
        self.apply(done)
        self.new = state(done)

    def copy(self, root: Path | None = None) -> Path:
        self.count += 1
        place = self.folder / str(self.count)
        return Path(shutil.copytree(root or self.model.root, place, symlinks=True))

    def apply(self, root: Path) -> None:
        write(root, self.outcome)

    def operations(self) -> int:
        """Return how many file operations a whole run has."""
        root = self.copy()
        with operation(0, root, die) as count:
            self.apply(root)
        return count.done


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory, where there is such a place; nothing here cuts the power."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


@pytest.fixture
def scene(memory: Path) -> Scene:
    return Scene(memory)


def journal(root: Path) -> set[str]:
    return {place.name for place in (root / ".scaffold/undo").iterdir()}


def test_a_run_that_dies_at_any_operation_is_taken_back(scene: Scene) -> None:
    for number in range(1, 500):
        root = scene.copy()
        if dying_at(number, root, partial(scene.apply, root)) == DONE:
            break
        recover(root)
        assert state(root) == scene.old, f"operation {number}"
        assert not (root / ".scaffold/undo/running.json").exists()
        assert not recover(root)
        shutil.rmtree(root)
    assert number > 50
    assert state(root) == scene.new
    assert journal(root) == {".gitignore", "last.json"}


def test_taking_back_that_dies_at_any_operation_is_done_again(scene: Scene) -> None:
    broken = scene.copy()
    assert dying_at(scene.operations(), broken, partial(scene.apply, broken)) == DIED
    assert state(broken) == scene.new, "all was written but the mark of the end"
    for number in range(1, 500):
        root = scene.copy(broken)
        code = dying_at(number, root, partial(recover, root))
        recover(root)
        assert state(root) == scene.old, f"operation {number}"
        assert journal(root) == {".gitignore"}
        shutil.rmtree(root)
        if code == DONE:
            break
    assert number > 20


def test_undo_that_dies_at_any_operation_is_finished_by_the_next_command(scene: Scene) -> None:
    done = scene.copy()
    scene.apply(done)
    for number in range(1, 500):
        root = scene.copy(done)
        code = dying_at(number, root, partial(undo, root, False))
        begun = recover(root)
        assert state(root) == (scene.old if begun or code == DONE else scene.new)
        shutil.rmtree(root)
        if code == DONE:
            break
    assert number > 20


@pytest.mark.parametrize("blow", [full, interrupted])
def test_a_run_that_is_refused_at_any_operation_leaves_the_old_state(
    blow: Callable[[], None], scene: Scene
) -> None:
    for number in range(1, 500):
        root = scene.copy()
        with operation(number, root, blow) as count:
            error = failure(partial(scene.apply, root))
        assert error in (None, FULL, STOPPED)
        assert state(root) == (scene.old if error else scene.new), f"operation {number}"
        assert not (root / ".scaffold/undo/running.json").exists()
        if not count.happened:
            break
        shutil.rmtree(root)
    assert number > 50


def failure(work: Callable[[], None]) -> str | None:
    """Return how it failed; None where it did not, even if a refusal was met: it was harmless."""
    try:
        work()
    except RepositoryError as error:
        return "; ".join(f"{one.code}: {one.what}: {one.hint}" for one in error.problems)
    except KeyboardInterrupt:
        return STOPPED
    return None


def test_a_file_written_in_part_is_never_seen(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = scene.copy()
    writing = sys.modules["scaffold.regenerate.write"]
    fill = vars(writing)["_fill"]
    written: list[Path] = []

    def half(place: Path, *rest: object) -> None:
        written.append(place)
        if len(written) == 5:
            place.write_bytes(b"ha")
            die()
        fill(place, *rest)

    monkeypatch.setattr(writing, "_fill", half)
    assert dying_at(0, root, partial(scene.apply, root)) == DIED
    monkeypatch.undo()
    assert recover(root)
    assert state(root) == scene.old


def test_a_disk_that_stays_full_is_told_and_mended_by_the_next_command(scene: Scene) -> None:
    root = scene.copy()
    with operation(30, root, full, lasting=True):
        error = failure(partial(scene.apply, root))
    assert error == (
        "SC510: the disk refused: No space left on device: "
        "Mend it; the next command takes back what was written."
    )
    assert state(root) != scene.old
    assert recover(root)
    assert state(root) == scene.old


def test_a_file_edited_after_a_run_died_is_saved(scene: Scene) -> None:
    root = scene.copy()
    assert dying_at(scene.operations(), root, partial(scene.apply, root)) == DIED
    (root / "updated").write_bytes(b"since\n")
    recover(root)
    files, _ = state(root)
    assert files == {**scene.old[0], "updated.mine": (b"since\n", "644")}


def test_what_is_written_between_deciding_and_writing_is_not_overwritten(scene: Scene) -> None:
    root = scene.copy()
    (root / "updated").write_bytes(b"in the editor\n")
    with pytest.raises(RepositoryError) as caught:
        scene.apply(root)
    assert texts(caught.value) == [
        "SC511 updated: has changed since it was read\n  hint: Run the command again."
    ]
    assert (root / "merged").read_bytes() == EDITS["merged"]


@pytest.mark.parametrize("blow", [full, interrupted])
@pytest.mark.parametrize("there", [False, True])
def test_a_new_project_that_fails_at_any_operation_leaves_nothing(
    there: bool, blow: Callable[[], None], memory: Path
) -> None:
    root = memory / "new" if there else memory / "deep" / "new"
    for number in range(1, 500):
        if there:
            root.mkdir(exist_ok=True)
        with operation(number, memory, blow) as count:
            error = failure(lambda: create(root, tree(OLD), "1.0"))
        if not count.happened:
            break
        assert error in (None, FULL, STOPPED)
        if error:
            assert list(memory.rglob("*")) == ([root] if there else [])
        else:
            shutil.rmtree(root if there else root.parent)
    assert number > 30
    assert state(root)[0] == disk(root, own=True)
