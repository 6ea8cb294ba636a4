"""The line that gives the same answers without questions."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from scaffold.constraints import complete
from scaffold.model.answers import KUBERNETES, Answers
from scaffold.model.blueprint import Catalogue

STACKS = Answers(project="", platform="").stacks


def reproduction(catalogue: Catalogue, target: str, answers: Answers) -> str:
    """`scaffold new acme --set platform=eks --set dns=null --yes`: what differs, quoted."""
    words = ["scaffold", "new", target]
    for key, value in _differing(catalogue, target, complete(catalogue, answers)):
        words += ["--set", f"{key}={value}"]
    return " ".join(shlex.quote(word) for word in (*words, "--yes"))


def _differing(catalogue: Catalogue, target: str, whole: Answers) -> Iterator[tuple[str, str]]:
    if whole.project != Path(target).name:
        yield "project", whole.project
    yield "platform", whole.platform
    if whole.kubernetes != KUBERNETES:
        yield "kubernetes", whole.kubernetes
    if whole.stacks != STACKS:
        yield "stacks", ",".join(whole.stacks)
    usual = _usual(catalogue, whole).choices
    for row in catalogue.rows:
        said = whole.choices.get(row.id)
        if said is not None and said != usual.get(row.id):
            yield row.id, ",".join(said) or "null"
    for name, value in whole.settings.items():
        yield name, _text(value)


def _usual(catalogue: Catalogue, whole: Answers) -> Answers:
    """What comes of the answers when each row that was asked is as recommended.

    Rows that only others want follow the choices of the others, so those are kept.
    """
    late = {row.id for row in catalogue.rows if row.ask == "when-wanted"}
    asked = {row: said for row, said in whole.choices.items() if row not in late}
    derived = complete(catalogue, replace(whole, choices=asked)).choices
    usual = complete(catalogue, replace(whole, choices={})).choices
    named = {row: derived[row] for row in derived if row in late}
    return replace(whole, choices={**usual, **named})


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
