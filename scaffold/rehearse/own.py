"""Stand-ins of our own: what a chart must bring to become ready, and nothing else.

For machines where neither the chart nor its rendered objects can be had.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from scaffold.model.blueprint import Blueprint
from scaffold.model.release import Release
from scaffold.rehearse.archive import Texts, literal

IMAGE = "registry.invalid/stand-in:0"
"""Never pulled: the nodes are simulated."""
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")


def texts(release: Release, smoke: Sequence[tuple[str, str]]) -> Texts:
    """The files of a chart with one workload for each kind and name that must become ready."""
    made = [_workload(kind, name) for kind, name in smoke if kind in WORKLOADS]
    about = {"name": f"{release.name}-stand-in"}
    made = made or [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": about}]
    return {f"templates/{number}.json": _text(one) for number, one in enumerate(made)}


def smoke(release: Release, blueprint: Blueprint) -> Iterable[tuple[str, str]]:
    """Kind and name of what this release of the option must bring.

    Where several releases share a namespace, the one with the longest common beginning has it.
    """
    for line in blueprint.smoke:
        kind, namespace, name = line.split("/")
        there = [r for r in blueprint.releases if r.namespace == namespace and not r.first]
        owner = max(there, key=lambda r: _common(r.name, name), default=None)
        if owner is release:
            yield kind, name


def _common(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def _text(one: dict[str, Any]) -> bytes:
    return literal(json.dumps(one, sort_keys=True)).encode()


def _workload(kind: str, name: str) -> dict[str, Any]:
    """A workload whose pods any Pod Security level accepts."""
    labels = {"app": name}
    more: dict[str, Any] = {"serviceName": name} if kind == "StatefulSet" else {}
    if kind != "DaemonSet":
        more["replicas"] = 1
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {
            **more,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": _pod()},
        },
    }


def _pod() -> dict[str, Any]:
    inside = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    outside = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    container = {"name": "stand-in", "image": IMAGE, "securityContext": inside}
    return {"containers": [container], "securityContext": outside}
