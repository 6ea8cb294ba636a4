"""Loki as a source of data in Grafana."""

import json

from pulumi_kubernetes.core.v1 import ConfigMap
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.helm import Row


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
