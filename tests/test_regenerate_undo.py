"""Undo, one run deep."""

from pathlib import Path, PurePosixPath

import pytest

from scaffold.errors import RepositoryError
from scaffold.model.tree import File
from scaffold.regenerate import recover, status, undo
from scaffold.regenerate.write import aside
from tests.regenerate.repository import Rendering, Repository, folders, texts

ANSWERS = ".scaffold/answers.yaml"
OLD: Rendering = {
    "a": b"a\n",
    "gone/deep/b": b"b\n",
    "link": File(b"a", "link"),
    "run": File(b"#!\n", "755"),
    "file": b"file\n",
    "folder/x": b"x\n",
    ANSWERS: File(b"a: 1\n", class_="state"),
}
NEW: Rendering = {
    "a": b"A\n",
    "made/deep/c": b"c\n",
    "link": File(b"run", "link"),
    "run": b"#!\n",
    "file/y": b"y\n",
    "folder": b"folder\n",
    ANSWERS: File(b"a: 2\n", class_="state"),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "r", OLD)


def edited_since(*paths: str) -> list[str]:
    return [
        f"SC511 {path}: has changed since it was written\n"
        f"  hint: Run scaffold undo --force: yours is saved as '{path}.mine'."
        for path in paths
    ]


def refused(repository: Repository) -> list[str]:
    before = repository.state()
    with pytest.raises(RepositoryError) as caught:
        undo(repository.root, False)
    assert repository.state() == before
    return texts(caught.value)


def test_undo_takes_the_last_run_back_and_names_its_files(repository: Repository) -> None:
    before, had = repository.state(), folders(repository.root)
    repository.apply(NEW)
    assert repository.state() != before
    paths = undo(repository.root, False)
    assert repository.state() == before
    assert folders(repository.root) - had == {".scaffold/undo"}
    assert list(map(str, paths)) == sorted(
        [*{*OLD, *NEW}, ".scaffold/base.txtar", ".scaffold/lock.json"]
    )
    assert repository.decide(OLD).empty


def test_there_is_nothing_to_undo_at_first(repository: Repository) -> None:
    assert refused(repository) == [f"SC508 {repository.root}: there is nothing to undo"]


def test_undo_is_one_run_deep(repository: Repository) -> None:
    repository.apply({**OLD, "a": b"1\n"})
    once = repository.state()
    repository.apply({**OLD, "a": b"2\n"})
    undo(repository.root, False)
    assert repository.state() == once
    assert refused(repository) == [f"SC508 {repository.root}: there is nothing to undo"]


def test_a_run_with_nothing_to_do_does_not_end_what_can_be_undone(repository: Repository) -> None:
    before = repository.state()
    repository.apply(NEW)
    repository.apply(NEW)
    undo(repository.root, False)
    assert repository.state() == before


def test_files_edited_since_are_named_and_nothing_is_done(repository: Repository) -> None:
    repository.apply(NEW)
    repository.edit("a", b"since\n")
    repository.edit("gone/deep/b", b"since\n")
    repository.edit("made/deep/c", None)
    repository.edit(ANSWERS, b"a: 3\n")
    assert refused(repository) == edited_since("a", "made/deep/c", "gone/deep/b", ANSWERS)


def test_force_saves_what_was_edited_since(repository: Repository) -> None:
    before = repository.disk()
    repository.apply(NEW)
    repository.edit("a", b"since\n")
    repository.edit("a.mine", b"own\n")
    repository.edit("made/deep/c", b"since\n")
    undo(repository.root, True)
    assert repository.disk() == {
        **before,
        "a.mine": (b"own\n", "644"),
        "a.mine.2": (b"since\n", "644"),
        "made/deep/c.mine": (b"since\n", "644"),
    }


def test_a_file_put_into_a_folder_of_the_run_stays(repository: Repository) -> None:
    repository.apply(NEW)
    repository.edit("made/deep/own", b"own\n")
    undo(repository.root, False)
    assert repository.disk()["made/deep/own"] == (b"own\n", "644")


def test_a_file_put_where_a_file_must_come_back_is_named_and_saved(
    repository: Repository,
) -> None:
    repository.apply(NEW)
    repository.edit("file/own", b"own\n")
    assert refused(repository) == edited_since("file")
    undo(repository.root, True)
    assert repository.disk()["file"] == (b"file\n", "644")
    assert repository.disk()["file.mine/own"] == (b"own\n", "644")


def test_a_folder_that_became_a_link_since_is_refused(
    repository: Repository, tmp_path: Path
) -> None:
    repository.apply(NEW)
    (repository.root / "made/deep/c").unlink()
    (repository.root / "made/deep").rmdir()
    (repository.root / "made/deep").symlink_to(tmp_path)
    assert refused(repository) == [
        "SC506 made/deep/c: lies below the symbolic link 'made/deep'\n"
        "  hint: Replace the link by a folder."
    ]


def test_an_edit_before_the_run_comes_back(repository: Repository) -> None:
    repository.edit("a", b"mine\n")
    before = repository.disk()
    assert repository.apply(NEW).conflicts
    undo(repository.root, False)
    assert repository.disk() == before
    assert status(repository.root).edited == (PurePosixPath("a"),)


@pytest.mark.parametrize("name", ["last.json", "running.json"])
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "SC502 .scaffold/undo/{}: damaged"),
        ('{"lines": [{"path": 1}]}', "SC502 .scaffold/undo/{}: damaged"),
        (
            '{"lines": [{"path": "../x", "before": null, "after": null}]}',
            "SC503 .scaffold/undo/{}: names the unsafe path '../x'",
        ),
        (
            '{"lines": [], "folders": ["/etc"]}',
            "SC503 .scaffold/undo/{}: names the unsafe path '/etc'",
        ),
    ],
)
def test_a_journal_that_cannot_be_followed_is_refused(
    name: str, content: str, problem: str, repository: Repository
) -> None:
    repository.apply(NEW)
    (repository.root / ".scaffold/undo" / name).write_text(content)
    before = repository.state()
    with pytest.raises(RepositoryError) as caught:
        undo(repository.root, False) if name == "last.json" else recover(repository.root)
    assert texts(caught.value) == [
        problem.format(name) + f"\n  hint: Look at the files, and delete '.scaffold/undo/{name}'."
    ]
    assert repository.state() == before


def test_the_journal_is_ignored_by_git(repository: Repository) -> None:
    repository.apply(NEW)
    repository.commit()
    assert repository.git("ls-files", ".scaffold").split() == [
        ".scaffold/answers.yaml", ".scaffold/base.txtar", ".scaffold/lock.json"
    ]  # fmt: skip


def test_there_is_no_run_to_take_back_in_a_fresh_repository(repository: Repository) -> None:
    assert not recover(repository.root)


def test_a_journal_that_was_being_written_is_swept_away(repository: Repository) -> None:
    repository.apply(NEW)
    before = repository.state()
    undone = repository.root / ".scaffold/undo"
    half = aside(undone / "running.json")
    half.write_text("{")
    assert not recover(repository.root)
    assert not half.exists()
    assert repository.state() == before
