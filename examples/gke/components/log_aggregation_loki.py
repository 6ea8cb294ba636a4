"""Loki as a source of data in Grafana, and an alert on lines that get lost."""

import json

from pulumi_kubernetes.core.v1 import ConfigMap
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "LokiCanaryMissesLines",
        "sum(increase(loki_canary_missing_entries_total[15m])) > 0",
        "15m",
        "warning",
        "Lines that the canary writes are not found in Loki.",
    ),
)


def add(row: Row) -> None:
    """Grafana's sidecar finds the ConfigMap by its label."""
    source = {
        "name": "Loki",
        "uid": "loki",
        "type": "loki",
        "access": "proxy",
        "url": "http://loki-gateway.logging.svc.cluster.local",
    }
    ConfigMap(
        "loki-datasource",
        metadata=ObjectMetaArgs(
            name="loki-datasource",
            namespace="monitoring",
            labels={"grafana_datasource": "1"},
        ),
        data={"loki.yaml": json.dumps({"apiVersion": 1, "datasources": [source]}, indent=2)},
        opts=row.child(),
    )
    _alerts(row)


def _alerts(row: Row) -> None:
    """What to do about each stands in docs/log-aggregation/loki.md."""
    Alerts("loki", "logging", "docs/log-aggregation/loki.md", RULES).add(row)
