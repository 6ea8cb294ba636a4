"""Rules on a complete selection: what is missing, and what waits for itself."""

from collections.abc import Iterator

from scaffold.constraints.chosen import chosen, offered, providers
from scaffold.constraints.order import ring
from scaffold.constraints.rules import Rule
from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue


def unanswered(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC105: a row is neither answered nor has it a recommendation for this platform."""
    for row in catalogue.rows:
        if row.id not in answers.choices and row.ask == "always":
            known = [o.id for o in row.options if not o.retired and not o.barred]
            hint = f"Answer it: --set {row.id}=OPTION, with one of: {', '.join(known)}."
            yield Problem("SC105", row.id, "is not answered and has no recommendation", hint)


def left_out(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC309: a row that a cluster cannot do without was left out."""
    for row in catalogue.rows:
        if not row.optional and answers.choices.get(row.id) == ():
            known = [o.id for o in row.options if not o.retired and not o.barred]
            hint = f"Choose one of: {', '.join(known)}."
            yield Problem("SC309", row.id, "cannot be left out", hint)


def missing(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC303: an option requires a capability that nothing chosen provides."""
    blueprints = chosen(catalogue, answers)
    there = providers(blueprints)
    for b in blueprints:
        for capability in b.requires:
            if capability not in there:
                offers = ", ".join(offered(catalogue, capability, answers.platform))
                hint = f"Choose an option that provides '{capability}': {offers}."
                yield Problem("SC303", b.ref, f"requires '{capability}'", hint, (b.ref,))


def waits_for_itself(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC306: rows wait for each other, so nothing can be first."""
    found = ring(chosen(catalogue, answers))
    if found:
        what = f"waits for itself: {' -> '.join(found)}"
        yield Problem("SC306", found[0], what, "Choose another option in one of these rows.")


GAPS: tuple[Rule, ...] = (unanswered, left_out, missing, waits_for_itself)
"""What a later answer may still mend."""
