"""What a look at the cluster is told besides the plan."""

from dataclasses import dataclass

from scaffold.errors import Problem


@dataclass(frozen=True, slots=True)
class Options:
    """How `doctor` looks."""

    problems: tuple[Problem, ...] = ()
    """Of the archives in `charts/`, as they were found on disk."""
    stack: str | None = None
    """None: the one that pulumi has selected."""
    seconds: float = 15
    """Patience with each question to kubectl; pulumi gets four times as much."""
