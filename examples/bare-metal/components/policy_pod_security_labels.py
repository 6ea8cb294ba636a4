"""Pod Security levels of the applications' namespaces; the platform's own have theirs already."""

import pulumi
from pulumi_kubernetes.core.v1 import NamespacePatch
from pulumi_kubernetes.meta.v1 import ObjectMetaPatchArgs

from components.helm import Row


def add(row: Row) -> None:
    """Labels only: the namespaces belong to the applications and stay when this is dropped."""
    config = pulumi.Config()
    level = config.get("applicationPodSecurity") or "baseline"
    for name in config.get_object("applicationNamespaces") or []:
        NamespacePatch(
            f"{name}-pod-security",
            metadata=ObjectMetaPatchArgs(
                name=name,
                labels={
                    "pod-security.kubernetes.io/enforce": level,
                    "pod-security.kubernetes.io/warn": "restricted",
                },
            ),
            opts=row.child(),
        )
