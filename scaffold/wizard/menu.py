"""The lines of a row's question: what can be picked, what cannot and why. Pure."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from scaffold.constraints import barred, clashes, footprint, offered, who_brings
from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue, Row
from scaffold.wizard.question import Line
from scaffold.wizard.width import clip

REASON = 60
"""Characters of a reason, so that it fits beside a title."""
NONE = ""
"""The value of "None of these"."""
PLATFORMS = {"eks": "EKS", "gke": "GKE", "aks": "AKS", "bare-metal": "bare metal", "kind": "kind"}


def cost(catalogue: Catalogue, answers: Answers) -> str:
    """`3.4 CPU, 9.8 GiB so far`."""
    sum_ = footprint(catalogue, answers)
    return f"{sum_.cpu_millicores / 1000:.1f} CPU, {sum_.memory_mebibytes / 1024:.1f} GiB so far"


def titles(row: Row, options: Sequence[str]) -> str:
    """The answer to a row, in words."""
    named = [found.title if (found := row.find(o)) else o for o in options]
    return ", ".join(named) or "none"


def earlier(catalogue: Catalogue, answers: Answers, row: Row) -> Answers:
    """The answers to the rows before this one: only they bar its options.

    What an option makes impossible further down is told, and asked again there.
    """
    before = {r.id for r in catalogue.rows[: catalogue.rows.index(row)]}
    kept = {name: said for name, said in answers.choices.items() if name in before}
    return replace(answers, choices=kept)


def reasons(catalogue: Catalogue, answers: Answers, row: Row) -> Mapping[str, str]:
    """Option -> why it cannot be chosen beside these answers, at most 60 characters; or ""."""
    near = _near(catalogue, answers, row)
    return {
        o.id: clip(_reason(near, answers, o) or _lacks(catalogue, answers, o), REASON)
        for o in row.options
    }


def _lacks(catalogue: Catalogue, answers: Answers, option: Blueprint) -> str:
    """What it requires and only rows before it bring, all of which chose something else."""
    for capability in option.requires:
        offers = offered(catalogue, capability, answers.platform)
        rows = dict.fromkeys(ref.partition("/")[0] for ref in offers)
        if set(offers) & set(answers.refs()) or any(r not in answers.choices for r in rows):
            continue
        return f"needs {who_brings(catalogue, capability, answers.platform)}"
    return ""


def among(row: Row, answers: Answers, marked: Sequence[str]) -> Mapping[str, str]:
    """Option -> why it cannot be marked beside those of the same row that are marked.

    Judged on these few options alone, so that 120 lines take a few milliseconds.
    """
    kept = tuple(o for o in row.options if o.id in marked)
    alone = replace(answers, choices={row.id: tuple(o.id for o in kept)}, settings={})
    found = {}
    for o in row.options:
        if o.id not in marked:
            few = Catalogue(rows=(replace(row, options=(*kept, o)),))
            found[o.id] = clip(_reason(few, alone, o), REASON)
    return found


def _near(catalogue: Catalogue, answers: Answers, row: Row) -> Catalogue:
    """The row and the options chosen elsewhere: rules read nothing else, and it is quick."""
    rows = []
    for r in catalogue.rows:
        chosen = answers.choices.get(r.id, ())
        options = tuple(o for o in r.options if o.id in chosen)
        rows.append(row if r.id == row.id else replace(r, options=options))
    return Catalogue(rows=tuple(rows))


def _reason(near: Catalogue, answers: Answers, option: Blueprint) -> str:
    if option.retired or option.barred:
        return barred(near, answers, option.ref)
    row = near.row(option.row)
    marked = answers.choices.get(option.row, ()) if row and row.choice == "many" else ()
    options = tuple(dict.fromkeys((*marked, option.id)))
    tried = replace(answers, choices={**answers.choices, option.row: options})
    found = (p for p in clashes(near, tried) if option.ref in p.refs)
    return next((short(near, p, option.ref) for p in found), "")


def short(catalogue: Catalogue, problem: Problem, ref: str) -> str:
    """A problem of one option, in as few words as will do."""
    option = catalogue.find(ref)
    others = [b for r in problem.refs if r != ref and (b := catalogue.find(r))]
    if option and problem.code == "SC302":
        return barred(catalogue, Answers(project="", platform=""), ref)
    if option and problem.code == "SC307":
        return f"only for {', '.join(option.platforms)}"
    if option and problem.code == "SC308":
        return f"wants Kubernetes {option.kubernetes}"
    if others and problem.code == "SC304":
        return f"{others[0].title} is chosen, and a cluster holds one"
    if others and problem.code == "SC305":
        return f"not with {others[0].title}: {problem.what.partition(': ')[2]}"
    return problem.what


def pickable(why_not: Mapping[str, str]) -> tuple[str, ...]:
    """The options that can be chosen."""
    return tuple(option for option, reason in why_not.items() if not reason)


def lines(row: Row, platform: str, why_not: Mapping[str, str]) -> tuple[Line, ...]:
    """A line for each option."""
    best = row.recommended(platform) or ()
    mark = _recommended(row, platform)
    return tuple(
        Line(
            value=o.id,
            label=o.title,
            barred=why_not[o.id],
            mark=mark if o.id in best else "",
            about=o.summary,
        )
        for o in row.options
    )


def _recommended(row: Row, platform: str) -> str:
    own = platform in row.default
    return f" (recommended for {PLATFORMS[platform]})" if own else " (recommended)"


def none_line(row: Row, platform: str) -> Line:
    """The line that leaves a row out."""
    mark = _recommended(row, platform) if row.recommended(platform) == () else ""
    return Line(NONE, "None of these", mark=mark, about=f"{row.title} is left out")


def ordered(row: Row, answers: Answers, marked: Sequence[str]) -> tuple[str, ...]:
    """Marked options, those that were chosen or are recommended first and in their old order.

    The first provider of a capability is the one whose facts count.
    """
    before = answers.choices.get(row.id) or row.recommended(answers.platform) or ()
    return (*(o for o in before if o in marked), *(o for o in marked if o not in before))


def first(row: Row, answers: Answers, why_not: Mapping[str, str]) -> str:
    """The line to point at: the earlier answer, the recommended, a successor, whatever can be."""
    heirs = tuple(o.retired.successor for o in row.options if o.retired)
    fit = pickable(why_not)
    said = answers.choices.get(row.id)
    if said == () or (said is None and row.recommended(answers.platform) == ()):
        return NONE if row.optional or not fit else fit[0]
    wanted = (*(said or ()), *(row.recommended(answers.platform) or ()), *heirs, *fit)
    return next((o for o in wanted if o in fit), NONE)
