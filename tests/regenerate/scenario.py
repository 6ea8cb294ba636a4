"""Random renderings, and what a user does between two of them."""

from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from scaffold.model.tree import Class, File
from tests.regenerate.repository import Disk, Rendering, Repository, disk

PATHS = ("a", "b", "d", "d/a", "d/b", "d/e", "d/e/f", "a.mine", "b.new", "x/y z", "ü")
"""Files of a rendering; some are others' folders."""
OWN = ("own", "d/own", "b/own", "a.new", "x", "d", "a", "ü.mine", "x/y z")
"""Where a user puts files of their own."""
LINES = tuple(b"line %d\n" % number for number in range(6))
ANSWERS = ".scaffold/answers.yaml"


@dataclass(frozen=True)
class Scenario:
    """Two renderings, and edits of the first."""

    old: Rendering
    new: Rendering
    edits: tuple[tuple[str, str, int], ...]
    """What is done, to which path, and a number that makes it differ."""


@st.composite
def rendering(draw: DrawFn, seeds: bool = True) -> Rendering:
    names = draw(st.sets(st.sampled_from(PATHS), max_size=5))
    files: dict[str, File] = {}
    for name in sorted(names):
        if not any(name.startswith(f"{above}/") for above in files):
            files[name] = draw(file(seeds))
    answers = b"number: %d\n" % draw(st.integers(0, 2))
    return {**files, ANSWERS: File(answers, class_="state")}


@st.composite
def file(draw: DrawFn, seeds: bool) -> File:
    kind = draw(st.integers(0, 19))
    class_: Class = "owned" if kind < 3 else "seed" if seeds and kind < 6 else "managed"
    if kind == 19:
        return File(draw(st.sampled_from([b"a", b"own", b"b"])), "link", class_)
    text = b"".join(draw(st.lists(st.sampled_from(LINES), max_size=6)))
    if kind == 18:
        text = b"\0" + text
    if kind == 17:
        text = text.replace(b"\n", b"\r\n")
    if kind == 16:
        text = text.removesuffix(b"\n")
    return File(text, "755" if kind == 15 else "644", class_)


DEEDS = (
    "insert", "insert", "insert", "replace", "replace", "drop", "crlf", "delete", "mode", "link",
    "binary", "latin", "folder", "move", "append", "own", "own", "cut",
)  # fmt: skip


@st.composite
def scenarios(draw: DrawFn) -> Scenario:
    old = draw(rendering())
    kept = {path: one for path, one in old.items() if draw(st.integers(0, 2)) != 0}
    new = {**kept, **draw(rendering())}
    files = {
        path: one
        for path, one in new.items()
        if not any(path.startswith(f"{above}/") for above in new)
    }
    deed = st.tuples(st.sampled_from(DEEDS), st.sampled_from(PATHS), st.integers(0, 9))
    return Scenario(old, files, tuple(draw(st.lists(deed, max_size=4))))


def plain_pairs() -> SearchStrategy[tuple[Rendering, Rendering]]:
    """Two renderings without seeds, which are never taken back."""
    return st.tuples(rendering(seeds=False), rendering(seeds=False))


def edit(repository: Repository, scenario: Scenario) -> Disk:
    """Do what the user does; return what of it must be found again, somewhere.

    Path -> the token that was written into a file, or the whole of a file that holds no text.
    """
    for number, (deed, path, where) in enumerate(scenario.edits):
        place = repository.root / (OWN[where % len(OWN)] if deed == "own" else path)
        token = b"edit-%d" % number
        _do(deed, place, (where, token))
    return disk(repository.root)


def _do(deed: str, place: Path, how: tuple[int, bytes]) -> None:
    where, token = how
    if deed == "own":
        if not place.is_symlink() and not place.exists() and _has_folder(place):
            place.write_bytes(token + b"\n")
        return
    if place.is_symlink() or not place.is_file():
        return
    if deed == "move":
        place.rename(place.with_name(f"{place.name}-moved-{where}"))
    elif deed == "delete":
        place.unlink()
    elif deed == "mode":
        place.chmod(0o644 if place.stat().st_mode & 0o100 else 0o755)
    elif deed == "link":
        place.unlink()
        place.symlink_to(token.decode())
    elif deed == "folder":
        place.unlink()
        place.mkdir()
        (place / "own").write_bytes(token)
    else:
        place.write_bytes(_content(deed, place.read_bytes(), how))


def _has_folder(place: Path) -> bool:
    if any(parent.is_symlink() or parent.is_file() for parent in place.parents):
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    return True


def _content(deed: str, content: bytes, how: tuple[int, bytes]) -> bytes:
    where, token = how
    lines = content.splitlines(keepends=True)
    at = where % (len(lines) + 1)
    changed = {
        "insert": [*lines[:at], token + b"\n", *lines[at:]],
        "replace": [*lines[:at], token + b"\n", *lines[at + 1 :]],
        "latin": [*lines[:at], token + b"\xe9\n", *lines[at:]],
        "drop": [*lines[:at], *lines[at + 1 :]],
        "append": [*lines, token],
        "cut": [content.rstrip(b"\n")],
        "crlf": [content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")],
        "binary": [b"\0", token],
    }
    return b"".join(changed[deed])
