"""What a run and a repository say of themselves: counts, diff, status, git's index."""

from pathlib import Path, PurePosixPath

import pytest

from scaffold.model.tree import File
from scaffold.regenerate import Options, diff, status, undo
from scaffold.regenerate.text import merge
from tests.regenerate.repository import Rendering, Repository, change

FIVE = b"1\n2\n3\n4\n5\n"
OLD: Rendering = {
    "clash": FIVE,
    "deleted": FIVE,
    "merged": FIVE,
    "orphan": FIVE,
    "owned": File(b"o\n", class_="owned"),
    "picture": b"\0old",
    "same": FIVE,
    "seed": File(b"s\n", class_="seed"),
}
NEW: Rendering = {
    **{path: file for path, file in OLD.items() if path != "orphan"},
    "clash": b"eins\n2\n3\n4\n5\n",
    "merged": FIVE + b"6",
    "added": b"added\n",
    "picture": b"\0new",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "r", OLD)
    for path in ("clash", "merged", "orphan"):
        made.edit(path, b"uno\n2\n3\n4\n5\n")
    made.edit("owned", b"mine\n")
    made.edit("seed", b"mine\n")
    made.edit("deleted", None)
    made.edit("picture", b"\0mine")
    return made


def paths(*names: str) -> tuple[PurePosixPath, ...]:
    return tuple(map(PurePosixPath, names))


def test_every_path_has_a_change_and_they_are_counted(repository: Repository) -> None:
    outcome = repository.decide(NEW)
    assert [str(change.path) for change in outcome.changes] == sorted({*OLD, *NEW})
    counted = [
        outcome.count(verdict)
        for verdict in ("create", "update", "merge", "delete", "keep", "orphan", "conflict")
    ]
    assert counted == [1, 1, 1, 0, 3, 1, 2]
    assert outcome.count("orphan", "conflict") == 3
    assert outcome.conflicts
    assert not outcome.empty


def test_status_puts_each_file_into_one_list(repository: Repository) -> None:
    found = status(repository.root)
    assert found.edited == paths("clash", "merged", "orphan", "owned", "picture")
    assert (found.orphans, found.conflicts) == ((), ())
    assert found.deleted == paths("deleted")
    repository.apply(NEW)
    found = status(repository.root)
    assert found.edited == paths("merged")
    assert found.orphans == paths("orphan")
    assert found.conflicts == paths("clash", "picture")
    assert found.deleted == paths("deleted")


def test_the_diff_shows_what_would_be_written_but_for_lock_and_base(
    repository: Repository,
) -> None:
    root = repository.root
    lines = list(diff(repository.decide({**NEW, "same": File(FIVE, "755")}), root))
    assert lines == [
        f"diff {root}/added", "mode none -> 644",
        "--- /dev/null", "+++ added", "@@ -0,0 +1 @@", "+added",
        f"diff {root}/clash",
        "--- clash", "+++ clash", "@@ -1,4 +1,10 @@",
        "+<<<<<<< yours", " uno", "+||||||| last generated", "+1", "+=======", "+eins",
        "+>>>>>>> newly generated", " 2", " 3", " 4",
        f"diff {root}/merged",
        "--- merged", "+++ merged", "@@ -3,3 +3,4 @@", " 3", " 4", " 5",
        "+6", "\\ No newline at end of file",
        f"diff {root}/owned",
        "--- owned", "+++ owned", "@@ -1 +1 @@", "-mine", "+o",
        f"diff {root}/owned.mine", "mode none -> 644",
        "--- /dev/null", "+++ owned.mine", "@@ -0,0 +1 @@", "+mine",
        f"diff {root}/picture.new", "mode none -> 644", "binary files differ",
        f"diff {root}/same", "mode 644 -> 755",
    ]  # fmt: skip


