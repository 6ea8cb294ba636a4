"""Problems, and the errors that carry them.

    ScaffoldError
    ├── AnswersError     exit 3   SC1xx: the answers cannot be read
    ├── ChoiceError      exit 3   SC3xx: the choices do not fit together
    ├── CatalogueError   exit 4   SC2xx: a blueprint is wrong
    ├── RenderError      exit 5   SC4xx: a template is wrong
    ├── RepositoryError  exit 6   SC5xx: the repository cannot be read or written
    ├── ChartError       exit 6   SC6xx: a chart cannot be had, or is not what it should be
    └── ToolError        exit 2   SC7xx: a program that the command needs is not there

An error carries every problem of its stage at once. Nothing but the command line prints or exits.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: what is wrong, where, and the way out."""

    code: str
    """`SC` and three digits; never reused."""
    where: str
    """A path, `row/option`, or a key."""
    what: str
    """A lower-case clause without full stop."""
    hint: str = ""
    """An imperative sentence; empty where nothing can be done."""
    refs: tuple[str, ...] = ()
    """The options concerned, as `row/option`."""

    def __str__(self) -> str:
        first = f"{self.code} {self.where}: {self.what}"
        return f"{first}\n  hint: {self.hint}" if self.hint else first


class ScaffoldError(Exception):
    """All problems of one stage; `exit_code` is what the command ends with."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class AnswersError(ScaffoldError):
    """The answers cannot be read."""

    exit_code = 3


class ChoiceError(ScaffoldError):
    """The choices do not fit together."""

    exit_code = 3


class CatalogueError(ScaffoldError):
    """A blueprint is wrong."""

    exit_code = 4


class RenderError(ScaffoldError):
    """A template is wrong."""

    exit_code = 5


class RepositoryError(ScaffoldError):
    """The repository cannot be read or written."""

    exit_code = 6


class ChartError(ScaffoldError):
    """A chart cannot be had, or is not what it should be."""

    exit_code = 6


class ToolError(ScaffoldError):
    """A program that the command needs is not there."""

    exit_code = 2
