"""`--set KEY=VALUE`: a row, a key of the frame, or a setting."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import msgspec
import yaml
from msgspec.structs import replace

from scaffold.answers.frame import judge
from scaffold.errors import AnswersError, Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue
from scaffold.model.release import Setting

FRAME = ("project", "platform", "kubernetes", "stacks")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def override(answers: Answers, sets: Sequence[str], catalogue: Catalogue) -> Answers:
    """The answers with each `KEY=VALUE` applied, the last one of a key winning.

    Raises AnswersError with every one that cannot be read (SC102, SC106).
    """
    problems: list[Problem] = []
    for text in sets:
        key, equals, value = text.partition("=")
        if not equals or not key:
            hint = "Write ROW=OPTION, such as --set ingress-controller=traefik."
            problems.append(Problem("SC106", f"--set {text[:50]}", "has no '='", hint))
            continue
        answers = _one(answers, key.strip(), value.strip(), catalogue) or answers
        problems += _lost(key.strip(), value.strip(), catalogue)
    problems += judge(answers)
    if problems:
        raise AnswersError(problems)
    return answers


def _one(answers: Answers, key: str, value: str, catalogue: Catalogue) -> Answers | None:
    if key == "stacks":
        return replace(answers, stacks=_names(value))
    if key in FRAME:
        return replace(answers, **{key: value})
    if catalogue.row(key):
        return replace(answers, choices={**answers.choices, key: _names(value)})
    setting = _setting(key, catalogue)
    if setting is None or _bad_value(setting, value):
        return None
    return replace(answers, settings={**answers.settings, key: _value(setting, value)})


def _names(value: str) -> tuple[str, ...]:
    if value in ("null", ""):
        return ()
    return tuple(name.strip() for name in value.strip("[]").split(","))


def _setting(key: str, catalogue: Catalogue) -> Setting | None:
    return next((s for b in catalogue.blueprints() for s in b.config if s.key == key), None)


def _value(setting: Setting, value: str) -> Any:
    """The value in the setting's own type. Raises ValidationError or YAMLError."""
    if setting.type == "string":
        return value
    return msgspec.convert(yaml.load(value, _LOADER), _TYPES[setting.type])


def _bad_value(setting: Setting, value: str) -> str:
    if setting.secret:
        return "is a secret"
    try:
        _value(setting, value)
    except (msgspec.ValidationError, yaml.YAMLError):
        return f"'{value[:50]}' is not of type {setting.type}"
    return ""


def _lost(key: str, value: str, catalogue: Catalogue) -> list[Problem]:
    if key in FRAME or catalogue.row(key):
        return []
    setting = _setting(key, catalogue)
    if setting:
        what = _bad_value(setting, value)
        hint = f"Run pulumi config set --secret {key} later." if setting.secret else ""
        return [Problem("SC106", f"--set {key[:50]}", what, hint)] if what else []
    known = [*FRAME, *(row.id for row in catalogue.rows)]
    known += sorted({s.key for b in catalogue.blueprints() for s in b.config})
    near = get_close_matches(key, known, 1)
    hint = f"Did you mean '{near[0]}'?" if near else "Run scaffold list to see the rows."
    return [Problem("SC106", f"--set {key[:50]}", "no such row or setting", hint)]
