"""Metrics of Felix and Typha, for which the operator makes no monitors."""

from typing import Any

from pulumi_kubernetes.apiextensions import CustomResource

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "CalicoDataplaneFails",
        # Felix tries again every ten seconds, so a failure that stays is thirty in five minutes.
        "max by (pod) (increase(felix_int_dataplane_failures[5m])) > 10",
        "10m",
        "critical",
        "{{ $labels.pod }} cannot write rules or routes of its node.",
    ),
    Alert(
        "CalicoNotInSync",
        # 1 waits for the datastore, 2 is reading it, 3 has all.
        "max by (pod) (felix_resync_state) < 3",
        "15m",
        "warning",
        "{{ $labels.pod }} does not know all policies and endpoints.",
    ),
)


def add(row: Row) -> None:
    """Beside the operator: the namespace of Felix and Typha is the operator's to make."""
    _monitor(
        row,
        ("PodMonitor", "calico-node"),
        {
            "selector": {"matchLabels": {"k8s-app": "calico-node"}},
            "podMetricsEndpoints": [{"relabelings": _felix()}],
        },
    )
    _monitor(
        row,
        ("ServiceMonitor", "calico-typha"),
        {
            "selector": {"matchLabels": {"k8s-app": "calico-typha-metrics"}},
            "endpoints": [{"port": "calico-typha-metrics"}],
        },
    )
    Alerts("calico", "tigera-operator", "docs/network-policies/calico.md", RULES).add(row)


def _felix() -> list[dict[str, Any]]:
    """The container names no port: the pod's address gets the one of `nodeMetricsPort`."""
    return [
        {
            "action": "keep",
            "sourceLabels": ["__meta_kubernetes_pod_container_name"],
            "regex": "calico-node",
        },
        {
            "sourceLabels": ["__meta_kubernetes_pod_ip"],
            "regex": "(.+)",
            "replacement": "${1}:9091",
            "targetLabel": "__address__",
        },
    ]


def _monitor(row: Row, which: tuple[str, str], spec: dict[str, Any]) -> None:
    """Kind and name of a monitor, and what it selects in the namespace `calico-system`."""
    kind, name = which
    CustomResource(
        f"{name}-monitor",
        api_version="monitoring.coreos.com/v1",
        kind=kind,
        metadata={
            "name": name,
            "namespace": "tigera-operator",
            "labels": {"release": "kube-prometheus-stack"},
        },
        spec={"namespaceSelector": {"matchNames": ["calico-system"]}, **spec},
        opts=row.child(row.namespaces["tigera-operator"]),
    )
