"""What a question is, and what can be said to it: the same for every kind of terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol


class Signal(Enum):
    """What a key says instead of an answer."""

    BACK = "back"
    QUIT = "quit"


BACK, QUIT = Signal.BACK, Signal.QUIT


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a menu."""

    value: str
    label: str
    answer: str = ""
    """In a column of its own, where the line is one of the review."""
    barred: str = ""
    """Why the line cannot be picked; empty where it can."""
    mark: str = ""
    """Stands after the label of a line that can be picked: ` (recommended)`."""
    about: str = ""
    """One sentence, shown while the line is pointed at."""


@dataclass(frozen=True, slots=True)
class Menu:
    """A question that takes one line; `at` is the value pointed at first."""

    title: str
    lines: Sequence[Line]
    at: str
    note: str = ""
    """Stands under the title: the cost so far."""
    why: str = ""
    """What F1 says."""


def _nothing(marked: Sequence[str]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Marks:
    """A question that takes any number of lines."""

    title: str
    lines: Sequence[Line]
    marked: Sequence[str]
    note: str = ""
    why: str = ""
    live: Callable[[Sequence[str]], Mapping[str, str]] = field(default=_nothing)
    """Marked values -> what they make impossible, and why: `{"weave-net": "..."}`."""
    check: Callable[[Sequence[str]], str] = field(default=lambda marked: "")
    """What is wrong with the marks, as a clause; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Text:
    """A question that takes a line of text."""

    title: str
    default: str
    check: Callable[[str], str]
    """What is wrong with a text, as a clause; empty where nothing is."""
    note: str = ""
    why: str = ""


class Io(Protocol):
    """A terminal. Ctrl-C raises KeyboardInterrupt, the end of input EOFError."""

    def pick(self, question: Menu) -> str | Signal:
        """The value of the picked line."""

    def mark(self, question: Marks) -> tuple[str, ...] | Signal:
        """The values of the marked lines, in the order of the lines."""

    def text(self, question: Text) -> str | Signal:
        """A text that passed the check."""

    def tell(self, text: str) -> None:
        """Say something; nothing is asked."""


def said(io: Io, question: Menu | Marks | Text) -> Any:
    """The answer to a question of any kind, or a Signal."""
    if isinstance(question, Menu):
        return io.pick(question)
    return io.mark(question) if isinstance(question, Marks) else io.text(question)
