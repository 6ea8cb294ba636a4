"""Alerts on kubelets that do not answer."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "MetricsServerKubeletsFail",
        'sum(rate(metrics_server_kubelet_request_total{success="false"}[5m])) > 0',
        "15m",
        "warning",
        "metrics-server does not get an answer from some kubelets.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/autoscaling/metrics-server.md."""
    Alerts("metrics-server", "kube-system", "docs/autoscaling/metrics-server.md", RULES).add(row)
