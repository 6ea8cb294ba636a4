"""The 36 merge cases, byte for byte: "user" is the disk, "template" the new rendering."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scaffold.model.blueprint import Moved
from scaffold.model.tree import File
from scaffold.regenerate import Options
from tests.regenerate.repository import Disk, Edit, Rendering, Repository, folders

TEN = b"".join(b"line %d\n" % number for number in range(10))
BINARY = bytes(range(256))
UTF16 = "one\ntwo\nthree\n".encode("utf-16")
LATIN = "café\ntwo\nthree\nfour\nfive\n".encode("latin-1")
SEVEN = b"title\n=======\ntext\n"
MARKERS = b"a\n<<<<<<< yours\nb\n=======\nc\n>>>>>>> newly generated\nd\ne\nf\n"


def put(content: bytes, *edits: tuple[bytes, bytes]) -> bytes:
    """The content with some texts exchanged."""
    for old, new in edits:
        assert old in content
        content = content.replace(old, new, 1)
    return content


def clash(yours: bytes, base: bytes, new: bytes) -> bytes:
    """A conflict as git writes it."""
    return (
        b"<<<<<<< yours\n" + yours + b"||||||| last generated\n" + base
        + b"=======\n" + new + b">>>>>>> newly generated\n"
    )  # fmt: skip


def crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


L1, L3, L8 = (b"line 1\n", b"LINE 1\n"), (b"line 3\n", b"LINE 3\n"), (b"line 8\n", b"LINE 8\n")
L2 = (b"line 2\n", b"LINE 2\n")
OTHER = (b"line 1\n", b"other 1\n")


@dataclass(frozen=True)
class Case:
    """One case: what must lie on disk, and whether somebody is told to look."""

    base: Rendering
    user: Mapping[str, Edit]
    template: Rendering
    must: Mapping[str, bytes | tuple[bytes, str]]
    conflicts: bool = False
    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = field(default=())
    """Folders that must not be there."""


CASES = {
    "01 edits far apart": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f": put(TEN, L8)}, {"f": put(TEN, L1, L8)}
    ),
    "02 same line": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f": put(TEN, OTHER)},
        {"f": put(TEN, (b"line 1\n", clash(b"LINE 1\n", b"line 1\n", b"other 1\n")))}, True,
    ),
    "03 adjacent lines": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f": put(TEN, L2)},
        {"f": put(TEN, (b"line 1\nline 2\n", clash(
            b"LINE 1\nline 2\n", b"line 1\nline 2\n", b"line 1\nLINE 2\n"
        )))}, True,
    ),
    "03b two lines apart": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f": put(TEN, L3)}, {"f": put(TEN, L1, L3)}
    ),
    "04 same edit, template edits more": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f": put(TEN, L1, L8)}, {"f": put(TEN, L1, L8)}
    ),
    "05 user deleted, template same": Case({"f": TEN}, {"f": None}, {"f": TEN}, {}),
    "06 user deleted, template changed": Case({"f": TEN}, {"f": None}, {"f": put(TEN, L1)}, {}),
    "07 template dropped, unedited": Case({"f": TEN}, {}, {}, {}),
    "08 template dropped, edited": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {}, {"f": put(TEN, L1)}, True
    ),
    "09 user renamed, template edited": Case(
        {"f": TEN}, {"f": None, "sub/g": TEN}, {"f": put(TEN, L8)}, {"sub/g": put(TEN, L8)}
    ),
    "10 template renamed, declared, user edited": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"g": put(TEN, L8)}, {"g": put(TEN, L1, L8)},
        moved=(("f", "g"),),
    ),
    "10 template renamed, not declared, user edited": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"g": put(TEN, L8)},
        {"f": put(TEN, L1), "g": put(TEN, L8)}, True,
    ),
    "10b the same, 60 % rewritten": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"g": TEN[:28] + b"new\n" * 6},
        {"g": put(TEN, L1)[:28] + b"new\n" * 6}, moved=(("f", "g"),),
    ),
    "11 all CRLF, template LF, edits apart": Case(
        {"f": TEN}, {"f": crlf(put(TEN, L1))}, {"f": put(TEN, L8)}, {"f": crlf(put(TEN, L1, L8))}
    ),
    "11b all CRLF, same line": Case(
        {"f": TEN}, {"f": crlf(put(TEN, L1))}, {"f": put(TEN, OTHER)},
        {"f": crlf(put(TEN, (b"line 1\n", clash(b"LINE 1\n", b"line 1\n", b"other 1\n"))))}, True,
    ),
    "12 user dropped the last line end, template edits": Case(
        {"f": TEN}, {"f": TEN[:-1]}, {"f": put(TEN, L1)}, {"f": put(TEN, L1)[:-1]}
    ),
    "12b no line end, conflict in the last line": Case(
        {"f": b"a\nb"}, {"f": b"a\nyours"}, {"f": b"a\nours"},
        {"f": b"a\n" + clash(b"yours\n", b"b\n", b"ours\n")}, True,
    ),
    "12c both append": Case(
        {"f": TEN}, {"f": TEN + b"yours\n"}, {"f": TEN + b"ours\n"},
        {"f": TEN + clash(b"yours\n", b"", b"ours\n")}, True,
    ),
    "13 binary, template only": Case(
        {"f": BINARY}, {}, {"f": BINARY[::-1]}, {"f": BINARY[::-1]}
    ),
    "13b binary, both": Case(
        {"f": BINARY}, {"f": BINARY * 2}, {"f": BINARY[::-1]},
        {"f": BINARY * 2, "f.new": BINARY[::-1]}, True,
    ),
    "14 user +x, template edits": Case(
        {"f": TEN}, {"f": (TEN, "755")}, {"f": put(TEN, L1)}, {"f": (put(TEN, L1), "755")}
    ),
    "14b template +x, user edits": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f": File(TEN, "755")}, {"f": (put(TEN, L1), "755")}
    ),
    "15 user made it a symlink, template edits": Case(
        {"f": TEN}, {"f": "g"}, {"f": put(TEN, L1)},
        {"f": (b"g", "link"), "f.new": put(TEN, L1)}, True,
    ),
    "15b symlink retargeted by both": Case(
        {"f": File(b"a", "link")}, {"f": "b"}, {"f": File(b"c", "link")},
        {"f": (b"b", "link"), "f.new": (b"c", "link")}, True,
    ),
    "15c symlink retargeted by the template": Case(
        {"f": File(b"a", "link")}, {}, {"f": File(b"c", "link")}, {"f": (b"c", "link")}
    ),
    "16 both added, same bytes": Case({}, {"f": TEN}, {"f": TEN}, {"f": TEN}),
    "16b both added, different": Case(
        {}, {"f": b"yours\n"}, {"f": b"ours\n"}, {"f": clash(b"yours\n", b"", b"ours\n")}, True
    ),
    "17 template: file becomes folder, user edited": Case(
        {"f": TEN}, {"f": put(TEN, L1)}, {"f/g": b"x\n"},
        {"f/g": b"x\n", "f.mine": put(TEN, L1)}, True,
    ),
    "18 user's file in a folder the template drops": Case(
        {"d/f": TEN}, {"d/own": b"own\n"}, {}, {"d/own": b"own\n"}
    ),
    "18b template renames a folder, declared, user's file in the old one": Case(
        {"d/f": TEN, "d/g": b"g\n"}, {"d/f": put(TEN, L1), "d/own": b"own\n"},
        {"e/f": TEN, "e/g": b"g\n"}, {"d/own": b"own\n", "e/f": put(TEN, L1), "e/g": b"g\n"},
        moved=(("d", "e"),),
    ),
    "19 content has a line of seven equal signs, same line edited": Case(
        {"f": SEVEN}, {"f": put(SEVEN, (b"text", b"yours"))},
        {"f": put(SEVEN, (b"text", b"ours"))},
        {"f": b"title\n=======\n" + clash(b"yours\n", b"text\n", b"ours\n")}, True,
    ),
    "19b content holds marker text, edits apart": Case(
        {"f": MARKERS}, {"f": put(MARKERS, (b"a\n", b"A\n"))},
        {"f": put(MARKERS, (b"f\n", b"F\n"))},
        {"f": put(MARKERS, (b"a\n", b"A\n"), (b"f\n", b"F\n"))},
    ),
    "20 blank and non-ASCII in the name": Case(
        {"ä b/ç -- d": TEN}, {"ä b/ç -- d": put(TEN, L1)}, {"ä b/ç -- d": put(TEN, L8)},
        {"ä b/ç -- d": put(TEN, L1, L8)},
    ),
    "21 two equal files become one, user edited one": Case(
        {"f": TEN, "g": TEN}, {"f": put(TEN, L1)}, {"h": TEN}, {"f": put(TEN, L1), "h": TEN}, True
    ),
    "22 Latin-1, edits apart": Case(
        {"f": LATIN}, {"f": put(LATIN, (b"two", b"TWO"))}, {"f": put(LATIN, (b"five", b"FIVE"))},
        {"f": put(LATIN, (b"two", b"TWO"), (b"five", b"FIVE"))},
    ),
    "23 UTF-16, both": Case(
        {"f": UTF16}, {"f": UTF16 + b"y\0"}, {"f": UTF16 + b"n\0"},
        {"f": UTF16 + b"y\0", "f.new": UTF16 + b"n\0"}, True,
    ),
    "24 last file of a folder dropped": Case({"d/e/f": TEN}, {}, {}, {}, gone=("d", "d/e")),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_merge_case(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    repository = Repository(tmp_path / "r", case.base)
    for path, edit in case.user.items():
        repository.edit(path, edit)
    moved = tuple(Moved(before=before, after=after) for before, after in case.moved)
    outcome = repository.apply(case.template, Options(moved=moved))
    assert repository.disk() == expected(case)
    assert outcome.conflicts == case.conflicts
    assert not folders(repository.root).intersection(case.gone)


def expected(case: Case) -> Disk:
    return {
        path: (must, "644") if isinstance(must, bytes) else must for path, must in case.must.items()
    }


def test_what_a_user_deleted_and_the_template_changed_is_reported(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", {"f": TEN})
    repository.edit("f", None)
    (change,) = repository.apply({"f": put(TEN, L1)}).changes
    assert change.why == "you deleted it; the new version is not brought back"
