"""What the answers come to: nothing is left to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.model.blueprint import Blueprint, Row
from scaffold.model.release import Credential, Release, Setting

CRDS = "crds"
"""The component that holds every release of nothing but CRDs."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a component waits for: one release or custom resource of another."""

    row: str
    """A row, or `crds`."""
    capability: str
    part: str


@dataclass(frozen=True, slots=True)
class Step:
    """One chosen option and what it waits for."""

    blueprint: Blueprint
    after: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """A release of CRDs that is packed on the user's machine from upstream's archive or file."""

    name: str
    """Release and chart."""
    version: str
    archive: str
    """The source's address: a chart archive, or a YAML file."""
    sha256: str | None
    """Of the source."""
    origin: str
    """`<chart>-<version>.tgz` of the chart that is read; empty for a file."""
    part: int
    """From 1 to `parts`; 0: the other documents of the file."""
    parts: int
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """An option of the catalogue that was not chosen and that suits the cluster."""

    blueprint: Blueprint
    rivals: tuple[Blueprint, ...]
    """The chosen options beside which it cannot stand."""
    needs: tuple[str, ...]
    """What would have to be chosen with it, in words."""

    @property
    def named(self) -> str:
        """`Cilium as mesh (needs Cilium)`."""
        needs = " and ".join(self.needs)
        return f"{self.blueprint.title} (needs {needs})" if needs else self.blueprint.title


@dataclass(frozen=True, slots=True)
class Component:
    """One row of the generated program: the union of its options."""

    row: Row
    steps: tuple[Step, ...]

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases that are installed by this row, in their order; CRD releases are not."""
        return tuple(r for s in self.steps for r in s.blueprint.releases if not r.first)

    def waits(self, release: Release) -> tuple[str, ...]:
        """The releases of the same row, CRDs included, that must be ready before this one."""
        step = next(s for s in self.steps if release in s.blueprint.releases)
        own = [name for source in step.blueprint.crds for name in source.names()]
        own += [r.name for r in step.blueprint.releases if r.first]
        own += [gate.part for gate in step.after if gate.row == self.row.id]
        return tuple(dict.fromkeys([*own, *release.waits_for]))

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """The Secrets of this row."""
        return tuple(c for s in self.steps for c in s.blueprint.secrets)

    @property
    def gates(self) -> Mapping[str, str]:
        """Capability -> the part of this row that must be ready before others may use it."""
        named: dict[str, str] = {}
        for blueprint in (step.blueprint for step in self.steps):
            for capability in blueprint.provides:
                part = blueprint.gate(capability)
                if part and part not in blueprint.hoisted:
                    named.setdefault(capability, part)
        return named

    @property
    def after(self) -> tuple[Gate, ...]:
        """What the releases of this row wait for, each gate once."""
        own = (g for s in self.steps for g in s.after if g.row != self.row.id)
        return tuple(dict.fromkeys(own))


@dataclass(frozen=True, slots=True)
class Plan:
    """One project, decided: the only thing that templates read."""

    project: str
    platform: str
    kubernetes: str
    stacks: tuple[str, ...]
    rows: tuple[Row, ...]
    """Every row of the catalogue, by position."""
    choices: Mapping[str, tuple[str, ...]]
    """Row -> options, for every row; (): left out."""
    others: Mapping[str, tuple[Other, ...]]
    """Row -> what it offers besides, for every row."""
    steps: tuple[Step, ...]
    """Installation order: providers before users."""
    components: tuple[Component, ...]
    """The chosen rows that install something, in installation order."""
    first: tuple[Release, ...]
    """The charts that hold nothing but CRDs."""
    packed: tuple[Packed, ...]
    """The CRD releases that are packed from upstream's archives and files."""
    crd_gates: Mapping[str, str]
    """Capability -> the CRD release that must be ready before others may use it."""
    facts: Mapping[str, Mapping[str, str]]
    """Capability -> fact -> text: `{"ingress-class": {"name": "traefik"}}`."""
    stages: tuple[str, ...]
    """Of the image pipeline, in their order: `login`, `build`, `scan`, `push`."""
    config: tuple[Setting, ...]
    """The keys of the stack's configuration, each once."""
    settings: Mapping[str, Any]
    """Configuration key -> value, as answered."""

    @property
    def blueprints(self) -> tuple[Blueprint, ...]:
        """The chosen options by row, then as answered."""
        by_ref = {s.blueprint.ref: s.blueprint for s in self.steps}
        order = [f"{row.id}/{o}" for row in self.rows for o in self.choices.get(row.id, ())]
        return tuple(by_ref[ref] for ref in order if ref in by_ref)

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release that is a chart of upstream: CRD charts, then the rows'."""
        return self.first + tuple(r for c in self.components for r in c.releases)
