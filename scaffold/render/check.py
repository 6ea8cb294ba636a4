"""Whether what was rendered can be read by what it is for. For tests and `scaffold check`."""

import json
from collections.abc import Callable, Mapping

from scaffold.errors import Problem
from scaffold.model.tree import File, Tree


def _yaml(text: str) -> None:
    import yaml

    list(yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _toml(text: str) -> None:
    import tomllib

    tomllib.loads(text)


def _python(text: str) -> None:
    import ast

    ast.parse(text)


_PARSERS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    ".yaml": ("YAML", _yaml),
    ".yml": ("YAML", _yaml),
    ".json": ("JSON", json.loads),
    ".lock": ("JSON", json.loads),
    ".toml": ("TOML", _toml),
    ".py": ("Python", _python),
}
"""Suffix -> the language, and what reads it."""


def check(tree: Tree) -> tuple[Problem, ...]:
    """SC404: a file is not of the language that its name promises."""
    found = (_unreadable(str(path), path.suffix, file) for path, file in tree.items())
    return tuple(problem for problem in found if problem)


def _unreadable(where: str, suffix: str, file: File) -> Problem | None:
    import yaml

    language, parse = _PARSERS.get(suffix, ("", str))
    try:
        parse(file.content.decode())
    except (ValueError, SyntaxError, yaml.YAMLError) as fault:
        line = _line(fault)
        what = f"is not {language}" + (f", line {line}" if line else "")
        return Problem("SC404", where, what, f"Correct the template '{file.source}'.")
    return None


def _line(fault: Exception) -> int | None:
    """The line of the fault, where it is known."""
    mark = getattr(fault, "problem_mark", None)
    if mark:
        return int(mark.line) + 1
    return getattr(fault, "lineno", None)
