"""Few selections that hold every option which installs something, one platform at a time."""

from collections.abc import Iterable

from msgspec.structs import replace

from scaffold.constraints import clashes, problems
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue, Row
from scaffold.model.release import PLATFORMS
from tests.selections import VERSIONS, choosable

ORDER = ("bare-metal", *(p for p in PLATFORMS if p != "bare-metal"))
"""What most options suit comes first."""


def roads(catalogue: Catalogue) -> dict[str, list[Answers]]:
    """Platform -> selections; each option that installs something stands in one of them."""
    left = {b.ref for b in choosable(catalogue) if installs(b)}
    found: dict[str, list[Answers]] = {}
    for platform in ORDER:
        for version in VERSIONS:
            start = Answers(project="acme", platform=platform, kubernetes=version, stacks=("dev",))
            while new := _selection(catalogue, start, left):
                found.setdefault(platform, []).append(new)
                left -= set(new.refs())
                start = new
    return found


def installs(b: Blueprint) -> bool:
    """Whether the option adds anything to the cluster: a release, or resources of the program."""
    return bool(b.releases or b.crds) or (b.folder / "components").is_dir()


def _selection(catalogue: Catalogue, start: Answers, left: set[str]) -> Answers | None:
    """As many of what is left as fit together; None where not one of them does.

    `start` is the selection before it, whose options fill the rows of which nothing is left.
    """
    empty = {row.id: () for row in catalogue.rows if row.ask == "always"}
    answers = replace(start, choices=empty)
    for row in catalogue.rows:
        for option in row.options:
            if option.ref in left and not (row.choice == "one" and answers.choices.get(row.id)):
                answers = _with(catalogue, answers, option, left) or answers
    return _filled(catalogue, answers, start) if left & set(answers.refs()) else None


def _filled(catalogue: Catalogue, answers: Answers, before: Answers) -> Answers:
    """With an option in every row of one that has none yet, so that things meet."""
    for row in catalogue.rows:
        if row.choice == "one" and row.ask == "always" and not answers.choices.get(row.id):
            tried = (_with(catalogue, answers, b, set()) for b in _open(row, answers, before))
            answers = next((new for new in tried if new), answers)
    return answers


def _open(row: Row, answers: Answers, before: Answers | None = None) -> Iterable[Blueprint]:
    """What can be chosen in a row, what was chosen before first."""
    fit = [b for b in row.options if not (b.retired or b.barred) and b.suits(answers.platform)]
    return sorted(fit, key=lambda b: before is None or b.ref not in before.refs())


def _with(
    catalogue: Catalogue, answers: Answers, option: Blueprint, left: set[str]
) -> Answers | None:
    """The answers with the option and what it requires; None where that does not fit."""
    tried = _grown(catalogue, answers, option, left)
    return None if tried is None or problems(catalogue, tried) else tried


def _grown(
    catalogue: Catalogue, answers: Answers, option: Blueprint, left: set[str]
) -> Answers | None:
    """The answers with the option, and with a provider of whatever it requires."""
    tried = _add(answers, option)
    if not option.suits(answers.platform) or clashes(catalogue, tried):
        return None
    for capability in option.requires:
        there = {c for b in catalogue.blueprints() if b.ref in tried.refs() for c in b.provides}
        if capability in there:
            continue
        providers = _providers(catalogue, tried, capability, left)
        grown = (_grown(catalogue, tried, b, left) for b in providers)
        more = next((new for new in grown if new), None)
        if more is None:
            return None
        tried = more
    return tried


def _providers(
    catalogue: Catalogue, answers: Answers, capability: str, left: set[str]
) -> Iterable[Blueprint]:
    """Those of rows that have room, what is left first."""
    found = [
        b
        for row in catalogue.rows
        for b in _open(row, answers)
        if capability in b.provides and (row.choice == "many" or not answers.choices.get(row.id))
    ]
    return sorted(found, key=lambda b: b.ref not in left)


def _add(answers: Answers, option: Blueprint) -> Answers:
    chosen = (*answers.choices.get(option.row, ()), option.id)
    return replace(answers, choices={**answers.choices, option.row: chosen})