def test_a_diff_of_nothing_is_empty(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", OLD)
    assert list(diff(repository.decide(OLD), repository.root)) == []


def stages(repository: Repository, path: str) -> list[tuple[str, bytes]]:
    found = []
    for line in repository.git("ls-files", "--stage", path).splitlines():
        mode, name, stage = line.split("\t")[0].split()
        found.append((f"{mode} {stage}", repository.git("cat-file", "blob", name).encode()))
    return found


def test_conflicts_are_in_the_index_of_git_and_undo_takes_them_out(
    repository: Repository,
) -> None:
    repository.commit()
    before = repository.git("ls-files", "--stage")
    repository.apply(NEW)
    assert stages(repository, "clash") == [
        ("100644 1", FIVE),
        ("100644 2", b"uno\n2\n3\n4\n5\n"),
        ("100644 3", b"eins\n2\n3\n4\n5\n"),
    ]
    assert repository.git("diff", "--name-only", "--diff-filter=U").split() == ["clash", "picture"]
    undo(repository.root, False)
    assert repository.git("ls-files", "--stage") == before
    assert repository.git("status", "--porcelain") == ""


def test_what_is_resolved_in_the_index_stays_so(repository: Repository) -> None:
    repository.commit()
    repository.apply(NEW)
    repository.git("add", "clash")
    resolved = repository.git("ls-files", "--stage", "clash")
    undo(repository.root, False)
    assert repository.git("ls-files", "--stage", "clash") == resolved
    assert [mode for mode, _ in stages(repository, "picture")] == ["100644 0"]


def test_conflicts_below_the_root_of_git_are_in_its_index(tmp_path: Path) -> None:
    outer = Repository(tmp_path / "r", {"x": b"x\n"})
    inner = Repository(tmp_path / "r/in ner", OLD)
    inner.edit("clash", b"uno\n2\n3\n4\n5\n")
    outer.commit()
    inner.apply(NEW)
    assert [mode for mode, _ in stages(outer, "in ner/clash")] == [
        "100644 1", "100644 2", "100644 3"
    ]  # fmt: skip


def test_a_file_added_by_both_has_no_first_stage(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {})
    repository.edit("f", b"mine\n")
    repository.commit()
    repository.apply({"f": b"new\n"})
    assert [mode for mode, _ in stages(repository, "f")] == ["100644 2", "100644 3"]


def test_an_index_that_is_locked_does_not_stop_a_run(repository: Repository) -> None:
    repository.commit()
    (repository.root / ".git/index.lock").touch()
    assert repository.apply(NEW, Options(allow_dirty=True)).conflicts
    assert status(repository.root).conflicts == paths("clash", "picture")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_file_keeps_its_permissions_but_for_the_right_to_execute(
    mode: int, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "r", {"f": b"1\n"})
    (repository.root / "f").chmod(mode)
    repository.apply({"f": b"2\n"})
    assert (repository.root / "f").stat().st_mode & 0o777 == mode
    repository.apply({"f": File(b"2\n", "755")})
    assert (repository.root / "f").stat().st_mode & 0o777 == mode | (mode & 0o444) >> 2


@pytest.mark.parametrize(
    ("base", "yours", "new", "merged"),
    [
        (b"1\r\n2\r\n", b"1\n2\n3\n", b"0\r\n1\r\n2\r\n", b"0\n1\n2\n3\n"),
        (b"1\n2\n3\n", b"1\r\n2\n3\n", b"1\n2\n3\n4\n", b"1\r\n2\n3\n4\n"),
        (b"1\r\n2\r\n", b"1\r\n2\r\n3\r\n", b"0\r\n1\r\n2\r\n", b"0\r\n1\r\n2\r\n3\r\n"),
        (b"", b"one", b"one", b"one"),
    ],
)
def test_line_ends_are_the_users(base: bytes, yours: bytes, new: bytes, merged: bytes) -> None:
    assert merge(base, yours, new) == (merged, False)


def test_the_state_file_is_always_rewritten_and_counts_as_something_to_do(tmp_path: Path) -> None:
    answers = ".scaffold/answers.yaml"
    repository = Repository(tmp_path / "r", {answers: File(b"a: 1\n", class_="state")})
    (repository.root / answers).write_bytes(b"a:   1 # by hand\n")
    outcome = repository.apply({answers: File(b"a: 2\n", class_="state")})
    assert (change(outcome, answers).verdict, outcome.empty) == ("update", False)
    assert (repository.root / answers).read_bytes() == b"a: 2\n"
    assert answers not in (repository.root / ".scaffold/lock.json").read_text()
    again = repository.decide({answers: File(b"a: 2\n", class_="state")})
    assert again.empty
    assert change(again, answers).verdict == "keep"


def test_another_version_of_the_scaffold_alone_is_nothing_to_do(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", OLD)
    assert repository.decide(OLD, Options(version="9.9")).empty
