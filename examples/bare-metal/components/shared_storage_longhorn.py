"""What the chart does not bring: a class for snapshots, alerts on volumes."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.helm import Row

SNAPSHOTS = "snapshot.storage.k8s.io/v1"
DEGRADED = "longhorn_volume_robustness == 2"
FAULTED = "longhorn_volume_robustness == 3"


def add(row: Row) -> None:
    """Each only where the cluster has the kind for it."""
    pulumi.CustomResource(  # its fields stand beside `metadata`, not below `spec`
        f"kubernetes:{SNAPSHOTS}:VolumeSnapshotClass",
        "longhorn-snapshot-class",
        {
            "apiVersion": SNAPSHOTS,
            "kind": "VolumeSnapshotClass",
            "metadata": {
                "name": "longhorn",
                "labels": {"velero.io/csi-volumesnapshot-class": "true"},
            },
            "driver": "driver.longhorn.io",
            "deletionPolicy": "Delete",
            "parameters": {"type": "snap"},
        },
        row.child(row.parts["longhorn"]),
    )
    rules = [
        _alert("LonghornVolumeDegraded", DEGRADED, "30m", "has too few replicas"),
        _alert("LonghornVolumeFaulted", FAULTED, "1m", "has no replica that works"),
    ]
    CustomResource(
        "longhorn-alerts",
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata={"name": "longhorn", "namespace": "longhorn-system"},
        spec={"groups": [{"name": "longhorn", "rules": rules}]},
        opts=row.child(row.parts["longhorn"]),
    )


def _alert(name: str, expression: str, lasting: str, what: str) -> dict[str, object]:
    """One rule about the volume that the series names."""
    return {
        "alert": name,
        "expr": expression,
        "for": lasting,
        "labels": {"severity": "critical" if lasting == "1m" else "warning"},
        "annotations": {
            "summary": f"Volume {{{{ $labels.volume }}}} {what}.",
            "runbook": "docs/shared-storage/longhorn.md",
        },
    }
