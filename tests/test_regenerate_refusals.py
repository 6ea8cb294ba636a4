"""When a run is refused: word for word, and nothing on disk has changed."""

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from scaffold.errors import RepositoryError
from scaffold.model.tree import File
from scaffold.regenerate import Options, decide, recover, status, undo, write
from scaffold.regenerate.text import require
from scaffold.regenerate.write import alone
from tests.regenerate.repository import Rendering, Repository, change, texts

FIVE = b"1\n2\n3\n4\n5\n"
OLD: Rendering = {"a": FIVE, "d/b": b"b\n", "seed": File(b"s\n", class_="seed")}
NEW: Rendering = {**OLD, "a": FIVE + b"6\n"}
CLASH: Rendering = {**OLD, "a": b"eins\n2\n3\n4\n5\n"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "r", OLD)


def refused(repository: Repository, work: Callable[[], object]) -> list[str]:
    before = repository.state()
    with pytest.raises(RepositoryError) as caught:
        work()
    assert repository.state() == before
    assert caught.value.exit_code == 6
    return texts(caught.value)


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    for work in (lambda: decide(tmp_path, {}, Options()), lambda: undo(tmp_path, False)):
        with pytest.raises(RepositoryError) as caught:
            work()
        assert texts(caught.value) == [
            f"SC501 {tmp_path}: not a scaffold repository\n"
            f"  hint: Run scaffold new {tmp_path} to make one."
        ]


def test_edits_that_are_not_committed_are_refused(repository: Repository) -> None:
    repository.commit()
    repository.edit("a", b"mine\n" + FIVE)
    repository.edit("seed", b"mine\n")
    assert refused(repository, lambda: repository.decide(NEW)) == [
        "SC504 a: has edits that are not committed\n"
        "  hint: Commit or stash it, or pass --allow-dirty."
    ]
    outcome = repository.apply(NEW, Options(allow_dirty=True))
    assert change(outcome, "a").verdict == "merge"


def test_edits_that_are_committed_are_merged(repository: Repository) -> None:
    repository.edit("a", b"mine\n" + FIVE)
    repository.commit()
    assert change(repository.apply(NEW), "a").verdict == "merge"


def test_what_was_rendered_need_not_be_committed(repository: Repository) -> None:
    repository.git("init", "-q")
    assert change(repository.apply(NEW), "a").verdict == "update"
    assert change(repository.apply(OLD), "a").verdict == "update"


def test_nothing_to_do_asks_for_no_commit(repository: Repository) -> None:
    repository.commit()
    repository.edit("a", b"mine\n")
    assert repository.decide(OLD).empty


def test_a_repository_below_the_root_of_git_is_asked_about_its_own_files(tmp_path: Path) -> None:
    outer = Repository(tmp_path / "outer", {"x": b"x\n"})
    inner = Repository(tmp_path / "outer/in ner", OLD)
    outer.commit()
    inner.edit("a", b"mine\n" + FIVE)
    outer.edit("x", b"edited\n")
    assert refused(inner, lambda: inner.decide(NEW))[0].startswith("SC504 a: ")


def test_a_git_that_cannot_tell_is_refused(repository: Repository) -> None:
    repository.edit("a", b"mine\n" + FIVE)
    (repository.root / ".git").write_text("gitdir: nowhere\n")
    (found,) = refused(repository, lambda: repository.decide(NEW))
    assert found.startswith(f"SC504 {repository.root}: git cannot tell what is committed: 'fatal: ")
    assert found.endswith("'\n  hint: Make git work here, or pass --allow-dirty.")


def test_row_21_markers_of_the_last_run_are_refused_for_all_files(repository: Repository) -> None:
    repository.edit("a", b"uno\n2\n3\n4\n5\n")
    repository.apply(CLASH)
    assert refused(repository, lambda: repository.decide({**CLASH, "d/b": b"other\n"})) == [
        "SC505 a: still has conflict markers of the last run\n"
        "  hint: Resolve them, then run it again."
    ]
    assert status(repository.root).conflicts == (PurePosixPath("a"),)


def test_a_new_version_that_is_still_beside_is_refused(repository: Repository) -> None:
    repository.edit("a", b"\0mine")
    repository.apply(NEW)
    assert refused(repository, lambda: repository.decide(NEW)) == [
        "SC505 a: the new version of the last run is still beside it, as 'a.new'\n"
        "  hint: Take over what you need and delete 'a.new', then run it again."
    ]
    repository.edit("a.new", None)
    assert not repository.apply(NEW).conflicts


