"""Rules on a selection that no later answer can mend. Each docstring is the rule's page.

A rule knows capabilities, never an option's name.
"""

from collections.abc import Callable, Iterator
from difflib import get_close_matches

from scaffold.constraints.chosen import chosen, providers
from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.kubernetes import within

Rule = Callable[[Catalogue, Answers], Iterator[Problem]]


def _fix(row: str, option: str) -> str:
    return (
        f"Set {row}: {option} in .scaffold/answers.yaml,"
        f" or run scaffold apply --set {row}={option}."
    )


def unknown_row(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC104: a row is answered that the catalogue does not have."""
    known = [row.id for row in catalogue.rows]
    for name in answers.choices:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"The rows are: {', '.join(known)}."
            yield Problem("SC104", name, "no such row", hint)


def unknown(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC301: an option is chosen that its row does not have."""
    for row in catalogue.rows:
        known = [o.id for o in row.options if not o.retired and not o.barred]
        for option in answers.choices.get(row.id, ()):
            if row.find(option) is None:
                near = get_close_matches(option, known, 1)
                offers = f"{row.title} offers: {', '.join(known)}."
                hint = f"Did you mean '{near[0]}'?" if near else offers
                yield Problem("SC301", f"{row.id}/{option}", "no such option", hint)


def retired(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC302: an option is chosen that its makers gave up."""
    for b in chosen(catalogue, answers):
        if b.retired:
            what = f"retired {b.retired.date}: {b.retired.because}"
            yield Problem("SC302", b.ref, what, _fix(b.row, b.retired.successor), (b.ref,))


def rivals(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC304: a cluster can hold one provider of this capability, and two are chosen."""
    for capability, found in providers(chosen(catalogue, answers)).items():
        if len(found) > 1 and any(capability in b.exclusive for b in found):
            first, *others = found
            for other in others:
                what = f"provides '{capability}', as {first.ref} does, and a cluster holds one"
                hint = f"Leave out {other.ref} or {first.ref}."
                yield Problem("SC304", other.ref, what, hint, (other.ref, first.ref))


def conflicts(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC305: two chosen options cannot live together; the manifest says why."""
    refs = {b.ref for b in chosen(catalogue, answers)}
    for b in chosen(catalogue, answers):
        for conflict in b.conflicts:
            if conflict.option in refs:
                what = f"cannot be combined with {conflict.option}: {conflict.because}"
                hint = f"Leave out {b.ref} or {conflict.option}."
                yield Problem("SC305", b.ref, what, hint, (b.ref, conflict.option))


def platform(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC307: an option makes no sense on this platform."""
    for b in chosen(catalogue, answers):
        if not b.retired and not b.suits(answers.platform):
            what = f"is not for '{answers.platform}', only for {', '.join(b.platforms)}"
            yield Problem("SC307", b.ref, what, _others(catalogue, b, answers), (b.ref,))


def _others(catalogue: Catalogue, b: Blueprint, answers: Answers) -> str:
    row = catalogue.row(b.row)
    fit = [
        o.id
        for o in (row.options if row else ())
        if o.suits(answers.platform) and not o.retired and not o.barred
    ]
    return f"Choose one of: {', '.join(fit)}." if fit else f"Leave the row out: {b.row}: null."


def kubernetes(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC308: a chart does not support this Kubernetes version."""
    for b in chosen(catalogue, answers):
        if not within(answers.kubernetes, b.kubernetes):
            what = f"wants Kubernetes '{b.kubernetes}', and the cluster's is {answers.kubernetes}"
            hint = "Choose another option, or another Kubernetes version."
            yield Problem("SC308", b.ref, what, hint, (b.ref,))


def not_offered(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC310: the option is listed and cannot be chosen yet."""
    for b in chosen(catalogue, answers):
        if b.barred:
            hint = _others(catalogue, b, answers)
            yield Problem("SC310", b.ref, f"is not offered: {b.barred}", hint, (b.ref,))


def several(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC311: a row that takes one option is answered with several, or one twice."""
    for row in catalogue.rows:
        options = answers.choices.get(row.id, ())
        if row.choice == "one" and len(options) > 1:
            refs = tuple(f"{row.id}/{o}" for o in options)
            hint = f"Choose one of: {', '.join(options)}."
            yield Problem("SC311", row.id, f"takes one option, not {len(options)}", hint, refs)
        elif len(set(options)) < len(options):
            yield Problem("SC311", row.id, "names an option twice", "Name each option once.")


CLASHES: tuple[Rule, ...] = (
    unknown_row,
    unknown,
    retired,
    not_offered,
    rivals,
    conflicts,
    platform,
    kubernetes,
    several,
)
"""What stays wrong whatever is answered later."""
