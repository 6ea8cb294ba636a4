"""What waits for what in the generated program, at the level of releases and custom resources."""

from collections.abc import Iterator, Mapping

from scaffold.model.plan import Component, Plan


def waits(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Part -> the parts that must be ready before it, in the order of the program."""
    found: dict[str, tuple[str, ...]] = {r.name: r.waits_for for r in plan.first}
    found |= {p.name: p.waits_for for p in plan.packed}
    for component in plan.components:
        gates = tuple(gate.part for gate in component.after)
        for release in component.releases:
            before = (*gates, *component.waits(release))
            found[release.name] = tuple(dict.fromkeys(before))
        found |= _custom(component, gates)
    return found


def _custom(component: Component, gates: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Custom resources that others wait for: each waits for the releases of its own option."""
    for step in component.steps:
        b = step.blueprint
        known = {r.name for r in b.releases} | {n for c in b.crds for n in (c.name, *c.names())}
        releases = tuple(r.name for r in b.releases if not r.first)
        for part in b.gates.values():
            if part and part not in known:
                yield part, tuple(dict.fromkeys((*gates, *releases)))


def arrows(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The same without what follows from the rest: what a part's predecessors wait for anyway."""
    edges = waits(plan)
    found: dict[str, set[str]] = {}

    def behind(part: str) -> set[str]:
        if part not in found:
            before = edges.get(part, ())
            found[part] = set(before).union(*(behind(p) for p in before))
        return found[part]

    return {
        part: tuple(p for p in before if not any(p in behind(other) for other in before))
        for part, before in edges.items()
    }


def chain(plan: Plan) -> tuple[str, ...]:
    """The longest chain of releases, the first to be installed first."""
    edges = waits(plan)
    releases = {r.name for r in plan.releases} | {p.name for p in plan.packed}
    longest: dict[str, tuple[str, ...]] = {}

    def reach(part: str) -> tuple[str, ...]:
        if part not in longest:
            before = max((reach(p) for p in edges.get(part, ())), key=len, default=())
            longest[part] = (*before, part) if part in releases else before
        return longest[part]

    return max((reach(part) for part in edges), key=len, default=())


def silent(plan: Plan) -> frozenset[str]:
    """Rows that only other options want, left out and wanted by none.

    They are not written into the answers: as soon as an option wants one, it answers itself.
    """
    wanted = {c for b in plan.blueprints for c in (*b.requires, *b.wants)}
    return frozenset(
        row.id
        for row in plan.rows
        if row.ask == "when-wanted"
        and not plan.choices.get(row.id)
        and not wanted & {c for option in row.options for c in option.provides}
    )
