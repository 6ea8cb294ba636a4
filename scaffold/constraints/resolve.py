"""Complete answers to a Plan: facts, stages, steps, components."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from msgspec.structs import replace

from scaffold.constraints.chosen import chosen, providers
from scaffold.constraints.complete import complete, keys
from scaffold.constraints.judge import problems
from scaffold.constraints.order import gates, steps
from scaffold.constraints.others import others
from scaffold.errors import ChoiceError
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.plan import CRDS, Component, Packed, Plan, Step
from scaffold.model.release import ChartSource, CrdSource, FileSource

STAGES = {"login": "registry", "build": None, "scan": "image-scan", "push": "registry"}
"""Stage of the image pipeline -> the capability that brings it; None: always there.

The login comes first, so that base images are pulled with it.
"""


def resolve(catalogue: Catalogue, answers: Answers) -> Plan:
    """The plan. Raises ChoiceError with everything that is wrong (SC104-105, SC301-311)."""
    whole = complete(catalogue, answers)
    if found := problems(catalogue, whole):
        raise ChoiceError(found)
    there = providers(chosen(catalogue, whole))
    blueprints = tuple(_fitted(catalogue, b, there) for b in steps(chosen(catalogue, whole)))
    ordered = tuple(Step(b, gates(b, there)) for b in blueprints)
    return Plan(
        project=whole.project,
        platform=whole.platform,
        kubernetes=whole.kubernetes,
        stacks=whole.stacks,
        rows=catalogue.rows,
        choices={row.id: whole.choices.get(row.id, ()) for row in catalogue.rows},
        others=others(catalogue, whole),
        steps=ordered,
        components=_components(catalogue, ordered),
        first=tuple(r for b in blueprints for r in b.releases if r.first),
        packed=tuple(p for b in blueprints for p in _packed(b)),
        crd_gates={g.capability: g.part for s in ordered for g in s.after if g.row == CRDS},
        facts={capability: dict(b[0].provides[capability]) for capability, b in there.items()},
        stages=_stages(there),
        config=tuple(keys(chosen(catalogue, whole), whole.platform)),
        settings=whole.settings,
    )


def _fitted(
    catalogue: Catalogue, blueprint: Blueprint, there: Mapping[str, tuple[Blueprint, ...]]
) -> Blueprint:
    """The option beside the others: what its releases keep, and how long they may take.

    Namespaces where another option keeps data are kept: after a switch its volumes are still in
    there. A release waits for as long as what it uses takes at the first time.
    """
    kept = {r.namespace for b in catalogue.blueprints() for r in b.releases if r.keeps_data}
    kept -= {r.namespace for r in blueprint.releases if r.keeps_data}
    used = (gate.capability for gate in gates(blueprint, there))
    least = max((there[c][0].settles.get(c, 0) for c in used), default=0)
    releases = tuple(
        replace(
            r,
            keeps_data=r.keeps_data or r.namespace in kept,
            wait_seconds=r.wait_seconds if r.first else max(r.wait_seconds, least),
        )
        for r in blueprint.releases
    )
    return replace(blueprint, releases=releases)


def _stages(there: Mapping[str, tuple[Blueprint, ...]]) -> tuple[str, ...]:
    return tuple(stage for stage, by in STAGES.items() if by is None or by in there)


def _components(catalogue: Catalogue, ordered: Sequence[Step]) -> tuple[Component, ...]:
    """A row installs something if it has releases of its own, Secrets, or a component file."""
    found = []
    for name, group in groupby(ordered, key=lambda step: step.blueprint.row):
        row = catalogue.row(name)
        component = Component(row, tuple(group)) if row else None
        if component and (component.releases or any(_adds(s.blueprint) for s in component.steps)):
            found.append(component)
    return tuple(found)


def _adds(blueprint: Blueprint) -> bool:
    """Whether the option brings custom resources of its own."""
    name = f"{blueprint.row}_{blueprint.id}".replace("-", "_")
    return (blueprint.folder / "components" / f"{name}.py.j2").is_file()


def _packed(blueprint: Blueprint) -> Iterator[Packed]:
    """One release for each part of each source; a part waits for the one before it."""
    for source in blueprint.crds:
        version, archive, sha256, origin = _origin(blueprint, source)
        before: tuple[str, ...] = ()
        for at, name in enumerate(source.names(), 1):
            part = at if at <= source.parts else 0
            yield Packed(
                name=name,
                version=version,
                archive=archive,
                sha256=sha256,
                origin=origin,
                part=part,
                parts=source.parts,
                waits_for=before,
            )
            before = (name,)


def _origin(blueprint: Blueprint, source: CrdSource) -> tuple[str, str, str | None, str]:
    """Version, address, sum and archive name of what is packed."""
    read = source.origin
    if isinstance(read, FileSource):
        return source.version, read.url, read.sha256, ""
    if not isinstance(read, ChartSource):
        release = next(r for r in blueprint.releases if r.name == read)
        read = ChartSource(
            chart=release.chart,
            archive=release.archive,
            version=release.version,
            sha256=release.sha256,
        )
    name = PurePosixPath(f"{read.chart}-{read.version}.tgz")
    return read.version, read.archive, read.sha256, str(name)
