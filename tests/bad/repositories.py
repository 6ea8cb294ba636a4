"""Repositories that are refused: name -> (the damage, words, exit code, what is said)."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Damage = Callable[[Path], object]
STATE = ".scaffold"


def _text(path: str, content: str) -> Damage:
    return lambda root: (root / path).write_text(content)


def _gone(path: str) -> Damage:
    return lambda root: (root / path).unlink()


def _absolute(root: Path) -> None:
    lock = root / STATE / "lock.json"
    lock.write_text(lock.read_text().replace('"path": "README.md"', '"path": "/etc/passwd"'))


def _climbing(root: Path) -> None:
    lock = root / STATE / "lock.json"
    lock.write_text(lock.read_text().replace('"path": "README.md"', '"path": "../README.md"'))


def _edited_base(root: Path) -> None:
    base = root / STATE / "base.txtar"
    base.write_text(base.read_text().replace("|# acme", "|# acme, edited", 1))


def _linked(root: Path) -> None:
    (root / "elsewhere").mkdir()
    for path in (root / "docs").iterdir():
        path.rename(root / "elsewhere" / path.name)
    (root / "docs").rmdir()
    (root / "docs").symlink_to(root / "elsewhere")


def _newer(root: Path) -> None:
    answers = root / STATE / "answers.yaml"
    answers.write_text(answers.read_text().replace("schema: 1", "schema: 7"))


def _lock_of_numbers(root: Path) -> None:
    (root / STATE / "lock.json").write_text(json.dumps([1, 2]))


APPLY = ("apply", "--no-vendor")
REPOSITORIES: Mapping[str, tuple[Damage, Sequence[str], int, str]] = {
    "a-lock-with-an-absolute-path": (_absolute, APPLY, 6, "SC503"),
    "a-lock-with-a-climbing-path": (_climbing, APPLY, 6, "SC503"),
    "an-edited-base": (_edited_base, APPLY, 6, "SC502"),
    "a-base-of-other-lines": (_text(f"{STATE}/base.txtar", "nonsense\n"), APPLY, 6, "SC502"),
    "no-base": (_gone(f"{STATE}/base.txtar"), APPLY, 6, "SC502"),
    "a-lock-that-is-no-json": (_text(f"{STATE}/lock.json", "{"), APPLY, 6, "SC502"),
    "a-lock-of-numbers": (_lock_of_numbers, APPLY, 6, "SC502"),
    "a-linked-folder": (_linked, APPLY, 6, "SC506"),
    "answers-of-a-newer-schema": (_newer, APPLY, 3, "SC103 .scaffold/answers.yaml: has schema 7"),
    "no-undo": (lambda root: None, ("undo",), 6, "SC508"),
    "a-damaged-charts-lock": (_text("charts.lock", "{"), ("vendor",), 6, "SC607"),
}
