"""Log aggregation.

Fluentd and OpenSearch. Ships the logs of all pods into OpenSearch, searched in Dashboards. https://www.fluentd.org/
"""

from typing import ClassVar

from components import log_aggregation_fluentd
from components.helm import Chart, Credential, Row
from components.settings import Setting


class LogAggregation(Row):
    """Log aggregation: Fluentd and OpenSearch."""

    charts = (
        Chart(
            name="opensearch",
            chart="opensearch",
            version="3.6.0",
            namespace="logging",
            pod_security="privileged",
            wait_seconds=900,
            keeps_data=True,
            settings=(
                Setting(
                    key="opensearchVolumeSize",
                    path=("persistence", "size"),
                    type="string",
                ),
            ),
        ),
        Chart(
            name="opensearch-dashboards",
            chart="opensearch-dashboards",
            version="3.6.0",
            namespace="logging",
            pod_security="baseline",
            wait_seconds=600,
            waits_for=("opensearch",),
        ),
        Chart(
            name="fluentd",
            chart="fluentd",
            version="0.6.0",
            namespace="logging",
            pod_security="privileged",
            wait_seconds=600,
        ),
    )
    credentials = (
        Credential(
            name="opensearch-admin",
            namespace="logging",
            keys={
                "password": "opensearchAdminPassword",
            },
        ),
        Credential(
            name="opensearch-dashboards",
            namespace="logging",
            keys={
                "username": "opensearchAdminUser",
                "password": "opensearchAdminPassword",
                "cookie": "opensearchDashboardsCookie",
            },
        ),
        Credential(
            name="fluentd-output",
            namespace="logging",
            keys={
                "OPENSEARCH_USER": "opensearchAdminUser",
                "OPENSEARCH_PASSWORD": "opensearchAdminPassword",
            },
        ),
        Credential(
            name="opensearch-oidc",
            namespace="logging",
            keys={
                "domain": "domain",
                "client-secret": "opensearchOidcClientSecret",
            },
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "opensearch": "opensearch",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        log_aggregation_fluentd.add(self)
