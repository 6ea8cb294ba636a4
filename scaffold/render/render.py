"""The loop: every template of a plan, rendered, with every problem told at once."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from scaffold.errors import Problem, RenderError
from scaffold.model.plan import Plan, Step
from scaffold.model.release import CRD_NAMESPACE
from scaffold.model.tree import Class, File, Tree
from scaffold.render.environment import environment
from scaffold.render.graph import arrows, chain, silent, waits
from scaffold.render.sources import Source, Templates, misplaced, read, sources

_CLASS = re.compile(r"#\|\s*class:\s*(\S+)\s*\|#\n")
_FAULTS = (TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
"""What a template can raise; anything else is a fault of this program."""


def render(plan: Plan, templates: Path, whole: bool = True) -> Tree:
    """The generated repository. Reads templates and nothing else; the order of paths is fixed.

    A template of which nothing is left for this plan is no file of it. Not whole: only what the
    options bring, in a tenth of the time.

    Raises RenderError with every fault of every template (SC401-403).
    """
    texts = read(plan, templates, whole)
    found = sources(plan, texts)
    problems = list(misplaced(found))
    made = environment(texts)
    shared = _shared(plan)
    tree: dict[PurePosixPath, File] = {}
    for source in found:
        result = _file(made, texts, source, shared)
        if isinstance(result, Problem):
            problems.append(result)
        elif result.content or not texts[source.id][0].strip():
            tree[source.target] = result
    if problems:
        raise RenderError(problems)
    return {path: tree[path] for path in sorted(tree)}


def _shared(plan: Plan) -> Mapping[str, Any]:
    """What every template may read; `silent` and what follows are for `templates/` only."""
    return {
        "plan": plan,
        "facts": plan.facts,
        "stages": plan.stages,
        "settings": plan.settings,
        "silent": silent(plan),
        "waits": waits(plan),
        "arrows": arrows(plan),
        "chain": chain(plan),
        "crd_namespace": CRD_NAMESPACE,
    }


def _file(
    made: Environment, texts: Templates, source: Source, shared: Mapping[str, Any]
) -> File | Problem:
    """One file, or what is wrong with its template."""
    text, path = texts[source.id]
    marked = _CLASS.match(text)
    class_ = marked[1] if marked else "managed"
    if class_ not in get_args(Class):
        hint = f"Write one of: {', '.join(get_args(Class))}."
        return Problem("SC402", f"{source.id}:1", f"'{class_}' is not a class of files", hint)
    context = {**shared, **_own(source.step, shared["plan"]), **source.more}
    try:
        output = made.get_template(source.id).render(context)
    except _FAULTS as error:
        return _fault(source, texts, error)
    content = f"{output.rstrip()}\n" if output.strip() else ""
    mode = "755" if path.stat().st_mode & 0o111 else "644"
    return File(content.encode(), mode, class_, source.id)  # type: ignore[arg-type]


def _own(step: Step | None, plan: Plan) -> Mapping[str, Any]:
    """What an option's template reads: facts of the capabilities that it names, and no others."""
    if step is None:
        return {}
    b = step.blueprint
    named = {*b.requires, *b.wants, *b.reads, *b.provides}
    facts = {capability: fact for capability, fact in plan.facts.items() if capability in named}
    return {"facts": facts, "blueprint": b, "step": step}


def _fault(source: Source, texts: Templates, error: Exception) -> Problem:
    """SC402: a template is not Jinja, or reads what is not there; with file and line."""
    where = f"{source.id}:1"
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.name or source.id}:{error.lineno}"
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in texts:
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = (getattr(error, "message", None) or str(error) or type(error).__name__).rstrip(".")
    what = said[:1].lower() + said[1:] if said[1:2].islower() else said
    return Problem("SC402", where, what, f"Correct the template of '{source.target}'.")
