"""One answers file to Answers: bytes in, every fault out, nothing guessed."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import msgspec
import yaml

from scaffold.answers.frame import judge
from scaffold.answers.migrate import migrate
from scaffold.errors import AnswersError, Problem
from scaffold.model.answers import Answers

LARGEST = 1 << 20
"""Bytes; an answers file has about 3,000."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "schema": int,
    "project": str,
    "platform": str,
    "kubernetes": str,
    "stacks": list,
    "choices": dict,
    "settings": dict,
}
_WORDS = {int: "a whole number", str: "text", list: "a list", dict: "a mapping"}


def load(content: bytes, where: str) -> Answers:
    """The answers that a file holds.

    Raises AnswersError: SC101 not YAML, or YAML that we refuse to expand; SC102 a key that is
    unknown, missing or of the wrong type; SC103 a schema newer than this scaffold.
    """
    data = migrate(_parsed(content, where), where)
    found = list(_faults(data))
    if found:
        raise AnswersError(_placed(found, where))
    choices = {row: _options(said) for row, said in (data.get("choices") or {}).items()}
    answers = msgspec.convert({**data, "choices": choices}, Answers)
    wrong = tuple(judge(answers))
    if wrong:
        raise AnswersError(_placed(wrong, where))
    return answers


def _placed(found: Iterable[Problem], where: str) -> list[Problem]:
    """The problems with the file before the key."""
    return [Problem(p.code, f"{where}: {p.where}", p.what, p.hint, p.refs) for p in found]


def _parsed(content: bytes, where: str) -> dict[str, Any]:
    if len(content) > LARGEST:
        what = f"has {len(content)} bytes, {LARGEST} are allowed"
        raise AnswersError([Problem("SC101", where, what, "Is it the right file?")])
    try:
        for event in yaml.parse(content, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 1  # type: ignore[union-attr]
                hint = "Write the value out."
                what = f"uses an anchor or an alias in line {line}"
                raise AnswersError([Problem("SC101", where, what, hint)])
        data = yaml.load(content, _LOADER)
    except (yaml.YAMLError, ValueError) as fault:
        raise AnswersError([Problem("SC101", where, f"is not YAML: {_words(fault)}")]) from None
    if not isinstance(data, dict):
        hint = "Compare it with the answers file of an example."
        raise AnswersError([Problem("SC101", where, "is not a mapping of keys to values", hint)])
    return data


def _words(fault: Exception) -> str:
    mark = getattr(fault, "problem_mark", None)
    text = str(getattr(fault, "problem", None) or fault).split("\n")[0]
    return f"{text}, line {mark.line + 1}" if mark else text


def _faults(data: Mapping[Any, Any]) -> Iterator[Problem]:
    for key in data:
        if key not in _KINDS:
            near = get_close_matches(str(key), _KINDS, 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"The keys are: {', '.join(_KINDS)}."
            yield Problem("SC102", str(key)[:50], "key unknown", hint)
    for key in ("project", "platform"):
        if key not in data:
            yield Problem("SC102", key, "key missing", f"Add '{key}'.")
    for key, kind in _KINDS.items():
        value = data.get(key)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            hint = "Put it in quotes." if kind is str else ""
            yield Problem("SC102", key, f"is not {_WORDS[kind]}", hint)  # type: ignore[index]
    yield from _bad_items(data)


def _bad_items(data: Mapping[Any, Any]) -> Iterator[Problem]:
    stacks = data.get("stacks")
    if isinstance(stacks, list) and not all(isinstance(name, str) for name in stacks):
        yield Problem("SC102", "stacks", "is not a list of names", "Put each name in quotes.")
    choices = data.get("choices")
    for row, said in choices.items() if isinstance(choices, dict) else ():
        several = isinstance(said, list) and all(isinstance(x, str) for x in said)
        if not (isinstance(row, str) and (said is None or isinstance(said, str) or several)):
            hint = "Write one option, a list of options, or null."
            yield Problem("SC102", f"choices.{str(row)[:50]}", "is not an answer", hint)


def _options(said: str | list[str] | None) -> list[str]:
    if said is None:
        return []
    return [said] if isinstance(said, str) else said
