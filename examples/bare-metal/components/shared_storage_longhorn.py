"""What the chart does not bring: a class for snapshots, alerts on volumes."""

import pulumi

from components.alerts import Alert, Alerts
from components.helm import Row

SNAPSHOTS = "snapshot.storage.k8s.io/v1"
RULES = (
    Alert(
        "LonghornVolumeDegraded",
        'longhorn_volume_robustness{state="degraded"} == 1',
        "30m",
        "warning",
        "Volume {{ $labels.volume }} has too few replicas.",
    ),
    Alert(
        "LonghornVolumeFaulted",
        'longhorn_volume_robustness{state="faulted"} == 1',
        "1m",
        "critical",
        "Volume {{ $labels.volume }} has no replica that works.",
    ),
)


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
    alerts = Alerts("longhorn", "longhorn-system", "docs/shared-storage/longhorn.md", RULES)
    alerts.add(row, row.parts["longhorn"])
