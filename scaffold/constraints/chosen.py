"""What the answers choose, and who provides what: lookups that every rule shares."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue


def chosen(catalogue: Catalogue, answers: Answers) -> tuple[Blueprint, ...]:
    """The chosen options that exist, by row, then as answered."""
    return tuple(
        found
        for row in catalogue.rows
        for option in dict.fromkeys(answers.choices.get(row.id, ()))
        if (found := row.find(option))
    )


def providers(blueprints: Iterable[Blueprint]) -> Mapping[str, tuple[Blueprint, ...]]:
    """Capability -> its providers; the first one's facts count."""
    found: dict[str, tuple[Blueprint, ...]] = {}
    for blueprint in blueprints:
        for capability in blueprint.provides:
            found[capability] = (*found.get(capability, ()), blueprint)
    return found


def offered(catalogue: Catalogue, capability: str, platform: str) -> tuple[str, ...]:
    """The options, as `row/option`, that could be chosen to have the capability."""
    return tuple(
        b.ref
        for b in catalogue.blueprints()
        if capability in b.provides and not b.retired and not b.barred and b.suits(platform)
    )


def who_brings(catalogue: Catalogue, capability: str, platform: str) -> str:
    """What to choose to have the capability, in words: `A or B`, or `an option of` the rows."""
    offers = [b for ref in offered(catalogue, capability, platform) if (b := catalogue.find(ref))]
    rows = {b.row for b in offers}
    wide = [f"an option of {row.title}" for row in catalogue.rows if row.id in rows]
    named = [b.title for b in offers] if len(offers) < 3 else wide
    return " or ".join(named) or capability


def choose(answers: Answers, row: str, options: tuple[str, ...]) -> Answers:
    """The answers with one row answered otherwise."""
    return replace(answers, choices={**answers.choices, row: options})
