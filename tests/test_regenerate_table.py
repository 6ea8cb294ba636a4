"""Every row of the decision table, by its number, from a rendering to what lies on disk."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pytest

from scaffold.model.tree import File, Verdict
from scaffold.regenerate import Options
from tests.regenerate.repository import Disk, Edit, Rendering, Repository, change

B = b"one\ntwo\nthree\nfour\nfive\n"
U = b"ONE\ntwo\nthree\nfour\nfive\n"
T = b"one\ntwo\nthree\nfour\nFIVE\n"
BOTH = b"ONE\ntwo\nthree\nfour\nFIVE\n"
CLASH = b"uno\ntwo\nthree\nfour\nfive\n"
MARKED = (
    b"<<<<<<< yours\nONE\n||||||| last generated\none\n=======\nuno\n>>>>>>> newly generated\n"
    b"two\nthree\nfour\nfive\n"
)
ADDED = b"<<<<<<< yours\nmine\n||||||| last generated\n=======\nours\n>>>>>>> newly generated\n"
BINARY = b"\0one\n"
CRLF = B.replace(b"\n", b"\r\n")
DELETED = "you deleted it; the new version is not brought back"
ORPHAN = "no longer generated, you edited it: kept"
BESIDE = "cannot be merged: yours stays, the new version is 'f.new'"
MERGED = "merged with your edits"
LINES = "you and the new version changed the same lines"
FOLDER = "a folder takes its place"


def seed(content: bytes) -> File:
    return File(content, class_="seed")


def owned(content: bytes) -> File:
    return File(content, class_="owned")


@dataclass(frozen=True)
class Row:
    """One row: what was rendered, what the user did, what is rendered now, what must come."""

    name: str
    verdict: Verdict
    base: Rendering = field(default_factory=dict)
    edits: dict[str, Edit] = field(default_factory=dict)
    new: Rendering = field(default_factory=dict)
    after: Disk = field(default_factory=dict)
    why: str = ""
    kept: str | None = None
    """The class that the lock has of `f` afterwards; None: it is forgotten."""
    path: str = "f"


def plain(**files: bytes) -> Disk:
    return {name.replace("_", "."): (content, "644") for name, content in files.items()}


M, S, W, R = "managed", "seed", "owned", "removed"
LINK = File(b"a", "link")
ROWS = [
    Row("01 create", "create", new={"f": T}, after=plain(f=T), kept=M),
    Row("02 adopt", "keep", {}, {"f": T}, {"f": T}, plain(f=T), kept=M),
    Row(
        "03 conflict", "conflict", {}, {"f": b"mine\n"}, {"f": b"ours\n"},
        plain(f=ADDED), LINES, M,
    ),
    Row(
        "03 conflict, not text", "conflict", {}, {"f": BINARY}, {"f": T},
        plain(f=BINARY, f_new=T), BESIDE, M,
    ),
    Row("04 forget", "keep", {"f": B}, {"f": None}),
    Row("05 delete", "delete", {"f": B}, {}, {}, {}, "no longer generated"),
    Row("06 orphan", "orphan", {"f": B}, {"f": U}, {}, plain(f=U), ORPHAN, R),
    Row("07 stays deleted", "keep", {"f": B}, {"f": None}, {"f": B}, {}, "", M),
    Row("08 stays deleted, reported", "keep", {"f": B}, {"f": None}, {"f": T}, {}, DELETED, M),
    Row("09 both did the same", "keep", {"f": B}, {"f": T}, {"f": T}, plain(f=T), kept=M),
    Row("10 yours", "keep", {"f": B}, {"f": U}, {"f": B}, plain(f=U), kept=M),
    Row("11 update", "update", {"f": B}, {}, {"f": T}, plain(f=T), kept=M),
    Row("12 merge", "merge", {"f": B}, {"f": U}, {"f": T}, plain(f=BOTH), MERGED, M),
    Row("13 conflict", "conflict", {"f": B}, {"f": U}, {"f": CLASH}, plain(f=MARKED), LINES, M),
    Row(
        "14 not text", "conflict", {"f": B}, {"f": U}, {"f": BINARY},
        plain(f=U, f_new=BINARY), BESIDE, M,
    ),
    Row(
        "14 a NUL after 8000 bytes is text", "merge", {"f": B}, {"f": U},
        {"f": B + b"x" * 8000 + b"\0\n"}, plain(f=U + b"x" * 8000 + b"\0\n"), MERGED, M,
    ),
    Row(
        "15 symlink", "conflict", {"f": B}, {"f": "elsewhere"}, {"f": T},
        {"f": (b"elsewhere", "link"), "f.new": (T, "644")}, BESIDE, M,
    ),
    Row(
        "15 other target", "conflict", {"f": LINK}, {"f": "b"}, {"f": File(b"c", "link")},
        {"f": (b"b", "link"), "f.new": (b"c", "link")}, BESIDE, M,
    ),
    Row(
        "15 other target, U = B", "update", {"f": LINK}, {}, {"f": File(b"c", "link")},
        {"f": (b"c", "link")}, "", M,
    ),
    Row("16 file to folder", "update", {"f": B}, {}, {"f/g": T}, {"f/g": (T, "644")}, FOLDER),
    Row(
        "16 link to folder", "update", {"f": LINK}, {}, {"f/g": T}, {"f/g": (T, "644")}, FOLDER
    ),
    Row(
        "17 edited file to folder", "conflict", {"f": B}, {"f": U}, {"f/g": T},
        {"f/g": (T, "644"), "f.mine": (U, "644")}, f"{FOLDER}: yours is saved as 'f.mine'",
    ),
    Row(
        "17 your own file to folder", "conflict", {}, {"f": U}, {"f/g": T},
        {"f/g": (T, "644"), "f.mine": (U, "644")}, f"{FOLDER}: yours is saved as 'f.mine'",
    ),
    Row(
        "18 your own folder", "conflict", {}, {"f/own": U}, {"f": T},
        {"f/own": (U, "644"), "f.new": (T, "644")}, BESIDE, M,
    ),
    Row(
        "18 our folder, no longer rendered", "create", {"f/a/b": B}, {}, {"f": T},
        plain(f=T), "", M,
    ),
    Row(
        "19 mode of yours, text of ours", "merge", {"f": B}, {"f": (B, "755")}, {"f": T},
        {"f": (T, "755")}, MERGED, M,
    ),
    Row(
        "19 mode of ours, text of yours", "merge", {"f": B}, {"f": U}, {"f": File(B, "755")},
        {"f": (U, "755")}, MERGED, M,
    ),
    Row(
        "19 only the mode of yours", "keep", {"f": B}, {"f": (B, "755")}, {"f": B},
        {"f": (B, "755")}, "", M,
    ),
    Row(
        "19 mode of both", "merge", {"f": B}, {"f": (U, "755")}, {"f": File(T, "755")},
        {"f": (BOTH, "755")}, MERGED, M,
    ),
    Row(
        "20 CRLF", "merge", {"f": B}, {"f": CRLF.replace(b"one", b"ONE")}, {"f": T},
        plain(f=BOTH.replace(b"\n", b"\r\n")), MERGED, M,
    ),
    Row(
        "20 CRLF, else as generated", "merge", {"f": B}, {"f": CRLF}, {"f": T},
        plain(f=T.replace(b"\n", b"\r\n")), MERGED, M,
    ),
    Row("24 seed", "create", new={"f": seed(T)}, after=plain(f=T), kept=S),
    Row("25 seed, edited", "keep", {"f": seed(B)}, {"f": U}, {"f": seed(T)}, plain(f=U), "", S),
    Row("25 seed, yours was first", "keep", {}, {"f": U}, {"f": seed(T)}, plain(f=U), "", S),
    Row("26 seed, deleted", "keep", {"f": seed(B)}, {"f": None}, {"f": seed(T)}, {}, "", S),
    Row("27 seed, not rendered", "keep", {"f": seed(B)}, {}, {}, plain(f=B)),
    Row("28 owned", "update", {"f": owned(B)}, {}, {"f": owned(T)}, plain(f=T), "", W),
    Row("28 owned, new", "create", new={"f": owned(T)}, after=plain(f=T), kept=W),
    Row(
        "28 owned, deleted", "update", {"f": owned(B)}, {"f": None}, {"f": owned(B)},
        plain(f=B), "", W,
    ),
    Row(
        "29 owned, edited", "update", {"f": owned(B)}, {"f": U}, {"f": owned(T)},
        plain(f=T, f_mine=U), "always rewritten, you edited it: yours is saved as 'f.mine'", W,
    ),
    Row(
        "29 owned, edited, ours is as before", "update", {"f": owned(B)}, {"f": U},
        {"f": owned(B)}, plain(f=B, f_mine=U),
        "always rewritten, you edited it: yours is saved as 'f.mine'", W,
    ),
    Row("30 owned, gone", "delete", {"f": owned(B)}, {}, {}, {}, "no longer generated"),
    Row("31 owned, gone, edited", "orphan", {"f": owned(B)}, {"f": U}, {}, plain(f=U), ORPHAN),
    Row("32 owned to managed", "update", {"f": owned(B)}, {}, {"f": T}, plain(f=T), "", M),
    Row(
        "32 owned to managed, edited", "conflict", {"f": owned(B)}, {"f": b"mine\n"},
        {"f": b"ours\n"}, plain(f=ADDED), LINES, M,
    ),
    Row("33 managed to seed", "keep", {"f": B}, {"f": U}, {"f": seed(T)}, plain(f=U), "", S),
    Row("34 managed to owned", "update", {"f": B}, {}, {"f": owned(T)}, plain(f=T), "", W),
    Row(
        "34 managed to owned, edited", "update", {"f": B}, {"f": U}, {"f": owned(T)},
        plain(f=T, f_mine=U), "always rewritten, you edited it: yours is saved as 'f.mine'", W,
    ),
    Row("seed to managed, as it was", "update", {"f": seed(B)}, {}, {"f": T}, plain(f=T), "", M),
    Row(
        "seed to managed, deleted", "keep", {"f": seed(B)}, {"f": None}, {"f": T}, {}, DELETED, M
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_row(row: Row, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"g.x": b"kept\n", **row.base})
    for path, edit in row.edits.items():
        repository.edit(path, edit)
    new = {"g.x": b"kept\n", **row.new}
    outcome = repository.apply(new)
    found = change(outcome, row.path)
    assert (found.verdict, found.why) == (row.verdict, row.why)
    assert repository.disk() == {"g.x": (b"kept\n", "644"), **row.after}
    assert f'"path": "{row.path}"' in lock(repository) or row.kept is None
    assert row.kept == kept_class(repository, row.path)
    if row.verdict != "conflict":
        assert repository.decide(new).empty


def lock(repository: Repository) -> str:
    return (repository.root / ".scaffold/lock.json").read_text()


def kept_class(repository: Repository, path: str) -> str | None:
    line = next((line for line in lock(repository).split("\n") if f'"{path}"' in line), None)
    return line and line.partition('"class": "')[2].partition('"')[0]


def test_row_22_removed_and_rendered_again_is_merged_with_the_remembered_base(
    tmp_path: Path,
) -> None:
    repository = Repository(tmp_path / "r", {"f": B})
    repository.edit("f", U)
    assert repository.apply({}).conflicts
    assert kept_class(repository, "f") == "removed"
    outcome = repository.apply({"f": T})
    assert change(outcome, "f").verdict == "merge"
    assert repository.disk() == plain(f=BOTH)
    assert kept_class(repository, "f") == "managed"


def test_row_22_removed_and_rendered_as_before_is_yours(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": B})
    repository.edit("f", U)
    repository.apply({})
    assert change(repository.apply({"f": B}), "f").verdict == "keep"
    assert repository.disk() == plain(f=U)


def test_row_23_removed_is_kept_and_said_once(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": B})
    repository.edit("f", U)
    repository.apply({})
    outcome = repository.decide({})
    assert outcome.empty
    assert not outcome.conflicts


def test_row_23_removed_and_deleted_is_forgotten(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": B})
    repository.edit("f", U)
    repository.apply({})
    repository.edit("f", None)
    repository.apply({})
    assert kept_class(repository, "f") is None
    assert (repository.root / ".scaffold/base.txtar").read_bytes() == b""


def test_row_25_a_seed_is_not_opened(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": seed(B)})
    (repository.root / "f").unlink()
    (repository.root / "f").mkdir()
    assert repository.decide({"f": seed(T)}).empty


def test_row_35_what_is_not_ours_is_never_listed(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": B})
    repository.edit("own/file", b"own\n")
    outcome = repository.apply({"f": T})
    assert [str(one.path) for one in outcome.changes] == ["f"]
    assert repository.disk() == {**plain(f=T), "own/file": (b"own\n", "644")}


@pytest.mark.parametrize("path", ["f", "s"])
def test_restore_brings_a_deleted_file_back(path: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": B, "s": seed(B)})
    repository.edit(path, None)
    wanted = Options(restore=frozenset({PurePosixPath(path)}))
    found = change(repository.apply({"f": T, "s": seed(T)}, wanted), path)
    assert (found.verdict, found.why) == ("create", "you asked for it back")
    assert repository.disk()[path] == (T, "644")


def test_a_conflict_resolved_is_not_asked_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": B})
    repository.edit("f", U)
    repository.apply({"f": CLASH})
    repository.edit("f", b"resolved\n")
    assert '"conflict": true' in lock(repository)
    assert not repository.apply({"f": CLASH}).conflicts
    assert '"conflict"' not in lock(repository)
    assert repository.disk() == plain(f=b"resolved\n")
