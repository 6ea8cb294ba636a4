"""What a row's module says about its releases: values from configuration, Secrets, gates."""

from collections.abc import Mapping
from typing import Any

from scaffold.model.blueprint import Blueprint
from scaffold.model.plan import Component, Plan
from scaffold.model.release import CRD_NAMESPACE, Credential, Sets, Setting, given


def parts(component: Component, plan: Plan) -> Mapping[str, Any]:
    """`sets`, `credentials` and `gates` of the row, as its template reads them."""
    blueprints = [step.blueprint for step in component.steps]
    return {
        "sets": _sets(blueprints, plan),
        "credentials": _credentials(blueprints, plan),
        "gates": _gates(component),
    }


def _sets(
    blueprints: list[Blueprint], plan: Plan
) -> Mapping[str, tuple[tuple[Setting, Sets], ...]]:
    """Release -> the settings that fill a place in its values, each with the place."""
    found: dict[str, tuple[tuple[Setting, Sets], ...]] = {}
    for setting in (s for b in blueprints for s in b.config):
        if setting.applies(plan.platform, plan.facts):
            for place in setting.sets:
                found[place.release] = (*found.get(place.release, ()), (setting, place))
    return found


def _credentials(blueprints: list[Blueprint], plan: Plan) -> tuple[tuple[Credential, str], ...]:
    """Each Secret with its namespace."""
    found = []
    for b in blueprints:
        place = {r.name: CRD_NAMESPACE if r.first else r.namespace for r in b.releases}
        for credential in b.secrets:
            if given(credential.when, plan.facts):
                found.append((credential, place[credential.release]))
    return tuple(found)


def _gates(component: Component) -> Mapping[str, str]:
    """Capability -> the part of this row; what a CRD release stands for is the crds component's."""
    packed = {n for s in component.steps for c in s.blueprint.crds for n in (c.name, *c.names())}
    return {capability: part for capability, part in component.gates.items() if part not in packed}
