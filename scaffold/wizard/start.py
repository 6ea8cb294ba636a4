"""What a run of the wizard begins with and ends in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scaffold.model.answers import Answers

FRAME = ("project", "platform", "kubernetes", "stacks")
"""The questions that come before every row."""
STOPPED = "Stopped; nothing written."
KEPT = " Answers kept; run the same command to resume."


@dataclass(frozen=True, slots=True)
class Start:
    """What is known before the first question."""

    target: str
    """The folder to write, as the user gave it."""
    project: str
    """The project's name where the user gives no other."""
    answers: Answers | None = None
    """Of a repository, a file or the command line; its frame is what the first questions offer."""
    given: frozenset[str] = frozenset()
    """Rows, keys of the frame, `settings.<key>`: said by the command line, hence not asked."""
    reviewing: bool = False
    """Open at the review, and call changed what differs from `answers`."""
    plain: bool = False
    """Numbered questions, whatever the terminal can do."""
    fresh: bool = False
    """Forget unfinished answers of an earlier run."""
    show_plan: Callable[[Answers], str] | None = None
    """What writing these answers would do, as text."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the user decided, every recommendation written out."""

    answers: Answers
    outcome: Literal["write", "plan", "quit"]
    """plan: only where Start has no `show_plan`."""


class Stopped(Exception):  # noqa: N818 (not a fault: the user's decision)
    """The user left with Ctrl-C or Ctrl-D; the text is what to tell them."""

    def __init__(self, kept: bool) -> None:
        self.kept = kept
        super().__init__(STOPPED + KEPT if kept else STOPPED)
