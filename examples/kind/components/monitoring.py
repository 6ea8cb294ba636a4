"""Monitoring infrastructure.

Prometheus. Scrapes, stores and alerts; Grafana draws. https://prometheus.io/
"""

from components.helm import Chart, Credential, Row
from components.settings import Setting


class Monitoring(Row):
    """Monitoring infrastructure: Prometheus."""

    charts = (
        Chart(
            name="kube-prometheus-stack",
            chart="kube-prometheus-stack",
            version="88.5.3",
            namespace="monitoring",
            pod_security="privileged",
            wait_seconds=600,
            keeps_data=True,
            waits_for=("prometheus-operator-crds",),
            settings=(
                Setting(
                    key="prometheusReplicas",
                    path=("prometheus", "prometheusSpec", "replicas"),
                    type="integer",
                ),
                Setting(
                    key="prometheusRetention",
                    path=("prometheus", "prometheusSpec", "retention"),
                    type="string",
                ),
                Setting(
                    key="domain",
                    path=("grafana", "ingress", "hosts", 0),
                    type="string",
                    text="grafana.{}",
                ),
                Setting(
                    key="domain",
                    path=("grafana", "ingress", "tls", 0, "hosts", 0),
                    type="string",
                    text="grafana.{}",
                ),
                Setting(
                    key="domain",
                    path=("grafana", "ingress", "tls", 0, "secretName"),
                    type="string",
                    text="grafana-tls",
                ),
                Setting(
                    key="domain",
                    path=("grafana", "grafana.ini", "server", "root_url"),
                    type="string",
                    text="https://grafana.{}",
                ),
                Setting(
                    key="domain",
                    path=("grafana", "env", "PLATFORM_DOMAIN"),
                    type="string",
                ),
            ),
            cluster_name=(("prometheus", "prometheusSpec", "externalLabels", "cluster"),),
        ),
    )
    credentials = (
        Credential(
            name="grafana-admin",
            namespace="monitoring",
            keys={
                "admin-user": "grafanaAdminUser",
                "admin-password": "grafanaAdminPassword",
            },
        ),
        Credential(
            name="alertmanager-receivers",
            namespace="monitoring",
            keys={
                "slack-api-url": "alertmanagerSlackUrl",
            },
        ),
    )
