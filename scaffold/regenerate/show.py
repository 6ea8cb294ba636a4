"""The steps of a run as a unified diff."""

from collections.abc import Iterator
from pathlib import Path

from scaffold.regenerate.outcome import Outcome, Step
from scaffold.regenerate.paths import BASE, LOCK
from scaffold.regenerate.read import Side, Yours
from scaffold.regenerate.text import is_binary


def diff(outcome: Outcome, root: Path) -> Iterator[str]:
    """Yield the lines of a diff from the disk to what it would be, without line ends.

    The lock and the base are left out: they say the same again.
    """
    for step in outcome.steps:
        if step.path not in (LOCK, BASE):
            yield from _step(step, root)


def _step(step: Step, root: Path) -> Iterator[str]:
    from difflib import unified_diff  # late: most runs show none

    before, after = _side(step.before), step.after
    yield f"diff {root / step.path}"
    old, new = _mode(before), _mode(after)
    if old != new:
        yield f"mode {old} -> {new}"
    contents = [b"" if side is None else side.content for side in (before, after)]
    if contents[0] == contents[1]:
        return
    if any(map(is_binary, contents)):
        yield "binary files differ"
        return
    old, new = ("/dev/null" if side is None else str(step.path) for side in (before, after))
    lines = [_lines(content) for content in contents]
    for line in unified_diff(lines[0], lines[1], old, new, lineterm=""):
        text = line.removesuffix("\n")
        yield text
        if text == line and not line.startswith(("---", "+++", "@@")):
            yield "\\ No newline at end of file"


def _side(yours: Yours) -> Side | None:
    return yours if isinstance(yours, Side) else None


def _mode(side: Side | None) -> str:
    return "none" if side is None else side.mode


def _lines(content: bytes) -> list[str]:
    lines = content.decode(errors="replace").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
