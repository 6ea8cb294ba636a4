"""Log aggregation.

Loki and Alloy. Keeps logs in object storage, read in Grafana; Alloy ships them. https://grafana.com/oss/loki/
"""

from components import log_aggregation_loki
from components.helm import Chart, Credential, Row
from components.settings import Setting


class LogAggregation(Row):
    """Log aggregation: Loki and Alloy."""

    charts = (
        Chart(
            name="loki",
            chart="loki",
            version="18.11.0",
            namespace="logging",
            pod_security="restricted",
            wait_seconds=600,
            keeps_data=True,
            settings=(
                Setting(
                    key="lokiChunksBucket",
                    path=("loki", "storage", "bucketNames", "chunks"),
                    type="string",
                ),
                Setting(
                    key="lokiRulerBucket",
                    path=("loki", "storage", "bucketNames", "ruler"),
                    type="string",
                ),
                Setting(
                    key="lokiServiceAccountAnnotations",
                    path=("serviceAccount", "annotations"),
                    type="object",
                ),
                Setting(
                    key="lokiRegion",
                    path=("loki", "storage", "s3", "region"),
                    type="string",
                ),
                Setting(
                    key="lokiEndpoint",
                    path=("loki", "storage", "s3", "endpoint"),
                    type="string",
                ),
                Setting(
                    key="lokiPathStyle",
                    path=("loki", "storage", "s3", "s3ForcePathStyle"),
                    type="boolean",
                ),
                Setting(
                    key="lokiRetention",
                    path=("loki", "limits_config", "retention_period"),
                    type="string",
                ),
            ),
        ),
        Chart(
            name="alloy",
            chart="alloy",
            version="1.11.1",
            namespace="logging",
            pod_security="privileged",
        ),
    )
    credentials = (
        Credential(
            name="loki-s3",
            namespace="logging",
            keys={
                "AWS_ACCESS_KEY_ID": "lokiAccessKeyId",
                "AWS_SECRET_ACCESS_KEY": "lokiSecretAccessKey",
            },
        ),
    )

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        log_aggregation_loki.add(self)
