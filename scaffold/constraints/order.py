"""What waits for what, at the level of gates, and the order that follows."""

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from scaffold.constraints.chosen import providers
from scaffold.model.blueprint import Blueprint
from scaffold.model.plan import CRDS, Gate

Node = TypeVar("Node")
NETWORK = "cni"
"""What pods neither start nor end without: every release comes after it, and goes before."""


def gates(blueprint: Blueprint, there: Mapping[str, tuple[Blueprint, ...]]) -> tuple[Gate, ...]:
    """What an option waits for, of what is `there`: capability -> providers."""
    pods = (NETWORK,) if any(not r.first for r in blueprint.releases) else ()
    wanted = dict.fromkeys((*blueprint.requires, *blueprint.wants, *pods))
    return tuple(gate for name in wanted if (gate := _gate(name, blueprint, there)))


def _gate(
    capability: str, user: Blueprint, there: Mapping[str, tuple[Blueprint, ...]]
) -> Gate | None:
    """None where nothing provides it, the user itself does, or there is nothing to wait for."""
    provider = there.get(capability, (user,))[0]
    part = provider.gate(capability)
    if provider.ref == user.ref or part is None:
        return None
    return Gate(CRDS if part in provider.hoisted else provider.row, capability, part)


def ring(blueprints: Sequence[Blueprint]) -> tuple[str, ...]:
    """The rows or options that wait for each other, the first one again at the end; () if none."""
    try:
        steps(blueprints)
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def rows(blueprints: Sequence[Blueprint]) -> tuple[str, ...]:
    """The rows in installation order. Raises CycleError."""
    there = providers(blueprints)
    after: dict[str, set[str]] = {b.row: set() for b in blueprints}
    for b in blueprints:
        after[b.row] |= {g.row for g in gates(b, there)} - {b.row, CRDS}
    return tuple(_sorted(after))


def steps(blueprints: Sequence[Blueprint]) -> tuple[Blueprint, ...]:
    """The options in installation order, those of a row in one piece. Raises CycleError."""
    there = providers(blueprints)
    by_ref = {b.ref: b for b in blueprints}
    after: dict[str, set[str]] = {}
    for b in blueprints:
        own = [there[g.capability][0].ref for g in gates(b, there) if g.row == b.row]
        after[b.ref] = set(own) - {b.ref}
    place = {row: at for at, row in enumerate(rows(blueprints))}
    return tuple(sorted((by_ref[ref] for ref in _sorted(after)), key=lambda b: place[b.row]))


def _sorted(after: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """Those that wait for nothing first; equals stay as they were."""
    sorter = TopologicalSorter(after)
    sorter.prepare()
    place = {node: at for at, node in enumerate(after)}
    ordered: list[Node] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        ordered += ready
        sorter.done(*ready)
    return ordered
