"""Dashboards of what is installed, for whichever Grafana loads ConfigMaps by a label."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pulumi_kubernetes.core.v1 import ConfigMap

from components.helm import SYSTEM, Row

LABELS = {"grafana_dashboard": "1"}
SOURCE = {"type": "prometheus", "uid": "${source}"}
CHOICE = {"name": "source", "label": "Source", "type": "datasource", "query": "prometheus"}
WIDTH, HEIGHT = 12, 8  # of 24 columns: two panels side by side


@dataclass(frozen=True)
class Panel:
    """One diagram over time."""

    title: str
    query: str
    text: str = ""
    """What one sees, and where to read on."""
    limit: float | None = None
    """Drawn as a line."""
    unit: str = "short"

    def drawn(self, number: int) -> dict[str, Any]:
        """The panel in Grafana's form, at its place."""
        steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
        if self.limit is not None:
            steps.append({"color": "red", "value": self.limit})
        line = "off" if self.limit is None else "dashed"
        return {
            "id": number + 1,
            "type": "timeseries",
            "title": self.title,
            "description": self.text,
            "gridPos": {
                "x": number % 2 * WIDTH,
                "y": number // 2 * HEIGHT,
                "w": WIDTH,
                "h": HEIGHT,
            },
            "datasource": SOURCE,
            "targets": [{"refId": "A", "datasource": SOURCE, "expr": self.query}],
            "fieldConfig": {
                "defaults": {
                    "unit": self.unit,
                    "thresholds": {"mode": "absolute", "steps": steps},
                    "custom": {"thresholdsStyle": {"mode": line}},
                },
                "overrides": [],
            },
        }


@dataclass(frozen=True)
class Dashboard:
    """One dashboard: the panels of an option, then the pods of its namespace."""

    name: str
    namespace: str
    page: str
    """The page of the option, for the person on call."""
    panels: tuple[Panel, ...] = ()

    def content(self) -> str:
        """What Grafana loads."""
        panels = [*self.panels, *_pods(self.namespace)]
        return json.dumps(
            {
                "uid": f"on-call-{self.name}",
                "title": f"On call: {self.name}",
                "description": self.page,
                "tags": ["on-call"],
                "schemaVersion": 39,
                "refresh": "1m",
                "time": {"from": "now-6h", "to": "now"},
                "templating": {"list": [CHOICE]},
                "panels": [panel.drawn(number) for number, panel in enumerate(panels)],
            },
            indent=1,
        )

    def add(self, row: Row) -> None:
        """After the namespace."""
        name = f"{self.name}-on-call"
        ConfigMap(
            name,
            metadata={"name": name, "namespace": self.namespace, "labels": LABELS},
            data={f"{name}.json": self.content()},
            opts=row.note(self.namespace),
        )


def _pods(namespace: str) -> Iterator[Panel]:
    """What kube-state-metrics and the kubelets know of every product."""
    if namespace in SYSTEM:
        return
    own = f'namespace="{namespace}"'
    inside = f'{own}, container!=""'
    yield Panel(
        "Pods that are not ready",
        f'sum by (pod) (kube_pod_status_ready{{{own}, condition="false"}} == 1)'
        f' unless on (pod) (kube_pod_status_phase{{{own}, phase="Succeeded"}} == 1)',
    )
    yield Panel(
        "Restarts within an hour",
        f"sum by (pod) (increase(kube_pod_container_status_restarts_total{{{own}}}[1h]))",
    )
    yield Panel(
        "Memory",
        f"sum by (pod) (container_memory_working_set_bytes{{{inside}}})",
        unit="bytes",
    )
    yield Panel(
        "Processor cores",
        f"sum by (pod) (rate(container_cpu_usage_seconds_total{{{inside}}}[5m]))",
    )
