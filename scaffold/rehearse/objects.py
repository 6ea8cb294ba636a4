"""What the throwaway cluster has from the start: a kubeconfig, three nodes, a storage class.

Written as JSON, which Kubernetes reads as YAML: no template, no quoting.
"""

import json
from pathlib import Path
from typing import Any

CONTEXT = "rehearsal"
NODES = 3
ROOM = {"cpu": "32", "memory": "256Gi", "pods": "250"}
"""What each simulated node can hold."""
STORAGE_CLASS = "standard"


def kubeconfig(server: str, pki: Path) -> str:
    """The text of a kubeconfig with one context; certificates by their paths."""
    cluster = {"server": server, "certificate-authority": str(pki / "ca.crt")}
    key, certificate = str(pki / "admin.key"), str(pki / "admin.crt")
    whole = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": CONTEXT, "cluster": cluster}],
        "users": [
            {"name": "admin", "user": {"client-certificate": certificate, "client-key": key}}
        ],
        "contexts": [{"name": CONTEXT, "context": {"cluster": CONTEXT, "user": "admin"}}],
        "current-context": CONTEXT,
    }
    return json.dumps(whole)


def initial() -> str:
    """A List of the nodes and of the default storage class."""
    items = [*(_node(number) for number in range(1, NODES + 1)), _storage_class()]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})


def _node(number: int) -> dict[str, Any]:
    name = f"node-{number}"
    labels = {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/region": "local",
        "topology.kubernetes.io/zone": f"z{number}",
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": {"kwok.x-k8s.io/node": "fake"},
            "labels": labels,
        },
        "status": {"allocatable": ROOM, "capacity": ROOM},
    }


def _storage_class() -> dict[str, Any]:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {
            "name": STORAGE_CLASS,
            "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
        },
        "provisioner": "kwok.x-k8s.io/volume",
    }
