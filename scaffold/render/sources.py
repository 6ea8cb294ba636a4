"""Which template becomes which path: `a/b.x.j2` becomes `a/b.x`, in `templates/` and in blueprints.

A name with one leading underscore is a partial. Two templates are rendered several times:
`Pulumi.stack.yaml.j2` for each stack, `components/_component.py.j2` for each row.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from scaffold.errors import Problem
from scaffold.model.plan import Plan, Step
from scaffold.render.component import parts

STACK = "templates/Pulumi.stack.yaml.j2"
COMPONENT = "templates/components/_component.py.j2"
Templates = Mapping[str, tuple[str, Path]]
"""Id -> source text and place on disk; partials included."""


@dataclass(frozen=True, slots=True)
class Source:
    """One template, and one path that it becomes."""

    id: str
    """`templates/README.md.j2`, `blueprints/monitoring/prometheus/values/x.yaml.j2`."""
    target: PurePosixPath
    step: Step | None = None
    """The option that brings it; None for `templates/`."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What this path is rendered with besides the plan."""


def read(plan: Plan, templates: Path, whole: bool = True) -> Templates:
    """Every template of the plan, read from the disk; not whole: of `templates/` the partials."""
    found = dict(_read("templates", templates) if whole else partials(templates))
    for step in plan.steps:
        found |= _read(_prefix(step), step.blueprint.folder)
    return found


def partials(templates: Path) -> Iterator[tuple[str, tuple[str, Path]]]:
    """Id, text and place of what options may import of `templates/`."""
    for path in sorted(templates.glob("_*.j2")):
        if _partial(path.name):
            yield f"templates/{path.name}", (path.read_text("utf-8"), path)


def _prefix(step: Step) -> str:
    return f"blueprints/{step.blueprint.ref}"


def _read(prefix: str, folder: Path) -> Iterator[tuple[str, tuple[str, Path]]]:
    """Id, text and place of each template below a folder, by name."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".j2"):
                path = Path(parent, name)
                inner = path.relative_to(folder).as_posix()
                yield f"{prefix}/{inner}", (path.read_text("utf-8"), path)


def sources(plan: Plan, templates: Templates) -> tuple[Source, ...]:
    """What is rendered, in no particular order of paths."""
    found = list(_option_sources(plan, templates))
    brought = {str(s.target) for s in found}
    for name in templates:
        inner = name.removeprefix("templates/")
        if inner == name:
            continue
        if name == STACK:
            found += _stacks(plan, name)
        elif name == COMPONENT:
            found += _components(plan, brought)
        elif not _partial(inner):
            found.append(Source(name, PurePosixPath(inner.removesuffix(".j2"))))
    return tuple(found)


def _option_sources(plan: Plan, templates: Templates) -> Iterator[Source]:
    steps = {_prefix(step): step for step in plan.steps}
    for name in templates:
        parts = name.split("/", 3)
        inner = parts[3] if parts[0] == "blueprints" else ""
        if inner and not _partial(inner):
            step = steps["/".join(parts[:3])]
            yield Source(name, PurePosixPath(inner.removesuffix(".j2")), step)


def _partial(inner: str) -> bool:
    name = inner.rpartition("/")[2]
    return name.startswith("_") and not name.startswith("__")


def _stacks(plan: Plan, name: str) -> Iterator[Source]:
    for stack in plan.stacks:
        yield Source(name, PurePosixPath(f"Pulumi.{stack}.yaml"), more={"stack": stack})


def _components(plan: Plan, brought: set[str]) -> Iterator[Source]:
    """One module for each row that installs something; `extras` are its options' own modules."""
    for component in plan.components:
        extras = [f"{s.blueprint.row}_{s.blueprint.id}".replace("-", "_") for s in component.steps]
        own = [name for name in extras if f"components/{name}.py" in brought]
        module = component.row.id.replace("-", "_")
        target = PurePosixPath(f"components/{module}.py")
        more = {"component": component, "extras": own, **parts(component, plan)}
        yield Source(COMPONENT, target, more=more)


def misplaced(found: tuple[Source, ...]) -> Iterator[Problem]:
    """SC401: two templates write one path. SC403: a path leaves the repository."""
    writer: dict[PurePosixPath, Source] = {}
    for source in found:
        where = str(source.target)
        first = writer.setdefault(source.target, source)
        if first is not source:
            what = f"is written by '{first.id}' and by '{source.id}'"
            yield Problem("SC401", where, what, "Rename one of the two templates.")
        outside = source.target.is_absolute() or ".." in source.target.parts
        if outside or source.target.parts[0] == ".git":
            what = f"'{source.id}' would write outside the repository"
            yield Problem("SC403", where, what, "Choose a path below the repository's root.")
