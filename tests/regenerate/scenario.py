"""Random renderings, and what a user does between two of them."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from scaffold.model.tree import Class, File
from tests.regenerate.repository import Disk, Rendering, Repository, as_file, disk

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


TEXT = b"".join(LINES)
KINDS = (*["text"] * 8, "binary", "crlf", "cut", "executable", "link", "latin", "blank")
_MANAGED: list[Class] = ["managed"] * 8
CLASSES: tuple[Class, ...] = (*_MANAGED, "owned", "owned", "seed")


def rendering(draw: Random, seeds: bool = True) -> Rendering:
    names = draw.sample(PATHS, draw.randint(2, 5))
    answers = b"number: %d\n" % draw.randint(0, 2)
    files = {name: file(draw, seeds) for name in sorted(names)}
    return whole({**files, ANSWERS: File(answers, class_="state")})


def whole(files: Rendering) -> Rendering:
    """Return a rendering without files that another file's folder stands for."""
    return {
        path: one
        for path, one in files.items()
        if not any(path.startswith(f"{above}/") for above in files)
    }


def file(draw: Random, seeds: bool) -> File:
    class_ = draw.choice(CLASSES if seeds else CLASSES[:-1])
    kind = draw.choice(KINDS)
    if kind == "link":
        return File(draw.choice([b"a", b"own", b"b"]), "link", class_)
    at, number = draw.randrange(len(LINES)), draw.randint(0, 2)
    lines = [*LINES[:at], b"template %d\n" % number, *LINES[at + number % 2 :]]
    text = b"".join(lines) if number else TEXT
    return File(_of_kind(kind, text), "755" if kind == "executable" else "644", class_)


def _of_kind(kind: str, text: bytes) -> bytes:
    match kind:
        case "binary":
            return b"\0" + text
        case "crlf":
            return text.replace(b"\n", b"\r\n")
        case "cut":
            return text.removesuffix(b"\n")
        case "latin":
            return b"\xe9\n" + text
        case "blank":
            return b""
    return text


DEEDS = (
    "insert", "insert", "insert", "replace", "replace", "replace", "latin", "append", "drop",
    "crlf", "cut", "binary", "mode", "link", "folder", "own", "own", "delete", "delete", "move",
    "move",
)  # fmt: skip


def scenario(seed: int) -> Scenario:
    """Return edits of what is there, and a next rendering that is like the last one."""
    draw = Random(seed)
    old = rendering(draw)
    new = dict(rendering(draw))
    for path, one in ((path, as_file(one)) for path, one in old.items()):
        fate = draw.choice(["same", "other", "other", "text", "text", "gone"])
        if fate in ("same", "text"):
            new[path] = one
        if fate == "text" and one.class_ != "state" and one.mode != "link":
            new[path] = File(file(draw, False).content, one.mode, one.class_, one.source)
    paths = sorted({*old, "own"} - {ANSWERS})
    edits = [
        (draw.choice(DEEDS), draw.choice(paths), draw.randint(0, 9))
        for _ in range(draw.randint(1, 4))
    ]
    return Scenario(old, whole(new), tuple(edits))


def plain_pair(seed: int) -> tuple[Rendering, Rendering]:
    """Return two renderings without seeds, which are never taken back."""
    draw = Random(seed)
    return rendering(draw, seeds=False), rendering(draw, seeds=False)


SEEDS = st.integers(0, 2**32)
"""One number makes a whole scenario: drawing each part costs more than running it."""


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
