"""A terminal that answers from a list: whole courses without a key."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffold.wizard.question import Marks, Menu, Signal, Text


class OutOfRepliesError(Exception):
    """The course asked more than the test expected."""


@dataclass
class Script:
    """Answers each question with the next (title, reply); the title must begin as written."""

    replies: list[tuple[str, Any]]
    told: list[str] = field(default_factory=list)
    asked: list[Menu | Marks | Text] = field(default_factory=list)

    def _next(self, question: Menu | Marks | Text) -> Any:
        self.asked.append(question)
        if not self.replies:
            raise OutOfRepliesError(question.title)
        title, reply = self.replies.pop(0)
        assert question.title.startswith(title), f"{question.title} asked, not {title}"
        if isinstance(reply, BaseException):
            raise reply
        return reply

    def pick(self, question: Menu) -> str | Signal:
        reply: str | Signal = self._next(question)
        if reply == "":  # Enter, or the line without a value
            return question.at
        if not isinstance(reply, Signal):
            line = next(x for x in question.lines if x.value == reply)
            assert not line.barred, f"{reply} is greyed: {line.barred}"
        return reply

    def mark(self, question: Marks) -> tuple[str, ...] | Signal:
        reply = self._next(question)
        if isinstance(reply, Signal):
            return reply
        marked: Sequence[str] = question.marked if reply == "" else reply
        assert not question.check(marked)
        return tuple(marked)

    def text(self, question: Text) -> str | Signal:
        reply: str | Signal = self._next(question)
        if isinstance(reply, Signal):
            return reply
        assert not question.check(reply or question.default)
        return reply or question.default

    def tell(self, text: str) -> None:
        self.told.append(text)

    def line(self, title: str, value: str) -> Any:
        """A line of the last question that was asked under a title."""
        asked = [q for q in self.asked if q.title.startswith(title) and not isinstance(q, Text)]
        question = asked[-1]
        assert not isinstance(question, Text)
        return next(x for x in question.lines if x.value == value)


FRAME: tuple[tuple[str, Any], ...] = (
    ("Project name", ""),
    ("Platform", ""),
    ("Kubernetes version", ""),
    ("Stacks", ""),
)
