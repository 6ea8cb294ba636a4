"""The options that were not chosen, for one who thinks of changing his mind."""

from collections.abc import Iterator, Mapping, Sequence

from scaffold.constraints.chosen import chosen, who_brings
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue, Row
from scaffold.model.kubernetes import within
from scaffold.model.plan import Other


def others(catalogue: Catalogue, answers: Answers) -> Mapping[str, tuple[Other, ...]]:
    """Row -> what else it offers this cluster."""
    there = chosen(catalogue, answers)
    return {row.id: tuple(_others(catalogue, answers, row, there)) for row in catalogue.rows}


def _others(
    catalogue: Catalogue, answers: Answers, row: Row, there: Sequence[Blueprint]
) -> Iterator[Other]:
    """A row of one option would hold another in place of the chosen one, a row of many beside."""
    beside = [b for b in there if b.row != row.id or row.choice == "many"]
    had = {c for b in beside for c in b.provides}
    for b in row.options:
        fits = b.suits(answers.platform) and within(answers.kubernetes, b.kubernetes)
        if fits and b not in there and not b.retired and not b.barred:
            yield Other(
                blueprint=b,
                rivals=tuple(o for o in beside if _rivals(b, o)),
                needs=tuple(
                    who_brings(catalogue, c, answers.platform)
                    for c in b.requires
                    if c not in had and not _follows(catalogue, c)
                ),
            )


def _rivals(one: Blueprint, other: Blueprint) -> bool:
    """As the rules SC304 and SC305 say it of a selection, without asking them a hundred times."""
    held = {*one.exclusive, *other.exclusive}
    return (
        any(c in held and c in other.provides for c in one.provides)
        or any(c.option == other.ref for c in one.conflicts)
        or any(c.option == one.ref for c in other.conflicts)
    )


def _follows(catalogue: Catalogue, capability: str) -> bool:
    """Whether it comes along unasked."""
    late = (row for row in catalogue.rows if row.ask == "when-wanted")
    return any(capability in b.provides for row in late for b in row.options)