def test_what_lies_below_a_symlinked_folder_is_refused(
    repository: Repository, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (repository.root / "d").rename(outside)
    (repository.root / "d").symlink_to(outside)
    problem = "SC506 d/b: lies below the symbolic link 'd'\n  hint: Replace the link by a folder."
    assert refused(repository, lambda: repository.decide({**OLD, "d/b": b"new\n"})) == [problem]
    assert refused(repository, lambda: repository.decide({"a": FIVE})) == [problem]
    assert refused(repository, lambda: status(repository.root)) == [problem]
    assert (outside / "b").read_bytes() == b"b\n"


def test_a_root_that_is_a_link_is_refused(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repository.root)
    with pytest.raises(RepositoryError) as caught:
        decide(tmp_path / "link", {}, Options())
    assert texts(caught.value) == [
        f"SC506 {tmp_path}/link: is a symbolic link\n  hint: Run it on '{repository.root}'."
    ]


def test_a_state_folder_that_is_a_link_is_refused(repository: Repository, tmp_path: Path) -> None:
    (repository.root / ".scaffold").rename(tmp_path / "elsewhere")
    (repository.root / ".scaffold").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RepositoryError) as caught:
        repository.decide(OLD)
    assert texts(caught.value) == [
        f"SC506 {repository.root}/.scaffold: is a symbolic link\n  hint: Make it a folder."
    ]


def test_row_36_what_cannot_be_read_is_refused_for_all_files(repository: Repository) -> None:
    repository.edit("a", None)
    os.mkfifo(repository.root / "a")
    (repository.root / "d/b").unlink()
    os.mkfifo(repository.root / "d/b")
    hint = "\n  hint: Make it readable, or move it out of the way."
    assert refused(repository, lambda: repository.decide(NEW)) == [
        "SC509 a: cannot be read: not a regular file" + hint,
        "SC509 d/b: cannot be read: not a regular file" + hint,
    ]


def test_a_file_that_may_not_be_read_is_refused(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def forbidden(place: Path) -> bytes:
        if place.name == "a":
            raise PermissionError(13, "Permission denied", str(place))
        return read(place)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(RepositoryError) as caught:
        repository.decide(NEW)
    assert texts(caught.value) == [
        "SC509 a: cannot be read: Permission denied\n"
        "  hint: Make it readable, or move it out of the way."
    ]


def test_every_problem_is_told_at_once(repository: Repository) -> None:
    repository.edit("a", b"uno\n2\n3\n4\n5\n")
    repository.apply(CLASH)
    (repository.root / "d/b").unlink()
    os.mkfifo(repository.root / "d/b")
    options = Options(restore=frozenset({PurePosixPath("z")}))
    found = refused(repository, lambda: repository.decide(CLASH, options))
    assert [text[:5] for text in found] == ["SC509", "SC505", "SC512"]


def test_what_is_not_rendered_cannot_be_restored(repository: Repository) -> None:
    options = Options(restore=frozenset({PurePosixPath("x/y")}))
    assert refused(repository, lambda: repository.decide(OLD, options)) == [
        "SC512 x/y: is not generated, so it cannot be restored\n"
        "  hint: Name a file that this rendering has."
    ]


def fake_git(folder: Path, script: str) -> str:
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    return str(folder)


@pytest.mark.parametrize(
    ("script", "what"),
    [
        (None, "not found"),
        ("echo git version 2.20.1", "version '2.20.1' is too old"),
        ("echo hello", "does not tell its version"),
        (
            'test "$1" = --version && echo git version 2.50.1 || { echo "no luck" >&2; exit 255; }',
            "merge-file failed: 'no luck'",
        ),
    ],
)
def test_a_git_that_cannot_merge_is_refused(
    script: str | None, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "r", OLD)
    repository.edit("a", b"mine\n" + FIVE)
    folder = fake_git(tmp_path / "bin", script) if script else str(tmp_path / "none")
    monkeypatch.setenv("PATH", folder)
    require.cache_clear()
    problem = f"SC507 git: {what}\n  hint: Install git 2.32 or newer."
    assert refused(repository, lambda: repository.decide(NEW)) == [problem]


def test_without_anything_to_merge_no_git_is_needed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    require.cache_clear()
    assert change(repository.apply(NEW), "a").verdict == "update"


def test_a_run_while_another_is_writing_is_refused(repository: Repository) -> None:
    repository.apply(CLASH)
    (repository.root / ".scaffold/undo/running.json").write_text("of the other")
    outcome = repository.decide(NEW)
    problem = (
        f"SC513 {repository.root}: another command is writing here\n"
        "  hint: Wait until it has ended, then run it again."
    )
    with alone(repository.root / ".scaffold/undo"):
        for work in (
            lambda: write(repository.root, outcome),
            lambda: recover(repository.root),
            lambda: undo(repository.root, False),
        ):
            assert refused(repository, work) == [problem]
    (repository.root / ".scaffold/undo/running.json").unlink()
    write(repository.root, outcome)
    assert repository.disk()["a"] == (FIVE + b"6\n", "644")


def test_a_journal_is_never_written_through_a_link(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (repository.root / ".scaffold/undo").symlink_to(tmp_path / "outside")
    assert refused(repository, lambda: repository.apply(NEW)) == [
        "SC506 .scaffold/undo/running.json: lies below the symbolic link '.scaffold/undo'\n"
        "  hint: Replace the link by a folder."
    ]
    assert not list((tmp_path / "outside").iterdir())


def test_the_journal_is_nobody_elses_to_read(repository: Repository) -> None:
    repository.apply(NEW)
    journal = repository.root / ".scaffold/undo/last.json"
    assert journal.stat().st_mode & 0o777 == 0o600
