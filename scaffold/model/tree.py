"""A whole repository as a value, and what a second rendering does to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

Mode = Literal["644", "755", "link"]
Class = Literal["managed", "seed", "owned", "state"]
"""managed: merged; seed: written once; owned: always rewritten; state: the scaffold's own."""
Verdict = Literal["create", "update", "merge", "delete", "keep", "orphan", "conflict"]


@dataclass(frozen=True, slots=True)
class File:
    """One file of a repository."""

    content: bytes
    """The target, where `mode` is `link`."""
    mode: Mode = "644"
    class_: Class = "managed"
    source: str = ""
    """The id of the template: `templates/README.md.j2`."""


Tree: TypeAlias = Mapping[PurePosixPath, File]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one path, and why."""

    path: PurePosixPath
    verdict: Verdict
    why: str
    """Empty where the verdict says it all."""
    file: File | None
    """As it stands afterwards; None: gone."""
    beside: Mapping[str, File]
    """Suffix -> a file written beside: `{".mine": …}`, `{".new": …}`; usually empty."""
