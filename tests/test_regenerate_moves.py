"""Declared renames, exact moves by the user, and what is never guessed."""

from pathlib import Path, PurePosixPath

import pytest

from scaffold.model.blueprint import Moved
from scaffold.model.tree import File
from scaffold.regenerate import Options
from scaffold.regenerate.moves import declared
from tests.regenerate.repository import Rendering, Repository, change

TEXT = b"".join(b"line %d\n" % number for number in range(8))
MINE = TEXT.replace(b"line 1", b"mine")
NEW = TEXT.replace(b"line 6", b"new")
BOTH = MINE.replace(b"line 6", b"new")


def options(*moved: tuple[str, str]) -> Options:
    return Options(moved=tuple(Moved(before=before, after=after) for before, after in moved))


def where(moved: list[tuple[str, str]], known: list[str], new: list[str]) -> dict[str, str]:
    found = declared(
        options(*moved).moved, list(map(PurePosixPath, known)), list(map(PurePosixPath, new))
    )
    return {str(before): str(after) for before, after in found.items()}


@pytest.mark.parametrize(
    ("moved", "known", "new", "found"),
    [
        ([("a", "b")], ["a"], ["b"], {"a": "b"}),
        ([("a", "b"), ("b", "c")], ["a"], ["c"], {"a": "c"}),
        ([("a", "b"), ("b", "c")], ["b"], ["c"], {"b": "c"}),
        ([("d", "e")], ["d/x", "d/y/z"], ["e/x", "e/y/z"], {"d/x": "e/x", "d/y/z": "e/y/z"}),
        ([("a", "b")], ["a"], ["a", "b"], {}),
        ([("a", "b")], ["a", "b"], ["b"], {}),
        ([("a", "b")], ["a"], ["c"], {}),
        ([("a", "c"), ("b", "c")], ["a", "b"], ["c"], {"a": "c"}),
        ([("a", "b")], ["ab"], ["bb"], {}),
        ([], ["a"], ["b"], {}),
    ],
)
def test_a_rename_is_followed_only_where_it_is_certain(
    moved: list[tuple[str, str]], known: list[str], new: list[str], found: dict[str, str]
) -> None:
    assert where(moved, known, new) == found


def test_a_renamed_file_takes_edits_and_mode_along(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"d/a": TEXT, "d/x": b"x\n"})
    repository.edit("d/a", (MINE, "755"))
    outcome = repository.apply({"e/a": NEW, "e/x": b"x\n"}, options(("d", "e")))
    assert repository.disk() == {"e/a": (BOTH, "755"), "e/x": (b"x\n", "644")}
    assert not (repository.root / "d").exists()
    told = [(str(one.path), one.verdict, one.why) for one in outcome.changes]
    assert told == [
        ("d/a", "delete", "moved to 'e/a'"),
        ("d/x", "delete", "moved to 'e/x'"),
        ("e/a", "merge", "merged with your edits"),
        ("e/x", "update", "moved from 'd/x'"),
    ]
    assert repository.decide({"e/a": NEW, "e/x": b"x\n"}, options(("d", "e"))).empty


