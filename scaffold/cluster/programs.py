"""kubectl, helm and pulumi as processes: read-only questions, answers as data."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Object = Mapping[str, Any]
"""A Kubernetes object, as JSON has it."""


class SilentError(Exception):
    """A program that is missing, too slow or unhappy; `words` are its last line."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def run(command: Sequence[str], seconds: float, folder: Path | None = None) -> str:
    """What the program prints. Raises SilentError."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise SilentError(f"{command[0]} does not answer within {seconds:g} seconds") from None
    except OSError as error:
        raise SilentError(f"{command[0]}: {(error.strerror or str(error)).lower()}") from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise SilentError(said[-1].strip()[:300] if said else f"{command[0]} says nothing")
    return done.stdout


def there(program: str) -> bool:
    """Whether the program is on PATH."""
    return shutil.which(program) is not None


def parsed(text: str, program: str) -> Any:
    """JSON as data. Raises SilentError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise SilentError(f"{program} does not answer in JSON") from None


@dataclass(frozen=True, slots=True)
class Kubectl:
    """kubectl on one context."""

    context: str | None = None
    """None: the current one."""
    seconds: float = 15

    @property
    def flag(self) -> str:
        """What a printed kubectl command needs to reach the same cluster."""
        return f" --context {self.context}" if self.context else ""

    def ask(self, *arguments: str) -> str:
        """What kubectl prints. Raises SilentError."""
        chosen = ("--context", self.context) if self.context else ()
        patience = f"--request-timeout={self.seconds:g}s"
        return run(["kubectl", *chosen, patience, *arguments], self.seconds + 1)

    def get(self, *arguments: str) -> tuple[Object, ...]:
        """The objects of a list, or the one object. Raises SilentError."""
        answer = parsed(self.ask("get", *arguments, "-o", "json"), "kubectl")
        if not isinstance(answer, dict):
            raise SilentError("kubectl does not answer with objects")
        items = answer.get("items", [answer])
        return tuple(one for one in items if isinstance(one, dict))


def at(one: Any, *path: str | int) -> Any:
    """What lies under a path of keys; None where one is not there."""
    for key in path:
        try:
            one = one[key]
        except (KeyError, IndexError, TypeError):
            return None
    return one
