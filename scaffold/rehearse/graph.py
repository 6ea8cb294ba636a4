"""What waits for what, by name, as the generated program has it."""

from collections.abc import Mapping

from scaffold.model.plan import Component, Gate, Plan
from scaffold.model.release import Release

Waits = Mapping[str, tuple[str, ...]]
"""Release -> the releases that must be ready before it."""


def waits(plan: Plan) -> Waits:
    """Every release of the plan in installation order: those of nothing but CRDs first."""
    found: dict[str, tuple[str, ...]] = {r.name: r.waits_for for r in plan.first}
    found |= {p.name: p.waits_for for p in plan.packed}
    names = {r.name for r in plan.releases} | set(found)
    for component in plan.components:
        for release in component.releases:
            before = _before(component, release, plan)
            found[release.name] = tuple(dict.fromkeys(n for n in before if n in names))
    return found


def _before(component: Component, release: Release, plan: Plan) -> list[str]:
    parts = [name for gate in component.after for name in _installed(gate, plan)]
    return [*component.waits(release), *parts]


def _installed(gate: Gate, plan: Plan) -> list[str]:
    """The release of a gate; a custom resource comes after the releases of its row."""
    row = next((c for c in plan.components if c.row.id == gate.row), None)
    if row is None or gate.part in {r.name for r in row.releases}:
        return [gate.part]
    return [r.name for r in row.releases]


def behind(release: str, graph: Waits) -> frozenset[str]:
    """Everything that must be ready before a release, directly or not."""
    seen: set[str] = set()
    left = list(graph.get(release, ()))
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += graph.get(name, ())
    return frozenset(seen)


def longest(graph: Waits, seconds: Mapping[str, float]) -> tuple[str, ...]:
    """The chain of releases that took longest, the first one first."""
    chains: dict[str, tuple[float, tuple[str, ...]]] = {}

    def reach(name: str) -> tuple[float, tuple[str, ...]]:
        if name not in chains:
            before = max((reach(n) for n in graph.get(name, ())), default=(0.0, ()))
            chains[name] = (before[0] + seconds.get(name, 0.0), (*before[1], name))
        return chains[name]

    return max((reach(name) for name in graph), default=(0.0, ()))[1]