def test_an_edited_file_that_is_only_renamed_is_yours(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": TEXT})
    repository.edit("a", MINE)
    repository.apply({"b": TEXT}, options(("a", "b")))
    assert repository.disk() == {"b": (MINE, "644")}


def test_a_renamed_file_that_was_deleted_stays_deleted(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": TEXT})
    repository.edit("a", None)
    outcome = repository.apply({"b": NEW}, options(("a", "b")))
    assert change(outcome, "b").why == "you deleted it; the new version is not brought back"
    assert repository.disk() == {}


def test_a_file_that_the_user_renamed_likewise_is_merged(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": TEXT})
    repository.edit("a", None)
    repository.edit("b", MINE)
    repository.apply({"b": NEW}, options(("a", "b")))
    assert repository.disk() == {"b": (BOTH, "644")}


def test_where_both_places_are_taken_each_is_judged_for_itself(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": TEXT})
    repository.edit("a", MINE)
    repository.edit("b", b"own\n")
    outcome = repository.apply({"b": NEW}, options(("a", "b")))
    assert change(outcome, "a").verdict == "orphan"
    assert change(outcome, "b").verdict == "conflict"
    assert b"own\n" in repository.disk()["b"][0]


def test_a_renamed_conflict_keeps_yours_at_the_new_place(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": b"\0old"})
    repository.edit("a", b"\0mine")
    repository.apply({"b": b"\0new"}, options(("a", "b")))
    assert repository.disk() == {"b": (b"\0mine", "644"), "b.new": (b"\0new", "644")}


def test_a_renamed_seed_takes_your_file_along(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": File(TEXT, class_="seed")})
    repository.edit("a", MINE)
    repository.apply({"b": File(NEW, class_="seed")}, options(("a", "b")))
    assert repository.disk() == {"b": (MINE, "644")}


def test_a_renamed_owned_file_is_rewritten_and_yours_is_saved(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": File(TEXT, class_="owned")})
    repository.edit("a", MINE)
    repository.apply({"b": File(NEW, class_="owned")}, options(("a", "b")))
    assert repository.disk() == {"b": (NEW, "644"), "b.mine": (MINE, "644")}


def test_a_move_by_the_user_is_followed_again_and_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": TEXT})
    repository.edit("a", None)
    repository.edit("deep/b", (TEXT, "755"))
    outcome = repository.apply({"a": NEW})
    assert change(outcome, "a").why == "you moved it to 'deep/b'"
    assert repository.disk() == {"deep/b": (NEW, "755")}
    repository.apply({"a": NEW + b"more\n"})
    assert repository.disk() == {"deep/b": (NEW + b"more\n", "755")}


NOT_FOLLOWED: dict[str, tuple[Rendering, dict[str, bytes]]] = {
    "two copies": ({"a": TEXT}, {"b": TEXT, "c": TEXT}),
    "edited as well": ({"a": TEXT}, {"b": MINE}),
    "blank": ({"a": b" \n"}, {"b": b" \n"}),
    "left over": ({"a": TEXT}, {"a.mine": TEXT, "b.tgz": TEXT, ".venv/a": TEXT}),
}


@pytest.mark.parametrize("name", NOT_FOLLOWED)
def test_what_is_not_certain_is_not_followed(name: str, tmp_path: Path) -> None:
    old, own = NOT_FOLLOWED[name]
    repository = Repository(tmp_path / "r", old)
    repository.edit("a", None)
    for path, content in own.items():
        repository.edit(path, content)
    before = repository.disk()
    outcome = repository.apply({"a": NEW})
    assert change(outcome, "a").why == "you deleted it; the new version is not brought back"
    assert repository.disk() == before


def test_one_of_two_equal_files_is_not_followed(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"a": TEXT, "b": TEXT})
    repository.edit("a", None)
    repository.edit("b", None)
    repository.edit("c", TEXT)
    repository.apply({"a": NEW, "b": NEW})
    assert repository.disk() == {"c": (TEXT, "644")}


def test_a_swapped_option_never_takes_edits_into_a_file_that_looks_alike(tmp_path: Path) -> None:
    common = b"".join(b"common %d\n" % number for number in range(20))
    traefik, haproxy = b"name: traefik\n" + common, b"name: haproxy\n" + common
    repository = Repository(tmp_path / "r", {"values/traefik.yaml": traefik})
    mine = traefik.replace(b"common 3", b"mine")
    repository.edit("values/traefik.yaml", mine)
    outcome = repository.apply({"values/haproxy.yaml": haproxy})
    assert outcome.conflicts
    assert change(outcome, "values/traefik.yaml").why == "no longer generated, you edited it: kept"
    assert repository.disk() == {
        "values/haproxy.yaml": (haproxy, "644"),
        "values/traefik.yaml": (mine, "644"),
    }
    swapped_back = repository.apply({"values/traefik.yaml": traefik + b"new\n"})
    assert not swapped_back.conflicts
    assert repository.disk() == {"values/traefik.yaml": (mine + b"new\n", "644")}
