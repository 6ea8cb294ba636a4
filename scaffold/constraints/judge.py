"""What is wrong with a selection, and what an option would cost."""

from collections.abc import Iterable

from scaffold.constraints.chosen import choose, chosen
from scaffold.constraints.gaps import GAPS
from scaffold.constraints.rules import CLASHES, Rule
from scaffold.constraints.stored import secret_in_answers, unfit_setting
from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue, Footprint

STORED: tuple[Rule, ...] = (secret_in_answers, unfit_setting)


def problems(catalogue: Catalogue, answers: Answers) -> tuple[Problem, ...]:
    """Everything that keeps the answers from becoming a plan."""
    return _apply((*CLASHES, *GAPS, *STORED), catalogue, answers)


def clashes(catalogue: Catalogue, answers: Answers) -> tuple[Problem, ...]:
    """What is wrong now and stays wrong, whatever is answered later."""
    return _apply(CLASHES, catalogue, answers)


def _apply(rules: Iterable[Rule], catalogue: Catalogue, answers: Answers) -> tuple[Problem, ...]:
    return tuple(problem for rule in rules for problem in rule(catalogue, answers))


def barred(catalogue: Catalogue, answers: Answers, ref: str) -> str:
    """Why an option cannot be chosen beside the other answers; empty where it can."""
    row_id, _, option = ref.partition("/")
    row, b = catalogue.row(row_id), catalogue.find(ref)
    if row is None or b is None:
        return "no such option"
    if b.retired:
        return f"retired {b.retired.date}; use {b.retired.successor}"
    if b.barred:
        return b.barred
    others = answers.choices.get(row_id, ()) if row.choice == "many" else ()
    options = others if option in others else (*others, option)
    found = clashes(catalogue, choose(answers, row_id, options))
    return next((p.what for p in found if ref in p.refs), "")


def footprint(catalogue: Catalogue, answers: Answers) -> Footprint:
    """The requests of everything chosen, summed, on three nodes."""
    costs = [b.footprint for b in chosen(catalogue, answers)]
    return Footprint(
        cpu_millicores=sum(c.cpu_millicores for c in costs),
        memory_mebibytes=sum(c.memory_mebibytes for c in costs),
    )
