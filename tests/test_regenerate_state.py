"""Lock and base: their form, what damage to them is called, and a run without them."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.errors import RepositoryError
from scaffold.model.tree import File
from scaffold.regenerate import Options, exists, status
from scaffold.regenerate.base import dump, load
from tests.regenerate.repository import Rendering, Repository, change, texts

MEND = "\n  hint: Run git checkout HEAD -- .scaffold, or scaffold apply --no-base."
FILES: Rendering = {"a": b"a\n", "b/ü": File(b"b\n", "755", source="templates/b.j2")}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "r", FILES)


def lock(repository: Repository) -> Path:
    return repository.root / ".scaffold/lock.json"


def base(repository: Repository) -> Path:
    return repository.root / ".scaffold/base.txtar"


def problems(repository: Repository) -> list[str]:
    with pytest.raises(RepositoryError) as caught:
        repository.decide(FILES)
    return texts(caught.value)


def exchange(place: Path, old: str, new: str) -> None:
    content = place.read_text("utf-8")
    assert old in content
    place.write_text(content.replace(old, new), "utf-8")


def test_the_lock_has_one_file_a_line_and_closes_with_an_empty_entry(
    repository: Repository,
) -> None:
    assert lock(repository).read_text("utf-8") == (
        '{"schema": 1, "scaffold": "1.0", "files": [\n'
        '{"path": "a", '
        '"sha256": "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7", '
        '"mode": "644", "class": "managed", "source": ""},\n'
        '{"path": "b/ü", '
        '"sha256": "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f", '
        '"mode": "755", "class": "managed", "source": "templates/b.j2"},\n'
        "{}]}\n"
    )


def test_the_base_marks_every_line(tmp_path: Path) -> None:
    files = {"text": b"-- x --\n\n|", "crlf": b"a\r\n", "empty": b"", "blank": b"\n"}
    repository = Repository(tmp_path / "r", files)
    assert base(repository).read_text("utf-8") == (
        "-- blank --\n|\n-- crlf --\n+YQ0K\n-- empty --\n-- text --\n|-- x --\n|\n||\n\\\n"
    )


@settings(deadline=None)
@given(st.dictionaries(st.text("ab/-ü |", min_size=1), st.binary() | st.text().map(str.encode)))
def test_what_is_dumped_is_loaded(files: dict[str, bytes]) -> None:
    assert load(dump(files).encode()) == files


@settings(deadline=None)
@given(st.text(alphabet="-|+\\ a=\r\n").map(str.encode) | st.binary())
def test_any_archive_is_read_or_refused(archive: bytes) -> None:
    try:
        files = load(archive)
    except ValueError as error:
        assert str(error).startswith("line ")
    else:
        assert load(dump(files).encode()) == files


def test_unicode_line_separators_are_no_line_ends() -> None:
    files = {"a": "one\u2028two\x0bthree\x85four\n".encode()}
    assert load(dump(files).encode()) == files


def test_an_archive_checked_out_with_crlf_reads_the_same() -> None:
    files = {"a": b"one\ntwo", "b": b"\0" * 100}
    assert load(dump(files).replace("\n", "\r\n").encode()) == files


DAMAGED_BASES = {
    "?x\n": "line 1 is damaged",
    "|x\n": "line 1 is damaged",
    "-- a --\n|a\n<<<<<<< HEAD\n": "line 3 is damaged",
    "-- a --\n\\\n": "line 2 is damaged",
    "-- a --\n+?\n": "line 2 is damaged",
    "-- a --\n|a\n-- a --\n": "line 3 is damaged",
    "-- a --\n|a": "line 2 has no end",
}


@pytest.mark.parametrize("content", DAMAGED_BASES)
def test_a_damaged_base_is_told_with_its_line(content: str, repository: Repository) -> None:
    base(repository).write_text(content)
    assert problems(repository) == [f"SC502 .scaffold/base.txtar: {DAMAGED_BASES[content]}" + MEND]


def test_a_base_that_is_no_text_is_told(repository: Repository) -> None:
    base(repository).write_bytes(b"-- a --\n|\xff\n")
    assert problems(repository) == ["SC502 .scaffold/base.txtar: line 2 is not UTF-8 text" + MEND]


def test_a_base_that_is_not_as_the_lock_has_it_is_told_for_every_file(
    repository: Repository,
) -> None:
    base(repository).write_text("-- a --\n|edited\n-- c --\n|c\n")
    assert problems(repository) == [
        f"SC502 .scaffold/base.txtar: '{path}' is not as the lock has it" + MEND
        for path in ("a", "b/ü", "c")
    ]


DAMAGED_LOCKS = {
    "": "not JSON, line 1",
    '{"schema": 1,\n<<<<<<< HEAD\n': "not JSON, line 2",
    "[" * 100_000: "not JSON",
    "[]": "no schema",
    '{"schema": "x", "files": []}': "no schema",
    '{"schema": 2, "files": []}': "schema '2' is not known to this scaffold",
    '{"schema": 1, "files": {}}': "no list of files",
    '{"schema": 1, "files": [{"path": "a"}, {}]}': "entry 1 is damaged",
    '{"schema": 1, "files": [1]}': "entry 1 is damaged",
}


@pytest.mark.parametrize("content", DAMAGED_LOCKS, ids=lambda content: content[:40])
def test_a_damaged_lock_is_told(content: str, repository: Repository) -> None:
    lock(repository).write_text(content)
    assert problems(repository) == [f"SC502 .scaffold/lock.json: {DAMAGED_LOCKS[content]}" + MEND]


def test_a_lock_that_is_no_text_is_told(repository: Repository) -> None:
    lock(repository).write_bytes(b"\xff\xfe")
    assert problems(repository) == ["SC502 .scaffold/lock.json: not JSON" + MEND]


def test_a_path_listed_twice_is_told(repository: Repository) -> None:
    exchange(lock(repository), '"path": "b/ü"', '"path": "a"')
    assert problems(repository) == ["SC502 .scaffold/lock.json: 'a' is listed twice" + MEND]


@pytest.mark.parametrize("name", ["lock.json", "base.txtar"])
def test_a_missing_state_file_is_told(name: str, repository: Repository) -> None:
    (repository.root / ".scaffold/answers.yaml").touch()
    (repository.root / ".scaffold" / name).unlink()
    assert problems(repository) == [
        f"SC502 .scaffold/{name}: missing, or not a regular file" + MEND
    ]


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x", "a/../../x", "a//b", "./a", "", ".git/hooks/x", "a/.GIT/x", "a\\nb",
     ".scaffold/undo/x", "a/", ".scaffold/lock.json"],
)  # fmt: skip
def test_an_unsafe_path_in_the_lock_is_refused(path: str, repository: Repository) -> None:
    exchange(lock(repository), '"path": "a"', f'"path": "{path}"')
    found = problems(repository)
    written = json.loads(f'"{path}"')
    assert f"SC503 .scaffold/lock.json: names the unsafe path {written!r}" + MEND in found


def test_a_lock_without_a_base_of_its_own_is_never_written_over(repository: Repository) -> None:
    base(repository).write_text("")
    before = repository.state()
    assert len(problems(repository)) == 2
    assert repository.state() == before


def test_two_branches_that_each_add_a_file_merge(repository: Repository) -> None:
    repository.commit()
    repository.git("checkout", "-q", "-b", "other")
    repository.apply({**FILES, "Z": b"Z\n"})
    repository.commit()
    repository.git("checkout", "-q", "-")
    repository.apply({**FILES, "z": b"z\n"})
    repository.commit()
    repository.git("merge", "-q", "other", "-m", "both")
    assert repository.decide({**FILES, "Z": b"Z\n", "z": b"z\n"}).empty


def test_without_a_base_what_differs_stays_and_the_new_version_lies_beside(
    repository: Repository,
) -> None:
    base(repository).write_text("?")
    repository.edit("a", b"mine\n")
    outcome = repository.apply({**FILES, "c": b"c\n"}, Options(no_base=True, version="1.0"))
    assert change(outcome, "a").verdict == "conflict"
    assert outcome.conflicts
    assert repository.disk() == {
        "a": (b"mine\n", "644"),
        "a.new": (b"a\n", "644"),
        "b/ü": (b"b\n", "755"),
        "c": (b"c\n", "644"),
    }
    repository.edit("a.new", None)
    repository.apply({**FILES, "c": b"c\n"})
    assert status(repository.root).edited == (change(outcome, "a").path,)


def test_a_file_beside_is_not_written_over(repository: Repository) -> None:
    base(repository).write_text("?")
    repository.edit("a", b"mine\n")
    repository.edit("a.new", b"my own\n")
    repository.apply(FILES, Options(no_base=True))
    assert repository.disk()["a.new"] == (b"my own\n", "644")
    assert repository.disk()["a.new.2"] == (b"a\n", "644")
    assert problems(repository) == [
        "SC505 a: the new version of the last run is still beside it, as 'a.new.2'\n"
        "  hint: Take over what you need and delete 'a.new.2', then run it again."
    ]


def test_a_folder_with_answers_is_a_scaffold_repository(tmp_path: Path) -> None:
    assert not exists(tmp_path)
    (tmp_path / ".scaffold").mkdir()
    (tmp_path / ".scaffold/answers.yaml").touch()
    assert exists(tmp_path)
