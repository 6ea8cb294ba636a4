"""What the chart does not bring: a class for snapshots, a way to the metrics, alerts on volumes."""

import pulumi
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs as Labels
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicySpecArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicyIngressRuleArgs as IngressRule
from pulumi_kubernetes.networking.v1 import NetworkPolicyPeerArgs as Peer
from pulumi_kubernetes.networking.v1 import NetworkPolicyPortArgs as Port

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
    _metrics(row)


def _metrics(row: Row) -> None:
    """The chart's own policy lets nobody call the manager but pods of Longhorn."""
    scraper = {"kubernetes.io/metadata.name": "monitoring"}
    peer = Peer(namespace_selector=Labels(match_labels=scraper))
    rule = IngressRule(from_=[peer], ports=[Port(protocol="TCP", port=9500)])
    NetworkPolicy(
        "longhorn-manager-metrics",
        metadata=ObjectMetaArgs(name="longhorn-manager-metrics", namespace="longhorn-system"),
        spec=NetworkPolicySpecArgs(
            pod_selector=Labels(match_labels={"app": "longhorn-manager"}),
            policy_types=["Ingress"],
            ingress=[rule],
        ),
        opts=row.child(row.parts["longhorn"]),
    )
