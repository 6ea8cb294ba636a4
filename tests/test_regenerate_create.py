"""A new project comes whole or not at all, into a folder that is new or empty."""

import os
from pathlib import Path

import pytest

from scaffold.errors import RepositoryError
from scaffold.model.tree import File
from scaffold.regenerate import Options, create, decide
from tests.regenerate.repository import Rendering, disk, texts, tree

FILES: Rendering = {
    "a": b"a\n",
    "d/run": File(b"#!\n", "755"),
    "link": File(b"a", "link"),
    "seed": File(b"s\n", class_="seed"),
    "owned": File(b"o\n", class_="owned"),
    ".scaffold/answers.yaml": File(b"a: 1\n", class_="state"),
}


def made(root: Path) -> bool:
    assert decide(root, tree(FILES), Options()).empty
    return disk(root) == {
        "a": (b"a\n", "644"),
        "d/run": (b"#!\n", "755"),
        "link": (b"a", "link"),
        "seed": (b"s\n", "644"),
        "owned": (b"o\n", "644"),
    }


def test_a_project_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    create(tmp_path / "x/y/z", tree(FILES), "1.0")
    assert made(tmp_path / "x/y/z")
    assert [place.name for place in (tmp_path / "x/y").iterdir()] == ["z"]


def test_an_empty_folder_is_filled_and_stays_what_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    number = tmp_path.stat().st_ino
    create(tmp_path, tree(FILES), "1.0")
    assert made(tmp_path)
    assert (tmp_path.stat().st_ino, tmp_path.stat().st_mode & 0o777) == (number, 0o750)


def test_the_folder_one_is_in_may_be_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    create(Path(), tree(FILES), "1.0")
    assert made(Path.cwd())
    assert made(Path())


def test_a_folder_that_holds_only_git_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    create(tmp_path, tree(FILES), "1.0")
    assert made(tmp_path)


def test_a_new_folder_has_the_permissions_of_any_new_folder(tmp_path: Path) -> None:
    (tmp_path / "any").mkdir()
    create(tmp_path / "r", tree(FILES), "1.0")
    assert (tmp_path / "r").stat().st_mode == (tmp_path / "any").stat().st_mode


def refused(root: Path) -> list[str]:
    top = root.parent
    before = sorted(top.rglob("*"))
    with pytest.raises(RepositoryError) as caught:
        create(root, tree(FILES), "1.0")
    assert sorted(top.rglob("*")) == before
    return texts(caught.value)


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "r"
    root.mkdir()
    (root / "own").touch()
    assert refused(root) == [
        f"SC501 {root}: not empty, and not a scaffold repository\n"
        "  hint: Choose a new or an empty folder."
    ]


def test_a_scaffold_repository_is_not_made_again(tmp_path: Path) -> None:
    root = tmp_path / "r"
    create(root, tree(FILES), "1.0")
    assert refused(root) == [
        f"SC501 {root}: already a scaffold repository\n  hint: Run scaffold apply {root}."
    ]


def test_a_file_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "r"
    root.touch()
    assert refused(root) == [
        f"SC501 {root}: not a folder\n  hint: Choose a new or an empty folder."
    ]


@pytest.mark.parametrize("target", ["there", "nowhere"])
def test_a_link_is_refused(target: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "r").symlink_to(tmp_path / target)
    assert refused(tmp_path / "r") == [
        f"SC506 {tmp_path}/r: is a symbolic link\n  hint: Name the folder itself."
    ]


def test_a_file_above_is_told_with_the_words_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    root = tmp_path / "file" / "r"
    with pytest.raises(RepositoryError) as caught:
        create(root, tree(FILES), "1.0")
    (problem,) = caught.value.problems
    assert (problem.code, problem.what) == ("SC510", "the disk refused: Not a directory")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_folder_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: object, mode: int = 0o777) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "mkdir", forbidden)
    with pytest.raises(RepositoryError) as caught:
        create(tmp_path / "r", tree(FILES), "1.0")
    monkeypatch.undo()
    assert texts(caught.value) == [
        f"SC510 {tmp_path}: the disk refused: Permission denied\n"
        "  hint: Nothing was changed; mend it and run it again."
    ]
    assert not list(tmp_path.iterdir())
