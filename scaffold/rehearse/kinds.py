"""Which kinds a cluster has: its own, and those that upstream publishes as files of CRDs."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from scaffold.rehearse.manifests import Kind

BUILT_IN = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
    }
)
"""Groups of the API server itself."""
FILES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "kubernetes-sigs/gateway-api": (
        "gateway.networking.k8s.io",
        {
            "GatewayClass": "v1",
            "Gateway": "v1",
            "HTTPRoute": "v1",
            "GRPCRoute": "v1",
            "TLSRoute": "v1",
            "BackendTLSPolicy": "v1",
            "ReferenceGrant": "v1beta1",
        },
    ),
    "kubernetes-csi/external-snapshotter": (
        "snapshot.storage.k8s.io",
        {"VolumeSnapshotClass": "v1", "VolumeSnapshotContent": "v1", "VolumeSnapshot": "v1"},
    ),
}
"""Repository that publishes CRDs as a file -> group, and kind -> version.

Sources: the `apis/` of kubernetes-sigs/gateway-api v1.6, and `client/apis/volumesnapshot/v1` of
kubernetes-csi/external-snapshotter v8."""
CLUSTER_WIDE = frozenset({"GatewayClass", "VolumeSnapshotClass", "VolumeSnapshotContent"})
_API = re.compile(r"api_version=[\"']([\w.-]+)/(\w+)[\"'],?\s*kind=(?:[\"'](\w+)[\"']|\w+)")
_NAMES = re.compile(r"[\"']([A-Z][A-Za-z]+)[\"']")
_MADE = re.compile(r"\b([A-Z]\w+)\(\s*\"([\w.:-]+)\",")
_CUSTOM = re.compile(r"kind=\"(\w+)\",\s*metadata=\{\s*\"name\": \"([\w.-]+)\"")
_WIDE = re.compile(
    r"^(\w*Cluster(?:[A-Z]|wide)\w+|Provider|Composition|Bundle|Application\w*Definition)$"
)


def of_file(address: str) -> dict[str, str]:
    """The CRDs of a file that upstream publishes, as JSON by name; empty where it is not known.

    A file that is called after one kind holds that one only.
    """
    for repository, (group, kinds) in FILES.items():
        if repository in address:
            made = [crd(group, version, kind) for kind, version in kinds.items()]
            file = PurePosixPath(address).stem
            one = [c for c in made if file == f"{group}_{c['spec']['names']['plural']}"]
            return {f"{c['metadata']['name']}.json": json.dumps(c) for c in one or made}
    return {}


def of_program(root: Path) -> Mapping[Kind, str]:
    """Kind -> version of the custom resources that the program's own modules make.

    Where a module has the kind from a variable, every word of it that could be one is taken.
    """
    found: dict[Kind, str] = {}
    for path in sorted((root / "components").glob("*.py")):
        text = path.read_text("utf-8", "replace")
        for group, version, kind in _API.findall(text):
            for one in [kind] if kind else _NAMES.findall(text):
                if group not in BUILT_IN:
                    found.setdefault((group, one), version)
    return found


def made(root: Path, option: str) -> frozenset[tuple[str, str]]:
    """Kind and name of the objects that an option's own module makes.

    The chart's rendered objects may hold them too: our values switch them off, those did not.
    """
    name = option.replace("/", "_").replace("-", "_")
    path = root / "components" / f"{name}.py"
    text = path.read_text("utf-8") if path.is_file() else ""
    return frozenset((*_MADE.findall(text), *_CUSTOM.findall(text)))


def crd(group: str, version: str, kind: str) -> dict[str, Any]:
    """A CRD without a schema: whatever is written to it is accepted and kept."""
    plural = _plural(kind)
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    served = {
        "name": version,
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": anything},
        "subresources": {"status": {}},
    }
    wide = kind in CLUSTER_WIDE or bool(_WIDE.match(kind))
    annotations = {"helm.sh/resource-policy": "keep"}
    if group.endswith(".k8s.io"):
        annotations["api-approved.kubernetes.io"] = "unapproved, a stand-in of a rehearsal"
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}", "annotations": annotations},
        "spec": {
            "group": group,
            "scope": "Cluster" if wide else "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.lower()},
            "versions": [served],
        },
    }


def _plural(kind: str) -> str:
    word = kind.lower()
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def missing(used: Iterable[Kind], there: Iterable[Kind]) -> frozenset[Kind]:
    """The kinds that neither the API server nor any CRD knows."""
    known = set(there)
    return frozenset(kind for kind in used if kind[0] not in BUILT_IN and kind not in known)
