"""One line of what a look at the cluster finds."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["PASS", "WARN", "FAIL"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is well or wrong with one thing, and the way out."""

    level: Level
    subject: str
    """`release traefik`, `nodes`, `stack dev`."""
    text: str
    """A lower-case clause without full stop."""
    remedy: str = ""
    """A sentence or a command line; empty where nothing is to be done."""
